"""Builders for the tests of capacity and bookings."""

from datetime import datetime

import pytz

from odoo import Command, fields

from .common import ManagementBuilders, ManagementCommon

ZONE = "Europe/Berlin"
#: A Monday, far enough ahead; clocks change on the Sunday of the week after it.
MONDAY = fields.Date.to_date("2027-03-15")


def day(text):
    """:return datetime.date: of an ISO text"""
    return fields.Date.to_date(text)


class CapacityBuilders(ManagementBuilders):
    """People with working hours, time off, bookings."""

    @classmethod
    def new_calendar(cls, name="Full time", weekdays=range(5), hours=((8, 12), (13, 17)), **values):
        """:return: ``resource.calendar`` in Berlin, 8 to 12 and 13 to 17 unless told otherwise"""
        return cls.env["resource.calendar"].create(
            {
                "name": name,
                "tz": ZONE,
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
                        for weekday in weekdays
                        for start, end in hours
                    ),
                ],
            }
            | values
        )

    @classmethod
    def new_person(cls, name, role=None, calendar=None, **values):
        """:return: ``hr.employee`` without user who works by the calendar, in Berlin"""
        calendar = calendar or cls.calendar
        return cls.env["hr.employee"].create(
            {
                "name": name,
                "agency_role_id": role.id if role else False,
                "resource_calendar_id": calendar.id,
                "tz": ZONE,
            }
            | values
        )

    @classmethod
    def moment(cls, text):
        """:return datetime: a local time in Berlin, in UTC without time zone"""
        local = pytz.timezone(ZONE).localize(datetime.fromisoformat(text))
        return local.astimezone(pytz.utc).replace(tzinfo=None)

    @classmethod
    def new_absence(cls, employee, start, end, **values):
        """:return: ``resource.calendar.leaves`` of a person, or of everybody without one; local times"""
        return cls.env["resource.calendar.leaves"].create(
            {
                "name": "Away",
                "resource_id": employee.resource_id.id if employee else False,
                "calendar_id": employee.resource_calendar_id.id if employee else False,
                "date_from": cls.moment(start),
                "date_to": cls.moment(end),
                "time_type": "leave",
            }
            | values
        )

    @classmethod
    def new_booking(cls, who, start, end, hours, project=None, state="confirmed", **values):
        """:return: ``agency.booking`` of an employee or, as a placeholder, of a role"""
        key = "employee_id" if who._name == "hr.employee" else "role_id"
        return cls.env["agency.booking"].create(
            {
                key: who.id,
                "project_id": (project or cls.project).id,
                "start_date": start,
                "end_date": end,
                "hours": hours,
                "state": state,
            }
            | values
        )


class CapacityCommon(CapacityBuilders, ManagementCommon):
    """Base: a calendar, two roles, a client with a project."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.calendar = cls.new_calendar()
        cls.env.company.resource_calendar_id = cls.calendar
        cls.role_design = cls.new_role("Design")
        cls.role_code = cls.new_role("Code")
        cls.client_acme = cls.new_client("Acme Capacity")
        cls.project = cls.env["project.project"].create({"name": "Relaunch", "partner_id": cls.client_acme.id})
        cls.manager = cls.new_staff("capacity_manager", "project_manager")
        cls.member = cls.new_staff("capacity_member", "team_member")
