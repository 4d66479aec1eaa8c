from odoo import _, api, fields, models
from odoo.exceptions import UserError

from ..core import files as core

#: conditions of steps that a document completes
DOCUMENT_CONDITIONS = ("document_received", "document_accepted")
STATES = [("requested", "Requested"), ("received", "Received"), ("accepted", "Accepted"), ("returned", "Returned")]


class AgencyDocumentRequest(models.Model):
    """A document the agency asks a client for; the client uploads it in the portal."""

    _name = "agency.document.request"
    _inherit = ["agency.client.mixin", "portal.mixin", "mail.thread", "mail.activity.mixin"]
    _description = "Document Request"
    _order = "due_date, id"

    name = fields.Char("Document", required=True)
    client_id = fields.Many2one(required=True)
    description = fields.Text(help="Shown to the client: what exactly is needed, in which form.")
    onboarding_id = fields.Many2one("agency.onboarding", index="btree_not_null", ondelete="cascade")
    step_id = fields.Many2one("agency.onboarding.step", index="btree_not_null", ondelete="set null")
    project_id = fields.Many2one("project.project", index="btree_not_null", ondelete="set null")
    # clients see the documents asked for, but not the names of tasks that are internal
    task_id = fields.Many2one("project.task", index="btree_not_null", ondelete="set null", groups="base.group_user")
    state = fields.Selection(
        STATES,
        required=True,
        default="requested",
        copy=False,
        index=True,
        tracking=True,
        group_expand="_group_expand_states",
    )
    attachment_ids = fields.Many2many("ir.attachment", string="Files", copy=False)
    due_date = fields.Date("Due", index=True)
    requested_by_id = fields.Many2one(
        "res.users",
        string="Requested by",
        default=lambda self: self.env.user,
        domain="[('share', '=', False)]",
        index=True,
        ondelete="restrict",
    )
    received_at = fields.Datetime("Received", readonly=True, copy=False)
    return_reason = fields.Char(copy=False, help="Shown to the client when the document is returned.")
    can_handle = fields.Boolean(compute="_compute_can_handle", groups="base.group_user")

    @api.model
    def _group_expand_states(self, states, domain, order=None):
        """All columns of the board, in the order of the work."""
        return [state for state, _label in STATES]

    @api.depends("requested_by_id")
    @api.depends_context("uid")
    def _compute_can_handle(self):
        everything = self.env.user.has_group("agency_crm.group_project_manager")
        for request in self:
            request.can_handle = everything or request.requested_by_id == self.env.user

    def _compute_access_url(self):
        super()._compute_access_url()
        for request in self:
            request.access_url = f"/my/agency/documents/{request.id}"

    def _receive(self, files):
        """Take in what the client uploaded. Call it behind the portal gate, with elevated rights.

        :param files: list of (file name, content as bytes)
        :return: the new ``ir.attachment`` records
        :raise UserError: no file, too many, or one that is too large or of a kind that is not taken
        """
        self.ensure_one()
        if self.state == "accepted":
            raise UserError(_("This document was already accepted. Nothing more is needed."))
        files = [(core.clean_name(name), content) for name, content in files if name or content]
        if not files:
            raise UserError(_("Choose at least one file to upload."))
        if len(files) + len(self.attachment_ids) > core.MAX_FILES:
            raise UserError(
                _("At most %(count)s files can be uploaded here. Put them into one ZIP file.", count=core.MAX_FILES)
            )
        for name, content in files:
            problem = core.check(name, content)
            if problem:
                raise UserError(self._file_problem_message(problem, name))
        attachments = self.env["ir.attachment"].create(
            [{"name": name, "raw": content, "res_model": self._name, "res_id": self.id} for name, content in files]
        )
        self.write(
            {
                "attachment_ids": [(4, attachment.id) for attachment in attachments],
                "state": "received",
                "received_at": fields.Datetime.now(),
                "return_reason": False,
            }
        )
        self._notify_received(attachments)
        self.onboarding_id._check_conditions()
        return attachments

    @api.model
    def _file_problem_message(self, problem, name):
        return {
            "empty": _("%(name)s is empty. Choose another file.", name=name),
            "too_large": _(
                "%(name)s is too large. A file may have at most %(size)s MB.",
                name=name,
                size=core.MAX_FILE_BYTES // (1024 * 1024),
            ),
            "type": _(
                "%(name)s is of a kind that cannot be uploaded. Allowed: %(kinds)s.",
                name=name,
                kinds=", ".join(sorted(core.SIGNATURES)),
            ),
            "content": _("%(name)s does not contain what its name says. Save it again and retry.", name=name),
        }[problem]

    def _notify_received(self, attachments):
        """Tell whoever asked for the document and give them the check to do."""
        self.message_post(
            body=_("Received: %(names)s", names=", ".join(attachments.mapped("name"))),
            attachment_ids=attachments.ids,
            partner_ids=self.requested_by_id.partner_id.ids,
            subtype_xmlid="mail.mt_note",
        )
        if self.requested_by_id:
            self.activity_schedule(
                "mail.mail_activity_data_todo",
                summary=_("Check %(document)s", document=self.name),
                user_id=self.requested_by_id.id,
            )

    def action_accept(self):
        """The document is what was needed."""
        for request in self:
            if not request.attachment_ids:
                raise UserError(_("Nothing was uploaded for %(document)s yet.", document=request.name))
        self.write({"state": "accepted", "return_reason": False})
        self.activity_ids.action_done()
        self.onboarding_id._check_conditions()

    def action_return(self):
        """Ask the client to upload again; the reason is shown to the client.

        :raise UserError: no reason was given
        """
        for request in self:
            if not request.return_reason:
                raise UserError(_("Say what is wrong with %(document)s before returning it.", document=request.name))
        self.write({"state": "returned"})
        self.activity_ids.action_done()
        # the step follows its document, whosever step it is
        steps_sudo = self.sudo().step_id
        steps_sudo.filtered(lambda step: step.condition in DOCUMENT_CONDITIONS)._lapse()
        self._ask_client()

    def action_request_again(self):
        """Start over: the document is requested as if nothing had been uploaded; the files stay."""
        self.write({"state": "requested", "received_at": False})
