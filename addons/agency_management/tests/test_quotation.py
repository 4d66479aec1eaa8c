from odoo import Command
from odoo.exceptions import UserError
from odoo.tests import Form, HttpCase, tagged

from .common import ManagementBuilders, ManagementCommon


@tagged("post_install", "-at_install")
class TestQuotation(ManagementCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.package = cls.new_standard_package()
        cls.addon = cls.package.line_ids.filtered("is_addon")
        cls.client = cls.new_client("Alpha Quote", client_state=False)

    def test_apply_package(self):
        order = self.new_order(self.client)
        order.order_line = [Command.create({"product_id": self.care.product_id.id, "name": "By hand", "price_unit": 7})]
        for _again in range(2):
            order._apply_package(self.package, self.addon)
        self.assertRecordValues(
            order.order_line.sorted(),
            [
                {"display_type": False, "name": "By hand", "billing": "one_off", "price_subtotal": 7},
                {"display_type": "line_section", "name": "One-off", "billing": "one_off", "price_subtotal": 0},
                {"display_type": False, "name": "Audit\n• Audit report", "billing": "one_off", "price_subtotal": 2000},
                {"display_type": "line_section", "name": "Every month", "billing": "monthly", "price_subtotal": 0},
                {"display_type": False, "name": "Care", "billing": "monthly", "price_subtotal": 500},
                {"display_type": False, "name": "Extra hours", "billing": "monthly", "price_subtotal": 99},
            ],
        )
        self.assertRecordValues(
            order,
            [
                {
                    "client_id": self.client.id,
                    "package_id": self.package.id,
                    "package_version": 1,
                    "scope": "<p>Audit and care</p>",
                    "assumptions": "<p>Access is given</p>",
                    "timeline_text": "<p>Two weeks</p>",
                    "one_off_total": 2007,
                    "monthly_total": 599,
                }
            ],
        )

    def test_tasks_name_the_service_a_line_sells(self):
        order = self.new_order(self.client, self.package)
        line = order.order_line.filtered(lambda line: line.agency_service_id == self.audit)
        self.assertIn("\n• ", line.name)
        for shown in (f"{order.name} - Audit", f"{order.name} - Brand audit"):
            self.assertEqual(line.display_name.split(" (")[0], shown)
            line.name = "Brand audit\n• Audit report"

    def test_the_price_is_the_packages(self):
        order = self.new_order(self.client, self.package)
        self.audit.list_price = 9999
        line = order.order_line.filtered(lambda line: line.agency_service_id == self.audit)
        line.product_uom_qty = 3
        self.assertEqual((line.price_unit, order.one_off_total), (2000, 6000))

    def test_currency_of_the_order(self):
        currency = self.env["res.currency"].create({"name": "TST", "symbol": "T", "rounding": 0.01})
        self.env["res.currency.rate"].create({"name": "2020-01-01", "rate": 2.0, "currency_id": currency.id})
        pricelist = self.env["product.pricelist"].create({"name": "In T", "currency_id": currency.id})
        order = self.new_order(self.client, self.package, pricelist_id=pricelist.id)
        self.assertEqual((order.one_off_total, order.monthly_total), (4000, 1000))

    def test_what_cannot_be_applied(self):
        order = self.new_order(self.client)
        draft = self.new_package("Draft", [(self.audit, "one_off")], state="draft")
        other = self.new_package("Other", [(self.audit, "one_off", {"is_addon": True}), (self.care, "monthly")])
        with self.assertRaises(UserError):
            order._apply_package(draft)
        with self.assertRaises(UserError):
            order._apply_package(self.package, other.line_ids.filtered("is_addon"))
        order._apply_package(self.package)
        order.action_confirm()
        with self.assertRaises(UserError):
            order._apply_package(other)

    def test_wizard(self):
        seller = self.new_staff("quote_seller", "marketing_manager")
        order = self.new_order(self.client).with_user(seller)
        action = order.action_choose_package()
        form = Form(self.env[action["res_model"]].with_user(seller).with_context(**action["context"]))
        form.package_id = self.package
        self.assertEqual((form.one_off_total, form.monthly_total), (2000, 500))
        form.addon_line_ids.add(self.addon)
        self.assertEqual((form.one_off_total, form.monthly_total), (2000, 599))
        form.save().action_apply()
        self.assertEqual((order.one_off_total, order.monthly_total, order.package_id), (2000, 599, self.package))

    def test_version_is_remembered(self):
        order = self.new_order(self.client, self.package)
        draft = self.package.browse(self.package.action_new_version()["res_id"])
        draft.action_publish()
        self.assertEqual((order.package_id, order.package_version), (self.package, 1))
        order._apply_package(draft)
        self.assertEqual((order.package_id, order.package_version), (draft, 2))

    def test_pdf_says_what_is_bought(self):
        order = self.new_order(self.client, self.package)
        report = self.env["ir.actions.report"]
        html = report._render_qweb_html("sale.action_report_saleorder", order.ids)[0].decode()
        for text in ("Audit and care", "Two weeks", "Access is given", "Paid once", "Paid every month", "Audit report"):
            with self.subTest(text=text):
                self.assertIn(text, html)
        plain = self.new_order(self.client, order_line=[Command.create({"product_id": self.audit.product_id.id})])
        html = report._render_qweb_html("sale.action_report_saleorder", plain.ids)[0].decode()
        self.assertNotIn("Paid once", html)


@tagged("post_install", "-at_install")
class TestQuotationPage(ManagementBuilders, HttpCase):
    def test_portal_page_says_what_is_bought(self):
        order = self.new_order(self.new_client("Alpha Page"), self.new_standard_package())
        order.action_quotation_sent()
        self.assertEqual(order.prepayment_percent, 0.2)
        order.deposit_percent = 33.33
        self.assertEqual(order.prepayment_percent, 0.4666)
        page = self.url_open(order.get_portal_url()).text
        self.assertNotIn("46.66", page, "the share of the deposit is rounded")
        for text in ("Audit and care", "Two weeks", "Access is given", "Paid once", "Paid every month", "Audit report"):
            with self.subTest(text=text):
                self.assertIn(text, page)
