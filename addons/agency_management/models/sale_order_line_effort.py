from odoo import _, api, fields, models


class SaleOrderLine(models.Model):
    """What a line takes to deliver, hours by role, and what is paid for results."""

    _inherit = "sale.order.line"

    agency_role_id = fields.Many2one(
        "agency.role",
        string="Role",
        compute="_compute_agency_role_id",
        store=True,
        precompute=True,
        index="btree_not_null",
        ondelete="restrict",
        help="Whose hours the line sells.",
    )
    performance_metric = fields.Char("Paid per", help="The result that is paid for, in the singular: qualified lead.")
    performance_fee = fields.Monetary(
        "Fee", help="Paid for each unit of the result, on top of the price of the line; billed once it is measured."
    )

    _sql_constraints = [
        ("performance_fee_positive", "CHECK(performance_fee >= 0)", "The fee cannot be negative."),
    ]

    @api.depends("product_id")
    def _compute_agency_role_id(self):
        roles = self.env["agency.role"].with_context(active_test=False)
        by_product = {role.product_id: role for role in roles.search([("product_id", "in", self.product_id.ids)])}
        for line in self:
            line.agency_role_id = by_product.get(line.product_id)

    def _agency_quantity(self):
        """:return float: hours for lines that sell a role, else units of the service"""
        self.ensure_one()
        if not self.agency_role_id:
            return self.product_uom_qty
        unit = self["product_uom_id" if "product_uom_id" in self._fields else "product_uom"]
        return unit._compute_quantity(
            self.product_uom_qty, self.env.ref("uom.product_uom_hour"), round=False, raise_if_failure=False
        )

    def _agency_planned_hours(self):
        """Hours the line takes: those it sells, or the effort of its service.

        :return dict: ``agency.role`` -> hours
        """
        self.ensure_one()
        if self.display_type or self.is_downpayment:
            return {}
        if self.agency_role_id:
            return {self.agency_role_id: self._agency_quantity()}
        return {
            effort.role_id: effort.hours * self.product_uom_qty
            for effort in self.agency_service_id.effort_ids
            if effort.hours
        }

    def _agency_units(self):
        """:return float: units of its service a line stands for; a line of hours shows them by its role's part"""
        self.ensure_one()
        efforts = self.agency_service_id.effort_ids.filtered(lambda effort: effort.role_id == self.agency_role_id)
        planned = sum(efforts.mapped("hours"))
        return self._agency_quantity() / planned if planned else self.product_uom_qty

    def _agency_line_for(self, service, role):
        """:return: the line among these that sells a service; of several, the one that sells hours of the role"""
        lines = self.filtered(lambda line: line.agency_service_id == service)
        return lines.filtered(lambda line: line.agency_role_id and line.agency_role_id == role)[:1] or lines[:1]

    def _performance_text(self):
        """:return str: what is paid for results, empty without"""
        self.ensure_one()
        if not self.performance_fee or self.display_type:
            return ""
        return _(
            "%(fee)s per %(metric)s",
            fee=self.currency_id.format(self.performance_fee),
            metric=self.performance_metric or _("unit"),
        )
