from odoo import api, fields, models


class CrmLead(models.Model):
    """Requests and meetings count as touches of a lead."""

    _inherit = "crm.lead"

    @api.model
    def _touch_subtypes(self):
        return super()._touch_subtypes() | self.env.ref("agency_crm.mt_lead_request")

    def _touches(self):
        last, following = super()._touches()
        now = fields.Datetime.now()
        # whoever reads the lead may know that a colleague meets the contact
        groups = (
            self.env["calendar.event"]
            .sudo()
            ._read_group([("opportunity_id", "in", self.ids)], ["opportunity_id"], ["start:array_agg"])
        )
        met, planned = {}, {}
        for lead, starts in groups:
            past = [start for start in starts if start <= now]
            future = [start for start in starts if start > now]
            if past:
                met[lead.id] = max(past)
            if future:
                planned[lead.id] = min(future).date()
        return self._later(last, met), self._sooner(following, planned)
