from odoo import _, api, fields, models
from odoo.exceptions import UserError

from ..core import onboarding as core
from .agency_onboarding_template_step import DUE_RULES

STATES = [("waiting", "Waiting"), ("open", "Open"), ("done", "Done"), ("skipped", "Skipped")]
#: fields whose change moves due dates, also those of later steps
DATING_FIELDS = ("due_rule", "due_days", "sequence")


class AgencyOnboardingStep(models.Model):
    """One step of an onboarding. Some complete themselves (``condition``), some are the client's to do.

    Its states and the moves between them are those of :mod:`..core.onboarding`.
    """

    _name = "agency.onboarding.step"
    _inherit = ["agency.onboarding.step.mixin"]
    _description = "Onboarding Step"
    _order = "onboarding_id, sequence, id"

    onboarding_id = fields.Many2one("agency.onboarding", required=True, index=True, ondelete="cascade")
    client_id = fields.Many2one(related="onboarding_id.client_id", store=True, index=True)
    company_id = fields.Many2one(related="onboarding_id.company_id", store=True, index=True)
    name = fields.Char(required=True)
    description = fields.Text(
        "Notes for the Team", groups="base.group_user", help="How it is done. The client does not see it."
    )
    client_text = fields.Text("Text for the Client", help="What the client reads in the portal and in reminders.")
    state = fields.Selection(STATES, required=True, default="open", copy=False, index=True)
    turn = fields.Selection(
        [("client", "Client"), ("agency", "Agency")],
        string="Waiting for",
        compute="_compute_turn",
        store=True,
        index=True,
        help="Who has to do something next, while the step is open.",
    )
    owner_id = fields.Many2one("res.users", string="Responsible", index=True, domain="[('share', '=', False)]")
    due_rule = fields.Selection([*DUE_RULES, ("date", "On a fixed day")], "Due", required=True, default="date")
    due_date = fields.Date("Due on", index=True)
    opened_date = fields.Date("Open since", readonly=True, copy=False)
    reminder_rule_ids = fields.Many2many(
        "agency.onboarding.reminder.rule",
        "agency_onboarding_step_reminder_rel",
        string="Reminders",
        default=lambda self: self._default_reminder_rules(),
        groups="base.group_user",
    )
    document_request_id = fields.Many2one(
        "agency.document.request", copy=False, index="btree_not_null", ondelete="set null"
    )
    done_date = fields.Date("Finished", readonly=True, copy=False)
    done_by_id = fields.Many2one("res.users", string="Finished by", readonly=True, copy=False, ondelete="set null")

    @api.depends(lambda self: ("state", "client_facing", "condition", *self._to_check_fields()))
    def _compute_turn(self):
        to_check = self._to_check()
        for step in self:
            step.turn = core.whose_turn(
                step.state, step.client_facing, by_hand=step.condition == "manual", to_check=step in to_check
            )

    def _to_check_fields(self):
        """:return list: fields that :meth:`_to_check` depends on"""
        return ["document_request_id.state"]

    def _to_check(self):
        """:return: the steps among these of which the client did their part, for somebody at the agency to check"""
        return self.filtered(
            lambda step: (
                step.condition == "document_accepted" and step.document_request_id.state in ("received", "accepted")
            )
        )

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            if vals.get("wait_for_previous"):
                vals.setdefault("state", "waiting")
        steps = super().create([self._settle_rules(vals) for vals in vals_list])
        steps.filtered(lambda step: step.state == "open" and not step.opened_date)._note_opened()
        steps.onboarding_id._update_due_dates()
        return steps

    def write(self, vals):
        vals = self._settle_rules(vals)
        moves = any(name in vals and step[name] != vals[name] for step in self for name in DATING_FIELDS)
        fixes = "due_date" in vals and (vals.get("due_rule") or self[:1].due_rule) == "date"
        result = super().write(vals)
        if moves or fixes:
            self.onboarding_id._update_due_dates()
        return result

    @api.model
    def _settle_rules(self, vals):
        """A day or a person somebody enters is kept: the rule they came from does not hold for the step any more.

        :return dict: the values with the rules that follow from them
        """
        if vals.get("due_date") and "due_rule" not in vals:
            vals = vals | {"due_rule": "date"}
        if vals.get("owner_id") and "owner_rule" not in vals:
            vals = vals | {"owner_rule": "person"}
        return vals

    def _prepare_document_request(self):
        """:return dict: values of the request for the document this step is about"""
        self.ensure_one()
        return {
            "name": self.name,
            "description": self.client_text,
            "client_id": self.client_id.id,
            "company_id": self.company_id.id,
            "onboarding_id": self.onboarding_id.id,
            "project_id": self.onboarding_id.project_id.id,
            "step_id": self.id,
            "due_date": self.due_date,
            "requested_by_id": self.owner_id.id,
        }

    def _hand_over_document(self):
        """Whoever is responsible for a step gets the document that was asked for with it."""
        for step in self.filtered(lambda step: step.document_request_id.state in ("requested", "returned")):
            step.document_request_id.requested_by_id = step.owner_id

    # ------------------------------------------------------------------ states

    def _as_core(self, fulfilled=None):
        """:return dict: id -> :class:`~..core.onboarding.Step`, in the order of the checklist

        :param fulfilled: those whose condition holds, when that matters
        """
        return {
            step.id: core.Step(step.id, step.state, step.wait_for_previous, bool(fulfilled) and step in fulfilled)
            for step in self.sorted()
        }

    def _move(self, action, fulfilled=None):
        """Move steps as somebody asked for.

        :param str action: an action of ``core.STEP_TRANSITIONS``
        :param fulfilled: those whose condition holds, when the action asks for that
        :raise UserError: a step cannot be moved so; says what to do instead
        """
        facts = self._as_core(fulfilled)
        targets = {}
        for step in self:
            try:
                targets.setdefault(core.decide(core.STEP_TRANSITIONS, action, facts[step.id]).target, []).append(
                    step.id
                )
            except core.Refused as refusal:
                raise UserError(self._refusal_message(refusal, step)) from refusal
        for state, ids in targets.items():
            self.browse(ids)._set_state(state)

    @api.model
    def _refusal_message(self, refusal, step):
        if refusal.action == "finish" and step.state == "waiting":
            return _("%(step)s waits for the steps before it. Finish or skip those first.", step=step.name)
        if refusal.action in ("finish", "skip"):
            return _("%(step)s is finished already. Open it again to change that.", step=step.name)
        return _("%(step)s is not finished, so it cannot be opened again.", step=step.name)

    def _set_state(self, state):
        """Move steps to a state and keep who finished them and when."""
        vals = {"state": state}
        if state in core.FINISHED:
            vals.update(done_date=fields.Date.context_today(self), done_by_id=self.env.uid)
        else:
            vals.update(done_date=False, done_by_id=False)
        self.write(vals)
        if state == "open":
            self._note_opened()

    def _note_opened(self):
        """The steps are open from today on."""
        self.write({"opened_date": fields.Date.context_today(self)})

    def action_done(self):
        """Tick the steps off by hand.

        :raise UserError: a step that waits for the ones before it, or is finished
        """
        self._move("finish")
        self.onboarding_id._check_conditions()

    def action_skip(self):
        """Leave the steps out.

        :raise UserError: a step that is finished
        """
        self._move("skip")
        self.onboarding_id._check_conditions()

    def action_reopen(self):
        """Open finished steps again; the onboarding runs again with them.

        :raise UserError: a step that is not finished
        """
        self._move("reopen")
        self._run_again()

    def _lapse(self):
        """Open finished steps again whose fact is gone: the document went back, the meeting was cancelled."""
        done = self.filtered(lambda step: step.state == "done")
        fulfilled = done._holding()
        (done - fulfilled)._move("lapse", fulfilled)
        (done - fulfilled)._run_again()

    def _run_again(self):
        # whoever opens a step of their own again need not be allowed to edit onboardings
        onboardings_sudo = self.onboarding_id.sudo()
        onboardings_sudo.filtered(lambda onboarding: onboarding.state == "done")._move("reopen")
        onboardings_sudo._update_due_dates()

    def _fulfilled(self):
        """:return: the unfinished steps among these whose condition holds"""
        return self.filtered(lambda step: step.state not in core.FINISHED)._holding()

    def _holding(self):
        """:return: the steps among these whose condition holds, whatever their state"""
        registry = self.env["agency.onboarding"]._condition_registry()
        holding = self.browse()
        for condition, steps in self.grouped("condition").items():
            if condition in registry:
                holding |= getattr(steps, registry[condition]["method"])()
        return holding
