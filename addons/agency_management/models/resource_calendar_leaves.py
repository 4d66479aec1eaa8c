from odoo import api, models


class ResourceCalendarLeaves(models.Model):
    """Approved time off warns about bookings inside of it; taking it back takes the warning back.

    Time off lands here when it is approved, whoever approves it and however; it reduces capacity from then on, because
    capacity is computed from here.
    """

    _inherit = "resource.calendar.leaves"

    @api.model_create_multi
    def create(self, vals_list):
        leaves = super().create(vals_list)
        leaves._agency_warn()
        return leaves

    def write(self, vals):
        result = super().write(vals)
        if {"date_from", "date_to", "resource_id", "time_type"}.intersection(vals):
            self._agency_warn()
            self._agency_bookings_asked()._close_time_off_activities()
        return result

    def unlink(self):
        bookings = self._agency_bookings_asked()
        result = super().unlink()
        bookings._close_time_off_activities()
        return result

    def _agency_warn(self):
        personal = self.filtered(lambda leave: leave.resource_id and leave.time_type == "leave")
        if personal:
            self.env["agency.booking"]._warn_of_time_off(personal)

    def _agency_bookings_asked(self):
        """:return: bookings of these people that somebody was asked to look at because of time off"""
        activity_type = self.env.ref("agency_management.mail_activity_booking_time_off", raise_if_not_found=False)
        if not (activity_type and self.resource_id):
            return self.env["agency.booking"]
        # bookings are looked up for whoever takes time off back
        return (
            self.env["agency.booking"]
            .sudo()
            .search(
                [
                    ("employee_id.resource_id", "in", self.resource_id.ids),
                    ("activity_ids.activity_type_id", "=", activity_type.id),
                ]
            )
        )
