from odoo import _, fields, models


class SaleOrder(models.Model):
    """Set-up steps: the onboarding of a confirmed order, with its document requests, and the team proposal."""

    _inherit = "sale.order"

    def _setup_onboarding(self):
        """Start the onboarding: steps of the package's template, then what the services need from the client.

        :return: ``agency.onboarding``
        """
        self.ensure_one()
        onboarding = self.env["agency.onboarding"].search([("order_id", "=", self.id)])
        if onboarding:
            return onboarding
        template = self.package_id.onboarding_template_id or self.env.ref(
            "agency_management.agency_onboarding_template_default", raise_if_not_found=False
        )
        owner = self._agency_owner()
        onboarding = self.env["agency.onboarding"].create(
            {
                "name": _("%(client)s: %(order)s", client=self.client_id.name, order=self.package_id.name or self.name),
                "client_id": self.client_id.id,
                "company_id": self.company_id.id,
                "order_id": self.id,
                "template_id": template.id if template else False,
                "owner_id": owner.id,
            }
        )
        onboarding._create_steps(self._prepare_onboarding_steps(onboarding))
        return onboarding

    def _prepare_onboarding_steps(self, onboarding):
        """Steps of the template; what the services need comes before the first that waits its turn.

        :return list: values of steps; ``request_document`` marks those a document is asked for with
        """
        steps = onboarding._prepare_steps_of_template()
        position = next((index for index, step in enumerate(steps) if step["wait_for_previous"]), len(steps))
        requirements = self.order_line.agency_service_id.requirement_ids
        steps[position:position] = requirements._prepare_steps(self.client_id.lang or self.env.lang)
        return steps

    def _setup_team_proposal(self):
        """Propose who does the work: planned hours by role, for each role the least loaded person.

        :return: ``agency.team.proposal``
        """
        self.ensure_one()
        proposal = self.env["agency.team.proposal"].search([("order_id", "=", self.id)])
        if proposal:
            return proposal
        hours = self._agency_hours_by_role()
        proposal = self.env["agency.team.proposal"].create(
            {
                "order_id": self.id,
                "project_id": self.agency_project_id.id,
                "line_ids": [
                    fields.Command.create({"role_id": role.id, "hours": planned}) for role, planned in hours.items()
                ],
            }
        )
        proposal.line_ids._suggest_employees()
        return proposal

    def _agency_hours_by_role(self):
        """:return dict: ``agency.role`` -> hours of the project's tasks, else of the services' effort for the role"""
        tasks = self.env["project.task"]._read_group(
            [("project_id", "=", self.agency_project_id.id), ("agency_role_id", "!=", False)],
            ["agency_role_id"],
            ["allocated_hours:sum"],
        )
        hours = dict(tasks)
        for line in self.order_line.filtered("agency_service_id"):
            for role, planned in line._agency_planned_hours().items():
                if role not in dict(tasks):
                    hours[role] = hours.get(role, 0.0) + planned
        return hours
