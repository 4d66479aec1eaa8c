from datetime import timedelta

from odoo import api, fields, models
from odoo.tools.misc import hmac

from ..core.network import requester_of

CLEAN_BATCH = 10_000


class AgencyRateLimit(models.Model):
    """How often somebody without an account used a public form lately.

    The counter lives in the database, so that it holds for all workers and hosts together. Addresses are stored as
    keyed hashes only. Nobody has access to the table; public controllers count through :meth:`_hit`.
    """

    _name = "agency.rate.limit"
    _description = "Use of a Public Form"
    _log_access = False
    _rec_name = "scope"

    scope = fields.Char(required=True, help="The form.")
    key = fields.Char(required=True, help="Keyed hash of the visitor's network address.")
    hits = fields.Integer(required=True, default=1)
    expires_at = fields.Datetime(required=True, index=True, help="The count starts anew from here.")

    _sql_constraints = [("scope_key_unique", "UNIQUE(scope, key)", "One counter per form and visitor.")]

    @api.model
    def _hit(self, scope, address, limit, minutes):
        """Count one use.

        :param str scope: name of the form
        :param str address: network address of the visitor, behind the proxies the server trusts
        :param int limit: uses allowed in the window
        :param int minutes: length of the window, from the first use on
        :return bool: True while the visitor is within the limit
        """
        now = fields.Datetime.now()
        # reading and raising the counter must be one statement: two workers may do it at the same moment
        self.env.cr.execute(
            """
            INSERT INTO agency_rate_limit AS counter (scope, key, hits, expires_at)
                 VALUES (%(scope)s, %(key)s, 1, %(expires_at)s)
            ON CONFLICT (scope, key) DO UPDATE
                    SET hits = CASE WHEN counter.expires_at <= %(now)s THEN 1 ELSE counter.hits + 1 END,
                        expires_at = CASE WHEN counter.expires_at <= %(now)s
                                          THEN excluded.expires_at ELSE counter.expires_at END
              RETURNING hits
            """,
            {
                "scope": scope,
                "key": hmac(self.env(su=True), f"agency.rate.limit.{scope}", requester_of(address)),
                "now": now,
                "expires_at": now + timedelta(minutes=max(minutes, 1)),
            },
        )
        return self.env.cr.fetchone()[0] <= limit

    @api.model
    def _cron_clean(self):
        """Forget visitors whose window is over."""
        due = self.search([("expires_at", "<=", fields.Datetime.now())], limit=CLEAN_BATCH)
        more = len(due) == CLEAN_BATCH
        due.unlink()
        if more:
            self.env.ref("agency_portal.ir_cron_rate_limit")._trigger()
