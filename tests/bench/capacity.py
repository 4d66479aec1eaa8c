"""How fast the planner's numbers are: working hours of 500 people in 26 weeks, against stock asked week by week.

Both sides answer the same question, how many hours each person can work in each week, and must agree on every one of
the 13,000 answers. Stock's way is ``_get_work_days_data_batch``, once a week for everybody. Ours counts bookings, too.
"""

import os
import time
from datetime import date, datetime, timedelta

import pytz

from odoo import Command

PEOPLE = int(os.environ.get("BENCH_PEOPLE", "500"))
WEEKS = 26
BUDGET = 10.0
QUERIES = 8
MONDAY = date(2027, 1, 4)
ZONES = ("Europe/Berlin", "America/New_York", "Asia/Kolkata")
#: Sides take turns so many times.
ROUNDS = 3
HOURS = ((8, 12), (13, 17))


def run(env):
    """Measure, and leave nothing behind.

    :param env: environment of a database with agency_management; rolled back by this function
    :return: list of dict, one a budget
    """
    env = env(context=dict(env.context, tracking_disable=True, mail_create_nosubscribe=True, no_reset_password=True))
    try:
        return [_hours(env, _people(env, PEOPLE)), _grid(env)]
    finally:
        env.cr.rollback()


def _people(env, count):
    """:return: employees who work by three calendars in three time zones, are away now and then, and are booked"""
    role = env["agency.role"].create({"name": "Bench", "code": "bench"})
    calendars = [_calendar(env, days) for days in (5, 4, 3)]
    people = env["hr.employee"].create(
        [
            {
                "name": f"Bench {number}",
                "agency_role_id": role.id,
                "resource_calendar_id": calendars[number % 3].id,
                "tz": ZONES[number // 3 % 3],
            }
            for number in range(count)
        ]
    )
    leaves = env["resource.calendar.leaves"]
    leaves.create(
        [
            {
                "name": "Away",
                "resource_id": person.resource_id.id,
                "calendar_id": person.resource_calendar_id.id,
                "date_from": datetime(2027, 1, 4, 7) + timedelta(days=7 * (position % WEEKS) + 40 * number),
                "date_to": datetime(2027, 1, 6, 15) + timedelta(days=7 * (position % WEEKS) + 40 * number),
                "time_type": "leave",
            }
            for position, person in enumerate(people)
            for number in range(2)
        ]
    )
    leaves.create(
        [
            {"name": "Holiday", "calendar_id": calendar.id, "date_from": start, "date_to": start + timedelta(hours=24)}
            for calendar in calendars
            for start in (datetime(2027, 2, 15), datetime(2027, 3, 26), datetime(2027, 5, 1))
        ]
    )
    project = env["project.project"].create({"name": "Bench"})
    env["agency.booking"].create(
        [
            {
                "employee_id": person.id,
                "project_id": project.id,
                "start_date": MONDAY + timedelta(days=9 * number + position % 14),
                "end_date": MONDAY + timedelta(days=9 * number + position % 14 + 10),
                "hours": 25,
                "state": "confirmed" if number % 3 else "tentative",
            }
            for position, person in enumerate(people)
            for number in range(8)
        ]
    )
    env.flush_all()
    return people


def _calendar(env, days):
    return env["resource.calendar"].create(
        {
            "name": f"Bench {days}",
            "tz": "UTC",
            "attendance_ids": [
                Command.clear(),
                *(
                    Command.create(
                        {
                            "name": f"{weekday} {start}",
                            "dayofweek": str(weekday),
                            "hour_from": start,
                            "hour_to": end,
                            "day_period": "morning" if start < 12 else "afternoon",
                        }
                    )
                    for weekday in range(days)
                    for start, end in HOURS
                ),
            ],
        }
    )


def _hours(env, people):
    """:return dict: our time against stock's for the same hours"""
    ours = theirs = 0.0
    for _round in range(ROUNDS):
        seconds, mine = _timed(env, lambda: env["agency.capacity"]._weekly_hours(people, MONDAY, WEEKS))
        ours += seconds
        seconds, stock = _timed(env, lambda: _stock_hours(people))
        theirs += seconds
    for person in people:
        for week in range(WEEKS):
            if abs(mine[person][week]["capacity"] - stock[person.id, week]) > 0.01:
                raise RuntimeError(f"{person.name}, week {week}: {mine[person][week]} is not {stock[person.id, week]}")
    ratio = theirs / ours
    return {
        "bench": "capacity_grid",
        "ratio": round(ratio, 1),
        "budget": BUDGET,
        "ok": ratio >= BUDGET,
        "people": len(people),
        "weeks": WEEKS,
        "seconds": round(ours / ROUNDS, 2),
        "stock_seconds": round(theirs / ROUNDS, 2),
    }


def _stock_hours(people):
    """:return dict: (employee id, week) -> hours, each person's weeks from midnight to midnight where they live"""
    found = {}
    for week in range(WEEKS):
        first = MONDAY + timedelta(days=7 * week)
        for tz, some in people.grouped("tz").items():
            zone = pytz.timezone(tz)
            start, end = (
                zone.localize(datetime.combine(day, datetime.min.time())) for day in (first, first + timedelta(days=7))
            )
            for employee_id, data in some._get_work_days_data_batch(start, end).items():
                found[employee_id, week] = data["hours"]
    return found


def _grid(env):
    """:return dict: queries and time of the planner's call; the same for a tenth of the people"""
    service = env["agency.capacity"].with_context(allowed_company_ids=env.company.ids, lang="en_US", tz="Europe/Berlin")
    options = {"start": MONDAY.isoformat(), "buckets": WEEKS, "limit": 80}
    service.get_grid(options)
    counts = {}
    for size in (PEOPLE, PEOPLE // 10):
        bench = env["hr.employee"].search([("agency_role_id.code", "=", "bench")], order="id")
        bench[size:].write({"agency_role_id": False})
        env["agency.booking"].search([("employee_id", "in", bench[size:].ids)]).unlink()
        env.flush_all()
        before = env.cr.sql_log_count
        seconds, grid = _timed(env, lambda: service.get_grid(options))
        counts[size] = env.cr.sql_log_count - before, len(grid["rows"]), grid["total_rows"], seconds
    many, few = counts[PEOPLE], counts[PEOPLE // 10]
    return {
        "bench": "capacity_grid_queries",
        "ok": many[0] == few[0] <= QUERIES and many[2] - few[2] >= PEOPLE - PEOPLE // 10,
        "queries": many[0],
        "query_budget": QUERIES,
        "queries_tenth": few[0],
        "people": many[2],
        "milliseconds": round(1000 * many[3], 1),
    }


def _timed(env, function):
    env.flush_all()
    env.invalidate_all()
    begin = time.perf_counter()
    result = function()
    return time.perf_counter() - begin, result
