from odoo import api, fields, models


class AgencyOnboardingTemplate(models.Model):
    """The steps that bring a new client on board; packages choose one."""

    _name = "agency.onboarding.template"
    _description = "Onboarding Template"
    _order = "sequence, name"

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one("res.company", index=True, default=lambda self: self.env.company)
    description = fields.Text(translate=True)
    step_ids = fields.One2many("agency.onboarding.template.step", "template_id", string="Steps", copy=True)
    step_count = fields.Integer(compute="_compute_step_count")
    package_ids = fields.One2many("agency.service.package", "onboarding_template_id", string="Packages")

    @api.depends("step_ids")
    def _compute_step_count(self):
        for template in self:
            template.step_count = len(template.step_ids)
