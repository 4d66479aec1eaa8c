"""Builders of kinds of time and weeks."""

from datetime import date


def build_agency_time_kind(env, ctx, scope):
    return {"name": ctx.unique("Workshop"), "code": ctx.unique("workshop").replace(" ", "_"), "billable": True}


def build_agency_timesheet_week(env, ctx, scope):
    employee = env["hr.employee"].create({"name": ctx.unique("Person")}) if ctx.owner.share else ctx.employee
    return {"employee_id": employee.id, "start_date": date(2026, 3, 2)}


def record_agency_timesheet_week(env, ctx, scope):
    """Weeks are made when time is booked; the same week is never made twice."""
    vals = build_agency_timesheet_week(env, ctx, scope)
    key = (vals["employee_id"], vals["start_date"])
    return env["agency.timesheet.week"]._get_or_create([key])[key]


def write_agency_timesheet_week(env, ctx, scope):
    return {"submitted_at": "2026-03-09 08:00:00"}
