from odoo import Command, _, api, fields, models
from odoo.exceptions import UserError, ValidationError

HANDOVER_ACTIVITY = "agency_management.mail_activity_handover"
PROJECT_MANAGER = "agency_crm.group_project_manager"
DRAFT, OFFERED, ACCEPTED = "draft", "offered", "accepted"
#: what the actions alone write
STATE_FIELDS = {"state", "accepted_at"}
#: what the receiver reads and accepts
SETTLED_FIELDS = {"project_id", "from_user_id", "to_user_id", "task_ids", "note"}
#: key of the context under which the actions write the state
CONTEXT_KEY = "agency_handover_transition"
TRANSITION = object()


class AgencyHandover(models.Model):
    """Work that passes from one person to another, with what the other has to know.

    The receiver reads it and accepts; with that the tasks named in it become theirs. States change by actions alone.
    """

    _name = "agency.handover"
    _inherit = ["mail.thread", "mail.activity.mixin"]
    _description = "Handover Note"
    # whoever reads a note may answer it
    _mail_post_access = "read"
    _order = "date desc, id desc"

    name = fields.Char("Subject", required=True)
    project_id = fields.Many2one("project.project", required=True, index=True, ondelete="cascade", tracking=True)
    client_id = fields.Many2one(related="project_id.client_id", store=True, index=True)
    company_id = fields.Many2one(
        "res.company", compute="_compute_company_id", store=True, index=True, help="The project's."
    )
    from_user_id = fields.Many2one(
        "res.users",
        "From",
        required=True,
        index=True,
        default=lambda self: self.env.user,
        domain="[('share', '=', False)]",
        ondelete="restrict",
    )
    to_user_id = fields.Many2one(
        "res.users",
        "To",
        required=True,
        index=True,
        tracking=True,
        domain="[('share', '=', False)]",
        ondelete="restrict",
    )
    date = fields.Date("From Day", required=True, default=fields.Date.context_today, tracking=True)
    date_end = fields.Date("Until", help="For a stand-in; empty: for good.", tracking=True)
    note = fields.Html("What to Know", help="Where it stands, what was promised, whom to ask, what can go wrong.")
    task_ids = fields.Many2many(
        "project.task",
        "agency_handover_task_rel",
        "handover_id",
        "task_id",
        string="Tasks",
        domain="[('project_id', '=', project_id)]",
    )
    state = fields.Selection(
        [(DRAFT, "Draft"), (OFFERED, "Handed Over"), (ACCEPTED, "Accepted")],
        required=True,
        default=DRAFT,
        readonly=True,
        copy=False,
        index=True,
        tracking=True,
    )
    accepted_at = fields.Datetime("Accepted on", readonly=True, copy=False)

    _sql_constraints = [
        ("dates_ordered", "CHECK(date_end IS NULL OR date_end >= date)", "The last day lies before the first one."),
    ]

    @api.depends("project_id.company_id")
    def _compute_company_id(self):
        for handover in self:
            handover.company_id = handover.project_id.company_id or self.env.company

    @api.constrains("from_user_id", "to_user_id")
    def _check_people(self):
        for handover in self:
            if handover.from_user_id == handover.to_user_id:
                raise ValidationError(_("Choose a colleague: nobody hands over to themselves."))

    @api.constrains("task_ids", "project_id")
    def _check_tasks(self):
        for handover in self:
            strange = handover.task_ids.filtered(lambda task: task.project_id != handover.project_id)
            if strange:
                raise ValidationError(
                    _(
                        "The task %(task)s belongs to another project than the handover.",
                        task=strange[0].display_name,
                    )
                )

    @api.onchange("project_id", "from_user_id")
    def _onchange_project_id(self):
        """Propose the person's open tasks of the project."""
        tasks = self.env["project.task"]
        if self.project_id and self.from_user_id:
            tasks = tasks.search(
                [
                    ("project_id", "=", self.project_id.id),
                    ("user_ids", "in", self.from_user_id.id),
                    ("state", "not in", ("1_done", "1_canceled")),
                ]
            )
        self.task_ids = tasks

    # writing

    @api.model_create_multi
    def create(self, vals_list):
        # the giver is who writes, unless the values themselves say otherwise: a default of a context does not count
        vals_list = [{"from_user_id": self.env.uid} | vals for vals in vals_list]
        for vals in vals_list:
            self._check_forged(vals)
            self._check_giver(vals["from_user_id"])
        clean = {key: value for key, value in self.env.context.items() if key != "default_state"}
        # a key is taken away from the context on purpose; keyword arguments could only add to it
        self = self.with_context(clean)  # pylint: disable=context-overridden
        return super().create(vals_list)

    def write(self, vals):
        if self.env.context.get(CONTEXT_KEY) is not TRANSITION:
            if STATE_FIELDS & vals.keys():
                self._refuse_forged()
            if SETTLED_FIELDS & vals.keys():
                self._check_changeable()
            if "from_user_id" in vals:
                self._check_giver(vals["from_user_id"])
        return super().write(vals)

    def _check_changeable(self):
        """:raise UserError: one of these is with its receiver, who read it as it is"""
        for handover in self:
            if handover.state == ACCEPTED:
                raise UserError(_("%(handover)s was accepted as it is. Write a new one.", handover=handover.name))
            if handover.state == OFFERED:
                raise UserError(
                    _(
                        "%(handover)s is with %(person)s. Take it back first, then change it.",
                        handover=handover.name,
                        person=handover.to_user_id.name,
                    )
                )

    @api.model
    def _check_giver(self, user_id):
        """Nobody takes work from a colleague by writing a handover in the colleague's name.

        :raise UserError: somebody else than a project manager writes one for another person
        """
        if not self.env.su and user_id != self.env.uid and not self.env.user.has_group(PROJECT_MANAGER):
            raise UserError(_("You hand over your own work. Somebody else's is handed over by a project manager."))

    @api.model
    def _check_forged(self, vals):
        if vals.get("state", DRAFT) != DRAFT or vals.get("accepted_at"):
            self._refuse_forged()

    @api.model
    def _refuse_forged(self):
        raise UserError(_("A handover is handed over and accepted by its buttons."))

    def _set_state(self, state, **values):
        self.with_context(**{CONTEXT_KEY: TRANSITION}).write({"state": state} | values)

    # what people do

    def action_offer(self):
        """Hand over: the receiver is asked to read and accept it."""
        for handover in self:
            handover._check_giver(handover.from_user_id.id)
            handover._check_state(DRAFT)
            handover._set_state(OFFERED)
            handover.activity_schedule(
                HANDOVER_ACTIVITY,
                user_id=handover.to_user_id.id,
                date_deadline=min(handover.date, fields.Date.context_today(self)),
                summary=_("Accept: %(handover)s", handover=handover.name),
            )
            handover._tell_team(_("%(giver)s hands over to %(receiver)s: %(handover)s"))

    def action_accept(self):
        """Take over what is handed over; only the receiver can, also through the API.

        The tasks become the receiver's; with an end the giver stays on them as well.
        """
        for handover in self:
            if not self.env.su and handover.to_user_id != self.env.user:
                raise UserError(_("%(person)s accepts this handover, nobody else.", person=handover.to_user_id.name))
            handover._check_state(OFFERED)
            handover._set_state(ACCEPTED, accepted_at=fields.Datetime.now())
            commands = [Command.link(handover.to_user_id.id)]
            if not handover.date_end:
                commands.append(Command.unlink(handover.from_user_id.id))
            # whoever takes over need not have been on the tasks before; those that left the project are not handed over
            tasks_sudo = handover.sudo().task_ids.filtered(lambda task: task.project_id == handover.project_id)
            tasks_sudo.write({"user_ids": commands})
            handover.activity_feedback([HANDOVER_ACTIVITY])
            handover._tell_team(_("%(receiver)s has taken over from %(giver)s: %(handover)s"))

    def action_reset(self):
        """Take an offer back, to change it."""
        for handover in self:
            handover._check_state(OFFERED)
            handover._set_state(DRAFT)
            handover.activity_unlink([HANDOVER_ACTIVITY])

    def _check_state(self, state):
        if self.state != state:
            labels = dict(self._fields["state"]._description_selection(self.env))
            raise UserError(
                _(
                    "This cannot be done while %(handover)s is in the state “%(state)s”.",
                    handover=self.name,
                    state=labels[self.state],
                )
            )

    def _tell_team(self, text):
        """Say it in the client's team space, when there is one."""
        # a team space is its members'; what is said there is no more than the note's title
        channel_sudo = self.sudo().client_id.agency_channel_id
        if channel_sudo:
            channel_sudo.message_post(
                body=text
                % {
                    "giver": self.from_user_id.name,
                    "receiver": self.to_user_id.name,
                    "handover": self.name,
                },
                author_id=self.env.user.partner_id.id,
                message_type="comment",
                subtype_xmlid="mail.mt_comment",
            )
