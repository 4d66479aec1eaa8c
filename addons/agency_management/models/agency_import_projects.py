from odoo import Command, models

from ..core.agency_import_errors import RowError
from ..core.agency_import_values import fold


class AgencyImportProjects(models.AbstractModel):
    """Projects of clients with manager, dates and budget; their tasks are planned afterwards."""

    _name = "agency.import.projects"
    _inherit = "agency.import.kind"
    _description = "Import of Projects"

    _kind = "projects"
    _target = "project.project"
    _plain_fields = {
        "name": "name",
        "start": "date_start",
        "end": "date",
        "hours": "allocated_hours",
        "budget": "budget_amount",
    }

    def _find_before(self, batch, rows, look):
        look.load_clients([row.values["client"] for row in rows])

    def _candidates(self, rows, look):
        return self.env["project.project"].search([("client_id", "in", look.clients.ids), *look.of_company()])

    def _natural_keys(self, record):
        return [(record.client_id.id, fold(record.name))]

    def _natural_key_of(self, row, look):
        return [(look.client("client", row.values["client"]).id, fold(row.values["name"]))]

    def _values(self, batch, row, look, record):
        values = super()._values(batch, row, look, record)
        given = row.values
        client = look.client("client", given["client"])
        if record.client_id != client:
            values["partner_id"] = client.id
        if given.get("project_manager"):
            values["user_id"] = look.user("project_manager", given["project_manager"]).id
        if given.get("package"):
            domain = [("company_id", "=", look.company.id), ("state", "=", "published")]
            values["package_id"] = look.find("package", given["package"], "agency.service.package", domain=domain).id
        if given.get("stage"):
            stages = look.of_company() if "company_id" in self.env["project.project.stage"]._fields else []
            values["stage_id"] = look.find("stage", given["stage"], "project.project.stage", domain=stages).id
        # Odoo drops one of the two silently
        start, end = values.get("date_start") or record.date_start, values.get("date") or record.date
        if ("date_start" in values or "date" in values) and not (start and end):
            raise RowError("start_needs_end", "end" if start else "start")
        return values if record else self._prepare_project(batch) | values

    def _prepare_project(self, batch):
        """:return dict: what every project of the agency has, see ``sale.order._prepare_agency_project``"""
        names = ("todo", "progress", "review", "done")
        refs = [self.env.ref(f"agency_management.project_task_type_{name}", raise_if_not_found=False) for name in names]
        return {
            "company_id": batch.company_id.id,
            "allow_billable": True,
            "allow_timesheets": True,
            "allow_milestones": True,
            "allow_task_dependencies": True,
            "type_ids": [Command.set([stage.id for stage in refs if stage])],
        }
