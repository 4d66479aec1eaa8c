from odoo import _, api, fields, models
from odoo.exceptions import UserError

from ..core import onboarding as core

STATES = [("running", "Running"), ("done", "Done"), ("cancelled", "Cancelled")]


class AgencyOnboarding(models.Model):
    """What happens between the order and the start of the work, as a checklist that completes itself where it can."""

    _name = "agency.onboarding"
    _inherit = ["agency.client.mixin", "portal.mixin", "mail.thread", "mail.activity.mixin"]
    _description = "Client Onboarding"
    _order = "id desc"

    name = fields.Char(required=True)
    client_id = fields.Many2one(required=True)
    template_id = fields.Many2one(
        "agency.onboarding.template",
        index=True,
        ondelete="restrict",
        help="Its steps are made when the onboarding is, unless the onboarding has steps of its own already.",
    )
    order_id = fields.Many2one("sale.order", readonly=True, copy=False, index=True, ondelete="restrict")
    project_id = fields.Many2one("project.project", index="btree_not_null", ondelete="set null", copy=False)
    owner_id = fields.Many2one(
        "res.users",
        string="Responsible",
        index=True,
        tracking=True,
        domain="[('share', '=', False)]",
        default=lambda self: self.env.user,
    )
    state = fields.Selection(
        STATES,
        required=True,
        default="running",
        copy=False,
        index=True,
        tracking=True,
        group_expand="_group_expand_states",
    )
    date_start = fields.Date("Started", required=True, default=fields.Date.context_today, copy=False)
    date_done = fields.Date("Finished", readonly=True, copy=False)
    step_ids = fields.One2many("agency.onboarding.step", "onboarding_id", string="Steps", copy=True)
    progress = fields.Float(compute="_compute_progress", store=True, help="Finished steps in percent of all steps.")
    next_step_id = fields.Many2one("agency.onboarding.step", compute="_compute_next_step")
    due_date = fields.Date("Next Due", compute="_compute_next_step")
    document_request_ids = fields.One2many("agency.document.request", "onboarding_id", string="Document Requests")
    document_request_count = fields.Integer(compute="_compute_document_request_count")

    _sql_constraints = [("order_unique", "UNIQUE(order_id)", "This order already has its onboarding.")]

    @api.depends("step_ids.state")
    def _compute_progress(self):
        for onboarding in self:
            onboarding.progress = core.progress(onboarding.step_ids.mapped("state"))

    @api.depends("step_ids.state", "step_ids.due_date", "step_ids.sequence")
    def _compute_next_step(self):
        for onboarding in self:
            open_steps = onboarding.step_ids.filtered(lambda step: step.state == "open")
            onboarding.next_step_id = open_steps[:1]
            onboarding.due_date = min(filter(None, open_steps.mapped("due_date")), default=False)

    @api.depends("document_request_ids")
    def _compute_document_request_count(self):
        counts = dict(
            self.env["agency.document.request"]._read_group(
                [("onboarding_id", "in", self.ids)], ["onboarding_id"], ["__count"]
            )
        )
        for onboarding in self:
            onboarding.document_request_count = counts.get(onboarding, 0)

    def _compute_access_url(self):
        super()._compute_access_url()
        for onboarding in self:
            onboarding.access_url = f"/my/agency/onboarding/{onboarding.id}"

    @api.model
    def _group_expand_states(self, states, domain, order=None):
        """All columns of the board, in the order of the work."""
        return [state for state, _label in STATES]

    @api.model
    def _condition_registry(self):
        """Conditions that complete a step by themselves; addons add theirs with ``super()``.

        :return dict: key -> ``{"label": text, "method": name}``. The method is one of ``agency.onboarding.step``;
            called on steps with that condition, with elevated rights, it returns those whose condition holds, in a
            number of queries that does not grow with them. Whatever changes such a fact calls
            :meth:`_check_conditions` on the onboardings it concerns. ``needs_order`` says that the fact is one of
            the order: an onboarding that starts without one does not get the step from its template.
        """
        return {
            "manual": {"label": _("Hand"), "method": "_condition_manual"},
            "deposit_paid": {"label": _("Deposit paid"), "method": "_condition_deposit_paid", "needs_order": True},
            "invoice_paid": {
                "label": _("Invoices of the order paid"),
                "method": "_condition_invoice_paid",
                "needs_order": True,
            },
            "document_received": {"label": _("Document received"), "method": "_condition_document_received"},
            "document_accepted": {
                "label": _("Document checked and accepted"),
                "method": "_condition_document_accepted",
            },
            "member_joined": {"label": _("Client joined the portal"), "method": "_condition_member_joined"},
            "team_accepted": {
                "label": _("Team accepted"),
                "method": "_condition_team_accepted",
                "needs_order": True,
            },
            "project_planned": {"label": _("Project planned"), "method": "_condition_project_planned"},
            "folders_made": {"label": _("Folders of the project made"), "method": "_condition_folders_made"},
        }

    def _check_conditions(self):
        """Open what may open and complete what has come true; an onboarding without open ends is done.

        Callers are whatever changes the facts: payments, uploads, memberships, plans. They may act for a client.
        """
        # a step completes because of what happened, whoever made it happen
        onboardings_sudo = self.sudo().filtered(lambda onboarding: onboarding.state == "running")
        onboardings_sudo._resolve_owners()
        fulfilled_sudo = onboardings_sudo.step_ids._fulfilled()
        for onboarding_sudo in onboardings_sudo:
            steps_sudo = onboarding_sudo.step_ids
            changes = core.advance(list(steps_sudo._as_core(fulfilled_sudo).values()))
            for state in set(changes.values()):
                steps_sudo.browse([key for key, new in changes.items() if new == state])._set_state(state)
        onboardings_sudo._update_due_dates()
        onboardings_sudo._finish_if_complete()

    def _as_core(self):
        """:return: :class:`~..core.onboarding.Whole` of one onboarding"""
        self.ensure_one()
        return core.Whole(self.state, tuple(self.step_ids.mapped("state")))

    def _move(self, action):
        """Move onboardings as somebody asked for.

        :param str action: an action of ``core.ONBOARDING_TRANSITIONS``
        :raise UserError: an onboarding cannot be moved so
        """
        for onboarding in self:
            try:
                target = core.decide(core.ONBOARDING_TRANSITIONS, action, onboarding._as_core()).target
            except core.Refused as refusal:
                labels = dict(self._fields["state"]._description_selection(self.env))
                raise UserError(
                    _(
                        "%(onboarding)s is %(state)s, so this cannot be done. Reload the page to see how it stands.",
                        onboarding=onboarding.name,
                        state=labels[onboarding.state].lower(),
                    )
                ) from refusal
            onboarding.write(
                {"state": target, "date_done": fields.Date.context_today(self) if target == core.DONE else False}
            )

    def _finish_if_complete(self):
        complete = self.filtered(
            lambda onboarding: core.allowed(core.ONBOARDING_TRANSITIONS, "complete", onboarding._as_core())
        )
        complete._move("complete")
        complete.client_id.filtered(lambda client: client.client_state == "onboarding")._set_client_state("active")
        complete.client_id._agency_follow_engagements()

    def action_cancel(self):
        """Stop: open steps stay as they are, nobody is reminded any more."""
        self._move("cancel")
        self.client_id._agency_follow_engagements()

    def action_resume(self):
        """Take up a cancelled onboarding again."""
        self._move("resume")
        self.client_id._agency_follow_engagements()
        self._check_conditions()

    def action_view_documents(self):
        """:return: action showing the documents requested for this onboarding"""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": _("Document Requests"),
            "res_model": "agency.document.request",
            "view_mode": "list,kanban,form",
            "domain": [("onboarding_id", "=", self.id)],
            "context": {
                "default_onboarding_id": self.id,
                "default_client_id": self.client_id.id,
                "default_project_id": self.project_id.id,
            },
        }

    def action_view_project(self):
        """:return: action showing the project"""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "project.project",
            "res_id": self.project_id.id,
            "view_mode": "form",
        }

    def action_view_order(self):
        """:return: action showing the order"""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "sale.order",
            "res_id": self.order_id.id,
            "view_mode": "form",
        }
