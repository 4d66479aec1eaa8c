from odoo import models


class AgencyDeliverable(models.Model):
    """Each move of a deliverable may be told in a chat."""

    _inherit = "agency.deliverable"

    def _move(self, action, *args, comment=None, **kwargs):
        result = super()._move(action, *args, comment=comment, **kwargs)
        rules = self.env["agency.notice.rule"]
        if f"deliverable_{action}" in rules._event_registry():
            rules._notify(f"deliverable_{action}", self, comment or "", occurrence=self.event_ids.sorted("id")[-1:].id)
        return result
