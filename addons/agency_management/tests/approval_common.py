"""What the tests of discount limits and approvals share."""

from contextlib import contextmanager

from odoo.exceptions import UserError

from .common import ManagementBuilders, ManagementCommon


class ApprovalBuilders(ManagementBuilders):
    """A seller who may give 10 % and keep 20 %, a boss without limits, a package that costs 550 + 120 of 2,500."""

    @classmethod
    def build_approval_world(cls):
        limits = cls.env["agency.discount.limit"]
        limits.search([("company_id", "=", cls.env.company.id)]).unlink()
        limits.create(
            [
                {"role": "marketing_manager", "max_discount": 10, "min_margin": 20},
                {"role": "project_manager", "max_discount": 25, "min_margin": 10},
                {"role": "administrator", "max_discount": 100, "min_margin": -100},
            ]
        )
        cls.package = cls.new_standard_package()
        cls.seller = cls.new_staff("approval_seller", "marketing_manager")
        cls.boss = cls.new_staff("approval_boss", "administrator")
        cls.env.company.quotation_approver_ids = cls.boss
        cls.client = cls.new_client("Alpha Approval")

    @classmethod
    def new_offer(cls, discount=0.0, user=None, **values):
        """:return: a quotation of the seller, with a discount on its audit, seen by the seller"""
        user = user or cls.seller
        order = cls.env["sale.order"].with_user(user).create({"partner_id": cls.client.id} | values)
        order._apply_package(cls.package)
        if discount:
            cls.audit_line(order).discount = discount
        return order

    @classmethod
    def audit_line(cls, order):
        return order.order_line.filtered(lambda line: line.agency_service_id == cls.audit)


class ApprovalCommon(ApprovalBuilders, ManagementCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.build_approval_world()

    @contextmanager
    def refused(self, message):
        """What is refused leaves nothing behind."""
        with self.assertRaisesRegex(UserError, message), self.env.cr.savepoint():
            yield

    def ask(self, order, comment="They promise a reference."):
        self.decide(order, self.seller, "request", comment)

    def decide(self, order, user, decision, comment=""):
        """Use the dialogue as its buttons do."""
        action = {
            "request": "action_ask_approval",
            "approve": "action_approve_prices",
            "reject": "action_reject_prices",
        }[decision]
        context = getattr(order.with_user(user), action)()["context"]
        wizard = self.env["agency.price.approval"].with_user(user).with_context(**context)
        wizard.create({"comment": comment}).action_confirm()

    def approvals(self, order):
        """:return: users with an open activity to decide"""
        kind = self.env.ref("agency_management.mail_activity_quotation_approval")
        return order.sudo().activity_ids.filtered(lambda one: one.activity_type_id == kind).user_id
