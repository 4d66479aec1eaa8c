from odoo import api, fields, models

from ..core.search_flag import flag_domain


class SaleOrder(models.Model):
    """Quotations that are held back are nobody's to read outside the agency, by whatever way.

    Limits, roles and costs decide, so the flag is computed on each request; the rules of what clients see ask for it.
    """

    _inherit = "sale.order"

    is_held_back = fields.Boolean(
        "Waits for Approval",
        compute="_compute_is_held_back",
        search="_search_is_held_back",
        compute_sudo=True,
        groups="base.group_user",
        help="The quotation is open and its prices need an approval they do not have.",
    )

    @api.depends(
        "state",
        "user_id",
        "cleared_fingerprint",
        "order_line.price_unit",
        "order_line.discount",
        "order_line.product_uom_qty",
    )
    def _compute_is_held_back(self):
        for order in self:
            order.is_held_back = order._is_held_back()

    def _search_is_held_back(self, operator, value):
        # the verdict is the same for whoever looks
        candidates_sudo = self.sudo().search(self._domain_maybe_held_back(), order="id")
        return flag_domain(operator, value, candidates_sudo.filtered("is_held_back").ids)

    @api.model
    def _domain_maybe_held_back(self):
        """:return: domain of the open quotations to look at; for a portal user those the other rules leave"""
        # limits are configuration; that they hold must not depend on who looks
        companies_sudo = self.env["agency.discount.limit"].sudo().search([]).company_id
        domain = [("state", "in", ("draft", "sent")), ("company_id", "in", companies_sudo.ids)]
        user = self.env.user
        if user.share:
            domain += ["|", ("partner_id", "=", user.partner_id.id), ("client_id.member_ids.user_id", "=", user.id)]
        return domain

    @api.model
    def _held_back_from(self, user, order_ids):
        """Quotations a portal user would read if they were not held back: that they are being revised is no secret.

        :param user: ``res.users``
        :param order_ids: ids from wherever
        :return: ``sale.order``, elevated
        """
        if not user.share:
            return self.browse()
        # prices are read to judge them; what comes back is for saying no more than that
        orders_sudo = self.sudo().search(
            [("id", "in", order_ids), ("state", "=", "sent"), *self.with_user(user)._domain_maybe_held_back()]
        )
        return orders_sudo.filtered("is_held_back")
