from odoo import _, fields, models

from ..core import budget

#: A change of one of these makes a new budget, whose levels are news again.
BUDGET_FIELDS = ("allocated_hours", "budget_amount", "agency_cost_budget")
ACTIVITY = "agency_management.mail_activity_budget"
#: Kinds of alerts about what is gone, and about what is still to come: the latter may turn out well.
LEVELS = ("hours", "money")
FORECASTS = ("hours_forecast", "money_forecast")


class ProjectProjectBudget(models.Model):
    """Tells the project manager how much of a budget is gone, each level once for each budget."""

    _inherit = "project.project"

    agency_budget_revision = fields.Integer(
        readonly=True, copy=False, groups="base.group_user", help="How often the budget changed since the start."
    )
    agency_alert_ids = fields.One2many("agency.project.alert", "project_id", string="Alerts", groups="base.group_user")

    def write(self, vals):
        names = [name for name in BUDGET_FIELDS if name in vals]
        # whoever sets a budget need not be allowed to see the other ones
        changed_sudo = self.sudo().filtered(lambda project: any(project[name] != vals[name] for name in names))
        result = super().write(vals)
        for revision, projects_sudo in changed_sudo.grouped("agency_budget_revision").items():
            projects_sudo.write({"agency_budget_revision": revision + 1})
        if changed_sudo or {"date", "date_start"}.intersection(vals):
            self._agency_health_changed()
        return result

    def _agency_measured(self, figures, before):
        fitting = []
        for project, one in figures.items():
            told = project._agency_tell_budget(one)
            fitting += [project._agency_alert(kind) for kind in (*LEVELS, *FORECASTS) if kind not in told]
        topics = {f"{alert['kind']}:{alert['project_id']}": alert for alert in fitting}
        settled = self.env["mail.activity"]._agency_settle(topics)
        # what has turned out well is news when it does not any more; a level of a budget is news once
        well = [topics[topic] for topic in settled if topics[topic]["kind"] in FORECASTS]
        self.env["agency.project.alert"]._release(well)
        return super()._agency_measured(figures, before)

    def _agency_ended(self):
        result = super()._agency_ended()
        # what an ended project used and was expected to need, and its milestones, are nobody's task any more; the
        # activities are other people's than whoever ended the project, who need not be allowed to take them away
        activities_sudo = self.env["mail.activity"].sudo()
        activities_sudo.search(
            [
                ("res_model", "=", self._name),
                ("res_id", "in", (self - self._agency_going_on()).ids),
                ("agency_topic", "!=", False),
            ]
        ).unlink()
        return result

    def _agency_tell_budget(self, figures):
        """Tell what is new about the budgets of one project.

        :param figures: ``core.earned_value.Figures``
        :return set: the kinds of alerts that are true of it, whether they are news or not
        """
        self.ensure_one()
        levels = budget.parse_levels(self._agency_company().agency_budget_levels)
        hours, money = self._agency_budgets()
        alerts = []
        spent = zip(LEVELS, ((figures.actual, hours), (figures.actual_cost, money)), strict=True)
        for kind, of_budget in spent:
            alerts += [self._agency_alert(kind, level) for level in budget.reached(*of_budget, levels)]
        forecasts = dict(zip(FORECASTS, ((figures.forecast, hours), (figures.forecast_cost, money)), strict=True))
        alerts += [self._agency_alert(kind) for kind in FORECASTS if budget.overrun(*forecasts[kind])]
        claimed = self.env["agency.project.alert"]._claim(alerts) if alerts else []
        for kind, news in claimed.grouped("kind").items() if claimed else ():
            self._agency_tell(
                *self._agency_budget_text(kind, max(news.mapped("level")), figures, hours),
                topic=f"{kind}:{self.id}",
            )
        return {alert["kind"] for alert in alerts}

    def _agency_alert(self, kind, level=0):
        """:return dict: values of an alert about the budget as it stands"""
        return {
            "project_id": self.id,
            "company_id": self.company_id.id,
            "kind": kind,
            "level": level,
            "key": f"{kind}:{level}:{self.agency_budget_revision}",
            "told_to_id": self.user_id.id,
        }

    def _agency_budget_text(self, kind, level, figures, hours):
        """:return: summary and text; in the language of whoever is told; amounts are not for everybody"""
        self = self._agency_in_language(self.user_id)
        spent, forecast = f"{figures.actual:g}", f"{figures.forecast:.1f}"
        texts = {
            "hours": (
                _("%(level)s%% of the hours are used", level=level),
                _("%(spent)s of %(hours)s hours are spent.", spent=spent, hours=f"{hours:g}"),
            ),
            "money": (
                _("%(level)s%% of the cost budget are used", level=level),
                _("The cost so far has reached %(level)s%% of the budget.", level=level),
            ),
            "hours_forecast": (
                _("Hours will not suffice"),
                _(
                    "As the project goes it will take %(forecast)s of %(hours)s hours.",
                    forecast=forecast,
                    hours=f"{hours:g}",
                ),
            ),
            "money_forecast": (
                _("Cost will exceed the budget"),
                _("As the project goes it will cost more than its budget."),
            ),
        }
        return texts[kind]

    def _agency_in_language(self, user):
        return self.with_context(lang=user.lang or self.env.lang)

    def _agency_tell(self, summary, text, activity=ACTIVITY, topic=False):
        """Give the project manager an activity, and note the same on the project.

        A project without a manager has the note alone.

        :param topic: what it is about (``mail.activity.agency_topic``); it takes the place of what was told before
        """
        self.ensure_one()
        # whoever's work made it true need not be allowed to write on the project
        project_sudo = self.sudo()
        self.env["mail.activity"]._agency_settle([topic] if topic else [])
        if project_sudo.user_id:
            project_sudo.activity_schedule(
                activity, summary=summary, note=text, user_id=project_sudo.user_id.id, agency_topic=topic
            )
        project_sudo.message_post(
            body=_("%(summary)s. %(text)s", summary=summary, text=text), subtype_xmlid="mail.mt_note"
        )
