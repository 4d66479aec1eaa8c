from odoo import _, api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import plaintext2html

from .agency_discount_limit import ROLES

ACTIVITY = "agency_management.mail_activity_quotation_approval"


class SaleOrder(models.Model):
    """Asking for an approval of prices, and giving or refusing it."""

    _inherit = "sale.order"

    approval_state = fields.Selection(
        [("none", "None"), ("requested", "Waiting"), ("approved", "Approved"), ("rejected", "Refused")],
        string="Approval",
        required=True,
        default="none",
        readonly=True,
        copy=False,
        index=True,
        tracking=True,
        groups="base.group_user",
    )
    approval_comment = fields.Text(readonly=True, copy=False, groups="base.group_user")
    approval_user_id = fields.Many2one(
        "res.users", string="Decided By", readonly=True, copy=False, groups="base.group_user"
    )
    approval_needed = fields.Boolean(
        compute="_compute_approval_needed",
        groups="base.group_user",
        help="The prices are beyond the limit of whoever made them, and nobody with a wider one has agreed.",
    )
    approval_reasons = fields.Text(compute="_compute_approval_needed", groups="base.group_user")
    may_approve = fields.Boolean(compute="_compute_approval_needed", groups="base.group_user")

    @api.depends_context("uid")
    @api.depends(
        "state",
        "approval_state",
        "cleared_fingerprint",
        "user_id",
        "price_author_id",
        "order_line.price_unit",
        "order_line.discount",
        "order_line.product_uom_qty",
    )
    def _compute_approval_needed(self):
        for order in self:
            violations = ()
            if order.state in ("draft", "sent") and not order._prices_cleared():
                violations = order._price_violations(order._price_limit())
            order.approval_needed = bool(violations)
            order.approval_reasons = "\n".join(order._violation_texts(violations))
            order.may_approve = bool(violations) and order._may_approve(self.env.user)

    def _may_approve(self, user):
        """:return bool: whether a user's own limit covers the prices of this order"""
        self.ensure_one()
        if user.share:
            return False
        limit = self.env["agency.discount.limit"]._of_users(user, self.company_id)[user]
        return not self._price_violations(limit)

    def _price_approvers(self):
        """Who could approve: the company's approvers, or everybody whose role has a limit that is wide enough.

        :return: ``res.users``, without whoever asks
        """
        self.ensure_one()
        # whom to ask is found for those, too, who may not see all users
        users_sudo = self.company_id.sudo().quotation_approver_ids
        if not users_sudo:
            limits = self.env["agency.discount.limit"]._of_company(self.company_id)
            for role, _label in ROLES:
                if role in limits and not self._price_violations(limits[role]):
                    group = self.env.ref(f"agency_crm.group_{role}")
                    users_sudo |= self.env["res.users"].sudo().search([("groups_id", "in", group.ids)])
        company = self.company_id
        bot = self.env.ref("base.user_root")
        return users_sudo.filtered(
            lambda user: (
                user.active
                and not user.share
                and user not in (self.env.user | bot)
                and company in user.company_ids
                and self._may_approve(user)
            )
        ).sudo(False)

    def action_ask_approval(self):
        """:return: action opening the dialogue in which an approval is asked for"""
        return self._approval_dialogue("request", _("Ask for Approval"))

    def action_approve_prices(self):
        """:return: action opening the dialogue in which the prices are approved"""
        return self._approval_dialogue("approve", _("Approve Prices"))

    def action_reject_prices(self):
        """:return: action opening the dialogue in which the prices are refused"""
        return self._approval_dialogue("reject", _("Refuse Prices"))

    def _approval_dialogue(self, decision, title):
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": title,
            "res_model": "agency.price.approval",
            "view_mode": "form",
            "target": "new",
            "context": {"default_order_id": self.id, "default_decision": decision},
        }

    def _request_approval(self, comment=""):
        """Ask everybody who could approve these prices.

        :raise UserError: no approval is needed, or nobody could give it
        """
        self.ensure_one()
        violations = self._price_violations(self._price_limit())
        if self.state not in ("draft", "sent") or self._prices_cleared() or not violations:
            raise UserError(_("%(order)s needs no approval.", order=self.name))
        approvers = self._price_approvers()
        if not approvers:
            raise UserError(
                _(
                    "Nobody else may approve these prices. Ask an administrator to give somebody a wider limit "
                    "(Configuration, Discount Limits)."
                )
            )
        self._close_approval_activities()
        reasons = "\n".join(f"– {text}" for text in self._violation_texts(violations))
        note = "\n".join(filter(None, [reasons, comment]))
        for approver in approvers:
            self.with_context(lang=approver.lang).activity_schedule(
                ACTIVITY, user_id=approver.id, note=plaintext2html(note)
            )
        self._write_approval({"approval_state": "requested", "approval_comment": comment, "approval_user_id": False})
        self._message_log(body=plaintext2html(_("Approval asked for:\n%(reasons)s", reasons=reasons)))

    def _decide_approval(self, approved, comment=""):
        """Approve or refuse exactly the prices as they are now.

        :raise AccessError: the user's own limit does not cover them
        :raise UserError: no approval is needed, or a refusal without a reason
        """
        self.ensure_one()
        user = self.env.user
        violations = self._price_violations(self._price_limit())
        if self.state not in ("draft", "sent") or self._prices_cleared() or not violations:
            raise UserError(_("%(order)s needs no approval.", order=self.name))
        if not self._may_approve(user):
            raise AccessError(_("These prices are beyond your own limit. Somebody with a wider one has to decide."))
        if not approved and not (comment or "").strip():
            raise UserError(_("Say why, so that the quotation can be changed."))
        self._write_approval(
            {
                "approval_state": "approved" if approved else "rejected",
                "approval_comment": comment,
                "approval_user_id": user.id,
            }
        )
        if approved:
            self._remember_cleared()
        self._close_approval_activities(comment)
        title = _("Prices approved.") if approved else _("Prices refused.")
        # whoever asked is told, whoever may read the order
        order_sudo = self.sudo()
        asked = (order_sudo.user_id | order_sudo.price_author_id) - user
        order_sudo.message_notify(
            body=plaintext2html("\n".join(filter(None, [title, comment]))),
            subject=f"{self.name}: {title}",
            partner_ids=asked.partner_id.ids,
            author_id=user.partner_id.id,
        )
        order_sudo._message_log(
            body=plaintext2html("\n".join(filter(None, [title, comment]))), author_id=user.partner_id.id
        )

    def _write_approval(self, vals):
        """The state of an approval is written by these methods alone, whose checks have passed."""
        order_sudo = self.sudo()
        order_sudo.write(vals)

    def _close_approval_activities(self, feedback=None):
        """Nobody needs to decide any more: whoever did has done it, for the others it is gone."""
        # activities of colleagues
        activities_sudo = self.sudo().activity_ids.filtered(
            lambda activity: activity.activity_type_id == self.env.ref(ACTIVITY)
        )
        own_sudo = activities_sudo.filtered(lambda activity: activity.user_id == self.env.user)
        (activities_sudo - own_sudo).unlink()
        if own_sudo:
            own_sudo.with_user(self.env.user).action_feedback(feedback=feedback or False)

    def _reset_approval(self):
        """What was asked for or decided on other prices no longer holds."""
        for order in self:
            # whoever changes the prices, clients included
            order_sudo = order.sudo()
            if order_sudo.approval_state == "none" or order_sudo.state not in ("draft", "sent"):
                continue
            if order_sudo.approval_state == "approved" and order._prices_cleared():
                continue
            order_sudo.write({"approval_state": "none", "approval_comment": False, "approval_user_id": False})
            order._close_approval_activities()
            order_sudo._message_log(body=_("The prices changed: they have to be approved anew if they need it."))
