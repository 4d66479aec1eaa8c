from odoo import _, api, fields, models


class SaleOrder(models.Model):
    """Quotations use the rate card of their client, and say why."""

    _inherit = "sale.order"

    rate_card_reason = fields.Char(
        compute="_compute_rate_card_reason",
        groups="base.group_user",
        help="Why the quotation uses its price list, or which one it should use.",
    )

    def _compute_pricelist_id(self):
        super()._compute_pricelist_id()
        for order in self:
            card = order._agency_rate_card()[0]
            if card and order.state == "draft":
                order.pricelist_id = card

    def _agency_rate_card(self):
        """The rate card the client gets; a price list chosen for the client itself, and the website's, come first.

        :return tuple: (``product.pricelist``, tuple of reasons)
        """
        self.ensure_one()
        none = self.env["product.pricelist"], ()
        if not self.partner_id or ("website_id" in self._fields and self.website_id):
            return none
        order = self.with_company(self.company_id)
        client = order.partner_id._origin.commercial_partner_id or order.partner_id._origin
        if client and client._agency_own_pricelist():
            return none
        return self.env["product.pricelist"]._agency_rate_card_of(client, order.company_id)

    def _agency_due_pricelist(self):
        """:return: ``product.pricelist`` the client gets when nobody chooses another; the order's own in the webshop"""
        self.ensure_one()
        if not self.partner_id or ("website_id" in self._fields and self.website_id):
            return self.pricelist_id
        partner = self.partner_id.with_company(self.company_id)
        return self._agency_rate_card()[0] or partner.property_product_pricelist

    @api.depends("partner_id", "pricelist_id", "company_id", "state")
    def _compute_rate_card_reason(self):
        for order in self:
            order.rate_card_reason = False
            if order.state not in ("draft", "sent"):
                continue
            card, reasons = order._agency_rate_card()
            if not card:
                continue
            client = order.partner_id.commercial_partner_id
            if order.pricelist_id._origin != card:
                order.rate_card_reason = _("The rate card of this client is %(card)s.", card=card.display_name)
                continue
            facts = [_("currency %(currency)s", currency=card.currency_id.name)]
            if "industry" in reasons:
                facts.insert(0, _("industry %(industry)s", industry=client.industry_id.name))
            if "tier" in reasons:
                facts.insert(0, _("tier %(tier)s", tier=client.client_tier_id.name))
            order.rate_card_reason = _("Rate card chosen by %(facts)s.", facts=", ".join(facts))
