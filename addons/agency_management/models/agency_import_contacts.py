from odoo import Command, models

from ..core.agency_import_errors import RowError
from ..core.agency_import_values import fold

RIGHTS = {"may_approve": "can_approve", "may_pay": "can_pay", "may_manage": "can_manage"}


class AgencyImportContacts(models.AbstractModel):
    """People of clients, and who of them may use the portal. Nobody is invited unless the import says so."""

    _name = "agency.import.contacts"
    _inherit = "agency.import.kind"
    _description = "Import of Contacts"

    _kind = "contacts"
    _target = "res.partner"
    _plain_fields = {"name": "name", "email": "email", "phone": "phone", "job_title": "function"}

    def _find_before(self, batch, rows, look):
        look.load_clients([row.values["client"] for row in rows])

    def _find_after(self, batch, rows, look):
        logins = {fold(row.values["email"]) for row in rows if row.values.get("portal") and row.values.get("email")}
        users = (
            self.env["res.users"]
            .with_context(active_test=False)
            .search(
                [
                    "|",
                    ("login", "in", list(logins)),
                    "&",
                    ("share", "=", False),
                    ("email_normalized", "in", list(logins)),
                ]
            )
        )
        look.users = {user.login: user for user in users}
        look.staff = {word for user in users if not user.share for word in (user.login, user.email_normalized)}
        members = self.env["agency.client.member"].search([("user_id", "in", users.ids)])
        look.members = {(member.client_id.id, member.user_id.login): member for member in members}

    def _candidates(self, rows, look):
        return self.env["res.partner"].search([("parent_id", "in", look.clients.ids), ("type", "=", "contact")])

    def _natural_keys(self, record):
        client, name = record.parent_id.id, fold(record.name or "")
        if record.email:
            return [(client, "name", name), (client, "email", fold(record.email))]
        return [(client, "name", name), (client, "no email", name)]

    def _natural_key_of(self, row, look):
        client, name = look.client("client", row.values["client"]).id, fold(row.values["name"])
        if row.values.get("email"):
            # two people of one name are told apart by their addresses
            return [(client, "email", fold(row.values["email"])), (client, "no email", name)]
        return [(client, "name", name)]

    def _values(self, batch, row, look, record):
        values = super()._values(batch, row, look, record)
        client = look.client("client", row.values["client"])
        values["parent_id"] = client.id
        if not record:
            values |= {"type": "contact", "is_company": False, "company_id": client.company_id.id}
        if row.values.get("portal"):
            if not row.values.get("email"):
                raise RowError("needs_email", "email")
            if fold(row.values["email"]) in look.staff:
                raise RowError("internal_user", "email", value=row.values["email"])
        return values

    def _rights(self, row):
        """:return dict: rights the row speaks of"""
        return {field: row.values[name] for name, field in RIGHTS.items() if name in row.values}

    def _changes(self, row, look, record, values):
        todo = super()._changes(row, look, record, values)
        if row.values.get("portal"):
            member = look.members.get((values["parent_id"], fold(row.values["email"])))
            if not member or any(member[field] != value for field, value in self._rights(row).items()):
                # not a field: the membership alone may have changed
                return todo | {"member_ids": True}
        return todo

    def _create(self, batch, row, look, values, dry):
        record = super()._create(batch, row, look, values, dry)
        self._join(batch, row, look, record, dry)
        return record

    def _update(self, batch, row, look, record, values):
        values = {name: value for name, value in values.items() if name != "member_ids"}
        if values:
            record.write(values)
        self._join(batch, row, look, record, batch.state == "checking")

    def _join(self, batch, row, look, record, dry):
        """Make somebody a member of the client's portal, or set the rights of a member."""
        if not row.values.get("portal"):
            return
        login = fold(row.values["email"])
        member = look.members.get((record.parent_id.id, login))
        if member:
            member.write(self._rights(row))
            return
        user = look.users.get(login)
        if not user:
            user = look.users[login] = self.env["res.users"].create(
                {
                    "login": login,
                    "partner_id": record.id,
                    "company_id": batch.company_id.id,
                    "company_ids": [Command.set(batch.company_id.ids)],
                    "groups_id": [Command.set(self.env.ref("base.group_portal").ids)],
                }
            )
            look.made = (row.line_no, login)
        member = self.env["agency.client.member"].create(
            {"client_id": record.parent_id.id, "user_id": user.id} | self._rights(row)
        )
        if batch.send_invitations and not dry:
            member._agency_invite_later()

    def _failed(self, row, look):
        line_no, login = getattr(look, "made", (None, None))
        if line_no == row.line_no:
            # the account went with its contact
            look.users.pop(login, None)
