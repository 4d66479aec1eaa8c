from odoo import api, fields, models


class CalendarEvent(models.Model):
    """Meetings of an onboarding: what happens to them in the calendar happens to the onboarding."""

    _inherit = "calendar.event"

    agency_onboarding_id = fields.Many2one(
        "agency.onboarding", string="Onboarding", copy=False, index="btree_not_null", ondelete="set null"
    )
    client_id = fields.Many2one(
        "res.partner", string="Client", related="agency_onboarding_id.client_id", store=True, index="btree_not_null"
    )

    @api.model_create_multi
    def create(self, vals_list):
        events = super().create(vals_list)
        events.agency_onboarding_id._meeting_changed()
        return events

    def write(self, values):
        relevant = {"start", "active", "agency_onboarding_id"}.intersection(values)
        onboardings = self.sudo().agency_onboarding_id if relevant else self.env["agency.onboarding"]
        result = super().write(values)
        if relevant:
            (onboardings | self.sudo().agency_onboarding_id)._meeting_changed()
        return result

    def unlink(self):
        onboardings_sudo = self.sudo().agency_onboarding_id
        result = super().unlink()
        onboardings_sudo._meeting_changed()
        return result
