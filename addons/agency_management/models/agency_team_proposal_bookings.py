from datetime import timedelta
from math import ceil

from odoo import fields, models

#: Hours a day holds when work has more of them than its days can take.
USUAL_HOURS = 8


class AgencyTeamProposal(models.Model):
    """A proposed team is booked tentatively on the days of its tasks; accepting it makes the bookings certain."""

    _inherit = "agency.team.proposal"

    booking_ids = fields.One2many("agency.booking", "proposal_id", string="Bookings")
    booking_count = fields.Integer(compute="_compute_booking_count")

    def _compute_booking_count(self):
        counts = dict(
            self.env["agency.booking"]._read_group([("proposal_id", "in", self.ids)], ["proposal_id"], ["__count"])
        )
        for proposal in self:
            proposal.booking_count = counts.get(proposal, 0)

    def _plan_bookings(self):
        """Book what the proposal plans, once: a booking a task with planned hours and days, on the person of its role.

        Hours of a role without such tasks are booked over the days of the project. A role nobody is found for gets
        placeholders.
        """
        for proposal in self.filtered(lambda proposal: proposal.project_id and not proposal.booking_ids):
            # the set-up of an order and whoever accepts a team book; neither need be allowed to book at will
            bookings_sudo = self.env["agency.booking"].sudo()
            bookings_sudo.create(proposal._prepare_bookings())

    def _prepare_bookings(self):
        """:return list: values of the bookings of one proposal"""
        self.ensure_one()
        vals_list = []
        for line in self.line_ids:
            works = [
                {"task_id": task.id, "hours": task.allocated_hours, "start_date": first, "end_date": last}
                for task, (first, last) in line._dated_tasks()
            ]
            if not works and line.hours > 0:
                first, last = line._work_days()
                works = [{"hours": line.hours, "start_date": first, "end_date": last}]
            vals_list += [self._prepare_booking(line, work) for work in works]
        return vals_list

    def _prepare_booking(self, line, work):
        days = ceil(work["hours"] / USUAL_HOURS)
        if work["hours"] > 24 * ((work["end_date"] - work["start_date"]).days + 1):
            # more than its days have: the plan of the task is wrong, the hours are not
            work = {**work, "end_date": work["start_date"] + timedelta(days=days - 1)}
        return {
            **work,
            "proposal_id": self.id,
            "project_id": self.project_id.id,
            "role_id": line.role_id.id,
            "employee_id": line.employee_id.id,
            "state": "tentative",
        }

    def action_accept(self):
        proposed = self.filtered(lambda proposal: proposal.state == "proposed")
        result = super().action_accept()
        proposed._plan_bookings()
        # whoever accepts a team need not be allowed to book at will
        bookings_sudo = proposed.sudo().booking_ids
        bookings_sudo.action_confirm()
        return result

    def action_view_bookings(self):
        """:return: action showing what the team is booked for"""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("agency_management.agency_booking_action")
        return {**action, "domain": [("proposal_id", "=", self.id)], "context": {}}
