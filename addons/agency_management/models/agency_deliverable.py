from odoo import _, api, fields, models
from odoo.exceptions import UserError, ValidationError

from ..core import approval, workdays
from .agency_service_deliverable import DELIVERABLE_TYPES

#: The only key to the fields that follow from actions. Callers over RPC send JSON, in which no object of this
#: process can be named; comparing by identity therefore lets nobody in but the code of this addon.
TRANSITION = object()
CONTEXT_KEY = "agency_deliverable_transition"

STATES = [
    (approval.DRAFT, "Draft"),
    (approval.INTERNAL_CHECK, "Internal Check"),
    (approval.CLIENT_REVIEW, "Client Review"),
    (approval.CHANGES_REQUESTED, "Changes Requested"),
    (approval.APPROVED, "Approved"),
]
#: Fields only an action may change, with the value they start with.
EARNED = {
    "state": approval.DRAFT,
    "rounds_used": 0,
    "client_visible": False,
    "approved_hash": False,
    "approved_at": False,
    "approved_by_id": False,
    "approved_name": False,
    "review_since": False,
    "reminders_sent": 0,
    "next_reminder": False,
}
#: Fields that follow from other records and are written by nobody.
DERIVED = ("client_id", "current_version_id", "shared_version_id")


class AgencyDeliverable(models.Model):
    """Something the client gets: made in versions, checked by a colleague, approved by the client.

    States change by actions alone, whoever asks (see ``core/approval.py`` for the rules): ``_move`` in
    ``agency_deliverable_flow.py`` is the only writer of the state, and every move leaves a line in the trail.
    """

    _name = "agency.deliverable"
    _inherit = ["agency.client.mixin", "portal.mixin", "mail.thread", "mail.activity.mixin"]
    _description = "Deliverable"
    _order = "sequence, date_due, id"

    name = fields.Char(required=True, tracking=True)
    sequence = fields.Integer(default=10)
    type = fields.Selection(DELIVERABLE_TYPES, required=True, default="document")
    description = fields.Html(help="What is handed over, in words the client understands.")
    project_id = fields.Many2one("project.project", required=True, index=True, ondelete="restrict", tracking=True)
    client_id = fields.Many2one(compute="_compute_client_id", store=True, readonly=True)
    company_id = fields.Many2one(compute="_compute_company_id", store=True, readonly=True)
    milestone_id = fields.Many2one(
        "project.milestone", index=True, ondelete="set null", domain="[('project_id', '=', project_id)]"
    )
    order_id = fields.Many2one("sale.order", index=True, readonly=True, copy=False, ondelete="restrict")
    service_deliverable_id = fields.Many2one(
        "agency.service.deliverable", "Made from", index=True, readonly=True, copy=False, ondelete="set null"
    )
    author_id = fields.Many2one(
        "res.users",
        index=True,
        tracking=True,
        domain="[('share', '=', False)]",
        groups="base.group_user",
        help="Makes the deliverable. Whoever submits it becomes the author when nobody is named.",
    )
    checker_id = fields.Many2one(
        "res.users",
        index=True,
        tracking=True,
        domain="[('share', '=', False)]",
        groups="base.group_user",
        help="Checks it before the client sees it; empty: the project manager. Never the author.",
    )
    date_due = fields.Date("Due", index=True, tracking=True)
    state = fields.Selection(
        STATES,
        required=True,
        default=approval.DRAFT,
        readonly=True,
        index=True,
        copy=False,
        group_expand="_group_expand_states",
    )

    version_ids = fields.One2many("agency.deliverable.version", "deliverable_id", string="Versions", copy=False)
    current_version_id = fields.Many2one(
        "agency.deliverable.version",
        compute="_compute_versions",
        store=True,
        groups="base.group_user",
        string="Latest Version",
    )
    shared_version_id = fields.Many2one(
        "agency.deliverable.version", compute="_compute_versions", store=True, string="Version Shown to Client"
    )
    can_add_version = fields.Boolean(compute="_compute_can_add_version")
    client_visible = fields.Boolean(
        "Shown to Client", readonly=True, copy=False, help="The client has been shown at least one version."
    )
    checklist_ids = fields.One2many("agency.deliverable.check", "deliverable_id", copy=True, groups="base.group_user")
    checks_done = fields.Integer(compute="_compute_checks", groups="base.group_user")
    checks_total = fields.Integer(compute="_compute_checks", groups="base.group_user")
    check_progress = fields.Float(
        "Checklist Done", compute="_compute_checks", groups="base.group_user", help="Per cent."
    )

    rounds_included = fields.Integer(
        default=2, tracking=True, help="Change rounds of the client that the price includes."
    )
    rounds_used = fields.Integer(readonly=True, copy=False)
    rounds_over = fields.Integer("Rounds beyond Scope", compute="_compute_rounds_over", store=True)

    approved_hash = fields.Char("Approved Fingerprint", readonly=True, copy=False)
    approved_at = fields.Datetime("Approved on", readonly=True, copy=False)
    approved_by_id = fields.Many2one("res.partner", "Approved by", readonly=True, copy=False, ondelete="restrict")
    approved_name = fields.Char("Signed as", readonly=True, copy=False)
    event_ids = fields.One2many("agency.deliverable.event", "deliverable_id", string="Trail", copy=False)

    _sql_constraints = [
        (
            "order_template_unique",
            "UNIQUE(order_id, service_deliverable_id)",
            "This order already has a deliverable made from the same template.",
        ),
        ("rounds_positive", "CHECK(rounds_included >= 0)", "The number of included rounds cannot be negative."),
    ]

    @api.model
    def _group_expand_states(self, states, domain, order=None):
        """All columns of the board, in the order of the work."""
        return list(approval.STATES)

    # computes

    @api.depends("project_id.client_id")
    def _compute_client_id(self):
        for deliverable in self:
            deliverable.client_id = deliverable.project_id.client_id

    @api.depends("project_id.company_id")
    def _compute_company_id(self):
        for deliverable in self:
            deliverable.company_id = deliverable.project_id.company_id or self.env.company

    @api.depends("version_ids.number", "version_ids.shared")
    def _compute_versions(self):
        for deliverable in self:
            versions = deliverable.version_ids.sorted("number")
            deliverable.current_version_id = versions[-1:]
            deliverable.shared_version_id = versions.filtered("shared")[-1:]

    @api.depends("state", "current_version_id.frozen")
    def _compute_can_add_version(self):
        for deliverable in self:
            open_version = deliverable.current_version_id and not deliverable.current_version_id.frozen
            deliverable.can_add_version = deliverable.state in approval.EDITABLE and not open_version

    @api.depends("checklist_ids.done")
    def _compute_checks(self):
        for deliverable in self:
            done, total = len(deliverable.checklist_ids.filtered("done")), len(deliverable.checklist_ids)
            deliverable.checks_done = done
            deliverable.checks_total = total
            deliverable.check_progress = 100.0 * done / total if total else 0.0

    @api.depends("rounds_used", "rounds_included", "rounds_ordered")
    def _compute_rounds_over(self):
        for deliverable in self:
            agreed = deliverable.rounds_included + deliverable.rounds_ordered
            deliverable.rounds_over = approval.rounds_over(deliverable.rounds_used, agreed)

    def _compute_access_url(self):
        super()._compute_access_url()
        for deliverable in self:
            deliverable.access_url = "/my/agency/deliverables/%s" % deliverable.id

    # constraints

    @api.constrains("project_id")
    def _check_client(self):
        for deliverable in self:
            if not deliverable.project_id.client_id:
                raise ValidationError(
                    _(
                        "The project %(project)s has no client, so nobody could approve its deliverables. "
                        "Set the customer of the project first.",
                        project=deliverable.project_id.display_name,
                    )
                )

    @api.constrains("author_id", "checker_id")
    def _check_author_is_not_checker(self):
        for deliverable in self:
            if deliverable.author_id and deliverable.author_id == deliverable.checker_id:
                raise ValidationError(
                    _(
                        "%(user)s is the author of %(deliverable)s. Choose somebody else for the check.",
                        user=deliverable.author_id.name,
                        deliverable=deliverable.name,
                    )
                )

    @api.constrains("milestone_id", "project_id")
    def _check_milestone(self):
        for deliverable in self.filtered("milestone_id"):
            if deliverable.milestone_id.project_id != deliverable.project_id:
                raise ValidationError(
                    _(
                        "The milestone %(milestone)s belongs to another project than %(deliverable)s.",
                        milestone=deliverable.milestone_id.name,
                        deliverable=deliverable.name,
                    )
                )

    # writing

    def _in_transition(self):
        """:return: the same records, allowed to change what only actions may change"""
        return self.with_context(**{CONTEXT_KEY: TRANSITION})

    def _is_transition(self):
        return self.env.context.get(CONTEXT_KEY) is TRANSITION

    @api.model_create_multi
    def create(self, vals_list):
        # a default for the state, sent in the context by a kanban column, must not let a deliverable start approved
        clean = {
            key: value
            for key, value in self.env.context.items()
            if key.removeprefix("default_") not in EARNED and key.removeprefix("default_") not in DERIVED
        }
        # keys are taken away from the context on purpose; keyword arguments could only add to it
        self = self.with_context(clean)  # pylint: disable=context-overridden
        prepared = []
        for vals in vals_list:
            forged = [name for name, start in EARNED.items() if vals.get(name, start) not in (start, False, None, 0)]
            if forged:
                raise UserError(self._forged_message(forged))
            kept = {name: value for name, value in vals.items() if name not in DERIVED and name not in EARNED}
            prepared.append(kept)
        deliverables = super().create(prepared)
        deliverables.filtered(lambda one: not one.checklist_ids)._add_default_checklist()
        return deliverables

    def write(self, vals):
        if not self._is_transition():
            forged = [name for name in vals if name in EARNED or name in DERIVED]
            if forged:
                raise UserError(self._forged_message(forged))
            if vals.keys() & {"author_id", "project_id"}:
                self._check_open_for_edit(vals)
        return super().write(vals)

    @api.model
    def _forged_message(self, names):
        labels = ", ".join(self._fields[name].get_description(self.env, ["string"])["string"] for name in names)
        return _(
            "%(fields)s cannot be set by hand. Use the buttons: submit, pass, send back; the client approves.",
            fields=labels,
        )

    def _check_open_for_edit(self, vals):
        """Who made it and what it belongs to is settled as soon as it was handed in."""
        for deliverable in self.filtered(lambda one: one.state not in approval.EDITABLE):
            for name in ("author_id", "project_id"):
                if name in vals and (vals[name] or False) != deliverable[name].id:
                    raise UserError(
                        _(
                            "%(deliverable)s has been submitted; its author and project are settled. "
                            "Take it back first.",
                            deliverable=deliverable.name,
                        )
                    )

    @api.ondelete(at_uninstall=False)
    def _unlink_except_with_trail(self):
        for deliverable in self:
            if deliverable.event_ids:
                raise UserError(
                    _(
                        "%(deliverable)s has an approval trail, which is kept. Only deliverables that were never "
                        "submitted can be deleted.",
                        deliverable=deliverable.name,
                    )
                )

    def _add_default_checklist(self):
        self.env["agency.deliverable.check"].create(
            [
                {"deliverable_id": deliverable.id, "name": name, "sequence": position}
                for deliverable in self
                for position, name in enumerate(self._default_checklist(deliverable.type), start=1)
            ]
        )

    @api.model
    def _default_checklist(self, deliverable_type):
        """What the internal check looks at when the service says nothing of its own.

        :param str deliverable_type: a key of ``DELIVERABLE_TYPES``
        :return list: texts, in the order in which they are checked
        """
        by_type = {
            "document": [_("Facts and figures verified")],
            "design": [_("Brand colours, logo and fonts right"), _("Readable on a phone")],
            "copy": [_("Tone of voice as agreed"), _("Claims backed by a source")],
            "video": [_("Subtitles and sound checked"), _("Rights to music and pictures cleared")],
            "page": [_("Works on a phone and with a keyboard"), _("Links, forms and tracking tested")],
            "campaign": [_("Budget, dates and audience as agreed"), _("Target addresses and tracking tested")],
            "report": [_("Numbers agree with their source"), _("Period and comparison stated")],
        }
        return [
            _("Answers the client's brief"),
            *by_type.get(deliverable_type, []),
            _("Spelling and names checked"),
        ]

    @api.model
    def _create_from_service(self, project, service, order, milestone=None, start=None):
        """Create the deliverables a service promises; the set-up of an order calls it, again after a failure too.

        :param project: ``project.project`` with a client
        :param service: ``agency.service``
        :param order: ``sale.order`` the deliverables belong to
        :param milestone: ``project.milestone`` records, matched by the name the template mentions
        :param date start: first day of the work, default the project's start or today
        :return: the order's deliverables of this service, made now or before
        """
        templates = service.deliverable_template_ids
        existing = self.search([("order_id", "=", order.id), ("service_deliverable_id", "in", templates.ids)])
        missing = templates - existing.service_deliverable_id
        created = self.create(
            [self._prepare_from_template(template, project, order, milestone, start) for template in missing]
        )
        return existing | created

    def _prepare_from_template(self, template, project, order, milestone, start):
        """:return dict: values of a deliverable made from a template of a service"""
        milestones = milestone or self.env["project.milestone"]
        milestones = milestones.filtered(lambda one: template.milestone and one.name == template.milestone)[:1]
        start = start or project.date_start or fields.Date.context_today(self)
        week = (project.company_id or order.company_id)._agency_work_week(start)
        items = [line.strip() for line in (template.checklist or "").splitlines() if line.strip()]
        return {
            "name": template.name,
            "type": template.type,
            "description": template.description,
            "project_id": project.id,
            "order_id": order.id,
            "milestone_id": milestones.id,
            "service_deliverable_id": template.id,
            "sequence": template.sequence,
            "rounds_included": template.rounds_included,
            "date_due": workdays.add(start, template.offset_days, week),
            "checklist_ids": [
                fields.Command.create({"name": item, "sequence": position}) for position, item in enumerate(items, 1)
            ],
        }
