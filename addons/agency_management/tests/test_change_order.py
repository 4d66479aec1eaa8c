from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .deliverable_common import DeliverableCommon


@tagged("post_install", "-at_install")
class TestChangeOrder(DeliverableCommon):
    """Rounds beyond those agreed become an offer, and the agreed rounds grow when the client takes it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.seller = cls.new_staff("chg_seller", "marketing_manager", name="Sally Seller")
        cls.client_a.user_id = cls.seller
        cls.deliverable = cls.new_deliverable("Spring banner")
        cls.product = cls.env.ref("agency_management.product_change_round")
        cls.product.list_price = 180.0

    @classmethod
    def ask(cls, comment="Bigger"):
        """Show the next version, and let the client ask for changes."""
        cls.show(cls.deliverable)
        cls.deliverable.sudo()._client_request_changes(cls.member_a.partner_id, comment)

    def proposals(self):
        activity_type = self.env.ref("agency_management.mail_activity_change_order")
        return self.deliverable.activity_ids.filtered(lambda one: one.activity_type_id == activity_type)

    def orders(self):
        return self.deliverable.change_line_ids.order_id

    def test_suggested_once_when_a_round_is_beyond_scope(self):
        self.ask()
        self.assertFalse(self.proposals())
        self.ask("Bluer")
        self.assertRecordValues(self.proposals(), [{"user_id": self.manager.id, "summary": "Propose change order"}])
        self.ask("Greener")
        self.assertEqual(len(self.proposals()), 1)

    def test_from_proposal_to_agreed_rounds(self):
        for comment in ("One", "Two", "Three"):
            self.ask(comment)
        self.assertRecordValues(self.deliverable, [{"rounds_used": 3, "rounds_over": 2, "rounds_ordered": 0}])
        self.deliverable.with_user(self.manager).action_propose_change_order()
        order = self.orders()
        self.assertRecordValues(
            order,
            [{"partner_id": self.client_a.id, "user_id": self.seller.id, "state": "draft", "origin": "Spring banner"}],
        )
        self.assertRecordValues(
            order.order_line,
            [{"product_id": self.product.id, "product_uom_qty": 2.0, "price_unit": 180.0}],
        )
        account = self.project_a._agency_analytic_accounts()
        self.assertEqual(order.order_line.analytic_distribution or {}, {str(account.id): 100.0} if account else {})
        self.assertEqual(order.activity_ids.user_id, self.seller)
        seen = order.with_user(self.manager)
        seen.invalidate_recordset()
        self.assertRecordValues(seen.order_line, [{"product_uom_qty": 2.0, "price_unit": 180.0}])
        self.assertFalse(self.proposals(), "what was asked for is done")
        # one at a time
        self.deliverable.with_user(self.manager).action_propose_change_order()
        self.assertEqual(self.orders(), order)

        order.action_confirm()
        self.assertRecordValues(self.deliverable, [{"rounds_over": 0, "rounds_ordered": 2, "change_order_count": 1}])
        self.assertIn("2 additional rounds", self.deliverable.message_ids[0].body)
        with self.assertRaisesRegex(UserError, "within the agreed rounds of changes: 3 of 3"):
            self.deliverable.with_user(self.manager).action_propose_change_order()
        order._action_cancel()
        self.assertRecordValues(self.deliverable, [{"rounds_over": 2, "rounds_ordered": 0}])

    def test_sending_is_asked_for_until_it_is_decided(self):
        for comment in ("One", "Two"):
            self.ask(comment)
        for decide in ("_action_cancel", "action_quotation_sent", "action_confirm"):
            with self.subTest(decide):
                (self.orders() - self.orders().filtered(lambda order: order.state == "cancel"))._action_cancel()
                self.deliverable.with_user(self.manager).action_propose_change_order()
                order = self.orders().filtered(lambda order: order.state == "draft")
                self.assertIn("Send the change order", order.activity_ids.mapped("summary"))
                getattr(order, decide)()
                self.assertNotIn("Send the change order", order.activity_ids.mapped("summary"))

    def test_whoever_may_not_change_the_deliverable_proposes_nothing(self):
        for comment in ("One", "Two"):
            self.ask(comment)
        accountant = self.new_staff("chg_accountant", "accountant")
        for user in (accountant, self.member_a):
            with self.subTest(user.login), self.assertRaises(AccessError):
                self.deliverable.with_user(user).action_propose_change_order()
        self.assertFalse(self.orders())

    def test_a_product_of_the_companys_choice(self):
        other = self.env["product.product"].create({"name": "Studio round", "type": "service", "list_price": 99.0})
        self.env.company.agency_change_product_id = other
        for comment in ("One", "Two"):
            self.ask(comment)
        self.deliverable.with_user(self.author).action_propose_change_order()
        self.assertRecordValues(self.orders().order_line, [{"product_id": other.id, "price_unit": 99.0}])

    def test_no_product(self):
        self.product.active = False
        for comment in ("One", "Two"):
            self.ask(comment)
        with self.assertRaisesRegex(UserError, "Choose what additional rounds of changes are sold as"):
            self.deliverable.with_user(self.manager).action_propose_change_order()

    def test_the_clients_page(self):
        for comment in ("One", "Two"):
            self.ask(comment)
        self.deliverable.with_user(self.manager).action_propose_change_order()
        page = self.deliverable.sudo()._portal_page(self.member_a)
        self.assertEqual((page["rounds_left"], page["change_orders"].ids), (0, []), "not before it is sent")
        self.orders().action_quotation_sent()
        page = self.deliverable.sudo()._portal_page(self.member_a)
        self.assertEqual(page["change_orders"], self.orders())
        page = self.deliverable.sudo()._portal_page(self.viewer_a)
        self.assertFalse(page["change_orders"], "who may not pay is offered nothing")
        self.orders().action_confirm()
        page = self.deliverable.sudo()._portal_page(self.member_a)
        self.assertEqual((page["rounds_left"], page["change_orders"].ids), (0, []))
