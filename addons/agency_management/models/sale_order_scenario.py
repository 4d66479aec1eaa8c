from odoo import _, fields, models


class SaleOrder(models.Model):
    """Quotations are compared with what they could be."""

    _inherit = "sale.order"

    scenario_ids = fields.One2many("agency.quote.scenario", "order_id", string="Scenarios", groups="base.group_user")
    scenario_count = fields.Integer(
        compute="_compute_scenario_count", compute_sudo=True, groups="base.group_user", string="Number of Scenarios"
    )

    def _compute_scenario_count(self):
        counts = dict(
            self.env["agency.quote.scenario"]._read_group([("order_id", "in", self.ids)], ["order_id"], ["__count"])
        )
        for order in self:
            order.scenario_count = counts.get(order, 0)

    def action_view_scenarios(self):
        """:return: action comparing the scenarios of this quotation; the first one is made when there is none"""
        self.ensure_one()
        scenarios = self.env["agency.quote.scenario"]
        if not self.scenario_count:
            scenarios.create({**scenarios._prepare_from_order(self), "order_id": self.id})
        return {
            "type": "ir.actions.act_window",
            "name": _("Scenarios of %(order)s", order=self.name),
            "res_model": "agency.quote.scenario",
            "view_mode": "kanban,list,form",
            "domain": [("order_id", "=", self.id)],
            "context": {"default_order_id": self.id},
        }
