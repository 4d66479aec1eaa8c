from psycopg2 import IntegrityError

from odoo import api, fields, models
from odoo.tools import mute_logger

KINDS = [
    ("hours", "Hours Budget"),
    ("money", "Cost Budget"),
    ("hours_forecast", "Hours Forecast"),
    ("money_forecast", "Cost Forecast"),
    ("milestone", "Late Milestone"),
    ("milestone_done", "Milestone Ready"),
    ("milestone_bill", "Milestone to Bill"),
    ("retainer", "Retainer Over-serviced"),
]


class AgencyProjectAlert(models.Model):
    """That somebody was told something about a project or a retainer. What has a key here is not told again.

    The unique keys make "once" true whatever runs twice or at the same time. The key of a budget names the revision of
    the budget, the one of a milestone its date: when these change, the same is news again.
    """

    _name = "agency.project.alert"
    _description = "Project Alert"
    _order = "id desc"
    _rec_name = "key"

    project_id = fields.Many2one("project.project", index="btree_not_null", readonly=True, ondelete="cascade")
    retainer_id = fields.Many2one("agency.retainer", index="btree_not_null", readonly=True, ondelete="cascade")
    company_id = fields.Many2one("res.company", index=True, readonly=True, ondelete="cascade")
    kind = fields.Selection(KINDS, required=True, readonly=True)
    key = fields.Char(required=True, readonly=True)
    level = fields.Integer("Level (%)", readonly=True, help="Per cent of the budget that was reached.")
    told_on = fields.Datetime(required=True, readonly=True, default=fields.Datetime.now)
    told_to_id = fields.Many2one("res.users", readonly=True, ondelete="set null")

    _sql_constraints = [
        ("project_key_unique", "UNIQUE(project_id, key)", "This was told already."),
        ("retainer_key_unique", "UNIQUE(retainer_id, key)", "This was told already."),
    ]

    @api.model
    def _claim(self, vals_list):
        """Claim the right to tell something.

        :param vals_list: values of alerts, all of one project or retainer
        :return: the alerts that are new; whoever gets one of them tells it, nobody else ever will
        """
        # told once to whoever has to know, by whoever's change it became true
        alerts_sudo = self.sudo()
        keys = [vals["key"] for vals in vals_list]
        owner = "retainer_id" if vals_list and vals_list[0].get("retainer_id") else "project_id"
        known = {
            (alert[owner].id, alert.key)
            for alert in alerts_sudo.search_fetch(
                [(owner, "in", [vals[owner] for vals in vals_list]), ("key", "in", keys)], [owner, "key"]
            )
        }
        claimed = self.browse()
        for vals in vals_list:
            if (vals[owner], vals["key"]) in known:
                continue
            try:
                with mute_logger("odoo.sql_db"), self.env.cr.savepoint():
                    claimed |= alerts_sudo.create(vals)
            except IntegrityError:
                # somebody else has just told it
                continue
        return claimed

    @api.model
    def _release(self, vals_list):
        """What these alerts told is over: should it come again, it is told again.

        :param vals_list: values as for :meth:`_claim`
        """
        told = {(vals.get("project_id", False), vals.get("retainer_id", False), vals["key"]) for vals in vals_list}
        if not told:
            return
        # whoever's change made it so need not be allowed to forget what somebody was told
        found_sudo = self.sudo().search([("key", "in", [vals["key"] for vals in vals_list])])
        found_sudo.filtered(lambda alert: (alert.project_id.id, alert.retainer_id.id, alert.key) in told).unlink()
