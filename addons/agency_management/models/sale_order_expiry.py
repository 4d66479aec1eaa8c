from odoo import _, api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_date, plaintext2html, split_every

from ..core import chasing

FOLLOW_UP = "agency_management.mail_activity_quotation_follow_up"
#: Open quotations that are looked at together.
BATCH = 1000


class SaleOrder(models.Model):
    """Quotations expire; those that nobody answers are chased, each reminder once."""

    _inherit = "sale.order"

    sent_on = fields.Date(readonly=True, copy=False, groups="base.group_user")
    sent_at = fields.Datetime(
        readonly=True, copy=False, groups="base.group_user", help="The moment of sending; what came later answers it."
    )
    reminder_log_ids = fields.One2many(
        "agency.quotation.reminder.log",
        "order_id",
        string="Reminders",
        readonly=True,
        # whoever may read the rows: others get the order without them
        groups="agency_crm.group_marketing_manager,sales_team.group_sale_salesman",
    )

    @api.model_create_multi
    def create(self, vals_list):
        orders = super().create(vals_list)
        orders.filtered(lambda order: order.state == "sent")._note_sending()
        return orders

    def write(self, vals):
        result = super().write(vals)
        if vals.get("state") == "sent":
            self._note_sending()
        return result

    def message_post(self, **kwargs):
        if self.env.context.get("mark_so_as_sent"):
            # sent again; before the message, so that an answer to it always comes later
            self.filtered(lambda order: order.state == "sent")._note_sending()
        return super().message_post(**kwargs)

    def _note_sending(self):
        for order in self:
            # whoever sends may be a job or a client who comes back
            order_sudo = order.sudo()
            order_sudo.write({"sent_on": order._agency_today(), "sent_at": fields.Datetime.now()})

    def _agency_today(self):
        """:return datetime.date: today, where the order's company works"""
        self.ensure_one()
        return fields.Date.context_today(self.with_context(tz=self.company_id._agency_tz()))

    # ------------------------------------------------------------------ a new quotation in place of an expired one

    def _client_asks_renewal(self, partner):
        """The client wants a new quotation: its salesperson is told, once.

        :raise UserError: the quotation has not expired
        """
        self.ensure_one()
        if not self.is_expired:
            raise UserError(_("This quotation has not expired."))
        # the client may not see activities of the agency
        order_sudo = self.sudo()
        summary = _("Wants a new quotation")
        kind = self.env.ref(FOLLOW_UP)
        if order_sudo.activity_ids.filtered(lambda one: one.activity_type_id == kind and one.summary == summary):
            return
        order_sudo.activity_schedule(
            FOLLOW_UP,
            summary=summary,
            note=_("The client asks for a new quotation in place of this one, which has expired."),
            user_id=self._agency_owner().id,
            agency_topic=f"renewal:{self.id}",
        )
        order_sudo.message_post(
            body=_("Please send me a new quotation."),
            author_id=partner.id,
            message_type="comment",
            subtype_xmlid="mail.mt_comment",
        )

    # ------------------------------------------------------------------ chasing

    @api.model
    def _cron_chase(self):
        """Enqueue a job for each quotation of which somebody is to be reminded."""
        ids = self.search([("state", "=", "sent"), ("signed_on", "=", False), ("sent_on", "!=", False)]).ids
        for some in split_every(BATCH, ids):
            for order in self.browse(some)._due_reminders():
                order.with_delay(
                    identity_key=f"agency_management.chase.{order.id}",
                    description=_("Reminders of quotation %(order)s", order=order.name),
                )._job_chase()

    def _due_reminders(self):
        """:return dict: order -> list of :class:`~odoo.addons.agency_management.core.chasing.Reminder`, none empty"""
        rules = self.env["agency.quotation.reminder"].search([])
        done, answered = {}, self._answered_ids()
        logs = self.env["agency.quotation.reminder.log"].search_fetch(
            [("order_id", "in", self.ids)], ["order_id", "reminder_id", "about_date"]
        )
        for log in logs:
            done.setdefault(log.order_id, set()).add((log.reminder_id.id, log.about_date))
        result = {}
        for order in self:
            if order.state != "sent" or order.signed_on:
                continue
            own = rules.filtered(lambda rule, order=order: rule.company_id in (order.company_id, rule.company_id[:0]))
            due = chasing.due(
                own._core_rules(),
                chasing.Quotation(order.sent_on, order.validity_date or None, order.id in answered),
                order._agency_today(),
                frozenset(done.get(order, ())),
            )
            if due:
                result[order] = due
        return result

    def _answered_ids(self):
        """:return set: ids of the orders to which the client has written since they were sent"""
        if not self:
            return set()
        self.env["mail.message"].flush_model()
        self.flush_recordset(["sent_on", "sent_at", "client_id"])
        self.env.cr.execute(
            """
            SELECT DISTINCT message.res_id
              FROM mail_message message
              JOIN sale_order quotation ON quotation.id = message.res_id
              JOIN res_partner author ON author.id = message.author_id
             WHERE message.model = 'sale.order'
               AND message.res_id IN %s
               AND message.message_type IN ('email', 'comment')
               AND author.commercial_partner_id = quotation.client_id
               AND message.date > COALESCE(quotation.sent_at, quotation.sent_on)
            """,
            [tuple(self.ids)],
        )
        return {row[0] for row in self.env.cr.fetchall()}

    def _job_chase(self):
        """Send the reminders of one quotation that are due, each once."""
        self.ensure_one()
        # a reminder and the signature, or two jobs, take turns
        self.env.cr.execute("SELECT id FROM sale_order WHERE id = %s FOR UPDATE", [self.id])
        self.invalidate_recordset()
        if self._is_held_back():
            # not done with: what is due is sent once the prices are approved
            return
        for reminder in self._due_reminders().get(self, ()):
            rule = self.env["agency.quotation.reminder"].browse(reminder.key)
            self.env["agency.quotation.reminder.log"].create(
                {"order_id": self.id, "reminder_id": rule.id, "about_date": reminder.about, "sent": reminder.send}
            )
            if reminder.send and rule.recipient == chasing.CLIENT:
                self._remind_client(rule)
            elif reminder.send:
                self._remind_salesperson(rule)

    def _remind_client(self, rule):
        self._portal_ensure_token()
        self.message_post_with_source(
            rule.template_id,
            email_layout_xmlid="mail.mail_notification_layout_with_responsible_signature",
            subtype_xmlid="mail.mt_comment",
            message_type="auto_comment",
        )

    def _remind_salesperson(self, rule):
        owner = self._agency_owner()
        # what is written is for the owner, whoever or whatever reminds
        self = self.with_context(lang=owner.lang)
        valid = format_date(self.env, self.validity_date) if self.validity_date else _("further notice")
        self.activity_schedule(
            FOLLOW_UP,
            summary=rule.with_context(lang=owner.lang).name,
            note=plaintext2html(
                _(
                    "%(client)s has not answered. Sent on %(sent)s, valid until %(valid)s.",
                    client=self.client_id.name,
                    sent=format_date(self.env, self.sent_on),
                    valid=valid,
                )
            ),
            user_id=owner.id,
            agency_topic=f"chase:{self.id}",
        )
