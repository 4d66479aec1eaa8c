"""SAL-4: discount limits by role, approval of what is beyond them."""

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .approval_common import ApprovalCommon


@tagged("post_install", "-at_install")
class TestDiscountLimit(ApprovalCommon):
    def test_limits_of_people(self):
        both = self.new_staff("approval_both", "marketing_manager")
        self.give_group(both, "agency_crm.group_project_manager")
        nobody = self.new_staff("approval_hr", "hr_manager")
        limits = self.env["agency.discount.limit"]._of_users(self.seller | self.boss | both | nobody, self.env.company)
        self.assertEqual(
            {user.login: (limit.max_discount, limit.min_margin) for user, limit in limits.items()},
            {
                "approval_seller": (10, 20),
                "approval_boss": (100, -100),
                "approval_both": (25, 10),
                "approval_hr": (10, 20),
            },
        )
        self.env["agency.discount.limit"].search([]).unlink()
        self.assertEqual(
            self.env["agency.discount.limit"]._of_users(self.seller, self.env.company), {self.seller: None}
        )

    def test_named_by_its_role(self):
        limit = self.env["agency.discount.limit"].search([("role", "=", "marketing_manager")], limit=1)
        self.assertEqual(limit.display_name, "Marketing manager")

    def test_within_the_limit(self):
        order = self.new_offer(10)
        self.assertRecordValues(
            order, [{"approval_needed": False, "approval_reasons": "", "approval_state": "none", "may_approve": False}]
        )
        order.action_quotation_sent()
        self.assertEqual(order.state, "sent")
        order.action_confirm()
        self.assertEqual(order.state, "sale")

    def test_what_counts_as_a_discount(self):
        def by_price(order):
            self.audit_line(order).price_unit = 1700

        def by_both(order):
            self.audit_line(order).write({"price_unit": 1900, "discount": 10})

        def by_dialogue(order):
            wizard = self.env["sale.order.discount"].with_user(self.seller).create({"sale_order_id": order.id})
            wizard.write({"discount_type": "so_discount", "discount_percentage": 0.15})
            # the product of such lines is made the first time, which takes more rights
            order.company_id.sudo().sale_discount_product_id = self.env["product.product"].create(
                {"name": "Discount", "type": "service", "list_price": 0}
            )
            wizard.action_apply_discount()

        def by_command(order):
            line = self.audit_line(order)
            order.write({"order_line": [Command.update(line.id, {"discount": 15})]})

        cases = [
            (by_price, ["Audit is 15.0 % below its price; up to 10.0 % is allowed."]),
            (by_both, ["Audit is 14.5 % below its price; up to 10.0 % is allowed."]),
            (by_dialogue, ["The whole is 15.0 % below its price; up to 10.0 % is allowed."]),
            (
                by_command,
                [
                    "Audit is 15.0 % below its price; up to 10.0 % is allowed.",
                    "The whole is 12.0 % below its price; up to 10.0 % is allowed.",
                ],
            ),
        ]
        for lower, reasons in cases:
            with self.subTest(lower=lower.__name__):
                order = self.new_offer()
                lower(order)
                self.assertTrue(order.approval_needed)
                for reason in reasons:
                    self.assertIn(reason, order.approval_reasons)

    def test_what_is_called_a_down_payment_is_none_when_it_lowers_the_price(self):
        order = self.new_offer()
        order.write(
            {
                "order_line": [
                    Command.create({"product_id": self.care.product_id.id, "price_unit": -1000, "is_downpayment": True})
                ]
            }
        )
        self.assertTrue(order.approval_needed)
        order = self.new_offer(60)
        self.audit_line(order).is_downpayment = True
        self.assertTrue(order.approval_needed)

    def test_prices_including_taxes_are_compared_alike(self):
        tax_field = self.env["sale.order.line"]._agency_tax_field()
        included = (
            {"price_include_override": "tax_included"}
            if "price_include_override" in self.env["account.tax"]._fields
            else {"price_include": True}
        )
        tax = self.env["account.tax"].create(
            {"name": "In", "amount": 20, "amount_type": "percent", "type_tax_use": "sale"} | included
        )
        self.audit.product_id.taxes_id = tax
        order = self.new_offer(10)
        self.assertEqual(self.audit_line(order)[tax_field], tax)
        self.assertFalse(order.approval_needed)
        self.audit_line(order).discount = 11
        self.assertTrue(order.approval_needed)


@tagged("post_install", "-at_install")
class TestHeldBack(ApprovalCommon):
    def test_not_sent_not_confirmed_by_no_way(self):
        order = self.new_offer(20)
        template = self.env.ref("sale.email_template_edi_sale")
        composer = self.env["mail.compose.message"].with_user(self.seller)
        ways = {
            "button": lambda: order.action_quotation_send(),
            "mark": lambda: order.action_quotation_sent(),
            "write": lambda: order.write({"state": "sent"}),
            "write with prices": lambda: order.write(
                {"state": "sent", "order_line": [Command.update(self.audit_line(order).id, {"discount": 30})]}
            ),
            "post": lambda: order.with_context(mark_so_as_sent=True).message_post(body="Here it is"),
            "confirm": lambda: order.action_confirm(),
            "confirm by write": lambda: order.write({"state": "sale"}),
            "template": lambda: template.with_user(self.seller).send_mail(order.id),
            "composer": lambda: composer.create(
                {
                    "model": "sale.order",
                    "res_ids": repr(order.ids),
                    "composition_mode": "comment",
                    "template_id": template.id,
                    "body": "Here it is",
                    "partner_ids": [Command.set(self.client.ids)],
                }
            )._action_send_mail(),
            "created as sent": lambda: (
                self.env["sale.order"]
                .with_user(self.seller)
                .create(
                    {
                        "partner_id": self.client.id,
                        "state": "sent",
                        "order_line": [Command.create({"product_id": self.audit.product_id.id, "discount": 50})],
                    }
                )
            ),
        }
        for name, way in ways.items():
            with self.subTest(way=name), self.refused("needs an approval"):
                way()
            self.assertEqual(order.state, "draft")
        self.assertFalse(self.env["mail.message"].search([("res_id", "=", order.id), ("body", "ilike", "Here it")]))

    def test_the_client_can_neither_sign_nor_pay(self):
        order = self.new_offer().sudo()
        order.write({"require_signature": True, "require_payment": True})
        order.action_quotation_sent()
        self.assertEqual((order._has_to_be_signed(), order._has_to_be_paid()), (True, True))
        self.audit_line(order).with_user(self.seller).discount = 50
        self.assertEqual((order._has_to_be_signed(), order._has_to_be_paid()), (False, False))

    def test_the_strictest_limit_of_those_who_priced_it_holds(self):
        order = self.new_offer(15, user=self.boss, user_id=self.boss.id)
        self.assertFalse(order.approval_needed)
        order.user_id = self.seller
        self.assertTrue(order.with_user(self.seller).approval_needed, "the salesperson is answerable for it")
        # nobody gets around it by naming somebody else
        own = self.new_offer(15)
        own.user_id = self.boss
        self.assertTrue(own.approval_needed)
        own.user_id = False
        self.assertTrue(own.approval_needed)

    def test_orders_nobody_priced_are_not_guarded(self):
        order = self.new_order(self.client, self.package, user_id=False)
        order.sudo().write({"price_author_id": False})
        portal = self.new_portal_user("approval_buyer", self.client)
        self.env.cr.execute("UPDATE sale_order SET create_uid = %s WHERE id = %s", [portal.id, order.id])
        order.invalidate_recordset()
        self.audit_line(order).sudo().discount = 50
        self.assertFalse(order._price_people())
        self.assertIsNone(order._price_limit())
        order.action_confirm()
        self.assertEqual(order.state, "sale")

    def test_without_limits_nothing_is_held_back(self):
        self.env["agency.discount.limit"].search([]).unlink()
        order = self.new_offer(90)
        self.assertFalse(order.approval_needed)
        order.action_quotation_sent()
        self.assertEqual(order.state, "sent")

    def test_other_companies_have_their_own_limits(self):
        other = self.env["res.company"].create({"name": "Other Agency"})
        self.assertEqual(self.env["agency.discount.limit"]._of_company(other), {})

    def test_a_confirmed_order_is_not_lowered_afterwards(self):
        order = self.new_offer()
        order.action_confirm()
        line = self.audit_line(order)
        with self.refused("more than you may give away"):
            line.discount = 50
        line.discount = 10
        line.with_user(self.boss).discount = 50
        # what was allowed does not stand in the way of others
        accountant = self.new_staff("approval_accountant", "accountant")
        self.env["sale.order.line"].with_user(accountant).sudo().create(
            {
                "order_id": order.id,
                "product_id": self.care.product_id.id,
                "price_unit": 0,
                "product_uom_qty": 0,
                "is_downpayment": True,
            }
        )
        order.order_line.filtered(lambda one: one.agency_service_id == self.care).product_uom_qty = 2

    def test_what_was_approved_may_be_reduced_by_whoever_could_not_offer_it(self):
        order = self.new_offer(30, user=self.boss, user_id=self.boss.id)
        line = self.audit_line(order).with_user(self.seller)
        line.with_user(self.boss).product_uom_qty = 3
        order.action_confirm()
        line.product_uom_qty = 2
        line.write({"discount": 25, "price_unit": line.price_unit})
        self.assertEqual((line.product_uom_qty, line.discount), (2, 25))
        giving_more = {
            "discount": {"discount": 26},
            "price": {"price_unit": line.price_unit - 100},
            "quantity": {"product_uom_qty": 3},
            "money back": {"product_uom_qty": -1},
        }
        for name, values in giving_more.items():
            with self.subTest(change=name), self.refused("more than you may give away"):
                line.write(values)
        # Odoo 19 refuses another product by itself
        with self.refused("more than you may give away|cannot modify the product"):
            line.write({"product_id": self.care.product_id.id, "price_unit": 100, "discount": 25})

    def test_a_quotation_that_passed_keeps_its_right_when_limits_change(self):
        order = self.new_offer(10)
        order.action_quotation_sent()
        self.env["agency.discount.limit"].search([("role", "=", "marketing_manager")]).max_discount = 5
        self.assertFalse(order.approval_needed)
        order.action_confirm()
        self.assertEqual(order.state, "sale")
        self.assertTrue(self.new_offer(10).approval_needed)


@tagged("post_install", "-at_install")
class TestApproval(ApprovalCommon):
    def test_ask_and_approve(self):
        order = self.new_offer(20)
        self.ask(order)
        self.assertRecordValues(
            order,
            [{"approval_state": "requested", "approval_needed": True, "may_approve": False}],
        )
        self.assertEqual(self.approvals(order), self.boss)
        activity = order.sudo().activity_ids.filtered(lambda one: one.user_id == self.boss)
        self.assertIn("Audit is 20.0 % below its price", activity.note)
        self.assertIn("They promise a reference.", activity.note)
        self.assertTrue(order.with_user(self.boss).may_approve)
        with self.assertRaises(UserError):
            order.action_quotation_sent()
        self.decide(order, self.boss, "approve", "For once.")
        self.assertRecordValues(
            order,
            [
                {
                    "approval_state": "approved",
                    "approval_needed": False,
                    "approval_user_id": self.boss.id,
                    "approval_comment": "For once.",
                }
            ],
        )
        self.assertFalse(self.approvals(order))
        notice = self.env["mail.message"].search(
            [("partner_ids", "in", self.seller.partner_id.ids), ("subject", "ilike", order.name)]
        )
        self.assertIn("For once.", notice.body)
        order.action_quotation_sent()
        order.action_confirm()
        self.assertEqual(order.state, "sale")

    def test_refused_with_a_reason(self):
        order = self.new_offer(20)
        self.ask(order)
        with self.assertRaises(UserError):
            self.decide(order, self.boss, "reject", " ")
        self.decide(order, self.boss, "reject", "Not for this client.")
        self.assertRecordValues(
            order,
            [{"approval_state": "rejected", "approval_needed": True, "approval_comment": "Not for this client."}],
        )
        self.assertFalse(self.approvals(order))
        with self.assertRaises(UserError):
            order.action_confirm()
        self.audit_line(order).discount = 5
        self.assertRecordValues(order, [{"approval_state": "none", "approval_needed": False}])
        order.action_confirm()

    def test_any_change_of_the_prices_asks_anew(self):
        def remove(order):
            order.order_line.filtered(lambda line: line.agency_service_id == self.care).unlink()

        def add(order):
            order.order_line = [Command.create({"product_id": self.care.product_id.id})]

        unit = "product_uom_id" if "product_uom_id" in self.env["sale.order.line"]._fields else "product_uom"
        dozen = self.env.ref("uom.product_uom_dozen")
        changes = {
            # twelve for the price of one
            "unit": lambda order: self.audit_line(order).write({unit: dozen.id, "price_unit": 2000}),
            "discount": lambda order: self.audit_line(order).write({"discount": 21}),
            "price": lambda order: self.audit_line(order).write({"price_unit": 1999}),
            "quantity": lambda order: self.audit_line(order).write({"product_uom_qty": 2}),
            "fee": lambda order: self.audit_line(order).write({"performance_fee": 5}),
            "remove": remove,
            "add": add,
            "package": lambda order: order._apply_package(self.package, self.package.line_ids.filtered("is_addon")),
        }
        for name, change in changes.items():
            with self.subTest(change=name):
                order = self.new_offer(20)
                self.decide(order, self.boss, "approve")
                order.action_quotation_sent()
                change(order)
                self.assertEqual(order.approval_state, "none")
                if name != "package":
                    self.assertTrue(order.approval_needed)
                    with self.assertRaises(UserError):
                        order.action_confirm()

    def test_a_change_behind_the_models_back_counts_too(self):
        order = self.new_offer(20)
        self.decide(order, self.boss, "approve")
        self.assertFalse(order.approval_needed)
        self.env.flush_all()
        self.env.cr.execute("UPDATE sale_order_line SET discount = 60 WHERE id = %s", [self.audit_line(order).id])
        self.env.invalidate_all()
        with self.assertRaises(UserError):
            order.action_confirm()

    def test_what_changes_no_price_keeps_the_approval(self):
        order = self.new_offer(20)
        self.decide(order, self.boss, "approve")
        order.write({"scope": "<p>More words</p>", "client_order_ref": "PO 7"})
        self.audit_line(order).write({"name": "Audit, in depth", "discount": 20})
        self.assertRecordValues(order, [{"approval_state": "approved", "approval_needed": False}])
        order.action_confirm()

    def test_changing_while_it_is_asked_for_withdraws_the_question(self):
        order = self.new_offer(20)
        self.ask(order)
        self.audit_line(order).discount = 30
        self.assertEqual(order.approval_state, "none")
        self.assertFalse(self.approvals(order))

    def test_nobody_decides_beyond_the_own_limit(self):
        order = self.new_offer(20)
        self.ask(order)
        manager = self.new_staff("approval_manager", "project_manager")
        for user, decision in [(self.seller, "approve"), (self.seller, "reject")]:
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self.decide(order, user, decision, "I say so")
        self.decide(order, manager, "approve", "Within 25 %.")
        self.assertEqual(order.approval_state, "approved")
        other = self.new_offer(40)
        with self.assertRaises(AccessError):
            self.decide(other, manager, "approve")

    def test_nobody_writes_the_approval_by_hand(self):
        order = self.new_offer(20)
        for values in [
            {"approval_state": "approved"},
            {"cleared_fingerprint": order._price_fingerprint()},
            {"price_author_id": self.boss.id},
        ]:
            with self.subTest(values=values), self.assertRaises(AccessError):
                order.write(values)
        copy = self.new_offer(5).copy({"approval_state": "approved", "cleared_fingerprint": order._price_fingerprint()})
        self.assertNotEqual(copy.cleared_fingerprint, order._price_fingerprint())

    def test_whom_to_ask(self):
        self.env.company.quotation_approver_ids = False
        order = self.new_offer(20)
        manager = self.new_staff("approval_pm", "project_manager")
        approvers = order._price_approvers()
        self.assertIn(manager, approvers)
        self.assertIn(self.boss, approvers)
        self.assertNotIn(self.seller, approvers)
        self.assertNotIn(self.env.ref("base.user_root"), approvers)
        self.assertNotIn(manager, self.new_offer(40)._price_approvers())
        self.env["agency.discount.limit"].search([("role", "!=", "marketing_manager")]).unlink()
        with self.refused("Nobody else"):
            self.ask(order)

    def test_nothing_to_ask_for(self):
        order = self.new_offer(5)
        with self.refused("needs no approval"):
            self.ask(order)
        with self.refused("needs no approval"):
            self.decide(order, self.boss, "approve")

    def test_a_copy_has_to_pass_by_itself(self):
        order = self.new_offer(20)
        self.decide(order, self.boss, "approve")
        copy = order.copy()
        self.assertRecordValues(copy, [{"approval_state": "none", "approval_needed": True}])
