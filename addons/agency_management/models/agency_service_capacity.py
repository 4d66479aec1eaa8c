from odoo import fields, models


class AgencyService(models.Model):
    """Services say what has to be mastered for them; suggestions of people look at it."""

    _inherit = "agency.service"

    skill_ids = fields.Many2many(
        "hr.skill", string="Skills", help="What whoever does the work should master; people are suggested by it."
    )
