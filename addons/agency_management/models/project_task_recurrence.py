from odoo import Command, api, models


class ProjectTaskRecurrence(models.Model):
    """The next occurrence of a task of the suite is one, too: same role, service and checklist, dates moved on."""

    _inherit = "project.task.recurrence"

    @api.model
    def _get_recurring_fields_to_copy(self):
        return super()._get_recurring_fields_to_copy() + [
            "agency_service_id",
            "agency_role_id",
            "client_visible",
            "agency_duration_days",
        ]

    @api.model
    def _get_recurring_fields_to_postpone(self):
        return super()._get_recurring_fields_to_postpone() + ["agency_start_date"]

    def _create_next_occurrence_values(self, occurrence_from):
        # 17.0 copies named fields one by one; 19.0 copies the task, its checklist included, and does not come here
        values = super()._create_next_occurrence_values(occurrence_from)
        values["agency_item_ids"] = [
            Command.create({"name": item.name, "sequence": item.sequence}) for item in occurrence_from.agency_item_ids
        ]
        return values
