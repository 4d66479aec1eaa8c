from datetime import timedelta

from odoo import _, api, fields, models
from odoo.tools import SQL, split_every

from odoo.addons.queue_job.job import identity_exact

from ..core import scoring

#: leads in one job: small enough to be done in seconds, large enough that 100,000 leads are a hundred jobs
RESCORE_BATCH = 1000
SECONDS_A_DAY = 24 * 60 * 60

GRADES = [("A", "A"), ("B", "B"), ("C", "C"), ("D", "D")]


class CrmLead(models.Model):
    """Scores: rules are read once, facts in a fixed number of queries, differences are written in bulk."""

    _inherit = "crm.lead"

    lead_score = fields.Integer(
        "Score",
        readonly=True,
        copy=False,
        index=True,
        group_operator="avg",
        help="0 to 100: the sum of the points explained on the Score page.",
    )
    lead_grade = fields.Selection(GRADES, "Grade", readonly=True, copy=False, index=True)
    score_line_ids = fields.One2many("agency.lead.score.line", "lead_id", "Score Explanation", readonly=True)
    score_sum = fields.Integer(
        "Points", compute="_compute_score_sum", help="Sum of the lines, before it is limited to 0 to 100."
    )

    @api.depends("score_line_ids.points")
    def _compute_score_sum(self):
        for lead in self:
            lead.score_sum = sum(lead.score_line_ids.mapped("points"))

    @api.model
    def _agency_open_domain(self):
        """:return list: domain of leads and opportunities that are neither won nor lost"""
        return [("active", "=", True), "|", ("stage_id", "=", False), ("stage_id.is_won", "=", False)]

    def _agency_filter_open(self):
        """:return: those of these leads that are neither won nor lost"""
        return self.filtered(lambda lead: lead.active and not lead.stage_id.is_won)

    # engagement signals: higher addons add theirs with super()

    @api.model
    def _agency_engagement_signals(self):
        """What a contact can do to show interest.

        :return dict: key -> {"label": text, "method": name of a method of ``crm.lead``}; the method answers for
            all leads of ``self`` in a fixed number of queries: {lead id: [datetime, …]}
        """
        return {
            "request": {"label": _("Sent a request"), "method": "_agency_signal_requests"},
            "message": {"label": _("Wrote to us"), "method": "_agency_signal_messages"},
            "meeting": {"label": _("Met us"), "method": "_agency_signal_meetings"},
        }

    def _agency_message_dates(self, domain):
        # the dates alone leave this method; whoever may read a lead may read its score
        groups = (
            self.env["mail.message"]
            .sudo()
            ._read_group(
                [("model", "=", self._name), ("res_id", "in", self.ids), *domain], ["res_id"], ["date:array_agg"]
            )
        )
        return dict(groups)

    def _agency_signal_requests(self):
        subtype = self.env.ref("agency_crm.mt_lead_request")
        return self._agency_message_dates([("subtype_id", "=", subtype.id)])

    def _agency_signal_messages(self):
        return self._agency_message_dates(
            [
                ("message_type", "in", ("email", "comment")),
                ("subtype_id", "=", self.env.ref("mail.mt_comment").id),
                "|",
                ("author_id", "=", False),
                ("author_id.partner_share", "=", True),
            ]
        )

    def _agency_signal_meetings(self):
        # a salesperson need not see a colleague's meeting for it to count
        groups = (
            self.env["calendar.event"]
            .sudo()
            ._read_group([("opportunity_id", "in", self.ids)], ["opportunity_id"], ["start:array_agg"])
        )
        return {lead.id: starts for lead, starts in groups}

    # scoring

    def _agency_rescore(self):
        """Score these leads anew and explain it; the number of queries does not depend on how many there are.

        Only what changed is written, past the ORM: a score is no edit of the lead, so it leaves no trace in the
        chatter and does not move ``write_date``.
        """
        if not self:
            return
        # a score is the same whoever causes it: not narrowed by the rights of the person who edits a lead
        leads_sudo = self.sudo().with_context(active_test=False)
        rules_sudo = leads_sudo.env["agency.scoring.rule"].with_context(active_test=True).search([])
        self.env.flush_all()
        lines = leads_sudo._agency_score_lines(rules_sudo)
        leads_sudo._agency_write_lines(lines)
        leads_sudo._agency_write_totals(lines)
        self.env["crm.lead"].invalidate_model(["lead_score", "lead_grade", "score_line_ids", "score_sum"])
        self.env["agency.lead.score.line"].invalidate_model()

    def _agency_score_lines(self, rules):
        """:return dict: lead id -> list of :class:`scoring.Line`, for every lead of ``self``"""
        core_rules = {rule.ref: rule for rule in rules._as_core()}
        lines = {lead_id: [] for lead_id in self.ids}
        fit_rules = rules.filtered(lambda rule: rule.kind == "fit")
        for rule_id, lead_id in self._agency_fit_hits(fit_rules):
            lines[lead_id].append(scoring.line(core_rules[rule_id]))
        now = fields.Datetime.now()
        signals = self._agency_engagement_signals()
        companies = {lead.id: lead.company_id.id for lead in self}
        for signal, signal_rules in (rules - fit_rules).grouped("signal").items():
            if signal not in signals:
                continue  # the addon that brought the signal is gone
            for lead_id, dates in getattr(self, signals[signal]["method"])().items():
                ages = [(now - date).total_seconds() / SECONDS_A_DAY for date in dates if date]
                for rule in signal_rules:
                    if rule.company_id and companies[lead_id] not in (False, rule.company_id.id):
                        continue
                    line = scoring.line(core_rules[rule.id], ages)
                    if line:
                        lines[lead_id].append(line)
        return lines

    def _agency_fit_hits(self, rules):
        """:return list: (rule id, lead id) for every fit rule and every lead that matches it, by one query"""
        selects = [
            SQL(
                "SELECT %s AS rule_id, hit.id AS lead_id FROM (%s) AS hit",
                rule.id,
                self._search(["&", ("id", "in", self.ids), *rule._one_term(rule._lead_domain())]).select(),
            )
            for rule in rules
        ]
        if not selects:
            return []
        self.env.cr.execute(SQL(" UNION ALL ").join(selects))
        return self.env.cr.fetchall()

    def _agency_write_lines(self, lines):
        """Store the explanation: delete, add and change what differs, one statement each."""
        today = fields.Date.today()
        wanted = {
            (lead_id, line.ref): (
                line.points,
                line.occurrences,
                None if line.latest_age_days is None else today - timedelta(days=max(int(line.latest_age_days), 0)),
            )
            for lead_id, lead_lines in lines.items()
            for line in lead_lines
        }
        cr = self.env.cr
        cr.execute(
            """
            SELECT id, lead_id, rule_id, points, occurrences, latest_on
              FROM agency_lead_score_line
             WHERE lead_id = ANY(%s)
            """,
            [self.ids],
        )
        stored, gone = {}, []
        for line_id, lead_id, rule_id, *values in cr.fetchall():
            if (lead_id, rule_id) in wanted:
                stored[lead_id, rule_id] = tuple(values)
            else:
                gone.append(line_id)
        if gone:
            cr.execute("DELETE FROM agency_lead_score_line WHERE id = ANY(%s)", [gone])
        changed = [(*key, *values) for key, values in wanted.items() if stored.get(key) != values]
        if changed:
            cr.execute(
                """
                INSERT INTO agency_lead_score_line (lead_id, rule_id, points, occurrences, latest_on)
                SELECT * FROM unnest(%s::int[], %s::int[], %s::int[], %s::int[], %s::date[])
                    ON CONFLICT (lead_id, rule_id) DO UPDATE
                   SET points = EXCLUDED.points, occurrences = EXCLUDED.occurrences, latest_on = EXCLUDED.latest_on
                """,
                [list(column) for column in zip(*changed, strict=True)],
            )

    def _agency_write_totals(self, lines):
        """Store score and grade of the leads where they differ, by one statement."""
        thresholds = {company: company._agency_grade_thresholds() for company in self._agency_companies()}
        totals = []
        for lead in self:
            score = scoring.total(lines[lead.id])
            totals.append((lead.id, score, scoring.grade(score, thresholds[lead._agency_company()])))
        self.env.cr.execute(
            """
            UPDATE crm_lead
               SET lead_score = total.score, lead_grade = total.grade
              FROM unnest(%s::int[], %s::int[], %s::varchar[]) AS total(id, score, grade)
             WHERE crm_lead.id = total.id
               AND (crm_lead.lead_score, crm_lead.lead_grade) IS DISTINCT FROM (total.score, total.grade)
            """,
            [list(column) for column in zip(*totals, strict=True)],
        )

    @api.model
    def _agency_enqueue_rescore(self, domain=None):
        """Have open leads scored again in the background, in batches.

        A batch that already waits is not enqueued twice.

        :param list domain: narrows the leads
        """
        # rules are company-wide: whoever changes one changes leads they may not read
        leads_sudo = self.sudo().search([*self._agency_open_domain(), *(domain or [])], order="id")
        for ids in split_every(RESCORE_BATCH, leads_sudo.ids):
            self.browse(ids).with_delay(
                identity_key=identity_exact, description=_("Score %(count)s leads", count=len(ids))
            )._agency_rescore()

    @api.model
    def _cron_agency_rescore(self):
        """Once a day every open lead is scored again, because engagement loses weight by itself."""
        self._agency_enqueue_rescore()

    # what changes a score

    @api.model_create_multi
    def create(self, vals_list):
        leads = super().create(vals_list)
        leads._agency_filter_open()._agency_rescore()
        return leads

    def write(self, vals):
        result = super().write(vals)
        if self.env["agency.scoring.rule"]._trigger_fields() & vals.keys():
            self._agency_filter_open()._agency_rescore()
        return result

    def log_meeting(self, meeting):
        result = super().log_meeting(meeting)
        self._agency_filter_open()._agency_rescore()
        return result

    def _message_post_after_hook(self, message, msg_vals):
        result = super()._message_post_after_hook(message, msg_vals)
        request = self.env.ref("agency_crm.mt_lead_request", raise_if_not_found=False)
        # the author may be a visitor; whether somebody works here is all that is asked of the partner
        from_outside = not message.author_id or message.author_id.sudo().partner_share
        if message.subtype_id == request or (from_outside and message.message_type in ("email", "comment")):
            self._agency_filter_open()._agency_rescore()
        return result

    def action_view_score(self):
        """:return: action explaining the score of this lead line by line"""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": _("Score of %(lead)s", lead=self.display_name),
            "res_model": "agency.lead.score.line",
            "view_mode": "list",
            "domain": [("lead_id", "=", self.id)],
        }
