from odoo import api, fields, models

#: settings kept on the company
COMPANY_FIELDS = ("agency_grade_a", "agency_grade_b", "agency_grade_c", "agency_first_response_hours")


class ResConfigSettings(models.TransientModel):
    """One settings page for the suite; each addon adds its block to the Agency app of it."""

    _inherit = "res.config.settings"

    # Not related fields: those are written one by one, and grades only make sense together.
    agency_grade_a = fields.Integer("Grade A From", default=70)
    agency_grade_b = fields.Integer("Grade B From", default=45)
    agency_grade_c = fields.Integer("Grade C From", default=20)
    agency_first_response_hours = fields.Float("First Response Within", default=4.0)

    @api.model
    def get_values(self):
        company = self.env.company
        return super().get_values() | {name: company[name] for name in COMPANY_FIELDS}

    def set_values(self):
        result = super().set_values()
        values = {name: self[name] for name in COMPANY_FIELDS if self[name] != self.company_id[name]}
        if values:
            self.company_id.write(values)
        return result
