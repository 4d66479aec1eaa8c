import json
import re
from contextlib import nullcontext
from unittest.mock import patch

from freezegun import freeze_time
from lxml import html

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger
from odoo.tools.misc import format_amount

from odoo.addons.queue_job.tests.common import trap_jobs

from .billing_common import BillingBuilders


@tagged("post_install", "-at_install")
class TestPaymentPortal(BillingBuilders, HttpCase):
    """Who of a client sees and pays its invoices, in the portal and by RPC."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.build_billing_world()
        cls.build_provider()
        cls.payer = cls.new_member(cls.client, "pay_payer")
        cls.viewer = cls.new_member(cls.client, "pay_viewer", can_pay=False)
        # a member who is no contact of the client: membership alone counts
        cls.freelancer = cls.new_portal_user("pay_freelancer")
        cls.env["agency.client.member"].create({"client_id": cls.client.id, "user_id": cls.freelancer.id})
        cls.other = cls.new_member(cls.new_client("Beta Bikes"), "pay_other")
        with freeze_time("2026-03-05"):
            cls.retainer = cls.new_retainer("2026-03-01")
            cls.move = cls.bill(cls.retainer, "2026-03-05")
        cls.marker = cls.move.name

    def page(self, login, path=None, **params):
        self.authenticate(login, login)
        query = "&".join(f"{key}={value}" for key, value in params.items())
        return self.url_open((path or f"/my/invoices/{self.move.id}") + (f"?{query}" if query else ""))

    def start_payment(self, login, access_token):
        """:return dict: answer of the route that starts the payment of the invoice"""
        if login:
            self.authenticate(login, login)
        else:
            self.authenticate(None, None)
        payload = {
            "jsonrpc": "2.0",
            "method": "call",
            "id": 1,
            "params": {
                **({"access_token": access_token} if access_token else {}),
                "provider_id": self.provider.id,
                "payment_method_id": self.method.id,
                "token_id": None,
                "amount": self.move.amount_residual,
                "flow": "direct",
                "tokenization_requested": False,
                "landing_route": "/my",
            },
        }
        response = self.url_open(
            f"/invoice/transaction/{self.move.id}",
            data=json.dumps(payload),
            headers={"Content-Type": "application/json"},
        )
        return response.json()

    def test_who_opens_the_invoice(self):
        for login, seen in (("pay_payer", True), ("pay_freelancer", True), ("pay_viewer", False), ("pay_other", False)):
            with self.subTest(login=login):
                self.assertEqual(self.marker in self.page(login).text, seen)
                self.assertEqual(self.marker in self.page(login, "/my/invoices").text, seen)

    def test_revoked_right_counts_on_the_next_request(self):
        self.assertIn(self.marker, self.page("pay_payer").text)
        self.payer.partner_id.env["agency.client.member"].search([("user_id", "=", self.payer.id)]).can_pay = False
        self.env.flush_all()
        self.assertNotIn(self.marker, self.page("pay_payer").text)

    def test_drafts_are_nobodys(self):
        with freeze_time("2026-03-05"):
            draft = self.bill(self.new_retainer("2026-03-01", policy="draft"), "2026-03-05")
        self.assertFalse(self.env["account.move"].with_user(self.payer).search([("id", "=", draft.id)]))

    def test_rpc_reads_no_more(self):
        moves, lines = self.env["account.move"], self.env["account.move.line"]
        for user, seen in ((self.payer, 1), (self.freelancer, 1), (self.viewer, 0), (self.other, 0)):
            with self.subTest(user=user.login):
                self.assertEqual(moves.with_user(user).search_count([("retainer_id", "=", self.retainer.id)]), seen)
                self.assertEqual(bool(lines.with_user(user).search_count([("move_id", "=", self.move.id)])), bool(seen))
        with self.assertRaises(AccessError):
            self.move.with_user(self.payer).write({"ref": "mine"})
        with self.assertRaises(AccessError):
            self.move.with_user(self.payer).read(["agency_to_send"])

    def test_retainer_by_rpc(self):
        retainers, lines = self.env["agency.retainer"], self.env["agency.retainer.line"]
        with freeze_time("2026-03-05"):
            self.new_retainer("2026-03-01", activate=False)
        for user, count in ((self.payer, 1), (self.viewer, 1), (self.other, 0)):
            with self.subTest(user=user.login):
                self.assertEqual(retainers.with_user(user).search_count([]), count)
                self.assertEqual(lines.with_user(user).search_count([]), count)
        self.assertEqual(
            self.retainer.with_user(self.payer).read(["hours_balance", "amount_residual"])[0]["amount_residual"], 1080.0
        )
        for field in ("policy", "billing_error", "close_note", "charge_ids", "mrr_company"):
            with self.subTest(field=field), self.assertRaises(AccessError):
                self.retainer.with_user(self.payer).read([field])
        with self.assertRaises(AccessError):
            self.env["agency.retainer.charge"].with_user(self.payer).search([])

    def test_the_pay_button_is_for_who_may_pay(self):
        token = self.move._portal_ensure_token()
        self.env.flush_all()
        self.assertRegex(self.page("pay_payer").text, "Pay Now|pay_with|o_payment_form")
        text = self.page("pay_viewer", access_token=token).text
        self.assertIn(self.marker, text)
        self.assertIsNone(re.search("Pay Now|o_payment_form", text))

    def test_member_pays(self):
        for login in ("pay_payer", "pay_freelancer"):
            with self.subTest(login=login):
                with freeze_time("2026-03-05"):
                    self.move = self.bill(self.new_retainer("2026-03-01"), "2026-03-05")
                token = self.move._portal_ensure_token()
                self.env.flush_all()
                answer = self.start_payment(login, token)
                self.assertIn("result", answer, answer)
                transaction = self.env["payment.transaction"].search([("invoice_ids", "in", self.move.ids)])
                self.assertEqual(transaction.amount, 1080.0)
                transaction._set_done()
                self.post_process(transaction)
                self.assertIn(self.move.payment_state, ("paid", "in_payment"))
                self.assertEqual(self.move.amount_residual, 0.0)
                # booked on the client, whoever of it paid
                self.assertEqual(transaction.payment_id.partner_id, self.client)
                self.assertRecordValues(self.move.retainer_id, [{"amount_paid": 1080.0, "amount_residual": 0.0}])
        self.assertEqual(self.client.agency_amount_paid, 2160.0)

    @mute_logger("odoo.http")
    def test_member_pays_from_a_page_opened_without_token(self):
        self.assertIn("result", self.start_payment("pay_payer", None))
        transactions = self.env["payment.transaction"].search([("invoice_ids", "in", self.move.ids)])
        self.assertRecordValues(transactions, [{"amount": 1080.0, "partner_id": self.payer.partner_id.id}])
        for login in ("pay_viewer", "pay_other", None):
            with self.subTest(login=login):
                self.assertIn("error", self.start_payment(login, None))
        self.assertEqual(self.env["payment.transaction"].search([("invoice_ids", "in", self.move.ids)]), transactions)

    @mute_logger("odoo.http")
    def test_member_without_the_right_cannot_pay(self):
        token = self.move._portal_ensure_token()
        self.env.flush_all()
        # the link opens the document to its holder, but a member acts by its rights
        answer = self.start_payment("pay_viewer", token)
        self.assertIn("not pay it", json.dumps(answer))
        self.assertFalse(self.env["payment.transaction"].search([("invoice_ids", "in", self.move.ids)]))
        for login in ("pay_viewer", "pay_other"):
            self.assertIn("error", self.start_payment(login, "wrong"))
        self.assertFalse(self.env["payment.transaction"].search([("invoice_ids", "in", self.move.ids)]))

    def test_holder_of_the_link_pays(self):
        token = self.move._portal_ensure_token()
        self.env.flush_all()
        self.assertIn("result", self.start_payment(None, token))

    def test_the_page_of_the_order_thanks_until_the_work_is_under_way(self):
        audit = self.new_service("Audit", price=2000.0)
        package = self.new_package("Start", [(audit, "one_off")], deposit_percent=50)

        def refuse(order):
            raise UserError("No more teams this year")

        for name, method in (("set up", None), ("failed", "_setup_team_proposal")):
            with self.subTest(name):
                order = self.new_order(self.client, package, require_signature=False)
                address = order.get_portal_url()
                self.assertNotIn("agency_thanks", self.page(None, address).text)
                broken = patch.object(type(order), method, refuse) if method else nullcontext()
                with broken, mute_logger("odoo.addons.agency_management.models.sale_order_setup"), trap_jobs():
                    self.pay_online(order, order.deposit_amount)
                page = self.page(None, address)
                amount = format_amount(self.env, order.deposit_amount, order.currency_id)
                thanks = html.fromstring(page.text).xpath("//div[@name='agency_thanks']")
                self.assertEqual(
                    [" ".join(one.text_content().split()) for one in thanks],
                    [
                        f"Thank you. We have your payment of {' '.join(amount.split())}, and your order is confirmed. "
                        "We prepare the start and get in touch with you about the first steps."
                    ],
                )
                self.assertNotIn("No more teams", page.text)
                order._agency_set_up()
                order.onboarding_id.state = "done"
                self.assertNotIn("agency_thanks", self.page(None, address).text)

    def test_customers_who_are_no_clients_keep_what_stock_gives(self):
        customer = self.env["res.partner"].create({"name": "Plain Customer", "is_company": True})
        user = self.new_portal_user("pay_plain", client=customer)
        move = self.env["account.move"].create(
            {
                "move_type": "out_invoice",
                "partner_id": customer.id,
                "invoice_date": "2026-03-05",
                "invoice_line_ids": [Command.create({"product_id": self.product.id})],
            }
        )
        move.action_post()
        self.assertEqual(self.env["account.move"].with_user(user).search([]), move)
