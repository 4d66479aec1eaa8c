from odoo import _, fields, models


class ProjectProject(models.Model):
    """What a project brings in: invoices of its order and of its retainers."""

    _inherit = "project.project"

    retainer_ids = fields.One2many("agency.retainer", "project_id", groups="base.group_user")
    agency_amount_invoiced = fields.Monetary(
        "Invoiced",
        compute="_compute_agency_payments",
        compute_sudo=True,
        groups="base.group_user",
        help="Posted invoices minus credit notes of the project's order and retainers, taxes included, "
        "in the company's currency.",
    )
    agency_amount_paid = fields.Monetary(
        "Paid", compute="_compute_agency_payments", compute_sudo=True, groups="base.group_user"
    )
    agency_amount_residual = fields.Monetary(
        "Open", compute="_compute_agency_payments", compute_sudo=True, groups="base.group_user"
    )

    def _compute_agency_payments(self):
        moves = self.env["account.move"]
        by_order = moves._agency_payment_totals(
            [("agency_order_id", "in", self.agency_order_id.ids)], "agency_order_id"
        )
        # a retainer of an order is in the order's sums already
        alone = self.retainer_ids.filtered(lambda retainer: not retainer.order_id)
        by_retainer = moves._agency_payment_totals([("retainer_id", "in", alone.ids)], "retainer_id")
        for project in self:
            sums = [by_order.get(project.agency_order_id, (0.0, 0.0))]
            sums += [by_retainer.get(retainer, (0.0, 0.0)) for retainer in project.retainer_ids & alone]
            project.agency_amount_invoiced = sum(invoiced for invoiced, _residual in sums)
            project.agency_amount_residual = sum(residual for _invoiced, residual in sums)
            project.agency_amount_paid = project.agency_amount_invoiced - project.agency_amount_residual

    def action_view_agency_invoices(self):
        """:return: action showing the invoices of the project's order and retainers"""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": _("Invoices"),
            "res_model": "account.move",
            "view_mode": "list,form",
            "domain": [
                "|",
                "&",
                ("agency_order_id", "!=", False),
                ("agency_order_id", "=", self.agency_order_id.id),
                ("retainer_id", "in", self.retainer_ids.ids),
            ],
            "context": {"create": False},
        }
