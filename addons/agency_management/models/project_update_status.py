from markupsafe import Markup, escape

from odoo import SUPERUSER_ID, _, api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import format_date, is_html_empty

STATES = [("draft", "Draft"), ("sending", "Being Sent"), ("sent", "Sent")]
#: Written by the moves below alone: what carries them is shown to the client.
OWN_FIELDS = {"agency_week_start", "agency_state", "agency_sent_on", "agency_recipient_ids", "agency_told"}
#: What the client was told does not change afterwards.
SENT_FIELDS = {"name", "description", "status", "progress", "date", "project_id", "agency_week_start", "agency_state"}


class ProjectUpdateStatus(models.Model):
    """A status update that is the weekly one: drafted from facts, edited by the project manager, sent to the client.

    Until it is sent it is nobody's status: the project keeps showing its last update. Once sent it stays as it was.
    """

    _inherit = "project.update"

    agency_week_start = fields.Date(
        "Week Of", readonly=True, copy=False, help="Monday of the week this is the weekly status of."
    )
    agency_state = fields.Selection(STATES, string="Weekly Status", readonly=True, copy=False, index="btree_not_null")
    agency_sent_on = fields.Datetime("Sent On", readonly=True, copy=False)
    agency_told = fields.Char(
        readonly=True,
        copy=False,
        groups="base.group_user",
        help="What the facts of this status said is done, so that the next one does not say it again.",
    )
    agency_recipient_ids = fields.Many2many("res.partner", string="Sent To", readonly=True, copy=False)

    _sql_constraints = [
        ("project_week_unique", "UNIQUE(project_id, agency_week_start)", "This week's status is written already."),
    ]

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._check_agency_fields(name for name, value in vals.items() if value)
        if not self.env.su:
            # defaults of a context would get round the check
            vals_list = [
                vals | {name: [] if name.endswith("_ids") else False for name in OWN_FIELDS} for vals in vals_list
            ]
        before = {
            project: project.last_update_id
            for project in self.env["project.project"].browse([vals.get("project_id") for vals in vals_list]).exists()
        }
        updates = super().create(vals_list)
        for update in updates.filtered("agency_state"):
            # whoever drafts need not be allowed to edit the project
            project_sudo = update.project_id.sudo()
            project_sudo.last_update_id = before.get(update.project_id)
        return updates

    def write(self, vals):
        # emptying them would be as bad: what was sent could be changed then
        self._check_agency_fields(vals)
        if SENT_FIELDS.intersection(vals):
            self._check_agency_not_sending()
            for update in self.filtered("agency_sent_on"):
                raise UserError(
                    _(
                        "%(update)s was sent on %(date)s and stays as the client read it. "
                        "Put it right in the next one.",
                        update=update.name,
                        date=format_date(self.env, update.agency_sent_on),
                    )
                )
        return super().write(vals)

    def _check_agency_fields(self, names):
        """Keep anybody from making a status look sent that was not; stock lets everybody with projects write them.

        :param names: fields that are to be written
        """
        if not self.env.su and OWN_FIELDS.intersection(names):
            raise AccessError(_("Weekly statuses are drafted and sent with the buttons of the project."))

    @api.model
    def _check_agency_may_write(self):
        """Only project managers write to clients; the scheduled drafts are made by the system."""
        if not self.env.su and not self.env.user.has_group("agency_crm.group_project_manager"):
            raise AccessError(_("Only project managers write to clients. Ask the manager of the project."))

    def _check_agency_not_sending(self):
        """Keep what a job is about to send as it was when somebody pressed Send; the job itself may go on."""
        if self.env.su:
            return
        for update in self.filtered(lambda update: update.agency_state == "sending"):
            raise UserError(
                _("%(update)s is being sent and stays as it is. Put it right in the next one.", update=update.name)
            )

    @api.ondelete(at_uninstall=False)
    def _unlink_except_sent(self):
        self._check_agency_not_sending()
        for update in self.filtered("agency_sent_on"):
            raise UserError(_("%(update)s was sent to the client and is kept.", update=update.name))

    def unlink(self):
        projects = self.project_id
        result = super().unlink()
        # stock takes the last one there is, also one that was never sent
        for project in projects.filtered(lambda project: project.last_update_id.agency_state == "draft"):
            project.last_update_id = self.search(
                [("project_id", "=", project.id), ("agency_state", "in", (False, "sent"))], order="date desc", limit=1
            )
        return result

    # ------------------------------------------------------------------ writing

    def action_agency_write_again(self):
        """Write the text anew from the facts of now; what was edited is lost."""
        self._check_agency_may_write()
        for update in self:
            update._check_agency_draft()
            values = update.project_id._agency_status_values(update.agency_week_start)
            update.write({name: value for name, value in values.items() if name not in OWN_FIELDS})
            # kept by the system, see OWN_FIELDS
            update_sudo = update.sudo()
            update_sudo.agency_told = values["agency_told"]
        return True

    def _check_agency_draft(self):
        for update in self:
            if update.agency_state != "draft":
                raise UserError(_("%(update)s is no draft of a weekly status.", update=update.name))

    @api.model
    def _agency_html(self, sections):
        """:return: ``core.status_text`` sections as HTML; names of tasks are text, never markup"""
        parts = []
        for section in sections:
            if section.title:
                parts.append(Markup("<h3>%s</h3>") % section.title)
            if section.text:
                parts.append(Markup("<p>%s</p>") % section.text)
            if section.lines:
                items = Markup("").join(Markup("<li>%s</li>") % escape(line) for line in section.lines)
                parts.append(Markup("<ul>%s</ul>") % items)
        return Markup("").join(parts)

    # ------------------------------------------------------------------ sending

    def action_agency_send(self):
        """Send the status to the client's members: by a job, one mail each, in their language."""
        self._check_agency_may_write()
        for update in self:
            # two people who press at once take turns; the second one finds it no draft any more
            self.env.cr.execute("SELECT id FROM project_update WHERE id = %s FOR UPDATE", [update.id])
            update.invalidate_recordset(["agency_state"])
            update._check_agency_draft()
            if is_html_empty(update.description):
                raise UserError(_("%(update)s is empty. Write it first.", update=update.name))
            if not update._agency_recipients():
                raise UserError(
                    _(
                        "Nobody of %(client)s is a member with an e-mail address. "
                        "Invite somebody on the client's form first.",
                        client=update.project_id.client_id.name or update.project_id.name,
                    )
                )
            # whoever may send the status of a project may also have it become the project's status
            update_sudo = update.sudo()
            update_sudo.write({"agency_state": "sending", "user_id": self.env.uid})
            update_sudo.project_id.last_update_id = update_sudo
            update.activity_feedback(["agency_management.mail_activity_status"])
            update.with_user(SUPERUSER_ID).with_delay(
                identity_key=f"agency_management.status.{update.id}",
                description=_("Send %(update)s", update=update.name),
            )._job_agency_send()
        return True

    def _agency_recipients(self):
        """:return: ``res.users`` of the client's members who have an e-mail address"""
        # memberships decide who is told, whoever sends
        members_sudo = self.project_id.client_id.sudo().member_ids
        return members_sudo.user_id.filtered(lambda user: user.active and user.email)

    def _job_agency_send(self):
        """Queue the mails of one status, once: mails and state are written in the same transaction."""
        self.ensure_one()
        self.flush_recordset(["agency_state"])
        self.env.cr.execute("SELECT agency_state FROM project_update WHERE id = %s FOR UPDATE", [self.id])
        if self.env.cr.fetchone() != ("sending",):
            return
        template = self.env.ref("agency_management.mail_template_weekly_status")
        recipients = self._agency_recipients()
        for user in recipients:
            template.with_context(member_lang=user.lang, member_name=user.name).send_mail(
                self.id,
                email_values={"recipient_ids": [fields.Command.link(user.partner_id.id)]},
                email_layout_xmlid="mail.mail_notification_light",
            )
        self.env["mail.mail"]._agency_send_soon()
        self.write(
            {
                "agency_state": "sent",
                "agency_sent_on": fields.Datetime.now(),
                "agency_recipient_ids": [fields.Command.set(recipients.partner_id.ids)],
            }
        )
        self.message_post(
            body=_("Sent to %(names)s.", names=", ".join(recipients.mapped("name"))), subtype_xmlid="mail.mt_note"
        )
