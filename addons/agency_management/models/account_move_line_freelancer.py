from odoo import fields, models


class AccountMoveLine(models.Model):
    """Lines of vendor bills know whose hours they bill, so that these are not counted as another cost of a project."""

    _inherit = "account.move.line"

    agency_freelancer_id = fields.Many2one(
        "hr.employee",
        string="Freelancer",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="set null",
        groups="base.group_user",
    )
    agency_freelancer_hours = fields.Float(
        "Freelancer's Hours", readonly=True, copy=False, groups="base.group_user", help="Hours of time on this line."
    )
    agency_time_ids = fields.One2many(
        "account.analytic.line",
        "agency_vendor_line_id",
        string="Time",
        readonly=True,
        groups="agency_crm.group_project_manager,agency_crm.group_accountant",
    )

    def _copy_data_extend_business_fields(self, values):
        # a credit note takes back the bill of the hours and not another cost
        result = super()._copy_data_extend_business_fields(values)
        values["agency_freelancer_id"] = self.agency_freelancer_id.id
        return result
