from odoo import _, api, fields, models
from odoo.exceptions import UserError
from odoo.tools import split_every

from ..core import workdays

#: Quotations checked by one job.
JOB_SIZE = 20
#: What is written when room is checked.
ROOM_FIELDS = ("earliest_start", "earliest_finish", "capacity_reason", "promise_warning", "capacity_checked_at")


class SaleOrder(models.Model):
    """A quotation says when its work can honestly start and be done, and which role stands in the way."""

    _inherit = "sale.order"

    promised_start = fields.Date(
        copy=False,
        tracking=True,
        help="When the work is to start, as agreed with the client. Empty: as soon as possible.",
    )
    earliest_start = fields.Date(
        readonly=True, copy=False, help="First day from which on the team has room for the work, when last checked."
    )
    earliest_finish = fields.Date(readonly=True, copy=False, help="When the work would be done, when last checked.")
    capacity_reason = fields.Text("Because", readonly=True, copy=False, groups="base.group_user")
    promise_warning = fields.Text(readonly=True, copy=False, groups="base.group_user")
    capacity_checked_at = fields.Datetime("Room Checked", readonly=True, copy=False, groups="base.group_user")

    def write(self, vals):
        result = super().write(vals)
        if "promised_start" in vals and not set(ROOM_FIELDS).intersection(vals):
            self._refresh_capacity()
        return result

    @api.model_create_multi
    def create(self, vals_list):
        orders = super().create(vals_list)
        orders.filtered("promised_start")._refresh_capacity()
        return orders

    def _apply_package(self, package, addons=None):
        result = super()._apply_package(package, addons)
        self._refresh_capacity()
        return result

    def action_quotation_send(self):
        # what goes out is true today
        self._refresh_capacity()
        return super().action_quotation_send()

    def action_refresh_capacity(self):
        """Check again when the work can start.

        :raise UserError: nothing on the quotation says how much work of which role it is
        """
        for order in self:
            if not order.sudo()._agency_efforts():
                raise UserError(
                    _("%(order)s has no services with planned effort: nothing says what it takes.", order=order.name)
                )
        self._refresh_capacity()

    def _refresh_capacity(self):
        """Write when the work of open quotations can start, from what is booked and absent by now."""
        for order in self.filtered(lambda order: order.state in ("draft", "sent")):
            # whoever may write the quotation is told when it can start, not who is booked for what
            order_sudo = order.sudo()
            efforts = order_sudo._agency_efforts()
            if efforts:
                order.write(order_sudo._prepare_capacity(efforts))

    def _prepare_capacity(self, efforts):
        """:return dict: values of the fields that say when the work can start"""
        self.ensure_one()
        today = fields.Date.context_today(self)
        found = self._agency_earliest(efforts, today)
        warning = False
        if self.promised_start:
            promised = self._agency_earliest(efforts, self.promised_start)
            if not promised["start"] or promised["start"] > self._agency_first_workday(self.promised_start):
                warning = "\n".join(promised["reasons"])
        return {
            "earliest_start": found["start"],
            "earliest_finish": found["finish"],
            "capacity_reason": "\n".join(found["reasons"]),
            "promise_warning": warning,
            "capacity_checked_at": fields.Datetime.now(),
        }

    def _agency_earliest(self, efforts, not_before, duration=None, people_by_role=None):
        """When the work of one quotation could start.

        :param int duration: working days; None: what the package says
        :return dict: see :meth:`~.agency_capacity_suggest.AgencyCapacity._earliest`
        """
        self.ensure_one()
        # another quotation of the same opportunity is no competitor
        siblings = self.opportunity_id.order_ids if self.opportunity_id else self.env["sale.order"]
        return self.env["agency.capacity"]._earliest(
            efforts,
            not_before,
            self.company_id,
            duration=self._agency_duration() if duration is None else duration,
            without_orders=(self | siblings).ids,
            people_by_role=people_by_role,
        )

    def _agency_efforts(self):
        """:return dict: ``agency.role`` -> hours of the one-off work, and of one month of the monthly work"""
        self.ensure_one()
        efforts = {}
        for line in self.order_line.filtered("agency_service_id"):
            for effort in line.agency_service_id.effort_ids:
                if effort.hours * line.product_uom_qty > 0:
                    efforts[effort.role_id] = efforts.get(effort.role_id, 0.0) + effort.hours * line.product_uom_qty
        return efforts

    def _agency_duration(self):
        """:return int: working days the work usually takes; 0 when nothing says so"""
        self.ensure_one()
        return self.package_id.duration_days or max(
            self.order_line.agency_service_id.mapped("duration_days"), default=0
        )

    def _agency_start_for_client(self):
        """What the client is told about the start, in the quotation's texts.

        :return dict: ``promised``, ``earliest``, ``finish`` (``datetime.date`` each, as far as there is one); empty
            when the quotation is not open any more. An earliest day that is over is not shown, nor a promise in doubt.
        """
        self.ensure_one()
        # the client may read the days, not why they are what they are
        order_sudo = self.sudo()
        if order_sudo.state not in ("draft", "sent"):
            return {}
        result = {}
        if order_sudo.promised_start and not order_sudo.promise_warning:
            result["promised"] = order_sudo.promised_start
        elif order_sudo.earliest_start and order_sudo.earliest_start >= fields.Date.context_today(self):
            result["earliest"] = order_sudo.earliest_start
            if order_sudo.earliest_finish:
                result["finish"] = order_sudo.earliest_finish
        return result

    def _agency_first_workday(self, day):
        """:return datetime.date: ``day``, or the next day the company works; today when that is over"""
        day = max(day, fields.Date.context_today(self))
        return workdays.on_or_after(day, self.company_id._agency_work_week(day))

    @api.model
    def _cron_refresh_capacity(self):
        """Enqueue a check of the quotations that clients are looking at."""
        today = fields.Date.context_today(self)
        orders = self.search(
            [
                ("state", "=", "sent"),
                ("earliest_start", "!=", False),
                "|",
                ("validity_date", "=", False),
                ("validity_date", ">=", today),
            ],
            order="id",
        )
        for ids in split_every(JOB_SIZE, orders.ids):
            self.browse(ids).with_delay(
                identity_key=f"agency_management.refresh_capacity.{ids[0]}",
                description=_("Check the room for %(count)s quotations", count=len(ids)),
            )._job_refresh_capacity()

    def _job_refresh_capacity(self):
        """Check again when the work of these quotations can start; the ones that are not open any more are left."""
        self.exists()._refresh_capacity()
