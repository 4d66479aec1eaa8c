"""Builders of kinds of time, weeks and the analysis of time."""

from datetime import date


def build_agency_time_kind(env, ctx, scope):
    return {"name": ctx.unique("Workshop"), "code": ctx.unique("workshop").replace(" ", "_"), "billable": True}


def _employee(env, ctx):
    return env["hr.employee"].create({"name": ctx.unique("Person")}) if ctx.owner.share else ctx.employee


def build_agency_timesheet_week(env, ctx, scope):
    employee = _employee(env, ctx)
    return {"employee_id": employee.id, "start_date": date(2026, 3, 2)}


def record_agency_timesheet_week(env, ctx, scope):
    """Weeks are made when time is booked; the same week is never made twice."""
    vals = build_agency_timesheet_week(env, ctx, scope)
    key = (vals["employee_id"], vals["start_date"])
    return env["agency.timesheet.week"]._get_or_create([key])[key]


def write_agency_timesheet_week(env, ctx, scope):
    return {"submitted_at": "2026-03-09 08:00:00"}


def build_agency_time_report(env, ctx, scope):
    return {"hours": 1.0}


def record_agency_time_report(env, ctx, scope):
    """The analysis shows entries; this one is of the scope's person and project."""
    line = env["account.analytic.line"].create(
        {
            "name": ctx.unique("Work"),
            "project_id": ctx.project.id,
            "employee_id": _employee(env, ctx).id,
            "unit_amount": 1.0,
            "date": date(2026, 3, 2),
        }
    )
    return env["agency.time.report"].browse(line.id * 2)
