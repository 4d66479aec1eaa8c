from odoo import models

from ..core.agency_import_catalogue import plain
from ..core.agency_import_values import fold


class AgencyImportClients(models.AbstractModel):
    """Clients: companies with a client status."""

    _name = "agency.import.clients"
    _inherit = "agency.import.kind"
    _description = "Import of Clients"

    _kind = "clients"
    _target = "res.partner"
    _plain_fields = {
        "ref": "ref",
        "name": "name",
        "email": "email",
        "phone": "phone",
        "street": "street",
        "street2": "street2",
        "zip": "zip",
        "city": "city",
        "vat": "vat",
        "status": "client_state",
        "client_since": "client_since",
    }

    def _candidates(self, rows, look):
        folded = {fold(row.values["name"]) for row in rows}
        partners = look.named_partners(folded)
        refs = [row.values["ref"] for row in rows if row.values.get("ref")]
        partners |= self.env["res.partner"].search([("parent_id", "=", False), ("ref", "in", refs), *look.of_company()])
        # the agency itself is nobody's client, whatever a line is called
        partners -= self.env["res.company"].search([]).partner_id
        return partners.filtered(lambda partner: partner.is_company or partner.client_state)

    def _natural_keys(self, record):
        return [("name", fold(record.name or ""))] + ([("ref", fold(record.ref))] if record.ref else [])

    def _natural_key_of(self, row, look):
        keys = [("name", fold(row.values["name"]))]
        return [("ref", fold(row.values["ref"])), *keys] if row.values.get("ref") else keys

    def _values(self, batch, row, look, record):
        values = super()._values(batch, row, look, record)
        given = row.values
        if given.get("website"):
            values["website"] = self.env["res.partner"]._clean_website(given["website"])
        if given.get("country"):
            values["country_id"] = look.find("country", given["country"], "res.country", ("name", "code")).id
        if given.get("industry"):
            values["industry_id"] = look.find(
                "industry", given["industry"], "res.partner.industry", ("name", "full_name")
            ).id
        if given.get("tier"):
            values["client_tier_id"] = look.find("tier", given["tier"], "agency.client.tier").id
        if given.get("currency"):
            values["quote_currency_id"] = look.currency("currency", given["currency"]).id
        if given.get("account_manager"):
            values["user_id"] = look.user("account_manager", given["account_manager"]).id
        if not record.client_state:
            values.setdefault("client_state", "active")
        if not record:
            values["is_company"] = True
            values["company_id"] = batch.company_id.id if batch.own_company else False
        return values

    def _changes(self, row, look, record, values):
        todo = super()._changes(row, look, record, values)
        # how a tax number is spaced is up to whoever checks it
        if "vat" in todo and plain(record.vat or "") == plain(todo["vat"]):
            del todo["vat"]
        return todo
