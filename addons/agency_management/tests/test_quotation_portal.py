"""SAL-1 and SAL-4 on the client's page: proposal, add-ons, expiry, quotations that are held back."""

import json
import re
from contextlib import nullcontext

from odoo import Command, fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from .approval_common import ApprovalBuilders
from .billing_common import BillingBuilders
from .test_timer_browser import HELPERS

SIGNATURE = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="


class QuotationPortalCommon(BillingBuilders, ApprovalBuilders, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env = cls.env(context=dict(cls.env.context, tracking_disable=True, no_reset_password=True))
        cls.build_billing_world()
        cls.build_provider()
        cls.build_approval_world()
        cls.texts = cls.new_service("Texts", price=300)
        cls.package = cls.new_package(
            "SEO Start",
            [
                (cls.audit, "one_off"),
                (cls.care, "monthly"),
                (cls.care, "monthly", {"name": "Extra hours", "price_unit": 99, "is_addon": True}),
                (cls.texts, "one_off", {"name": "Two texts", "quantity": 2, "is_addon": True}),
            ],
            deposit_percent=50,
        )
        (cls.audit | cls.care | cls.texts).product_id.taxes_id = [Command.set(cls.tax.ids)]
        cls.hours, cls.two_texts = cls.package.line_ids.filtered("is_addon").sorted("sequence")
        cls.order = cls.new_offer().with_env(cls.env)
        cls.order.action_quotation_sent()
        cls.member = cls.new_member(cls.client, "quote_member")
        cls.viewer = cls.new_member(cls.client, "quote_viewer", can_approve=False)
        cls.other = cls.new_member(cls.new_client("Beta Quote"), "quote_other")
        cls.url = f"/my/orders/{cls.order.id}"
        cls.access_token = cls.order._portal_ensure_token()
        cls.env.flush_all()

    def visit(self, user, path, token=None, **kwargs):
        """:return: answer to a request of a user (None: nobody logged in), with the document token or without"""
        self.authenticate(user.login if user else None, user.login if user else None)
        query = f"?access_token={token}" if token else ""
        return self.url_open(path + query, **kwargs)

    def choose(self, user, addons, token=None):
        """Tick add-ons as the form does.

        :return: the page that follows
        """
        page = self.visit(user, self.url, token)
        # whoever may edit the website gets more attributes
        csrf = re.search(r'name="csrf_token"[^>]* value="([^"]+)"', page.text).group(1)
        query = f"?access_token={token}" if token else ""
        data = [("csrf_token", csrf)] + [("addon", str(getattr(addon, "id", addon))) for addon in addons]
        answer = self.url_open(f"{self.url}/addons{query}", data=data)
        self.env.invalidate_all()
        return answer

    def offer(self):
        """:return: (billing, name, price, chosen by the client) of the priced lines"""
        lines = self.order.order_line.filtered(lambda line: not line.display_type).sorted()
        return [
            (line.billing, line.name.partition("\n")[0], line.price_subtotal, line.agency_addon_choice)
            for line in lines
        ]

    def call(self, path, **params):
        response = self.url_open(
            path,
            data=json.dumps({"jsonrpc": "2.0", "method": "call", "id": 1, "params": params}),
            headers={"Content-Type": "application/json"},
        )
        self.env.invalidate_all()
        return response.json()

    def sign(self, user, token=None):
        self.authenticate(user.login if user else None, user.login if user else None)
        return self.call(f"{self.url}/accept", access_token=token, name="Ines Koch", signature=SIGNATURE)


@tagged("post_install", "-at_install")
class TestAddonsOnThePage(QuotationPortalCommon):
    def test_ticking_recomputes_everything(self):
        self.assertEqual(self.offer(), [("one_off", "Audit", 2000, False), ("monthly", "Care", 500, False)])
        self.assertRecordValues(self.order, [{"deposit_amount": 1800, "amount_total": 3000}])
        page = self.visit(None, self.url, self.access_token).text
        self.assertIn("Extra hours", page)
        self.assertIn("Two texts", page)
        answer = self.choose(None, [self.hours, self.two_texts], self.access_token)
        self.assertIn("Your choice is on the quotation", answer.text)
        self.assertEqual(
            self.offer(),
            [
                ("one_off", "Audit", 2000, False),
                ("one_off", "Two texts", 600, True),
                ("monthly", "Care", 500, False),
                ("monthly", "Extra hours", 99, True),
            ],
        )
        self.assertRecordValues(
            self.order,
            [
                {
                    "one_off_total": 2600,
                    "monthly_total": 599,
                    "amount_total": 3838.8,
                    "deposit_amount": 1560 + 718.8,
                    "state": "sent",
                    "package_version": 1,
                }
            ],
        )
        self.assertEqual(self.order._get_prepayment_required_amount(), 2278.8)
        self.assertIn("2,278.80", answer.text.replace("\u00a0", ""))
        self.choose(None, [self.hours], self.access_token)
        self.assertEqual(
            self.offer(),
            [
                ("one_off", "Audit", 2000, False),
                ("monthly", "Care", 500, False),
                ("monthly", "Extra hours", 99, True),
            ],
        )
        self.choose(None, [], self.access_token)
        self.assertEqual(self.offer(), [("one_off", "Audit", 2000, False), ("monthly", "Care", 500, False)])
        notes = " ".join(self.order.message_ids.mapped("body"))
        self.assertIn("Add-ons chosen: Extra hours, Two texts", notes)
        self.assertIn("No add-ons chosen any more", notes)

    def test_what_is_chosen_is_bought(self):
        self.choose(self.member, [self.hours])
        self.order.action_confirm()
        self.assertEqual(self.order.setup_state, "done", self.order.setup_error)
        self.assertEqual(self.order.retainer_id.mrr, 599)

    def test_a_kind_of_payment_the_offer_did_not_have(self):
        package = self.new_package("Once", [(self.audit, "one_off"), (self.care, "monthly", {"is_addon": True})])
        order = self.new_order(self.client, package)
        order._client_choose_addons(package.line_ids.filtered("is_addon").ids, self.client)
        names = [(line.display_type, line.name.partition("\n")[0]) for line in order.order_line.sorted()]
        self.assertEqual(
            names,
            [("line_section", "One-off"), (False, "Audit"), ("line_section", "Every month"), (False, "Care")],
        )
        self.assertEqual(order.monthly_total, 500)
        order._client_choose_addons([], self.client)
        self.assertEqual(len(order.order_line), 2)

    def test_only_addons_of_this_package(self):
        foreign = self.new_package("Other", [(self.audit, "one_off", {"is_addon": True}), (self.care, "monthly")])
        included = self.package.line_ids.filtered(lambda line: not line.is_addon)[0]
        before = self.offer()
        for addon in (foreign.line_ids.filtered("is_addon"), included, "0", "x", "²", str(10**9)):
            with self.subTest(addon=addon):
                answer = self.choose(None, [addon], self.access_token)
                self.assertIn("could not be changed", answer.text)
                self.assertEqual(self.offer(), before)

    def test_what_the_agency_included_is_not_the_clients_to_remove(self):
        self.order.with_user(self.seller)._apply_package(self.package, self.hours)
        self.assertEqual([addon["line"] for addon in self.order._offered_addons()], [self.two_texts])
        self.choose(None, [], self.access_token)
        self.assertEqual(self.order.monthly_total, 599)

    def test_who_chooses(self):
        self.assertIn("Ask a member with the right to approve", self.choose(self.viewer, [self.hours]).text)
        self.assertIn(
            "Ask a member with the right to approve", self.choose(self.viewer, [self.hours], self.access_token).text
        )
        answer = self.choose(self.boss, [self.hours]).text
        self.assertIn("Here the client chooses", answer)
        self.assertNotIn("Ask a member", answer)
        self.assertEqual(self.order.monthly_total, 500)
        self.choose(self.member, [self.hours])
        self.assertEqual(self.order.monthly_total, 599)
        for user, token in ((self.other, None), (None, None), (None, "wrong")):
            with self.subTest(user=user and user.login, token=token):
                self.authenticate(user.login if user else None, user.login if user else None)
                csrf = re.search(r'csrf_token: "([^"]+)"|name="csrf_token" value="([^"]+)"', self.url_open("/my").text)
                query = f"?access_token={token}" if token else ""
                data = {"csrf_token": next(filter(None, csrf.groups())), "addon": self.two_texts.id}
                self.url_open(f"{self.url}/addons{query}", data=data)
                self.env.invalidate_all()
                self.assertEqual(self.order.one_off_total, 2000)

    def test_too_late(self):
        def closed(**values):
            order = self.new_offer().sudo()
            order.write(values)
            return order

        paid = closed()
        self.new_transaction(paid, 100).state = "pending"
        confirmed = closed()
        confirmed.action_confirm()
        cases = {
            "expired": closed(validity_date="2020-01-01"),
            "signed": closed(signature=SIGNATURE, signed_by="Ines"),
            "not offered": closed(offer_addons=False),
            "being paid": paid,
            "confirmed": confirmed,
        }
        for name, order in cases.items():
            with self.subTest(case=name):
                self.assertFalse(order._client_may_choose())
                with self.assertRaises(UserError):
                    order._client_choose_addons(self.hours.ids, self.client)

    def test_an_approved_price_survives_the_clients_choice(self):
        line = self.audit_line(self.order)
        line.with_user(self.seller).discount = 20
        self.order.with_user(self.boss)._decide_approval(True)
        self.choose(None, [self.hours], self.access_token)
        self.assertRecordValues(self.order, [{"approval_state": "approved", "approval_needed": False}])
        self.assertTrue(self.order._has_to_be_signed())
        # from the moment somebody of the agency touches its price, it is the agency's
        chosen = self.order.order_line.filtered(lambda one: one.agency_addon_choice and not one.display_type)
        chosen.with_user(self.seller).discount = 50
        self.assertRecordValues(self.order, [{"approval_state": "none", "approval_needed": True}])
        self.assertFalse(chosen.agency_addon_choice)

    def test_nobody_passes_a_line_off_as_the_clients(self):
        values = {"order_id": self.order.id, "product_id": self.audit.product_id.id, "discount": 90}
        lines = self.env["sale.order.line"].with_user(self.seller)
        for line in (
            lines.create(values | {"agency_addon_choice": True}),
            lines.with_context(default_agency_addon_choice=True).create(values),
        ):
            self.assertFalse(line.agency_addon_choice)
        self.assertTrue(self.order.approval_needed)


@tagged("post_install", "-at_install")
class TestAddonsInTheBrowser(QuotationPortalCommon):
    def test_a_tick_is_sent_by_itself(self):
        self.browser_js(
            f"{self.url}?access_token={self.access_token}",
            HELPERS
            + """run(async () => {
                const form = await see(".agency_addons_form");
                const button = form.querySelector("[name='agency_addons_submit']");
                await until(() => button.classList.contains("d-none"), "script of the form");
                const sent = new Promise((done) => {
                    form.addEventListener("submit", async (ev) => {
                        ev.preventDefault();
                        const body = new URLSearchParams(new FormData(form));
                        const answer = await fetch(form.action, { method: "POST", body });
                        done(answer.url);
                    });
                });
                form.querySelector("input[name='addon']").click();
                const url = await sent;
                if (!url.includes("message=addons_ok")) { throw new Error("not chosen: " + url); }
            });""",
            ready="!!document.querySelector('.agency_addons_form') && document.readyState === 'complete'",
            timeout=90,
        )
        self.env.invalidate_all()
        self.assertEqual((self.order.one_off_total, self.order.monthly_total), (2000, 599))


@tagged("post_install", "-at_install")
class TestQuotationAnswers(QuotationPortalCommon):
    def test_proposal_is_for_who_sees_the_quotation(self):
        for user, token, seen in [
            (self.member, None, True),
            (self.viewer, None, True),
            (None, self.access_token, True),
            (self.boss, None, True),
            (self.other, self.access_token, True),
            (self.other, None, False),
            (None, None, False),
            (None, "wrong", False),
        ]:
            with self.subTest(user=user and user.login, token=bool(token)):
                answer = self.visit(user, f"{self.url}/proposal", token)
                self.assertEqual(answer.content.startswith(b"%PDF-"), seen)
                if seen:
                    self.assertEqual(answer.headers["Content-Type"], "application/pdf")
                    self.assertIn(f"Proposal%20{self.order.name}.pdf", answer.headers["Content-Disposition"])
                    self.assertIn("no-store", answer.headers["Cache-Control"])

    def test_page_offers_the_proposal_and_says_what_is_bought(self):
        page = self.visit(self.member, self.url).text
        for text in ("Download Proposal", "What you get", "Audit report"):
            with self.subTest(text=text):
                self.assertIn(text, page)

    def test_held_back(self):
        self.audit_line(self.order).with_user(self.seller).discount = 60
        self.env.flush_all()
        for user, token in ((self.member, None), (None, self.access_token)):
            with self.subTest(user=user and user.login):
                page = self.visit(user, self.url, token).text
                self.assertIn("We are revising this quotation", page)
                self.assertNotIn("800.00", page)
                answer = self.sign(user, token)
                self.assertIn("being revised", answer["result"]["error"])
                self.assertFalse(self.visit(user, f"{self.url}/proposal", token).content.startswith(b"%PDF"))
                self.assertFalse(self.order._client_may_choose())
        self.assertFalse(self.order.signature)
        self.assertIn("800.00", self.visit(self.boss, self.url).text, "the agency sees its own quotation")

    def test_held_back_is_not_read_by_rpc_either(self):
        """Nor listed; once the prices are approved, all of it is there again."""
        own = self.new_portal_user("quote_own")
        of_own = self.new_offer(partner_id=own.partner_id.id).with_env(self.env)
        of_own.action_quotation_sent()
        of_own.message_subscribe(own.partner_id.ids)
        readers = ((self.member, self.order), (own, of_own))
        for discount, held_back in ((0, False), (60, True), (5, False)):
            for user, order in readers:
                self.audit_line(order).with_user(self.seller).discount = discount
                self.env.flush_all()
                self.env.invalidate_all()
                for record, name in ((order, "amount_total"), (order.order_line, "price_unit")):
                    record = record.with_user(user)
                    with self.subTest(held_back=held_back, user=user.login, model=record._name):
                        self.assertEqual(bool(record.search([("id", "in", record.ids)])), not held_back)
                        with self.assertRaises(AccessError) if held_back else nullcontext():
                            record.read([name])
                self.assertEqual(order.name in self.visit(user, "/my/quotes").text, not held_back)
                self.assertTrue(order.order_line.with_user(self.boss).read(["price_unit"]))

    def test_whether_it_is_held_back_is_found_by_the_agency(self):
        orders = self.env["sale.order"].with_user(self.boss)
        for discount, held_back in ((0, False), (60, True)):
            self.audit_line(self.order).with_user(self.seller).discount = discount
            found = orders.search([("id", "=", self.order.id), ("is_held_back", "=", True)])
            self.assertEqual((bool(found), self.order.with_user(self.boss).is_held_back), (held_back, held_back))

    def test_nobody_else_is_told_that_it_is_being_revised(self):
        self.audit_line(self.order).with_user(self.seller).discount = 60
        self.env.flush_all()
        for user in (self.other, None):
            with self.subTest(user=user and user.login):
                self.assertNotIn("We are revising this quotation", self.visit(user, self.url).text)
        with self.assertRaises(AccessError):
            self.order.with_user(self.other)._check_printable()

    def test_held_back_is_not_printed_either(self):
        stock = ("sale.report_saleorder", "sale.report_saleorder_pro_forma")
        reports = self.env["ir.actions.report"]
        page = f"/report/pdf/agency_management.report_proposal/{self.order.id}"
        for held_back in (False, True):
            if held_back:
                self.audit_line(self.order).with_user(self.seller).discount = 60
                self.env.flush_all()
            for user, allowed in ((self.member, not held_back), (self.boss, True), (self.other, False)):
                with self.subTest(held_back=held_back, user=user.login), mute_logger("odoo.http"):
                    self.assertEqual(self.visit(user, page).content.startswith(b"%PDF-"), allowed)
        for name in stock:
            with self.subTest(report=name), self.assertRaisesRegex(UserError, "being revised"):
                reports.with_user(self.member)._render_qweb_html(name, self.order.ids)
            html = reports.with_user(self.boss)._render_qweb_html(name, self.order.ids)[0].decode()
            self.assertIn("800.00", html, "the agency prints its own quotation")

    def test_held_back_is_not_paid_either(self):
        self.audit_line(self.order).with_user(self.seller).discount = 60
        self.env.flush_all()
        self.authenticate(None, None)
        with mute_logger("odoo.http"):
            answer = self.call(f"{self.url}/transaction", **self.payment())
        self.assertIn("being revised", json.dumps(answer))
        self.assertFalse(self.order.transaction_ids)

    def payment(self):
        return {
            "access_token": self.access_token,
            "provider_id": self.provider.id,
            "payment_method_id": self.method.id,
            "token_id": None,
            "amount": 100,
            "flow": "direct",
            "tokenization_requested": False,
            "landing_route": "/my",
        }

    def test_a_payment_under_way_is_kept_when_prices_are_held_back(self):
        transaction = self.new_transaction(self.order, 1800)
        self.audit_line(self.order).with_user(self.seller).discount = 60
        transaction._set_done()
        self.post_process(transaction)
        # stock looks at it when it is authorised, and again when it is processed
        transaction._check_amount_and_confirm_order()
        self.assertEqual((transaction.state, self.order.state), ("done", "sent"))
        warning = self.order.activity_ids.filtered(lambda one: one.summary == "Paid, but not confirmed")
        self.assertEqual(len(warning), 1)
        self.assertEqual(warning.user_id, self.seller)
        self.order.with_user(self.boss)._decide_approval(True)
        self.order.with_user(self.seller).action_confirm()
        self.assertEqual(self.order.state, "sale")

    def test_expired(self):
        self.order.validity_date = fields.Date.subtract(fields.Date.today(), days=1)
        self.env.flush_all()
        answer = self.sign(None, self.access_token)
        self.assertIn("was valid until", answer["result"]["error"])
        self.assertIn("Ask for a new one", answer["result"]["error"])
        with mute_logger("odoo.http"):
            answer = self.call(f"{self.url}/transaction", **self.payment())
        self.assertIn("was valid until", json.dumps(answer))
        page = self.visit(None, self.url, self.access_token).text
        self.assertIn("Ask for a New Quotation", page)
        self.assertNotIn("agency_addons_form", page)
        csrf = re.search(r'name="csrf_token" value="([^"]+)"', page).group(1)
        for _again in range(2):
            answer = self.url_open(f"{self.url}/renew?access_token={self.access_token}", data={"csrf_token": csrf})
            self.assertIn("We will send you a new quotation", answer.text)
        self.env.invalidate_all()
        activity = self.order.activity_ids.filtered(lambda one: one.summary == "Wants a new quotation")
        self.assertEqual(activity.user_id, self.seller, "told once")
        self.assertEqual(self.order.state, "sent")

    def test_a_valid_quotation_is_not_renewed(self):
        page = self.visit(None, self.url, self.access_token).text
        self.assertNotIn("Ask for a New Quotation", page)
        csrf = re.search(r'name="csrf_token" value="([^"]+)"', page).group(1)
        answer = self.url_open(f"{self.url}/renew?access_token={self.access_token}", data={"csrf_token": csrf})
        self.assertIn("has not expired", answer.text)

    def test_signing_needs_the_right_to_approve(self):
        answer = self.sign(self.viewer, self.access_token)
        self.assertIn("right to approve", answer["result"]["error"])
        self.assertFalse(self.order.signature)
        self.order.require_payment = False
        answer = self.sign(self.member, self.access_token)
        self.assertIn("redirect_url", answer["result"])
        self.assertEqual(self.order.signed_by, "Ines Koch")
