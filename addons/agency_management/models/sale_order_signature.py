import logging

from psycopg2 import OperationalError

from odoo import SUPERUSER_ID, _, models

_logger = logging.getLogger(__name__)

#: Seconds after a signature until it is looked at again: the request that signed is over by then, one way or the other.
GRACE = 300


class SaleOrder(models.Model):
    """The client's signature confirms an order of which nothing has to be paid first, whatever crashes in between.

    Odoo 17 commits the signature before it confirms. When the server dies in between, the client, who has signed, has
    nothing left to press. A job enqueued together with the signature confirms the order then.
    """

    _inherit = "sale.order"

    def write(self, vals):
        result = super().write(vals)
        if vals.get("signature"):
            for order in self.filtered(lambda order: order._agency_is_signed_only()):
                # who signs may not be a user at all; what the job does is done by the agency
                order_sudo = order.with_user(SUPERUSER_ID)
                order_sudo.with_delay(
                    eta=GRACE,
                    identity_key=f"agency_management.confirm_signed.{order.id}",
                    description=_("Confirmation of signed order %(order)s", order=order.name),
                )._job_agency_confirm_signed()
        return result

    def _agency_is_signed_only(self):
        """:return bool: whether all that the confirmation needs is there, and only the confirmation is missing"""
        self.ensure_one()
        return (
            self.state in ("draft", "sent")
            and bool(self.signature)
            and self._is_agency_order()
            and not self._has_to_be_paid()
        )

    def _job_agency_confirm_signed(self):
        """Confirm an order whose signature was not followed by its confirmation; its owner is told when that fails."""
        for order in self.exists().filtered(lambda order: order._agency_is_signed_only()):
            try:
                with self.env.cr.savepoint():
                    order.action_confirm()
                    order._send_order_confirmation_mail()
            except OperationalError:
                raise
            except Exception as error:
                _logger.warning("Signed order %s could not be confirmed", order.name, exc_info=True)
                owner = order._agency_owner()
                order.with_context(lang=owner.lang).activity_schedule(
                    "mail.mail_activity_data_warning",
                    summary=_("Signed, but not confirmed"),
                    note=_(
                        "The client signed, but the order could not be confirmed: %(error)s. Put it right and confirm "
                        "the order.",
                        error=error,
                    ),
                    user_id=owner.id,
                )
