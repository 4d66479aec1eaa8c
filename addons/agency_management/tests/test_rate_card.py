"""SAL-3: rate cards by role, tier, industry and currency, through Odoo's price lists."""

from odoo import Command
from odoo.exceptions import AccessError
from odoo.tests import Form, tagged

from .common import ManagementCommon


@tagged("post_install", "-at_install")
class TestRateCard(ManagementCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.role_seo = cls.new_role("SEO")
        cls.role_copy = cls.new_role("Copy", bill_rate=80)
        cls.key, cls.regular = cls.env["agency.client.tier"].create([{"name": "Key"}, {"name": "Usual"}])
        cls.retail = cls.env["res.partner.industry"].create({"name": "Retail shops"})
        cls.currency = cls.env["res.currency"].create({"name": "TST", "symbol": "T", "rounding": 0.01})
        cls.env["res.currency.rate"].create({"name": "2020-01-01", "rate": 2.0, "currency_id": cls.currency.id})
        cls.advice = cls.new_service("Advice", pricing_model="hourly", efforts=[(cls.role_seo, 6), (cls.role_copy, 2)])
        cls.audit = cls.new_service("Audit", price=2000)
        cls.package = cls.new_package("Start", [(cls.audit, "one_off"), (cls.advice, "one_off")])
        cls.client = cls.new_client("Alpha Rates", client_tier_id=cls.key.id)

    def new_card(self, name, rates=(), **values):
        """:return: a rate card; rates are dicts of rules"""
        return self.env["product.pricelist"].create(
            {
                "name": name,
                "agency_rate_card": True,
                "currency_id": self.env.company.currency_id.id,
                "item_ids": [Command.create({"compute_price": "fixed"} | rate) for rate in rates],
            }
            | values
        )

    def prices(self, order):
        lines = order.order_line.filtered(lambda line: not line.display_type).sorted()
        return [(line.agency_role_id.name or line.agency_service_id.name, line.price_unit) for line in lines]

    def test_rates_apply_by_role(self):
        card = self.new_card(
            "Key",
            [
                {"agency_role_id": self.role_seo.id, "fixed_price": 95},
                {"agency_service_id": self.audit.id, "fixed_price": 1900},
                {"compute_price": "percentage", "percent_price": 25},
            ],
            agency_tier_ids=[Command.set(self.key.ids)],
        )
        self.assertRecordValues(
            card.item_ids.sorted("id"),
            [
                {
                    "applied_on": "0_product_variant",
                    "product_id": self.role_seo.product_id.id,
                    "agency_service_id": False,
                },
                {
                    "applied_on": "0_product_variant",
                    "product_id": self.audit.product_id.id,
                    "agency_service_id": self.audit.id,
                },
                {"applied_on": "3_global", "product_id": False, "agency_service_id": False},
            ],
        )
        order = self.new_order(self.client, self.package)
        self.assertEqual(order.pricelist_id, card)
        self.assertEqual(self.prices(order), [("Audit", 1900), ("SEO", 95), ("Copy", 60)])
        self.assertEqual(order.rate_card_reason, f"Rate card chosen by tier Key, currency {card.currency_id.name}.")
        other = self.new_order(self.new_client("Beta Rates"), self.package)
        self.assertNotEqual(other.pricelist_id, card)
        self.assertEqual(self.prices(other), [("Audit", 2000), ("SEO", 100), ("Copy", 80)])
        self.assertFalse(other.rate_card_reason)

    def test_a_rule_made_for_the_product_is_one_for_the_role(self):
        card = self.new_card("Plain", [{"applied_on": "1_product", "product_tmpl_id": self.advice.product_id.id}])
        card.item_ids.product_tmpl_id = self.role_copy.product_id.product_tmpl_id
        self.assertRecordValues(card.item_ids, [{"agency_role_id": self.role_copy.id, "agency_service_id": False}])
        card.item_ids.agency_role_id = self.role_seo
        self.assertEqual(card.item_ids.product_id, self.role_seo.product_id)

    def test_by_tier_industry_and_currency(self):
        general = self.new_card("General")
        key = self.new_card("Key", agency_tier_ids=[Command.set(self.key.ids)])
        retail = self.new_card("Retail", agency_industry_ids=[Command.set(self.retail.ids)])
        foreign = self.new_card("Foreign", currency_id=self.currency.id)
        archived = self.new_card("Old", agency_tier_ids=[Command.set(self.key.ids)], sequence=-5, active=False)
        self.assertFalse(archived.active)
        cases = [
            ({}, key, "tier Key"),
            ({"client_tier_id": self.regular.id}, general, "currency"),
            ({"client_tier_id": self.regular.id, "industry_id": self.retail.id}, retail, "industry Retail shops"),
            ({"industry_id": self.retail.id}, key, "tier Key"),
            ({"quote_currency_id": self.currency.id}, foreign, "currency TST"),
        ]
        for number, (values, card, fact) in enumerate(cases):
            client = self.new_client(f"Client {number}", **({"client_tier_id": self.key.id} | values))
            contact = self.env["res.partner"].create({"name": "Contact", "parent_id": client.id})
            with self.subTest(values=values):
                order = self.new_order(contact)
                self.assertEqual(order.pricelist_id, card)
                self.assertEqual(order.currency_id, card.currency_id)
                self.assertIn(fact, order.rate_card_reason)

    def test_currency_of_the_card(self):
        self.new_card(
            "Foreign", [{"agency_role_id": self.role_seo.id, "fixed_price": 150}], currency_id=self.currency.id
        )
        self.client.quote_currency_id = self.currency
        order = self.new_order(self.client, self.package)
        self.assertEqual(order.currency_id, self.currency)
        self.assertEqual(self.prices(order), [("Audit", 4000), ("SEO", 150), ("Copy", 160)])

    def test_what_somebody_chose_stays(self):
        card = self.new_card("Key", agency_tier_ids=[Command.set(self.key.ids)])
        _everybodys, special = self.env["product.pricelist"].create(
            [{"name": "Everybody's", "sequence": 1}, {"name": "Special"}]
        )
        order = self.new_order(self.client)
        self.assertEqual(order.pricelist_id, card)
        order.pricelist_id = special
        self.assertEqual(order.rate_card_reason, f"The rate card of this client is {card.display_name}.")
        self.client.property_product_pricelist = special
        again = self.new_order(self.client)
        self.assertEqual(again.pricelist_id, special)
        self.assertFalse(again.rate_card_reason)

    def test_saving_settings_keeps_rate_cards(self):
        """Price lists are on; were they off, saving any settings would archive all of them."""
        card = self.new_card("Kept", agency_tier_ids=[Command.set(self.key.ids)])
        admin = self.new_staff("rates_admin", "administrator")
        settings = self.env["res.config.settings"].with_user(admin).create({})
        self.assertTrue(settings.group_product_pricelist)
        settings.execute()
        self.assertTrue(card.active)
        self.assertEqual(self.new_order(self.client).pricelist_id, card)

    def test_a_rate_card_is_nobodys_price_list_by_default(self):
        card = self.new_card("Cheap", sequence=-100, agency_tier_ids=[Command.set(self.key.ids)])
        stranger = self.new_client("Gamma Rates")
        self.assertNotEqual(stranger.property_product_pricelist, card)
        self.assertNotEqual(self.new_order(stranger).pricelist_id, card)

    def test_changing_the_rate_card_prices_anew(self):
        order = self.new_order(self.client, self.package)
        card = self.new_card("Late", [{"compute_price": "percentage", "percent_price": 50}])
        order.pricelist_id = card
        order.action_update_prices()
        self.assertEqual(self.prices(order), [("Audit", 1000), ("SEO", 50), ("Copy", 40)])

    def test_who_makes_rate_cards(self):
        seller = self.new_staff("rates_seller", "marketing_manager")
        card = (
            self.env["product.pricelist"]
            .with_user(seller)
            .create({"name": "Mine", "agency_rate_card": True, "agency_tier_ids": [Command.set(self.key.ids)]})
        )
        view = self.env.ref("agency_management.product_pricelist_view_form_rate_card")
        with Form(card, view=view) as form:
            with form.item_ids.new() as item:
                item.agency_role_id = self.role_seo
                self.assertEqual(item.fixed_price, 100)
                item.fixed_price = 90
        self.assertRecordValues(
            card.item_ids,
            [{"agency_role_id": self.role_seo.id, "fixed_price": 90, "applied_on": "0_product_variant"}],
        )
        order = self.env["sale.order"].with_user(seller).create({"partner_id": self.client.id})
        order._apply_package(self.package)
        self.assertEqual(self.prices(order), [("Audit", 2000), ("SEO", 90), ("Copy", 80)])
        member = self.new_staff("rates_member", "team_member")
        with self.assertRaises(AccessError):
            card.with_user(member).write({"name": "Not mine"})
