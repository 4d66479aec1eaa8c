import logging

from psycopg2 import OperationalError

from odoo import SUPERUSER_ID, _, models
from odoo.tools.misc import clean_context

from odoo.addons.queue_job.exception import RetryableJobError

_logger = logging.getLogger(__name__)


class SaleOrder(models.Model):
    """Sets up what a confirmed order needs: once, in one transaction, and never in the way of the confirmation."""

    _inherit = "sale.order"

    def action_confirm(self):
        result = super().action_confirm()
        self._agency_try_set_up()
        return result

    def _agency_setup_steps(self):
        """What is made for a confirmed order, in this order. Addons (and other files of this one) add theirs::

            def _agency_setup_steps(self):
                steps = super()._agency_setup_steps()
                return self._agency_insert_setup_step(steps, ("retainer", "_setup_retainer"), before="team")

        :return list: (key, name of a method of ``sale.order``). A method is called on one order, with elevated rights;
            it makes its record unless it is there already (a unique constraint on the order backs that) and returns
            it. It raises when it cannot: everything the steps before it made is then undone with it.
        """
        return [
            ("onboarding", "_setup_onboarding"),
            ("project", "_setup_project"),
            ("deliverables", "_setup_deliverables"),
            ("team", "_setup_team_proposal"),
        ]

    def _agency_insert_setup_step(self, steps, step, before):
        """Put a step in front of the one with key ``before``, or at the end when there is no such step.

        :return list: the new list of steps
        """
        position = next((index for index, (key, _method) in enumerate(steps) if key == before), len(steps))
        return steps[:position] + [step] + steps[position:]

    def _agency_set_up(self):
        """Make everything the orders need; whatever is there already is left alone.

        Each order is all or nothing (a savepoint). Two set-ups of one order at the same time take turns at the lock on
        its row; the second one finds everything done, or is refused by the database and tried again by its caller.

        :raise Exception: whatever a step raised; nothing of that order was made
        """
        for order in self._agency_to_set_up():
            with self.env.cr.savepoint():
                self.env.cr.execute("SELECT setup_state FROM sale_order WHERE id = %s FOR UPDATE", [order.id])
                order._agency_run_setup_steps()

    def _agency_to_set_up(self):
        """:return: the confirmed orders among these that sell packages or services of the suite"""
        return self.filtered(lambda order: order.state == "sale" and order._is_agency_order())

    def _agency_run_setup_steps(self):
        self.ensure_one()
        # a client who signs is no user of the back end: what follows is made by the agency, for the order's owner
        order_sudo = (
            self.with_context(**{**clean_context(self.env.context), "lang": self._agency_owner().lang})
            .with_user(SUPERUSER_ID)
            .with_company(self.company_id)
        )
        for _key, method in order_sudo._agency_setup_steps():
            getattr(order_sudo, method)()
        order_sudo._agency_setup_finish()

    def _agency_setup_finish(self):
        """What follows once all steps are done: states of order, client and opportunity, first check of conditions."""
        self.ensure_one()
        if self.client_id.client_state in (False, "prospect", "former"):
            self.client_id._set_client_state("onboarding")
        elif self.client_id.client_state == "paused":
            self.client_id._set_client_state("active")
        if self.opportunity_id and self.opportunity_id.probability < 100:
            self.opportunity_id.action_set_won()
        self.write({"setup_state": "done", "setup_error": False})
        self.onboarding_ids._check_conditions()

    def _agency_try_set_up(self):
        """Set the orders up; a failure is recorded, told to the owner and retried by a job, but never raised.

        Only what the database asks to repeat as a whole (two transactions in each other's way) goes through to the
        caller.
        """
        # what the confirmation still has to write must not fail inside, where it would pass for a failure of the set-up
        self.env.flush_all()
        for order in self._agency_to_set_up():
            try:
                order._agency_set_up()
            except OperationalError:
                raise
            except Exception as error:
                # whatever a step raises must not undo the confirmation, nor the payment that may have led to it
                _logger.warning("Set-up of order %s failed", order.name, exc_info=True)
                order._agency_setup_failed(error)

    def _agency_setup_failed(self, error):
        """Keep the failure, tell the order's owner and enqueue the retry."""
        self.ensure_one()
        # the failure is the agency's to see and to repair, whoever confirmed
        order_sudo = self.with_user(SUPERUSER_ID).with_company(self.company_id)
        first_failure = order_sudo.setup_state != "failed"
        order_sudo.write({"setup_state": "failed", "setup_error": str(error) or type(error).__name__})
        if first_failure:
            owner = order_sudo._agency_owner()
            order_sudo.with_context(lang=owner.lang).activity_schedule(
                "mail.mail_activity_data_warning",
                summary=_("Set-up failed"),
                note=_("The order is confirmed, but not everything it needs could be made: %(error)s", error=error),
                user_id=owner.id,
            )
        order_sudo.with_delay(
            identity_key=f"agency_management.set_up.{self.id}",
            description=_("Set-up of order %(order)s", order=self.name),
            # without end: it is for people to repair the cause, in their time, and the order says that it is retried
            max_retries=0,
        )._job_agency_set_up()

    def _job_agency_set_up(self):
        """Retry a failed set-up; the pauses between the tries grow to an hour (``queue.job.function``).

        :raise RetryableJobError: it failed again
        """
        try:
            self._agency_set_up()
        except OperationalError:
            raise
        except Exception as error:
            raise RetryableJobError(str(error) or type(error).__name__) from error
        self._agency_setup_recovered()

    def _agency_setup_recovered(self):
        """Close the warnings of orders that are set up by now."""
        activity_type = self.env.ref("mail.mail_activity_data_warning")
        done = self.filtered(lambda order: order.setup_state == "done")
        done.activity_ids.filtered(lambda activity: activity.activity_type_id == activity_type).action_done()

    def action_agency_retry_setup(self):
        """Retry the set-up now.

        :return: True, or a notification with the reason when it failed again
        """
        # only whoever may edit the order may start its set-up
        self.write({"setup_error": False})
        self._agency_try_set_up()
        self._agency_setup_recovered()
        failed = self.filtered(lambda order: order.setup_state == "failed")
        if not failed:
            return True
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {"type": "danger", "title": _("Set-up failed"), "message": failed[0].setup_error, "sticky": True},
        }

    def _agency_owner(self):
        """Find who answers for the order.

        :return: an internal user: its salesperson, else the team's leader, else the administrator
        """
        self.ensure_one()
        candidates = self.user_id | self.team_id.user_id | self.env.ref("base.user_admin")
        return candidates.filtered(lambda user: user.active and not user.share)[:1] or self.env.ref("base.user_root")
