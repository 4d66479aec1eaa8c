from odoo import _, fields, models

from ..core import workdays


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
        steps = self._prepare_onboarding_steps(onboarding, template)
        self._create_onboarding_steps(onboarding, steps)
        return onboarding

    def _prepare_onboarding_steps(self, onboarding, template):
        """Steps of the template; what the services need from the client comes before the first that waits its turn.

        :return list: values of steps; ``request_document`` marks those a document is asked for with
        """
        steps = []
        if template:
            steps += [
                {
                    "name": step.name,
                    "description": step.description,
                    "condition": step.condition,
                    "wait_for_previous": step.wait_for_previous,
                    "client_facing": step.client_facing or step.request_document,
                    "owner_id": (step.owner_id or onboarding.owner_id).id,
                    "due_days": step.due_days,
                    "request_document": step.request_document,
                }
                for step in template.step_ids
            ]
        position = next((index for index, step in enumerate(steps) if step["wait_for_previous"]), len(steps))
        steps[position:position] = [
            {
                "name": requirement.name,
                "description": requirement.description,
                "condition": "document_received" if requirement.kind == "document" else "manual",
                "wait_for_previous": False,
                "client_facing": True,
                "owner_id": onboarding.owner_id.id,
                "due_days": requirement.due_days,
                "request_document": requirement.kind == "document",
            }
            for requirement in self.order_line.agency_service_id.requirement_ids
        ]
        return steps

    def _create_onboarding_steps(self, onboarding, steps):
        week = self.company_id._agency_work_week(onboarding.date_start)
        documents = [index for index, step in enumerate(steps) if step["request_document"]]
        vals_list = []
        for index, step in enumerate(steps):
            vals = {key: value for key, value in step.items() if key not in ("due_days", "request_document")}
            vals.update(
                onboarding_id=onboarding.id,
                sequence=10 * (index + 1),
                due_date=workdays.add(onboarding.date_start, step["due_days"], week),
            )
            vals_list.append(vals)
        records = self.env["agency.onboarding.step"].create(vals_list)
        requests = self.env["agency.document.request"].create(
            [
                {
                    "name": records[index].name,
                    "description": records[index].description,
                    "client_id": onboarding.client_id.id,
                    "company_id": onboarding.company_id.id,
                    "onboarding_id": onboarding.id,
                    "step_id": records[index].id,
                    "due_date": records[index].due_date,
                    "requested_by_id": records[index].owner_id.id,
                }
                for index in documents
            ]
        )
        for index, request in zip(documents, requests):
            records[index].document_request_id = request

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
            for effort in line.agency_service_id.effort_ids:
                if effort.role_id not in dict(tasks):
                    hours[effort.role_id] = hours.get(effort.role_id, 0.0) + effort.hours * line.product_uom_qty
        return hours
