"""The one place that bends time: what the demo agency did, it did at the time it says.

Odoo has two clocks. Python's is stopped by freezegun. PostgreSQL's ``now()``, which fills ``create_date`` and
``write_date``, reaches Odoo through the cursor, which asks once a transaction and keeps the answer: this answer is
what :class:`Clock` sets. ``check.py`` looks whether records got the dates they should have.
"""

import contextlib
import gc

#: mails with these documents would print them; what is long past needs no paper
PRINTING_TEMPLATES = (
    "sale.mail_template_sale_confirmation",
    "sale.mail_template_sale_payment_executed",
    "sale.email_template_edi_sale",
    "account.email_template_edi_invoice",
    "account.mail_template_data_payment_receipt",
)


class Clock:
    """Both clocks of one environment."""

    def __init__(self, env, freezer):
        self.env = env
        self.freezer = freezer
        self.moment = None

    def at(self, moment):
        """Go to a moment, UTC without time zone; what is pending is written at the moment it belongs to."""
        # the cursor's flush also runs what waits for the end of the transaction: the chatter's notes of changes
        self.env.cr.flush()
        if self.moment and self.moment.date() != moment.date():
            self._commit()
        self.moment = moment
        self.freezer.move_to(moment)
        # there is no official way to tell a cursor the time; tests do it by a cursor of their own
        self.env.cr._now = moment

    def _commit(self):
        """A day is over: it is kept.

        PostgreSQL looks up all that a row refers to each time the transaction that made the row changes it; in a
        transaction of eighteen months that is a quarter of its work.
        """
        # mails and messages to browsers that wait for this moment are not sent, see settle_mail
        self.env.cr.postcommit.clear()
        self.env.cr.commit()
        # the cache is empty now, so that looking for what else is left of the day takes no time
        gc.collect()


@contextlib.contextmanager
def backdated(env, moment):
    """Within this, time stands still, from a moment on; yields the :class:`Clock` that moves it.

    :param env: environment; its cursor is committed at the end of each day
    """
    from freezegun import freeze_time  # the server's environment has it, the tooling's need not

    with freeze_time(moment) as freezer:
        clock = Clock(env, freezer)
        clock.at(moment)
        try:
            yield clock
            env.cr.flush()
        finally:
            env.cr._now = None


@contextlib.contextmanager
def without_printing(env):
    """Within this, mails carry no printed documents: making the PDFs of eighteen months takes too long."""
    name = "report_template_ids" if "report_template_ids" in env["mail.template"]._fields else "report_template"
    kept = {}
    for xmlid in PRINTING_TEMPLATES:
        template = env.ref(xmlid, raise_if_not_found=False)
        if template and template[name]:
            kept[template] = template[name].ids
            template[name] = False
    yield
    for template, ids in kept.items():
        template[name] = [(6, 0, ids)]


def settle_raw_dates(env):
    """Rows written by SQL of their own got PostgreSQL's time: they are as old as the invoice they stand for."""
    env.flush_all()
    env.cr.execute(
        """
        UPDATE agency_retainer_charge AS charge
           SET create_date = move.create_date, write_date = move.create_date
          FROM account_move AS move
         WHERE move.id = charge.move_id
        """
    )
    env["agency.retainer.charge"].invalidate_model()


def settle_mail(env):
    """What was written to clients in the past has reached them: nothing is sent late, nothing counts as failed."""
    env.flush_all()
    env["mail.notification"].search(
        [("notification_type", "=", "email"), ("notification_status", "in", ("ready", "exception", "process"))]
    ).write({"notification_status": "sent", "failure_type": False})
    env["mail.mail"].search([("state", "in", ("outgoing", "exception"))]).write({"state": "sent"})
    # sendings that wait for the end of the transaction
    env.cr.postcommit.clear()
