from odoo import _, api, fields, models
from odoo.exceptions import UserError

from ..core import onboarding as core

REMINDER_BATCH = 200


class AgencyOnboardingStep(models.Model):
    """One step of an onboarding. Some complete themselves (``condition``), some are the client's to do."""

    _name = "agency.onboarding.step"
    _description = "Onboarding Step"
    _order = "onboarding_id, sequence, id"

    onboarding_id = fields.Many2one("agency.onboarding", required=True, index=True, ondelete="cascade")
    client_id = fields.Many2one(related="onboarding_id.client_id", store=True, index=True)
    company_id = fields.Many2one(related="onboarding_id.company_id", store=True, index=True)
    sequence = fields.Integer(default=10)
    name = fields.Char(required=True)
    description = fields.Text()
    state = fields.Selection(
        [("waiting", "Waiting"), ("open", "Open"), ("done", "Done"), ("skipped", "Skipped")],
        required=True,
        default="open",
        copy=False,
        index=True,
    )
    condition = fields.Selection(
        selection="_selection_condition", string="Completed by", required=True, default="manual"
    )
    wait_for_previous = fields.Boolean("In Turn", help="Opens only when all steps before it are finished.")
    client_facing = fields.Boolean(help="The client sees the step in the portal and is reminded when it is due.")
    owner_id = fields.Many2one("res.users", string="Responsible", index=True, domain="[('share', '=', False)]")
    due_date = fields.Date("Due", index=True)
    document_request_id = fields.Many2one(
        "agency.document.request", copy=False, index="btree_not_null", ondelete="set null"
    )
    done_date = fields.Date("Finished", readonly=True, copy=False)
    done_by_id = fields.Many2one("res.users", string="Finished by", readonly=True, copy=False, ondelete="set null")
    reminded_on = fields.Date(readonly=True, copy=False, help="The day the client was reminded of it.")

    def _selection_condition(self):
        registry = self.env["agency.onboarding"]._condition_registry()
        return [(key, entry["label"]) for key, entry in registry.items()]

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            if vals.get("wait_for_previous"):
                vals.setdefault("state", "waiting")
        return super().create(vals_list)

    def _set_state(self, state):
        """Move steps to a state and keep who finished them and when."""
        vals = {"state": state}
        if state in core.FINISHED:
            vals.update(done_date=fields.Date.context_today(self), done_by_id=self.env.uid)
        else:
            vals.update(done_date=False, done_by_id=False)
        self.write(vals)

    def action_done(self):
        """Tick the steps off by hand.

        :raise UserError: a step that waits for the ones before it
        """
        for step in self:
            if step.state == "waiting":
                raise UserError(
                    _("%(step)s waits for the steps before it. Finish or skip those first.", step=step.name)
                )
        self._set_state("done")
        self.onboarding_id._check_conditions()

    def action_skip(self):
        """Leave the steps out."""
        self._set_state("skipped")
        self.onboarding_id._check_conditions()

    def action_reopen(self):
        """Open finished steps again; the onboarding runs again with them."""
        self._set_state("open")
        # whoever reopens a step of their own need not be allowed to edit onboardings
        onboardings_sudo = self.onboarding_id.sudo()
        onboardings_sudo.filtered(lambda onboarding: onboarding.state == "done").write(
            {"state": "running", "date_done": False}
        )

    def _fulfilled(self):
        """:return: the unfinished steps among these whose condition holds"""
        registry = self.env["agency.onboarding"]._condition_registry()
        fulfilled = self.browse()
        unfinished = self.filtered(lambda step: step.state not in core.FINISHED)
        for condition, steps in unfinished.grouped("condition").items():
            if condition in registry:
                fulfilled |= getattr(steps, registry[condition]["method"])()
        return fulfilled

    def _condition_manual(self):
        return self.browse()

    def _condition_deposit_paid(self):
        return self.filtered(
            lambda step: step.onboarding_id.order_id and step.onboarding_id.order_id._agency_deposit_paid()
        )

    def _condition_document_received(self):
        return self.filtered(lambda step: step.document_request_id.state in ("received", "accepted"))

    def _condition_member_joined(self):
        return self.filtered(lambda step: step.client_id.member_ids)

    def _condition_team_accepted(self):
        proposals = self.env["agency.team.proposal"].search(
            [("order_id", "in", self.onboarding_id.order_id.ids), ("state", "=", "accepted")]
        )
        return self.filtered(lambda step: step.onboarding_id.order_id in proposals.order_id)

    def _condition_project_planned(self):
        return self.filtered(lambda step: step.onboarding_id.project_id._agency_is_planned())

    @api.model
    def _cron_remind(self):
        """Remind clients of the steps that are theirs and due, each step once, in one mail per onboarding."""
        today = fields.Date.context_today(self)
        steps = self.search(
            [
                ("client_facing", "=", True),
                ("state", "=", "open"),
                ("due_date", "<=", today),
                ("reminded_on", "=", False),
                ("onboarding_id.state", "=", "running"),
            ],
            limit=REMINDER_BATCH,
            order="due_date, id",
        )
        template = self.env.ref("agency_management.mail_template_onboarding_reminder", raise_if_not_found=False)
        if template:
            for onboarding, due in steps.grouped("onboarding_id").items():
                template.with_context(agency_due_step_ids=due.ids).send_mail(onboarding.id)
        if template and steps:
            self.env["mail.mail"]._agency_send_soon()
        steps.write({"reminded_on": today})
        if len(steps) == REMINDER_BATCH:
            self.env.ref("agency_management.ir_cron_onboarding_reminder")._trigger()
