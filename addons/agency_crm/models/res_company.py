from odoo import _, api, fields, models
from odoo.exceptions import ValidationError

from ..core import scoring


class ResCompany(models.Model):
    """What each company of the agency sets for winning clients."""

    _inherit = "res.company"

    agency_grade_a = fields.Integer("Least Score of Grade A", default=70, required=True)
    agency_grade_b = fields.Integer("Least Score of Grade B", default=45, required=True)
    agency_grade_c = fields.Integer("Least Score of Grade C", default=20, required=True)
    agency_first_response_hours = fields.Float(
        "First Response (Hours)", default=4.0, required=True, help="Working hours within which an enquiry is answered."
    )

    _sql_constraints = [
        (
            "agency_first_response_positive",
            "CHECK(agency_first_response_hours > 0)",
            "The time for the first response must be more than zero hours.",
        ),
    ]

    @api.constrains("agency_grade_a", "agency_grade_b", "agency_grade_c")
    def _check_agency_grades(self):
        for company in self:
            if not scoring.valid_thresholds(company._agency_grade_thresholds()):
                raise ValidationError(_("The least scores of the grades must go down from A to C, between 100 and 1."))

    def write(self, vals):
        result = super().write(vals)
        if {"agency_grade_a", "agency_grade_b", "agency_grade_c"} & vals.keys():
            domain = [("company_id", "in", [False, *self.ids])]
            self.env["crm.lead"]._agency_enqueue_rescore(domain)
        return result

    def _agency_grade_thresholds(self):
        """:return tuple: least score of the grades A, B and C"""
        self.ensure_one()
        return (self.agency_grade_a, self.agency_grade_b, self.agency_grade_c)

    def _agency_first_response_deadline(self, start):
        """:param datetime start: when the enquiry came, UTC
        :return datetime: by when it is answered, UTC, counted in the company's working hours without its holidays
        """
        self.ensure_one()
        hours = self.agency_first_response_hours
        calendar = self.resource_calendar_id
        planned = calendar.plan_hours(hours, start, compute_leaves=True) if calendar else False
        # a company without working hours works around the clock
        return planned or fields.Datetime.add(start, hours=hours)
