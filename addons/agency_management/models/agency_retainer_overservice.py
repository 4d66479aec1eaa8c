from odoo import _, models
from odoo.tools import format_date

from ..core import budget
from .project_project_budget import ACTIVITY


class AgencyRetainer(models.Model):
    """Tells who answers for a retainer that more hours were worked than it includes, once a period."""

    _inherit = "agency.retainer"

    def _agency_tell_overservice(self):
        """Tell what is new about the included hours of these retainers in their current periods."""
        over = self.filtered(
            lambda retainer: retainer.state == "active" and budget.overrun(retainer.hours_used, retainer._hours_free())
        )
        alerts = self.env["agency.project.alert"]
        # a new period has begun, or more hours were agreed on
        fitting = {retainer._agency_overservice_topic(): retainer for retainer in self - over}
        settled = self.env["mail.activity"]._agency_settle(fitting)
        alerts._release([fitting[topic]._agency_overservice_alert() for topic in settled])
        if not over:
            return
        for alert in alerts._claim([retainer._agency_overservice_alert() for retainer in over]):
            alert.retainer_id._agency_note_overservice()

    def _agency_overservice_topic(self):
        return f"retainer:{self.id}"

    def _agency_overservice_alert(self):
        """:return dict: values of the alert about the current period"""
        self.ensure_one()
        free = self._hours_free()
        return {
            "retainer_id": self.id,
            "company_id": self.company_id.id,
            "kind": "retainer",
            "level": round(100.0 * self.hours_used / free) if free else 0,
            "key": f"retainer:{self.period_start}",
            "told_to_id": self.user_id.id,
        }

    def _agency_note_overservice(self):
        self.ensure_one()
        # what is written is for whoever is responsible, not for whose hours were one too many
        self = self.with_context(lang=self.user_id.lang or self.env.lang)
        # who worked them need not be allowed to write on the retainer
        retainer_sudo = self.sudo()
        summary = _("More hours worked than included")
        text = _(
            "%(used)s hours of %(included)s are used in the period until %(end)s. "
            "Agree with the client on more hours, or stop.",
            used=f"{self.hours_used:g}",
            included=f"{self._hours_free():g}",
            end=format_date(self.env, self.period_end),
        )
        # one at a time: what was told of a period before cannot be acted on any more
        topic = self._agency_overservice_topic()
        self.env["mail.activity"]._agency_settle([topic])
        if retainer_sudo.user_id:
            retainer_sudo.activity_schedule(
                ACTIVITY, summary=summary, note=text, user_id=retainer_sudo.user_id.id, agency_topic=topic
            )
        retainer_sudo.message_post(
            body=_("%(summary)s. %(text)s", summary=summary, text=text), subtype_xmlid="mail.mt_note"
        )


class ProjectProject(models.Model):
    """Retainers are looked at whenever their project is measured."""

    _inherit = "project.project"

    def _agency_measured(self, figures, before):
        # retainers are an accountant's records; whether their hours suffice follows from the project's time
        retainers_sudo = self.sudo().retainer_ids
        retainers_sudo._agency_tell_overservice()
        return super()._agency_measured(figures, before)
