from odoo import Command, models

from ..core.agency_import_errors import RowError
from ..core.agency_import_values import fold

#: columns that decide from when on is billed here
TAKE_OVER = ("start_date", "takeover_date", "anchor_day", "currency_id", "client_id")
#: fields of the line instead of the retainer
LINE_FIELDS = {"line_name": "name", "line_price": "price_unit", "line_product": "product_id"}


class AgencyImportRetainers(models.AbstractModel):
    """Retainers that run already: billed here from their next invoice on, never before and never twice."""

    _name = "agency.import.retainers"
    _inherit = "agency.import.kind"
    _description = "Import of Running Retainers"

    _kind = "retainers"
    _target = "agency.retainer"
    _plain_fields = {
        "start": "start_date",
        "next_invoice": "takeover_date",
        "billing_day": "anchor_day",
        "end": "end_date",
        "term_months": "minimum_term_months",
        "included_hours": "included_hours",
        "hours_carried": "carried_hours",
        "invoices": "policy",
    }

    def _find_before(self, batch, rows, look):
        look.load_clients([row.values["client"] for row in rows])

    def _find_after(self, batch, rows, look):
        words = [row.values["project"] for row in rows if row.values.get("project")]
        look.project_refs = look.by_ref("projects", "project.project", words)
        look.projects = {}
        if words:
            for project in self.env["project.project"].search(
                [("client_id", "in", look.clients.ids), *look.of_company()]
            ):
                look.projects.setdefault((project.client_id.id, fold(project.name)), []).append(project)

    def _candidates(self, rows, look):
        return self.env["agency.retainer"].search(
            [
                ("client_id", "in", look.clients.ids),
                ("company_id", "=", look.company.id),
                ("state", "not in", ("ended", "cancelled")),
            ]
        )

    def _natural_keys(self, record):
        names = {fold(line.name.splitlines()[0]) for line in record.line_ids if line.name.strip()}
        return [(record.client_id.id, name) for name in names]

    def _natural_key_of(self, row, look):
        return [(look.client("client", row.values["client"]).id, fold(row.values["name"]))]

    def _values(self, batch, row, look, record):
        values = super()._values(batch, row, look, record)
        given = row.values
        client = look.client("client", given["client"])
        values |= {
            "client_id": client.id,
            "line_name": given["name"],
            "line_price": float(given["monthly_price"]),
            "line_product": self._product(given["service"], look).id,
        }
        if given.get("currency"):
            values["currency_id"] = look.currency("currency", given["currency"]).id
        elif not record:
            values["currency_id"] = look.company.currency_id.id
        if given.get("project"):
            values["project_id"] = self._project(given["project"], client, look).id
        if given.get("responsible"):
            values["user_id"] = look.user("responsible", given["responsible"]).id
        return values

    def _product(self, text, look):
        """:return: ``product.product`` sold under a name: of a service of the suite, else any service for sale"""
        domain = [("company_id", "=", look.company.id)]
        try:
            return look.find("service", text, "agency.service", domain=domain).product_id
        except RowError as error:
            if error.problem.code != "not_found":
                raise
        domain = [("type", "=", "service"), ("sale_ok", "=", True), *look.of_company()]
        return look.find("service", text, "product.product", ("name", "default_code"), domain)

    def _project(self, text, client, look):
        """:return: the project of a client that goes by a reference or name"""
        imported = look.project_refs.get(fold(text))
        if imported and imported.client_id != client:
            raise RowError("other_client", "project", value=text)
        return imported or look.one("project", text, look.projects.get((client.id, fold(text)), ()))

    def _changes(self, row, look, record, values):
        lines = {name: values[name] for name in LINE_FIELDS}
        todo = super()._changes(
            row, look, record, {name: value for name, value in values.items() if name not in LINE_FIELDS}
        )
        line = record.line_ids
        if len(line) == 1:
            same = {
                "line_name": line.name.splitlines()[:1] == [lines["line_name"]],
                "line_price": abs(line.price_unit - lines["line_price"]) < 1e-6,
                "line_product": line.product_id.id == lines["line_product"],
            }
            return todo | {name: value for name, value in lines.items() if not same[name]}
        if lines["line_price"] not in line.mapped("price_unit") or any(name in todo for name in TAKE_OVER):
            raise RowError("several_lines")
        return todo

    def _create(self, batch, row, look, values, dry):
        values = dict(values)
        line = {field: values.pop(name) for name, field in LINE_FIELDS.items()}
        values |= {"company_id": batch.company_id.id, "line_ids": [Command.create(line)]}
        retainer = super()._create(batch, row, look, self._numbered(values, row, dry), dry)
        retainer._take_over(values["takeover_date"], row.values.get("billing_day"))
        retainer.action_activate()
        return retainer

    def _numbered(self, values, row, dry):
        """:return dict: values with a number that only a real import takes from the sequence, which never goes back"""
        return values | {"name": f"#{row.line_no}"} if dry else values

    def _update(self, batch, row, look, record, values):
        line = {field: values[name] for name, field in LINE_FIELDS.items() if name in values}
        values = {name: value for name, value in values.items() if name not in LINE_FIELDS}
        if any(name in values for name in TAKE_OVER):
            record._forget_take_over()
            record.write(values)
            record._take_over(row.values["next_invoice"], row.values.get("billing_day"))
        elif values:
            record.write(values)
        if line:
            record.line_ids.write(line)
