from odoo import _, models

from ..core import onboarding as core


class AgencyOnboardingStepPortal(models.Model):
    """A step as the client sees it: what it is, how it stands, and the control to do it with."""

    _inherit = "agency.onboarding.step"

    def _portal_url(self):
        """:return str: address of the page of one step"""
        self.ensure_one()
        return f"/my/agency/onboarding/steps/{self.id}"

    def _portal_values(self):
        """One step for a list.

        :return dict: ``name``, ``text``, ``label``, ``tone``, ``date``, ``state``, ``kind`` and, when the client has
            something to do or to look at, ``url`` and ``action`` (the words on the button)
        """
        self.ensure_one()
        label, tone = self._portal_label()
        url, action = self._portal_control()
        return {
            "name": self.name,
            "text": self.client_text,
            "label": label,
            "tone": tone,
            "date": self.due_date if self.state not in core.FINISHED else False,
            "done_date": self.done_date,
            "state": self.state,
            "url": url,
            "action": action,
            "theirs": self.turn == core.CLIENT,
        }

    def _portal_label(self):
        """:return tuple: (text, tone) of the badge"""
        if self.state == core.WAITING:
            return _("Later"), "secondary"
        if self.state != core.OPEN:
            return _("Done"), "success"
        if self.document_request_id.state == "returned":
            return _("Please send it again"), "danger"
        if self.access_problem and not self.access_claimed_at:
            return _("Not working yet"), "danger"
        if self.turn == core.CLIENT:
            return _("To do"), "warning"
        if self in self._to_check():
            return _("We are checking it"), "info"
        return _("With us"), "info"

    def _portal_control(self):
        """:return tuple: (address, words on the button); (False, "") when there is nothing to do here"""
        if self.condition == "meeting_booked" and self.state in (core.OPEN, core.DONE):
            moved = self.onboarding_id.meeting_id
            return f"{self.onboarding_id.access_url}/meeting", _("See the meeting") if moved else _("Choose a time")
        if self.state != core.OPEN:
            return False, ""
        if self.document_request_id:
            return self.document_request_id.access_url, _("Upload")
        order = self.onboarding_id.order_id
        return {
            "access_granted": (self._portal_url(), _("Give access")),
            "form_filled": (self._portal_url(), _("Fill in")),
            "deposit_paid": (order.access_url, _("Pay")) if order else (False, ""),
            "invoice_paid": ("/my/invoices", _("See invoices")),
        }.get(self.condition, (False, ""))

    def _portal_page(self, user):
        """Everything the page of one step shows. Call it behind the gate, with elevated rights.

        :param user: ``res.users`` who looks at it
        """
        self.ensure_one()
        onboarding = self.onboarding_id
        return {
            "step": self,
            "onboarding": onboarding,
            "badge": dict(zip(("label", "tone"), self._portal_label())),
            "control": dict(zip(("url", "action"), self._portal_control())),
            "may_act": self.state == core.OPEN and onboarding._has_client_right("view", user=user),
            "instructions": self._portal_instructions(),
            "mailbox": (self.owner_id or onboarding.owner_id).email or onboarding.company_id.email or "",
            "questions": [self._portal_question(answer) for answer in self.answer_ids.sorted()],
            "contact": self.owner_id or onboarding.owner_id,
        }

    def _portal_instructions(self):
        """:return str: how the client gives the access, when the step says nothing of its own"""
        if self.condition != "access_granted" or self.client_text:
            return ""
        return self._access_entry().get("instructions") or ""

    def _portal_question(self, answer):
        """:return dict: one question for the form"""
        (question,) = answer._in_core()
        return {
            "key": answer.id,
            "name": answer.name,
            "help": answer.help,
            "kind": answer.kind,
            "required": answer.required,
            "choices": question.choices,
            "value": answer.value or "",
        }
