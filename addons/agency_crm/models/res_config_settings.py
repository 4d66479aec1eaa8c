from odoo import models


class ResConfigSettings(models.TransientModel):
    """One settings page for the suite; each addon adds its block to the Agency app of it."""

    _inherit = "res.config.settings"
