"""Freelancers join, their time is approved, one of them has sent a bill."""

import datetime

from odoo import Command, fields

from .freelancers import BILLED, FREELANCERS, WORKING_DAYS, approvals

#: whose bill has come
BILLING = "marta"


def tell(world, story):
    """Put approvals and the bill into the story; the hours are booked with those of everybody else."""
    for day, monday in approvals(story.today):
        story.on(day, 9.5, approve, world, monday)
    first, last, came = BILLED
    days = [story.today - datetime.timedelta(days=number) for number in (first, last)]
    story.at(came, 11, bill, world, *days)


def join(world, today):
    """Hugo enters the freelancers: no users, their own working hours, who sends their bills, what they ask for.

    :param date today: the day on which the story ends; prices hold from days counted back from it
    """
    env = world.env
    calendar = env["resource.calendar"].create(
        {
            "name": "Freelancers: Monday to Wednesday",
            "tz": "UTC",
            "attendance_ids": [
                Command.create({"name": "Work", "dayofweek": str(day), "hour_from": first, "hour_to": first + 4.0})
                for day in WORKING_DAYS
                for first in (8.0, 13.0)
            ],
        }
    )
    for key, spec in FREELANCERS.items():
        vendor = env["res.partner"].create(
            {
                "name": spec["vendor"],
                "is_company": True,
                "supplier_rank": 1,
                "country_id": env.ref("base.us").id,
                "email": f"office@{spec['vendor'].split()[0].lower()}.example",
            }
        )
        world.employees[key] = env["hr.employee"].create(
            {
                "name": spec["name"],
                "job_title": spec["title"],
                "employee_type": "freelance",
                "agency_role_id": world.roles[spec["role"]].id,
                "department_id": world.employees[spec["lead"]].department_id.id,
                "parent_id": world.employees[spec["lead"]].id,
                "bill_rate": world.roles[spec["role"]].bill_rate,
                "resource_calendar_id": calendar.id,
                "tz": "UTC",
                "agency_vendor_id": vendor.id,
                # they write down what they work, nobody waits for the rest of their days
                "agency_time_from": False,
                "agency_freelancer_rate_ids": [
                    Command.create(
                        {
                            "valid_from": today - datetime.timedelta(days=days),
                            "price": price,
                            "unit": unit,
                            "note": "By e-mail, with the frame contract",
                        }
                    )
                    for days, price, unit in spec["rates"]
                ],
            }
        )


def approve(world, monday):
    """Whoever leads a freelancer hands the week in and approves it."""
    weeks = world.env["agency.timesheet.week"]
    for key, spec in FREELANCERS.items():
        own = [("employee_id", "=", world.employees[key].id)]
        found = weeks.search([*own, ("start_date", "<=", monday), ("end_date", ">=", monday)])
        if not found.line_ids:
            continue
        week = world.by(spec["lead"], found)
        week.action_submit()
        week.action_approve()


def bill(world, first, last):
    """Ada makes the bill of one freelancer from the approved hours, compares it with what came, and posts it."""
    wizard = world.by("ada", world.env["agency.freelancer.bill"]).create({"date_from": first, "date_to": last})
    for line in wizard.line_ids:
        line.chosen = line.employee_id == world.employees[BILLING]
    move = wizard.env["account.move"].search(wizard.action_make_bills()["domain"])
    move.write({"invoice_date": fields.Date.today(), "ref": "2041"})
    move.action_post()
