from markupsafe import Markup

from odoo import _, models
from odoo.tools import format_date


class AgencyOnboarding(models.Model):
    """How people are reminded of the steps of an onboarding."""

    _inherit = "agency.onboarding"

    def _reminder_partners(self):
        """:return: who is reminded: the client's members that can be written to, else the order's customer or client"""
        self.ensure_one()
        return self.client_id.member_ids._reachable_partners() or self.order_id.partner_id or self.client_id

    def _due_steps(self):
        """:return: the steps a reminder is about: those the context names, else all open steps that are the client's"""
        self.ensure_one()
        step_ids = self.env.context.get("agency_due_step_ids")
        return self.step_ids.filtered(
            lambda step: step.id in step_ids if step_ids else step.client_facing and step.state == "open"
        )

    def _remind_client(self, steps):
        """Send the client one mail about some steps."""
        self.ensure_one()
        template = self.env.ref("agency_management.mail_template_onboarding_reminder", raise_if_not_found=False)
        if template:
            template.with_context(agency_due_step_ids=steps.ids).send_mail(self.id)
            self.env["mail.mail"]._agency_send_soon()

    def _remind_user(self, user, steps):
        """Tell one of the agency's people about some steps, in their inbox."""
        self.ensure_one()
        self = self.with_context(lang=user.lang)
        items = Markup().join(
            Markup("<li>%s</li>")
            % _("%(step)s, due on %(day)s", step=step.name, day=format_date(self.env, step.due_date))
            for step in steps
        )
        self.message_notify(
            partner_ids=user.partner_id.ids,
            subject=_("Open steps: %(onboarding)s", onboarding=self.name),
            body=Markup("<p>%s</p><ul>%s</ul>") % (_("These steps are open:"), items),
        )
