"""SAL-4: Odoo's promotions and codes work on the suite's quotations; what a program gives is nobody's discount."""

from odoo.tests import tagged

from .approval_common import ApprovalCommon


@tagged("post_install", "-at_install")
class TestLoyalty(ApprovalCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.program = cls.env["loyalty.program"].create(
            {
                "name": "Spring",
                "program_type": "promo_code",
                "trigger": "with_code",
                "applies_on": "current",
                "rule_ids": [(0, 0, {"mode": "with_code", "code": "SPRING", "minimum_amount": 100})],
                "reward_ids": [
                    (
                        0,
                        0,
                        {
                            "reward_type": "discount",
                            "discount": 15,
                            "discount_mode": "percent",
                            "discount_applicability": "order",
                        },
                    )
                ],
            }
        )

    def use_code(self, order, code="SPRING"):
        """Redeem a code as the dialogue of the quotation does."""
        rewards = order.sudo()._try_apply_code(code)
        self.assertNotIn("error", rewards)
        for coupon, reward in rewards.items():
            order.sudo()._apply_program_reward(reward, coupon)

    def test_a_code_is_no_discount_of_the_seller(self):
        order = self.new_offer()
        self.use_code(order)
        self.assertRecordValues(
            order,
            [
                {
                    "amount_untaxed": 2125,
                    "one_off_total": 1625,
                    "monthly_total": 500,
                    "planned_margin": 2125 - 670,
                    "approval_needed": False,
                }
            ],
        )
        order.action_quotation_sent()
        order.action_confirm()
        self.assertEqual((order.state, order.sudo().setup_state), ("sale", "done"))
        self.assertEqual(order.sudo().retainer_id.mrr, 500, "the promotion is deducted once, from the one-off part")

    def test_a_discount_by_hand_is_no_reward(self):
        order = self.new_offer(60)
        self.audit_line(order).reward_id = self.program.reward_ids
        self.assertTrue(order.approval_needed)

    def test_the_margin_guard_still_looks(self):
        self.role_seo.cost_rate = 140
        order = self.new_offer()
        self.assertRecordValues(order, [{"planned_cost": 1970, "planned_margin_percent": 21.2}])
        self.assertFalse(order.approval_needed)
        self.use_code(order)
        self.assertEqual(order.approval_reasons, "The planned margin is below 20.0 %.")

    def test_a_code_after_the_approval_asks_anew(self):
        order = self.new_offer(20)
        self.decide(order, self.boss, "approve")
        self.use_code(order)
        self.assertRecordValues(order, [{"approval_state": "none", "approval_needed": True}])
