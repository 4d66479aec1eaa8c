from odoo import Command, _, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_datetime

from ..core import approval

CHECK_ACTIVITY = "agency_management.mail_activity_deliverable_check"
REWORK_ACTIVITY = "agency_management.mail_activity_deliverable_rework"


class AgencyDeliverableFlow(models.Model):
    """The moves of a deliverable: who does what, what it leaves in the trail, who hears of it."""

    _inherit = "agency.deliverable"

    # what staff do

    def action_submit_check(self):
        """Hand the latest version in for the internal check; it is frozen from here on."""
        for deliverable in self:
            if not deliverable.author_id:
                deliverable.author_id = self.env.user
            deliverable._move("submit")
            deliverable.activity_feedback([REWORK_ACTIVITY])
            deliverable._ask_checker()
        return True

    def action_pass_check(self):
        """Let the checked version go to the client. The author cannot; every item must be ticked."""
        for deliverable in self:
            deliverable._move("pass")
            deliverable.activity_feedback([CHECK_ACTIVITY])
            deliverable._invite_approvers()
        return True

    def action_fail_check(self, comment=None):
        """Send the version back to its author.

        :param str comment: what has to change; without it a dialogue asks for it
        """
        return self._with_comment("fail", comment, _("Send Back to the Author"))

    def action_withdraw(self, comment=None):
        """Take a submitted version back, also from the client.

        :param str comment: why; without it a dialogue asks for it
        """
        return self._with_comment("withdraw", comment, _("Take Back"))

    def action_new_version(self):
        """Start the next version as a copy of the latest one; :return: action that opens it."""
        self.ensure_one()
        latest = self.current_version_id
        if not self.can_add_version:
            raise UserError(self._new_version_message())
        version = self.env["agency.deliverable.version"].create(
            {
                "deliverable_id": self.id,
                "body": latest.body,
                "link": latest.link,
                "attachment_ids": [Command.set(latest.attachment_ids.ids)],
            }
        )
        return version.get_formview_action() | {"name": _("New Version"), "target": "new"}

    def _new_version_message(self):
        if not self:
            return _("A version belongs to a deliverable. Start it from the deliverable's page.")
        if self.state in approval.EDITABLE:
            return _(
                "Version %(number)s of %(deliverable)s has not been submitted yet. Change that one.",
                number=self.current_version_id.number,
                deliverable=self.name,
            )
        return _(
            "%(deliverable)s is %(state)s. A new version can be started when it is sent back or taken back.",
            deliverable=self.name,
            state=self._state_label(),
        )

    def _with_comment(self, action, comment, title):
        if not (comment or "").strip():
            return {
                "type": "ir.actions.act_window",
                "name": title,
                "res_model": "agency.deliverable.comment",
                "view_mode": "form",
                "views": [(False, "form")],
                "target": "new",
                "context": {"default_deliverable_id": self[:1].id, "default_action": action},
            }
        for deliverable in self:
            deliverable._move(action, comment=comment)
            deliverable.activity_feedback([CHECK_ACTIVITY])
            deliverable._ask_author(comment)
        return True

    # what clients do, behind the gate

    def _client_request_changes(self, partner, comment, ip_address=None):
        """Record that the client wants changes. Uses up one round.

        :param partner: ``res.partner`` of the member who asks
        :param str comment: what should change
        :param str ip_address: address the request came from
        :raise UserError: not allowed now, with what to do instead
        """
        self.ensure_one()
        self._move("request_changes", partner=partner, comment=comment, ip_address=ip_address)
        note = _("Changes requested: %(comment)s", comment=comment)
        if self.rounds_over:
            note += "\n" + _(
                "This is round %(used)s; the agreement covers %(agreed)s.",
                used=self.rounds_used,
                agreed=self.rounds_included + self.rounds_ordered,
            )
        self.message_post(body=note, author_id=partner.id, message_type="comment", subtype_xmlid="mail.mt_comment")
        self._ask_author(comment)

    def _client_approve(self, partner, name, signature, content_hash, ip_address=None):
        """Record the client's approval of exactly what was shown.

        :param partner: ``res.partner`` of the member who approves
        :param str name: name typed as signature
        :param signature: picture of the signature, base64
        :param str content_hash: fingerprint of the version that was on the screen
        :param str ip_address: address the approval came from
        :raise UserError: not allowed now, with what to do instead
        """
        self.ensure_one()
        self._move(
            "approve",
            partner=partner,
            signed_name=name,
            signature=signature,
            shown_hash=content_hash,
            ip_address=ip_address,
        )
        body = _("%(name)s approved version %(number)s.", name=name.strip(), number=self.shared_version_id.number)
        manager = self.project_id.user_id or self.author_id
        self.message_post(
            body=body,
            author_id=partner.id,
            message_type="comment",
            subtype_xmlid="mail.mt_note",
            partner_ids=manager.partner_id.ids,
        )

    # the one place where states change

    def _move(
        self, action, partner=None, comment=None, signed_name=None, signature=None, shown_hash=None, ip_address=None
    ):
        """Make one move of the approval, or say why not; two people at once come one after the other.

        :raise UserError: the move is not allowed
        """
        self.ensure_one()
        self._lock()
        version = self.shared_version_id if partner else self.current_version_id
        facts = approval.Facts(
            state=self.state,
            actor=approval.CLIENT if partner else approval.STAFF,
            actor_is_author=self.env.user in self._authors(),
            may_approve=bool(partner) and bool(self._approver_users(partner)),
            checks_total=self.checks_total,
            checks_done=self.checks_done,
            version_open=bool(version) and not version.frozen,
            has_content=bool(version) and version._has_content(),
            frozen_hash=version.content_hash or "",
            actual_hash=version._fingerprint() if version else "",
            shown_hash=shown_hash or "",
            comment=comment or "",
            signed_name=signed_name or "",
            has_signature=bool(signature),
        )
        try:
            transition = approval.decide(action, facts)
        except approval.Refused as refused:
            raise UserError(self._refusal_message(refused, facts)) from None
        before = self.state
        self._in_transition().write(self._prepare_move(transition, partner, signed_name, version))
        if transition.freezes:
            self.checklist_ids._in_transition().write({"done": False, "done_by_id": False, "done_at": False})
            version._freeze()
        if transition.shares:
            version._share()
        self.env["agency.deliverable.event"]._append(
            self,
            version=version,
            action=action,
            states=(before, transition.target),
            partner=partner or self.env.user.partner_id,
            user=self._approver_users(partner)[:1] if partner else self.env.user,
            comment=(comment or "").strip(),
            signed_name=(signed_name or "").strip(),
            signature=signature,
            ip_address=ip_address,
        )

    def _prepare_move(self, transition, partner, signed_name, version):
        vals = {"state": transition.target}
        if transition.uses_round:
            vals["rounds_used"] = self.rounds_used + 1
        if transition.shares:
            vals["client_visible"] = True
        if transition.action == "approve":
            vals |= {
                "approved_hash": version.content_hash,
                "approved_at": fields.Datetime.now(),
                "approved_by_id": partner.id,
                "approved_name": signed_name.strip(),
            }
        return vals

    def _lock(self):
        """Wait for whoever is moving these deliverables right now, then look at them afresh."""
        self.flush_recordset()
        self.env.cr.execute("SELECT id FROM agency_deliverable WHERE id = ANY(%s) ORDER BY id FOR UPDATE", [self.ids])
        self.invalidate_recordset()

    def _authors(self):
        """:return: who made what is being checked: the named author, who wrote the version, who handed it in"""
        submitted = self.event_ids.filtered(lambda event: event.action == "submit").sorted("id")[-1:]
        return self.author_id | self.current_version_id.contributor_ids | submitted.user_id

    def _approver_users(self, partner=None):
        """Members who may approve.

        :param partner: only this person
        :return: ``res.users``, elevated
        """
        # who is a member is no secret to colleagues, and the client's own page asks about itself only
        members_sudo = self.env["agency.client.member"].sudo()
        domain = [("client_id", "=", self.client_id.id), ("can_approve", "=", True), ("user_id.active", "=", True)]
        if partner:
            domain.append(("user_id.partner_id", "=", partner.id))
        return members_sudo.search(domain).user_id

    def _state_label(self):
        return dict(self._fields["state"]._description_selection(self.env))[self.state]

    def _refusal_message(self, refused, facts):
        """:return str: why a move is refused and what to do, for the person who tried it"""
        names = {"deliverable": self.name, "state": self._state_label()}
        if refused.code == "wrong_state" and facts.state == approval.APPROVED:
            return _(
                "%(deliverable)s has already been approved by %(name)s. Nothing was changed.",
                name=self.approved_name,
                **names,
            )
        if refused.code == "wrong_state" and facts.actor == approval.CLIENT:
            return _(
                "%(deliverable)s is not waiting for you right now. Open the page again to see where it stands.", **names
            )
        messages = {
            "wrong_state": _("This cannot be done while %(deliverable)s is in the state “%(state)s”.", **names),
            "wrong_actor": _("Only a member of the client can do this, in the portal."),
            "not_author": _(
                "%(deliverable)s must be checked by somebody other than its author. Ask a colleague.", **names
            ),
            "checks_done": _(
                "%(done)s of %(total)s items of the checklist are ticked. Tick every item, or send it back.",
                done=facts.checks_done,
                total=facts.checks_total,
            ),
            "content_unchanged": _(
                "The content of %(deliverable)s no longer equals what was submitted. Take it back and submit it again.",
                **names,
            ),
            "content_shown": _(
                "The content has changed since you opened this page. Look at the new version, then approve it."
            ),
            "has_checklist": _("%(deliverable)s has no checklist. Add at least one item to check.", **names),
            "has_open_version": _("%(deliverable)s has no new version to submit. Start one first.", **names),
            "has_content": _("The version of %(deliverable)s is empty. Add a text, a link or a file.", **names),
            "may_approve": self._client_right_message("approve"),
            "has_comment": _("Please say in a sentence what should change or why."),
            "has_name": _("Please type your name to sign."),
            "has_signature": _("Please sign in the box before you approve."),
        }
        return messages[refused.code]

    # who hears of it

    def _ask_checker(self):
        checker = self.checker_id or self.project_id.user_id
        if checker and checker not in self._authors():
            self.activity_schedule(
                CHECK_ACTIVITY,
                user_id=checker.id,
                summary=_("Check version %(number)s", number=self.current_version_id.number),
            )
        else:
            self.message_post(body=_("Submitted for check, but no colleague is named as checker. Choose one."))

    def _ask_author(self, comment):
        author = self.author_id or self.project_id.user_id
        if author:
            self.activity_schedule(REWORK_ACTIVITY, user_id=author.id, summary=_("Changes wanted"), note=comment)

    def _invite_approvers(self, reminder=False):
        """E-mail everybody who may approve; say so in the chatter when there is nobody.

        :param bool reminder: they were invited before
        """
        approvers = self._approver_users()
        if not approvers:
            self.message_post(
                body=_(
                    "No member of %(client)s may approve. Invite one, or give a member the right to approve.",
                    client=self.client_id.name,
                )
            )
            return
        template = self.env.ref("agency_management.mail_template_deliverable_review")
        for user in approvers:
            template.with_context(approver_lang=user.lang, approver_name=user.name, is_reminder=reminder).send_mail(
                self.id,
                email_values={"recipient_ids": [Command.link(user.partner_id.id)]},
                email_layout_xmlid="mail.mail_notification_light",
            )
        self.env["mail.mail"]._agency_send_soon()
        names = ", ".join(approvers.mapped("name"))
        sent = (
            _("Reminded %(names)s of the approval.", names=names)
            if reminder
            else _("Sent to %(names)s for approval.", names=names)
        )
        self.message_post(body=sent)

    # trail

    def _verify_trail(self):
        """Recompute the fingerprints of the trail and of what was approved.

        :return: the first ``agency.deliverable.event`` that doesn't fit; an empty recordset when all is whole
        """
        self.ensure_one()
        events = self.event_ids.sorted("id")
        broken = events._first_broken()
        if broken:
            return broken
        approved = events.filtered(lambda event: event.action == "approve")[-1:]
        if approved and not (approved.content_hash == self.approved_hash == approved.version_id._fingerprint()):
            return approved
        return events.browse()

    def action_verify_trail(self):
        """:return: a notice that says whether the trail is whole"""
        self.ensure_one()
        broken = self._verify_trail()
        if broken:
            message = _(
                "The trail does not fit from %(date)s on (%(action)s). It was changed outside Odoo.",
                date=format_datetime(self.env, broken.date),
                action=broken._action_label(),
            )
        else:
            message = _("All %(count)s entries fit, and so does the approved content.", count=len(self.event_ids))
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {"type": "danger" if broken else "success", "message": message, "sticky": bool(broken)},
        }

    # ways out of the form

    def action_preview_portal(self):
        """:return: action opening the page the client sees"""
        self.ensure_one()
        return {"type": "ir.actions.act_url", "target": "self", "url": self.get_portal_url()}

    def action_view_project(self):
        """:return: action showing the project"""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "project.project",
            "res_id": self.project_id.id,
            "view_mode": "form",
        }
