from odoo import _, api, fields, models
from odoo.exceptions import UserError
from odoo.tools import is_html_empty

from ..core import content_hash
from .agency_deliverable import CONTEXT_KEY, TRANSITION

#: What a client sees and signs; fixed with the submission.
CONTENT = ("body", "link", "attachment_ids")
#: Set by the addon alone.
KEPT = (
    "number",
    "content_hash",
    "frozen",
    "frozen_at",
    "shared",
    "shared_at",
    "author_id",
    "contributor_ids",
    "deliverable_id",
)


class AgencyDeliverableVersion(models.Model):
    """One state of a deliverable's content. Whoever submits it freezes it: text, link and files never change again."""

    _name = "agency.deliverable.version"
    _description = "Deliverable Version"
    _order = "deliverable_id, number desc"
    _rec_name = "number"

    deliverable_id = fields.Many2one("agency.deliverable", required=True, index=True, ondelete="cascade")
    client_id = fields.Many2one(related="deliverable_id.client_id", store=True, index=True)
    company_id = fields.Many2one(related="deliverable_id.company_id", store=True, index=True)
    number = fields.Integer("Version", readonly=True, copy=False)
    body = fields.Html("Text", help="The text itself, or what the client should look at.")
    link = fields.Char(help="Address where the client sees the work: a proof, a staging site, a video.")
    attachment_ids = fields.Many2many(
        "ir.attachment", "agency_deliverable_version_attachment_rel", "version_id", "attachment_id", string="Files"
    )
    note = fields.Char("What is new", help="One sentence for the client.")
    author_id = fields.Many2one("res.users", readonly=True, copy=False, ondelete="restrict", groups="base.group_user")
    contributor_ids = fields.Many2many(
        "res.users",
        "agency_deliverable_version_user_rel",
        "version_id",
        "user_id",
        readonly=True,
        copy=False,
        string="Written by",
        groups="base.group_user",
        help="Everybody who changed the content; none of them may check it.",
    )
    content_hash = fields.Char("Fingerprint", readonly=True, copy=False)
    frozen = fields.Boolean("Submitted", readonly=True, copy=False)
    frozen_at = fields.Datetime("Submitted on", readonly=True, copy=False)
    shared = fields.Boolean("Shown to Client", readonly=True, copy=False)
    shared_at = fields.Datetime("Shown to Client on", readonly=True, copy=False)

    _sql_constraints = [
        ("number_unique", "UNIQUE(deliverable_id, number)", "This deliverable already has a version with this number."),
    ]

    @api.depends("number", "deliverable_id.name")
    def _compute_display_name(self):
        for version in self:
            version.display_name = _(
                "%(deliverable)s, version %(number)s",
                deliverable=version.deliverable_id.name or "",
                number=version.number,
            )

    @api.constrains("link")
    def _check_link(self):
        for version in self.filtered("link"):
            if not version.link.lower().startswith(("https://", "http://")):
                raise UserError(
                    _("“%(link)s” is not a web address. It must start with https:// or http://.", link=version.link)
                )

    # writing

    def _is_transition(self):
        return self.env.context.get(CONTEXT_KEY) is TRANSITION

    @api.model_create_multi
    def create(self, vals_list):
        fallback = self.env.context.get("default_deliverable_id")
        wanted = [vals.get("deliverable_id") or fallback for vals in vals_list]
        deliverables = self.env["agency.deliverable"].browse(dict.fromkeys(filter(None, wanted)))
        deliverables._lock()
        prepared = []
        for position, (vals, deliverable_id) in enumerate(zip(vals_list, wanted)):
            deliverable = deliverables.browse(deliverable_id)
            if not deliverable or not deliverable.can_add_version or deliverable_id in wanted[:position]:
                raise UserError(deliverable._new_version_message())
            prepared.append(
                {name: value for name, value in vals.items() if name not in KEPT}
                | {
                    "deliverable_id": deliverable.id,
                    "number": max(deliverable.version_ids.mapped("number"), default=0) + 1,
                    "author_id": self.env.uid,
                    "contributor_ids": [fields.Command.set(self.env.user.ids)],
                }
            )
        clean = {key: value for key, value in self.env.context.items() if key.removeprefix("default_") not in KEPT}
        # keys are taken away from the context on purpose; keyword arguments could only add to it
        self = self.with_context(clean)  # pylint: disable=context-overridden
        versions = super().create(prepared)
        versions._adopt_attachments()
        return versions

    def write(self, vals):
        if not self._is_transition():
            forged = [name for name in vals if name in KEPT]
            if forged:
                raise UserError(_("Number, author and fingerprint of a version are set by themselves."))
            frozen = self.filtered("frozen")
            if frozen:
                raise UserError(frozen[0]._frozen_message())
            if any(name in vals for name in CONTENT):
                # super: the change itself decides about the right to write
                vals = vals | {"contributor_ids": [fields.Command.link(self.env.uid)]}
        result = super().write(vals)
        if "attachment_ids" in vals:
            self._adopt_attachments()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_frozen(self):
        frozen = self.filtered("frozen")
        if frozen:
            raise UserError(frozen[0]._frozen_message())

    def _frozen_message(self):
        return _(
            "Version %(number)s of %(deliverable)s has been submitted and cannot change any more. Start a new version.",
            number=self.number,
            deliverable=self.deliverable_id.name,
        )

    def _adopt_attachments(self):  # pylint: disable=missing-return
        """Bind freshly uploaded files to the version; refuse files the user may not read.

        The relation alone would let anybody show any attachment of the database to a client by its id.
        Nothing is returned: ``super`` here is the plain write of another method, not this method's parent.
        """
        for version in self:
            attachments = version.attachment_ids
            attachments.read(["name"])
            # uploads of a form that was not saved yet belong to no record; only their creator could read them above
            loose_sudo = attachments.sudo().filtered(lambda one: not one.res_id or one.res_model != self._name)
            for attachment_sudo in loose_sudo:
                if attachment_sudo.res_id:
                    copy_sudo = attachment_sudo.copy({"res_model": self._name, "res_id": version.id, "public": False})
                    super(AgencyDeliverableVersion, version).write(
                        {
                            "attachment_ids": [
                                fields.Command.unlink(attachment_sudo.id),
                                fields.Command.link(copy_sudo.id),
                            ]
                        }
                    )
                else:
                    attachment_sudo.write({"res_model": self._name, "res_id": version.id, "public": False})

    # freezing and showing

    def _has_content(self):
        """:return bool: whether there is anything to look at"""
        self.ensure_one()
        return bool(self.link or self.attachment_ids or not is_html_empty(self.body))

    def _fingerprint(self):
        """:return str: fingerprint of what is stored now: number, text, link, names and bytes of the files"""
        self.ensure_one()
        self.flush_recordset()
        self.invalidate_recordset(["body"])
        # whoever may see the version may know the fingerprint of its files; reading their bytes is all this does
        attachments_sudo = self.sudo().attachment_ids
        files = [(one.name, content_hash.digest(one.raw or (one.url or "").encode())) for one in attachments_sudo]
        return content_hash.version_hash(self.number, str(self.body or ""), self.link, files)

    def _freeze(self):
        for version in self:
            version.with_context(**{CONTEXT_KEY: TRANSITION}).write(
                {"frozen": True, "frozen_at": fields.Datetime.now(), "content_hash": version._fingerprint()}
            )

    def _share(self):
        self.with_context(**{CONTEXT_KEY: TRANSITION}).write({"shared": True, "shared_at": fields.Datetime.now()})
