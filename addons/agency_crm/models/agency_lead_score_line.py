from odoo import _, api, fields, models
from odoo.tools import format_date


class AgencyLeadScoreLine(models.Model):
    """One explained part of a lead's score: which rule, how many points and why.

    Written by ``crm.lead._agency_rescore`` alone, in bulk. What the text says is put together when it is read, so
    that everybody reads it in their own language and a renamed rule is renamed at once.
    """

    _name = "agency.lead.score.line"
    _description = "Lead Score Explanation"
    _order = "lead_id, points desc, rule_id"
    _rec_name = "rule_id"
    _log_access = False

    lead_id = fields.Many2one("crm.lead", required=True, index=True, ondelete="cascade", readonly=True)
    rule_id = fields.Many2one("agency.scoring.rule", required=True, index=True, ondelete="cascade", readonly=True)
    points = fields.Integer(required=True, readonly=True)
    occurrences = fields.Integer(readonly=True, help="Engagement: how many times the contact did it.")
    latest_on = fields.Date("Last Time", readonly=True, help="Engagement: the day of the last time.")
    reason = fields.Char(compute="_compute_reason")

    _sql_constraints = [
        ("lead_rule_unique", "UNIQUE(lead_id, rule_id)", "A rule gives points to a lead only once."),
    ]

    @api.depends("rule_id.name", "rule_id.half_life_days", "rule_id.max_points", "occurrences", "latest_on", "points")
    @api.depends_context("lang")
    def _compute_reason(self):
        for line in self:
            line.reason = line._describe()

    def _describe(self):
        """:return str: why the rule gave its points, for people"""
        self.ensure_one()
        # whoever may read a lead's score may read why, although rules themselves are for those who edit them
        rule_sudo = self.rule_id.sudo()
        if not self.occurrences:
            return rule_sudo.name
        values = {
            "rule": rule_sudo.name,
            "count": self.occurrences,
            "date": format_date(self.env, self.latest_on),
            "days": rule_sudo.half_life_days,
        }
        if self.occurrences == 1:
            text = _("%(rule)s: on %(date)s", **values)
        else:
            text = _("%(rule)s: %(count)s times, last on %(date)s", **values)
        if rule_sudo.half_life_days:
            text = _("%(text)s (half the weight after %(days)s days)", text=text, **values)
        return text
