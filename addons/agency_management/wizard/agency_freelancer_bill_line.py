from odoo import fields, models


class AgencyFreelancerBillLine(models.TransientModel):
    """A freelancer with hours on no bill, to be ticked in the dialogue."""

    _name = "agency.freelancer.bill.line"
    _description = "Freelancer to Be Billed"

    wizard_id = fields.Many2one("agency.freelancer.bill", required=True, ondelete="cascade")
    employee_id = fields.Many2one("hr.employee", string="Freelancer", required=True, ondelete="cascade")
    chosen = fields.Boolean("Bill", default=True)
    hours = fields.Float("Hours to Bill", help="Approved, and on no vendor bill yet.")
    hours_open = fields.Float("Not Approved", help="These hours are left out.")
    problem = fields.Char("What Is Missing")
