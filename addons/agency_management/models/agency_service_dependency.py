from odoo import _, api, fields, models
from odoo.exceptions import ValidationError

from ..core import schedule, service_plan


class AgencyService(models.Model):
    """Which services must be finished before another can start, and what follows for durations and dates."""

    _inherit = "agency.service"

    depends_on_ids = fields.Many2many(
        "agency.service",
        "agency_service_dependency_rel",
        "service_id",
        "depends_on_id",
        string="Needs First",
        domain="[('company_id', '=', company_id), ('id', '!=', id)]",
        help="Services that must be finished before this one starts, when a client buys both.",
    )

    @api.constrains("depends_on_ids", "company_id")
    def _check_service_dependencies(self):
        for service in self:
            if service.depends_on_ids.company_id - service.company_id:
                raise ValidationError(_("%(service)s can only wait for services of its company.", service=service.name))
        company_services = self.with_context(active_test=False).search([("company_id", "in", self.company_id.ids)])
        waiting = {service.id: tuple(service.depends_on_ids.ids) for service in company_services | self}
        try:
            schedule.order_by_dependency(waiting)
        except schedule.CycleError as error:
            names = ", ".join(self.browse(error.keys).mapped("name"))
            raise ValidationError(_("These services wait for each other: %(services)s.", services=names)) from error

    def _plan_specs(self, with_tasks=False):
        """:return list: :class:`~odoo.addons.agency_management.core.service_plan.ServiceSpec` of these services"""
        return [
            service_plan.ServiceSpec(
                service.id,
                service.duration_days,
                tuple(service.depends_on_ids.ids),
                tuple(
                    schedule.TaskSpec(task.id, task.offset_days, task.duration_days, tuple(task.depends_on_ids.ids))
                    for task in (service.task_template_ids if with_tasks else ())
                ),
            )
            for service in self
        ]

    def _needed_first(self):
        """:return dict: service among these -> services it needs first that are not among these"""
        return {service: service.depends_on_ids - self for service in self if service.depends_on_ids - self}

    def _needed_first_text(self):
        """:return: sentences that say what these services need first and is not among them, False when nothing"""
        sentences = []
        for service, others in self._needed_first().items():
            names = ", ".join(others.mapped("name"))
            sentences.append(_("%(service)s needs %(others)s first.", service=service.name, others=names))
        return " ".join(sentences) or False
