from odoo import api, models


class MailMail(models.Model):
    """Mails that somebody waits for."""

    _inherit = "mail.mail"

    @api.model
    def _agency_send_soon(self):
        """Have what is queued sent within a minute of the commit, instead of by the hourly run.

        Nothing is sent inside the caller's transaction: it would wait for the mail server, and tell people of what may
        still be rolled back.
        """
        self.env.ref("mail.ir_cron_mail_scheduler_action")._trigger()
