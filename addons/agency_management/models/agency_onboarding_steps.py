from odoo import api, fields, models

from ..core import due
from ..core import onboarding as core

#: fields of an onboarding that decide about the due dates of its steps
DATING_FIELDS = {"date_start", "kickoff_planned"}


class AgencyOnboarding(models.Model):
    """The steps of an onboarding: made from a template, with the people and the days that its rules come to."""

    _inherit = "agency.onboarding"

    kickoff_planned = fields.Date(
        "Planned Kick-off", help="Steps due before the kick-off count back from this day until a meeting is booked."
    )

    @api.model_create_multi
    def create(self, vals_list):
        onboardings = super().create(vals_list)
        for onboarding in onboardings:
            # the set-up of an order adds what its services need, too
            if onboarding.template_id and not onboarding.order_id and not onboarding.step_ids:
                onboarding._create_steps(onboarding._prepare_steps_of_template())
                onboarding._check_conditions()
        return onboardings

    def write(self, vals):
        result = super().write(vals)
        if DATING_FIELDS.intersection(vals):
            self._update_due_dates()
        if {"owner_id", "project_id"}.intersection(vals):
            self._resolve_owners()
        return result

    def _prepare_steps_of_template(self):
        """:return list: values of steps, see ``agency.onboarding.template.step._prepare_step``"""
        self.ensure_one()
        lang = self.client_id.lang or self.env.lang
        steps = self.template_id.step_ids
        if not self.order_id:
            # nobody could ever complete them: there is no order to pay or to staff
            registry = self._condition_registry()
            steps = steps.filtered(lambda step: not registry.get(step.condition, {}).get("needs_order"))
        return [step._prepare_step(lang) for step in steps]

    def _create_steps(self, vals_list):
        """Create steps in this order, with the documents that are asked for by them.

        :param list vals_list: values of steps; ``request_document`` says that a document is asked for
        :return: the steps
        """
        self.ensure_one()
        if not self.kickoff_planned and self.template_id.kickoff_days:
            self.kickoff_planned = self._days_after_start(self.template_id.kickoff_days)
        documents = [vals["request_document"] for vals in vals_list]
        steps = self.env["agency.onboarding.step"].create(
            [
                {
                    **{name: value for name, value in vals.items() if name != "request_document"},
                    "onboarding_id": self.id,
                    "sequence": 10 * position,
                    "owner_id": vals.get("owner_id") or self.owner_id.id,
                    "owner_rule": vals.get("owner_rule", "onboarding"),
                }
                for position, vals in enumerate(vals_list, 1)
            ]
        )
        asking = steps.browse([step.id for step, asks in zip(steps, documents) if asks])
        requests = self.env["agency.document.request"].create([step._prepare_document_request() for step in asking])
        for step, request in zip(asking, requests):
            step.document_request_id = request
        self._resolve_owners()
        return steps

    def _days_after_start(self, days):
        """:return datetime.date: the day that lies so many working days after the start"""
        self.ensure_one()
        rules = [due.Rule(self.id, due.START, days)]
        return due.due_dates(rules, self.date_start, None, self._work_week())[self.id]

    def _work_week(self):
        """:return: :class:`~..core.workdays.WorkWeek` of the company, from the start of the onboarding on"""
        self.ensure_one()
        company = self.company_id or self.env.company
        return company._agency_work_week(self.date_start)

    # ------------------------------------------------------------------ days

    def _kickoff_day(self):
        """:return: the day of the kick-off as far as anybody knows it, ``datetime.date`` or False"""
        self.ensure_one()
        return self.kickoff_planned

    def _update_due_dates(self):
        """Date the unfinished steps anew; those with a fixed day keep it."""
        for onboarding in self.filtered("date_start"):
            steps = onboarding.step_ids.sorted()
            if set(steps.mapped("due_rule")) <= {"date"}:
                continue
            dates = due.due_dates(
                [
                    due.Rule(step.id, step.due_rule, step.due_days, step.due_date or None, step.done_date or None)
                    for step in steps
                ],
                onboarding.date_start,
                onboarding._kickoff_day() or None,
                onboarding._work_week(),
            )
            for step in steps:
                day = dates[step.id] or False
                if step.due_rule != "date" and step.state not in core.FINISHED and step.due_date != day:
                    # with its rule, so that the day does not pass for one that somebody entered
                    step.write({"due_date": day, "due_rule": step.due_rule})

    # ------------------------------------------------------------------ people

    def _resolve_owners(self):
        """Give the unfinished steps to whom their rules name; those given to somebody by hand stay with them.

        Whoever is asked for documents by a step gets the answers, too.
        """
        onboardings_sudo = self.sudo()  # whoever changes a fact need not be allowed to edit every step
        teams = onboardings_sudo._accepted_teams()
        for onboarding_sudo in onboardings_sudo:
            people = {
                "onboarding": onboarding_sudo.owner_id,
                "project_manager": onboarding_sudo.project_id.user_id,
                "account_manager": onboarding_sudo.order_id.user_id or onboarding_sudo.client_id.user_id,
            }
            team = teams.get(onboarding_sudo.order_id, {})
            for step_sudo in onboarding_sudo.step_ids:
                if step_sudo.owner_rule == "person" or step_sudo.state in core.FINISHED:
                    continue
                found = core.owner(step_sudo.owner_rule, people | {"role": team.get(step_sudo.owner_role_id)})
                if found and found.active and found != step_sudo.owner_id:
                    step_sudo.write({"owner_id": found.id, "owner_rule": step_sudo.owner_rule})
                    step_sudo._hand_over_document()

    def _accepted_teams(self):
        """:return dict: ``sale.order`` -> {``agency.role``: ``res.users``} of the teams that were accepted"""
        lines = self.env["agency.team.proposal.line"].search(
            [
                ("proposal_id.order_id", "in", self.order_id.ids),
                ("proposal_id.state", "=", "accepted"),
                ("employee_id.user_id", "!=", False),
            ]
        )
        teams = {}
        for line in lines:
            teams.setdefault(line.proposal_id.order_id, {})[line.role_id] = line.employee_id.user_id
        return teams
