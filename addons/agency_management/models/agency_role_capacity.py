from odoo import fields, models


class AgencyRole(models.Model):
    """Roles say what their people should master; suggestions of people look at it."""

    _inherit = "agency.role"

    skill_ids = fields.Many2many(
        "hr.skill", string="Skills", help="What people of this role should master; people are suggested by it."
    )
