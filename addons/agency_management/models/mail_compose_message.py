from odoo import models


class MailComposeMessage(models.TransientModel):
    """A quotation that is held back is not mailed, whoever opens the composer and however."""

    _inherit = "mail.compose.message"

    def _action_send_mail(self, *args, **kwargs):
        for composer in self:
            if not self.env.su and composer.template_id and composer.template_id._carries_quotation():
                orders = self.env["sale.order"].browse(composer._evaluate_res_ids())
                orders.exists()._check_sendable()
        return super()._action_send_mail(*args, **kwargs)
