from odoo import Command, _, api, fields, models
from odoo.exceptions import UserError
from odoo.tools.misc import clean_context

CHANGE_ACTIVITY = "agency_management.mail_activity_change_order"


class AgencyDeliverable(models.Model):
    """Rounds of changes beyond those agreed are offered to the client as a change order."""

    _inherit = "agency.deliverable"

    change_line_ids = fields.One2many(
        "sale.order.line", "agency_deliverable_id", string="Change Order Lines", groups="base.group_user"
    )
    rounds_ordered = fields.Integer(
        compute="_compute_rounds_ordered",
        compute_sudo=True,
        store=True,
        help="Additional rounds of changes that the client ordered.",
    )
    change_order_count = fields.Integer(
        "Change Orders", compute="_compute_change_order_count", compute_sudo=True, groups="base.group_user"
    )

    @api.depends("change_line_ids.product_uom_qty", "change_line_ids.order_id.state")
    def _compute_rounds_ordered(self):
        for deliverable in self:
            ordered = deliverable.change_line_ids.filtered(lambda line: line.order_id.state == "sale")
            deliverable.rounds_ordered = int(sum(ordered.mapped("product_uom_qty")))

    @api.depends("change_line_ids.order_id")
    def _compute_change_order_count(self):
        for deliverable in self:
            deliverable.change_order_count = len(deliverable.change_line_ids.order_id)

    def _client_request_changes(self, partner, comment, ip_address=None):
        result = super()._client_request_changes(partner, comment, ip_address=ip_address)
        if self.rounds_over:
            self._suggest_change_order()
        return result

    def _suggest_change_order(self):
        """Ask who answers for the project to offer the client what is beyond the agreed rounds; once at a time."""
        # the client's own request leads here
        deliverable_sudo = self.sudo()
        user = deliverable_sudo.project_id.user_id or deliverable_sudo.author_id
        if not user or deliverable_sudo.activity_search([CHANGE_ACTIVITY]):
            return
        deliverable_sudo.with_context(lang=user.lang or self.env.lang).activity_schedule(
            CHANGE_ACTIVITY,
            user_id=user.id,
            summary=_("Propose change order"),
            note=_(
                "Round %(used)s of changes; the agreement covers %(agreed)s.",
                used=self.rounds_used,
                agreed=self.rounds_included + self.rounds_ordered,
            ),
        )

    def action_propose_change_order(self):
        """Make a quotation of the rounds beyond scope, for the account manager to send; one at a time.

        :return: action that opens it
        :raise UserError: no round is beyond scope
        """
        self.ensure_one()
        # orders are a salesperson's; whoever may change the deliverable may propose one
        self.check_access_rights("write")
        self.check_access_rule("write")
        self._lock()
        if not self.rounds_over:
            raise UserError(
                _(
                    "%(deliverable)s is within the agreed rounds of changes: %(used)s of %(agreed)s.",
                    deliverable=self.name,
                    used=self.rounds_used,
                    agreed=self.rounds_included + self.rounds_ordered,
                )
            )
        # orders are read to find an open one of this deliverable; the user opens it by their own rights
        open_sudo = self.sudo().change_line_ids.order_id.filtered(lambda order: order.state in ("draft", "sent"))
        order_sudo = open_sudo[:1] or self._create_change_order()
        self.activity_feedback([CHANGE_ACTIVITY])
        return self._open_change_orders(order_sudo)

    def _create_change_order(self):
        """:return: a new quotation of the rounds beyond scope, elevated"""
        # whoever proposes need not be a salesperson; the salesperson is who sends it
        # defaults of the deliverable's form are none of the order's; keyword arguments could only add to the context
        clean = clean_context(self.env.context)
        deliverable_sudo = self.sudo().with_context(clean)  # pylint: disable=context-overridden
        first_sudo = deliverable_sudo.order_id
        client_sudo = deliverable_sudo.client_id
        seller_sudo = first_sudo.user_id or client_sudo.user_id or deliverable_sudo.project_id.user_id
        order_sudo = (
            deliverable_sudo.env["sale.order"]
            .with_company(self.company_id)
            .create(
                {
                    "partner_id": (first_sudo.partner_id or client_sudo).id,
                    "company_id": self.company_id.id,
                    "user_id": seller_sudo.id,
                    "origin": self.name,
                    "order_line": [Command.create(deliverable_sudo._prepare_change_line())],
                }
            )
        )
        if seller_sudo:
            order_sudo.activity_schedule(
                "mail.mail_activity_data_todo",
                user_id=seller_sudo.id,
                summary=_("Send the change order"),
                note=_("Proposed by %(person)s for %(deliverable)s.", person=self.env.user.name, deliverable=self.name),
                agency_topic=f"change_order:{order_sudo.id}",
            )
        self.message_post(body=_("Change order %(order)s proposed.", order=order_sudo.name))
        return order_sudo

    def _prepare_change_line(self):
        """:return dict: values of the order line that sells the rounds beyond scope"""
        self.ensure_one()
        product = self.company_id._agency_change_product()
        account = self.project_id._agency_analytic_accounts()
        return {
            "product_id": product.id,
            "name": _("Additional round of changes: %(deliverable)s", deliverable=self.name),
            "product_uom_qty": self.rounds_over,
            "agency_deliverable_id": self.id,
            # its revenue belongs to the project
            **({"analytic_distribution": {str(account.id): 100.0}} if account else {}),
        }

    def action_view_change_orders(self):
        """:return: action showing the change orders"""
        self.ensure_one()
        # which they are; the user opens them by their own rights
        orders_sudo = self.sudo().change_line_ids.order_id
        return self._open_change_orders(orders_sudo)

    def _open_change_orders(self, orders):
        action = {
            "type": "ir.actions.act_window",
            "name": _("Change Orders"),
            "res_model": "sale.order",
            "view_mode": "list,form",
            "domain": [("id", "in", orders.ids)],
            "context": {"create": False},
        }
        if len(orders) == 1:
            action |= {"view_mode": "form", "res_id": orders.id}
        return action

    def _portal_page(self, user):
        # elevated, behind the gate
        sent = self.change_line_ids.order_id.filtered(lambda order: order.state == "sent")
        return super()._portal_page(user) | {
            "rounds_left": max(0, self.rounds_included + self.rounds_ordered - self.rounds_used),
            "change_orders": sent if self._has_client_right("pay", user=user) or not user.share else sent.browse(),
        }
