from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    agency_form_limit = fields.Integer(
        "Requests per Visitor",
        config_parameter="agency_portal.form_limit",
        default=10,
        help="How often one visitor may send a public form in the time below.",
    )
    agency_form_minutes = fields.Integer("Within Minutes", config_parameter="agency_portal.form_minutes", default=60)
