from odoo import models

#: templates that carry a quotation even where somebody took its document off
OFFERS = ("sale.email_template_edi_sale", "sale.email_template_proforma", "agency_management.mail_template_proposal")


class MailTemplate(models.Model):
    """A quotation that is held back is not mailed: templates that carry it are not rendered for sending."""

    _inherit = "mail.template"

    def _carries_quotation(self):
        """:return bool: whether mails of this template bring a quotation to its client"""
        self.ensure_one()
        if self.model != "sale.order":
            return False
        offers = [self.env.ref(name, raise_if_not_found=False) for name in OFFERS]
        # what a document is made of is configuration
        return self in offers or bool(self.sudo().report_template_ids)

    def _generate_template(self, res_ids, *args, **kwargs):
        # the server's own mails (a payment came in, an order is confirmed) offer nothing
        if not self.env.su and self._carries_quotation():
            self.env["sale.order"].browse(res_ids).exists()._check_sendable()
        return super()._generate_template(res_ids, *args, **kwargs)
