from odoo import api, fields, models

from ..core import rate_card


class ProductPricelist(models.Model):
    """A price list can be a rate card: what hours of each role cost certain clients, in one currency."""

    _inherit = "product.pricelist"

    agency_rate_card = fields.Boolean(
        "Rate Card", help="Quotations choose it by the client's tier, industry and currency."
    )
    agency_tier_ids = fields.Many2many(
        "agency.client.tier",
        string="Client Tiers",
        groups="base.group_user",
        help="Empty: clients of every tier, and those without.",
    )
    agency_industry_ids = fields.Many2many(
        "res.partner.industry",
        string="Industries",
        groups="base.group_user",
        help="Empty: clients of every industry.",
    )

    @api.model
    def _get_partner_pricelist_multi_search_domain_hook(self, company_id):
        # a rate card is for those it names, not what everybody gets when nothing else is there
        domain = super()._get_partner_pricelist_multi_search_domain_hook(company_id)
        return [*domain, ("agency_rate_card", "=", False)]

    @api.model
    def _agency_rate_card_of(self, partner, company):
        """Choose the rate card of a client.

        :param partner: ``res.partner``, the client or a contact of it
        :param company: ``res.company`` that quotes
        :return tuple: (``product.pricelist``, tuple of reasons, see the core); empty when no card fits
        """
        # whoever makes a quotation gets the right prices, also where contacts of the client are hidden
        client_sudo = partner.sudo().commercial_partner_id
        currency = client_sudo.quote_currency_id or company.currency_id
        cards = self.search(
            [
                ("agency_rate_card", "=", True),
                ("currency_id", "=", currency.id),
                ("company_id", "in", (company.id, False)),
            ]
        )
        match = rate_card.choose(
            [
                rate_card.Card(
                    card.id,
                    card.currency_id.id,
                    frozenset(card.agency_tier_ids.ids),
                    frozenset(card.agency_industry_ids.ids),
                    card.sequence,
                )
                for card in cards
            ],
            client_sudo.client_tier_id.id,
            client_sudo.industry_id.id,
            currency.id,
        )
        return (self.browse(match.key), match.reasons) if match else (self.browse(), ())
