from odoo import _, api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tools import format_date

from ..core import content_hash, discount

#: what the guard alone writes, with what it begins with
GUARDED = {
    "price_author_id": False,
    "cleared_fingerprint": False,
    "approval_state": "none",
    "approval_comment": False,
    "approval_user_id": False,
}


class SaleOrder(models.Model):
    """Prices beyond what whoever made them may offer hold a quotation back until somebody with wider limits agrees.

    Prices that passed are remembered by their fingerprint. Whatever changes them, by whichever way, makes the
    fingerprint differ, and the prices have to pass again.
    """

    _inherit = "sale.order"

    price_author_id = fields.Many2one(
        "res.users",
        string="Priced By",
        readonly=True,
        copy=False,
        groups="base.group_user",
        help="Who of the agency changed the prices last; their limit holds, and the salesperson's.",
    )
    cleared_fingerprint = fields.Char(readonly=True, copy=False, groups="base.group_user")

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su:
            # neither values nor defaults of a context bring along what only the guard writes
            vals_list = [vals | GUARDED for vals in vals_list]
        orders = super().create(vals_list)
        orders.filtered(lambda order: order.state in ("sent", "sale"))._clear_prices()
        return orders

    def write(self, vals):
        if not self.env.su and GUARDED.keys() & vals.keys():
            raise AccessError(_("Approvals are given on the quotation, by somebody whose limit is wide enough."))
        result = super().write(vals)
        if vals.get("state") in ("sent", "sale"):
            # after the write, so that prices that came with it count
            self._clear_prices()
        if {"user_id", "currency_id", "pricelist_id"}.intersection(vals):
            self._prices_changed()
        return result

    def message_post(self, **kwargs):
        if self.env.context.get("mark_so_as_sent"):
            self._check_sendable()
        return super().message_post(**kwargs)

    def action_quotation_send(self):
        self._check_sendable()
        return super().action_quotation_send()

    def _has_to_be_signed(self):
        return super()._has_to_be_signed() and not self._prices_held_back()

    def _has_to_be_paid(self):
        return super()._has_to_be_paid() and not self._prices_held_back()

    def _check_payable(self):
        """:raise ValidationError: an offer that has expired or is held back is not accepted by paying it either"""
        for order in self.filtered(lambda order: order.state in ("draft", "sent")):
            if order.is_expired:
                raise ValidationError(order._expired_message())
            if order._prices_held_back():
                raise ValidationError(order._revised_message())

    def _revised_message(self):
        """:return str: what to tell somebody who wants to accept a quotation that is held back"""
        return _("This quotation is being revised. We will send you the new one; please wait for it.")

    def _expired_message(self):
        """:return str: what to tell somebody who wants to accept a quotation that has expired"""
        self.ensure_one()
        return _(
            "This quotation was valid until %(date)s. Ask for a new one on its page, or write to us.",
            date=format_date(self.env, self.validity_date),
        )

    # ------------------------------------------------------------------ limits

    def _price_people(self):
        """:return: users of the agency who answer for the prices; empty when nobody does, as in the webshop"""
        self.ensure_one()
        # who they are is no secret of the order; it may be a client who signs
        order_sudo = self.sudo()
        people = (order_sudo.user_id | order_sudo.price_author_id) or order_sudo.create_uid
        return people.filtered(lambda user: not user.share)

    def _price_limit(self):
        """:return: :class:`~odoo.addons.agency_management.core.discount.Limit` of the order, None without one"""
        self.ensure_one()
        limits = self.env["agency.discount.limit"]._of_users(self._price_people(), self.company_id)
        return discount.strictest(limits.values())

    def _price_violations(self, limit):
        """:return: tuple of :class:`~odoo.addons.agency_management.core.discount.Violation`"""
        self.ensure_one()
        if limit is None:
            return ()
        # costs and price lists are needed whoever looks; only the verdict is told
        lines_sudo = self.sudo().order_line.filtered(lambda line: line._is_guarded())
        margin = discount.margin_percent(sum(lines_sudo.mapped("price_subtotal")), self._planned_cost(lines_sudo))
        return discount.violations(lines_sudo._discount_facts(), margin, limit)

    def _violation_texts(self, violations):
        """Say what is beyond the limit; what is left of the price is no figure for everybody."""
        texts = []
        for one in violations:
            if one.kind == discount.MARGIN:
                texts.append(_("The planned margin is below %(limit).1f %%.", limit=one.limit))
            elif one.kind == discount.LINE_DISCOUNT:
                texts.append(
                    _(
                        "%(line)s is %(value).1f %% below its price; up to %(limit).1f %% is allowed.",
                        line=one.subject,
                        value=one.value,
                        limit=one.limit,
                    )
                )
            else:
                texts.append(
                    _(
                        "The whole is %(value).1f %% below its price; up to %(limit).1f %% is allowed.",
                        value=one.value,
                        limit=one.limit,
                    )
                )
        return texts

    # ------------------------------------------------------------------ passing

    def _price_fingerprint(self):
        """:return str: what stands for exactly these prices"""
        self.ensure_one()
        # the same for whoever looks
        order_sudo = self.sudo()
        lines_sudo = order_sudo.order_line.filtered(lambda line: line._is_guarded())
        values = {"currency": order_sudo.currency_id.name, "lines": lines_sudo._fingerprint_values()}
        return content_hash.digest(content_hash.canonical_bytes("quotation prices", values))

    def _prices_cleared(self):
        """:return bool: whether these very prices have passed"""
        self.ensure_one()
        cleared = self.sudo().cleared_fingerprint
        return bool(cleared) and cleared == self._price_fingerprint()

    def _prices_held_back(self):
        """:return bool: whether the prices need an approval they do not have"""
        self.ensure_one()
        return not self._prices_cleared() and bool(self._price_violations(self._price_limit()))

    def _is_held_back(self):
        """:return bool: whether the order is an open quotation whose prices need an approval they do not have"""
        self.ensure_one()
        return self.state in ("draft", "sent") and self._prices_held_back()

    def _check_sendable(self):
        """:raise UserError: a quotation is held back, with the reasons and what to do"""
        for order in self.filtered(lambda order: order.state in ("draft", "sent")):
            order._check_prices()

    def _check_prices(self):
        self.ensure_one()
        if self._prices_cleared():
            return
        violations = self._price_violations(self._price_limit())
        if violations:
            raise UserError(
                _(
                    "%(order)s needs an approval before it can be sent or confirmed:\n%(reasons)s\n"
                    "Change the prices, or ask for approval on the quotation.",
                    order=self.name,
                    reasons="\n".join("– " + text for text in self._violation_texts(violations)),
                )
            )

    def _clear_prices(self):
        """Let the prices of these orders pass.

        :raise UserError: some need an approval first
        """
        for order in self:
            order._check_prices()
            order._remember_cleared()

    def _remember_cleared(self):
        self.ensure_one()
        fingerprint = self._price_fingerprint()
        # what passed is written by the guard alone
        order_sudo = self.sudo()
        if order_sudo.cleared_fingerprint != fingerprint:
            order_sudo.cleared_fingerprint = fingerprint

    def _prices_changed(self, lines=None):
        """Prices were touched: remember by whom, and ask anew for what was agreed on other ones.

        :param lines: ``sale.order.line`` that may give away more than before, None when no line was touched
        """
        user = self.env.user
        if not self.env.su and not user.share:
            # who touched the prices is the guard's to write, also where somebody may only edit lines
            orders_sudo = self.sudo().filtered(lambda order: order.price_author_id != user)
            orders_sudo.write({"price_author_id": user.id})
            if lines:
                self.filtered(lambda order: order.state == "sale")._check_confirmed_prices(lines)
        self._reset_approval()

    def _check_confirmed_prices(self, lines):
        """What is agreed is not lowered afterwards beyond the limit of whoever does it.

        :param lines: ``sale.order.line`` that are new or may give away more than before; the others are not judged
        :raise UserError: somebody gives away more than they may
        """
        limits = self.env["agency.discount.limit"]
        for order in self:
            limit = limits._of_users(self.env.user, order.company_id)[self.env.user]
            # price lists are needed whoever looks
            lines_sudo = (lines & order.order_line).sudo()
            facts = lines_sudo._discount_facts()
            violations = discount.violations(facts, None, limit)
            if any(fact.net < 0 for fact in facts):
                violations = order._price_violations(limit)
            violations = [one for one in violations if one.kind != discount.MARGIN]
            if violations:
                raise UserError(
                    _(
                        "%(order)s is confirmed, and this is more than you may give away:\n%(reasons)s\n"
                        "Ask somebody with a wider limit to change the order.",
                        order=order.name,
                        reasons="\n".join("– " + text for text in self._violation_texts(violations)),
                    )
                )
