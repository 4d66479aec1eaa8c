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
        projects = {project.agency_order_id: project for project in self if project.agency_order_id}
        # what a retainer of an order bills is the order's, too, and counted with it
        totals = self.env["account.move"]._agency_payment_totals(
            [
                "|",
                ("agency_order_id", "in", [order.id for order in projects]),
                "&",
                ("agency_order_id", "=", False),
                ("retainer_id.project_id", "in", self.ids),
            ],
            "agency_order_id",
            "retainer_id",
        )
        sums = dict.fromkeys(self, (0.0, 0.0))
        for (order, retainer), (invoiced, residual) in totals.items():
            # of a single project all of it is: no retainer has to be read for its form
            project = self if len(self) == 1 else projects[order] if order else retainer.project_id
            sums[project] = sums[project][0] + invoiced, sums[project][1] + residual
        for project, (invoiced, residual) in sums.items():
            project.agency_amount_invoiced = invoiced
            project.agency_amount_residual = residual
            project.agency_amount_paid = invoiced - residual

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
