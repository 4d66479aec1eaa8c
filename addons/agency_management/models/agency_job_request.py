from odoo import _, api, fields, models
from odoo.exceptions import UserError

PROPOSED, APPROVED, FILLED, REJECTED, LAPSED = "proposed", "approved", "filled", "rejected", "lapsed"
STATES = [
    (PROPOSED, "Proposed"),
    (APPROVED, "Approved"),
    (FILLED, "Filled"),
    (REJECTED, "Rejected"),
    (LAPSED, "Not Needed"),
]
#: A role has at most one request in these states, in each company.
OPEN = (PROPOSED, APPROVED)
SHORTAGE, MANUAL = "shortage", "manual"
#: key of the context under which the actions and the planner's job write what nobody types
CONTEXT_KEY = "agency_job_request_transition"
TRANSITION = object()
#: What follows from the planner or from the buttons.
GUARDED = frozenset(
    (
        "state",
        "origin",
        "suggested_people",
        "missing_hours",
        "weeks_short",
        "first_week",
        "last_week",
        "shortage_text",
        "shortage_over",
        "checked_on",
        "touched",
        "decided_on",
        "decided_by_id",
    )
)
#: Whoever changes one of these has made the proposal their own: it is not withdrawn behind their back.
OWN_FIELDS = frozenset(("people", "department_id", "user_id", "description", "job_id", "reject_reason"))
#: What cannot be changed any more once it was decided.
SETTLED_FIELDS = (OWN_FIELDS | {"role_id"}) - {"user_id"}
COST_GROUPS = "agency_crm.group_project_manager,agency_crm.group_hr_manager"


class AgencyJobRequest(models.Model):
    """People a role needs: proposed by the planner or by somebody, approved or rejected by HR, filled by hiring."""

    _name = "agency.job.request"
    _inherit = ["mail.thread", "mail.activity.mixin"]
    _description = "Job Request"
    # whoever reads a request may say something about it
    _mail_post_access = "read"
    _order = "create_date desc, id desc"
    _check_company_auto = True

    role_id = fields.Many2one(
        "agency.role", required=True, index=True, ondelete="restrict", check_company=True, tracking=True
    )
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company, readonly=True
    )
    user_id = fields.Many2one(
        "res.users",
        string="Responsible",
        index=True,
        tracking=True,
        domain="[('share', '=', False), ('company_ids', 'in', company_id)]",
        default=lambda self: self.env.company._agency_recruiter(),
        help="Who decides and finds the people.",
    )
    origin = fields.Selection(
        [(SHORTAGE, "Shortage in the Planner"), (MANUAL, "Proposed by Hand")],
        required=True,
        default=MANUAL,
        readonly=True,
        copy=False,
    )
    state = fields.Selection(
        STATES,
        string="Status",
        required=True,
        default=PROPOSED,
        readonly=True,
        copy=False,
        index=True,
        tracking=True,
        group_expand="_group_expand_states",
    )
    people = fields.Integer(required=True, default=1, tracking=True, help="How many people are wanted.")
    suggested_people = fields.Integer(
        readonly=True,
        copy=False,
        help="How many people would have the hours that are missing, working full time on it.",
    )
    department_id = fields.Many2one("hr.department", check_company=True, ondelete="set null")
    description = fields.Html(
        "About the Job", help="Becomes part of the description of the job position, which applicants read."
    )
    skill_ids = fields.Many2many(related="role_id.skill_ids")

    # what the planner says
    missing_hours = fields.Float(readonly=True, copy=False, help="Over all the weeks in which the role is short.")
    weeks_short = fields.Integer(readonly=True, copy=False)
    first_week = fields.Date("Short From", readonly=True, copy=False)
    last_week = fields.Date("Short Until", readonly=True, copy=False, help="Monday of the last week that is short.")
    shortage_text = fields.Text("Week by Week", readonly=True, copy=False)
    shortage_over = fields.Boolean(
        readonly=True, copy=False, help="The planner showed a shortage and does not any more."
    )
    checked_on = fields.Date("As Of", readonly=True, copy=False, help="When the planner was looked at last.")
    touched = fields.Boolean(readonly=True, copy=False, help="Somebody has changed what was proposed.")

    # what it costs
    currency_id = fields.Many2one(related="company_id.currency_id")
    cost_rate = fields.Monetary(
        "Expected Cost per Hour",
        compute="_compute_cost_rate",
        compute_sudo=True,
        groups=COST_GROUPS,
        help="What an hour of the role costs on average, at today's rate.",
    )

    # what became of it
    job_id = fields.Many2one(
        "hr.job",
        string="Job Position",
        check_company=True,
        copy=False,
        index="btree_not_null",
        ondelete="set null",
        help="Empty: approving takes the position of the role, or makes one.",
    )
    hired_applicant_ids = fields.One2many(
        "hr.applicant",
        "agency_job_request_id",
        string="Hired",
        readonly=True,
        groups="hr_recruitment.group_hr_recruitment_user",
    )
    filled_count = fields.Integer("Filled", compute="_compute_filled_count", store=True, compute_sudo=True)
    decided_on = fields.Date(readonly=True, copy=False)
    decided_by_id = fields.Many2one("res.users", readonly=True, copy=False, ondelete="restrict")
    reject_reason = fields.Text("Reason", copy=False, tracking=True, help="Why the request was not followed.")

    _sql_constraints = [
        ("people_positive", "CHECK(people > 0)", "A job request is for at least one person."),
    ]

    def init(self):
        # a constraint of the ORM cannot say "at most one that is open"
        self.env.cr.execute(
            "CREATE UNIQUE INDEX IF NOT EXISTS agency_job_request_open_unique "
            "ON agency_job_request (role_id, company_id) WHERE state IN ('proposed', 'approved')"
        )

    @api.depends("role_id", "people")
    def _compute_display_name(self):
        for request in self:
            request.display_name = _("%(role)s × %(people)s", role=request.role_id.name or "", people=request.people)

    @api.depends("role_id.cost_rate", "role_id.currency_id", "company_id.currency_id")
    def _compute_cost_rate(self):
        today = fields.Date.context_today(self)
        for request in self:
            role, company = request.role_id, request.company_id
            request.cost_rate = (
                role.currency_id._convert(role.cost_rate, company.currency_id, company, today) if role else 0.0
            )

    @api.depends("hired_applicant_ids")
    def _compute_filled_count(self):
        for request in self:
            request.filled_count = len(request.hired_applicant_ids)

    @api.model
    def _group_expand_states(self, states, domain, order=None):
        """Columns of the board in the order of the work: those of what is open, and others that have something."""
        return [state for state, _label in STATES if state in OPEN or state in states]

    # writing

    @api.model_create_multi
    def create(self, vals_list):
        if self.env.context.get(CONTEXT_KEY) is not TRANSITION:
            for vals in vals_list:
                self._check_forged(vals)
            clean = {
                key: value
                for key, value in self.env.context.items()
                if not (key.startswith("default_") and key.removeprefix("default_") in GUARDED)
            }
            # keys are taken away from the context on purpose; keyword arguments could only add to it
            self = self.with_context(clean)  # pylint: disable=context-overridden
        requests = super().create(vals_list)
        requests._ask_responsible()
        return requests

    def write(self, vals):
        if self.env.context.get(CONTEXT_KEY) is not TRANSITION:
            if vals.keys() & GUARDED:
                raise UserError(self._forged_text())
            decided = self.filtered(lambda request: request.state != PROPOSED)
            if decided and vals.keys() & SETTLED_FIELDS:
                raise UserError(
                    _("%(request)s was decided as it is. Make a new request.", request=decided[0].display_name)
                )
            if vals.keys() & OWN_FIELDS:
                vals = vals | {"touched": True}
        return super().write(vals)

    @api.model
    def _check_forged(self, vals):
        defaults = {"state": PROPOSED, "origin": MANUAL}
        if any(vals[name] and vals[name] != defaults.get(name) for name in GUARDED & vals.keys()):
            raise UserError(self._forged_text())

    @api.model
    def _forged_text(self):
        return _("What the planner says and what was decided are not typed in. Use the buttons.")

    def _put(self, **values):
        """Write what nobody types."""
        self.with_context(**{CONTEXT_KEY: TRANSITION}).write(values)
