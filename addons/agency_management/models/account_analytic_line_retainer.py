from odoo import api, fields, models

from ..core import recurrence, timesheet

#: States of retainers whose included hours count.
COUNTED_STATES = ("active", "paused", "ended")


class AccountAnalyticLine(models.Model):
    """Billable time on the project of a retainer uses up its included hours, in the order it was worked."""

    _inherit = "account.analytic.line"

    agency_hours_over = fields.Float(
        "Over the Retainer",
        compute="_compute_agency_hours_over",
        compute_sudo=True,
        help="Hours of this entry beyond what the retainer of the project includes in the period.",
    )

    @api.depends("unit_amount", "date", "project_id", "agency_billable")
    def _compute_agency_hours_over(self):
        self.agency_hours_over = 0.0
        billable = self.filtered(lambda line: line.project_id and line.agency_billable and line.date)
        retainers = self.env["agency.retainer"].search(
            [
                ("project_id", "in", billable.project_id.ids),
                ("included_hours", ">", 0),
                ("state", "in", COUNTED_STATES),
            ]
        )
        periods = {}
        for line in billable:
            retainer = retainers.filtered(
                lambda one: one.project_id == line.project_id and one._agency_runs_on(line.date)
            )
            if retainer:
                period = recurrence.period_of(line.date, retainer[0].anchor_day)
                periods.setdefault((line.project_id.id, period), (retainer[0], []))[1].append(line)
        if not periods:
            return
        found = self.search_fetch(
            [
                ("project_id", "in", [project for project, _period in periods]),
                ("agency_billable", "=", True),
                ("date", ">=", min(period.start for _project, period in periods)),
                ("date", "<=", max(period.end for _project, period in periods)),
            ],
            ["project_id", "date", "unit_amount"],
            order="date, id",
        )
        by_project = found.grouped("project_id")
        for (project_id, period), (retainer, lines) in periods.items():
            worked = [
                (line.id, timesheet.to_minutes(round(line.unit_amount, 4)))
                for line in by_project.get(self.env["project.project"].browse(project_id), ())
                if period.start <= line.date <= period.end
            ]
            included = timesheet.to_minutes(round(retainer.included_hours, 4))
            parts = timesheet.draw_down(worked, included)
            for line in lines:
                line.agency_hours_over = parts.get(line.id, (0, 0))[1] / 60
