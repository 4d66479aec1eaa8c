"""Weeks of hours are handed in and approved: the last weeks are complete, but for those who forgot."""

import datetime

from odoo import fields

from . import hours, people

#: weeks before the present one in which everybody writes down whole days
WHOLE_WEEKS = 4
#: who has not written everything down, and in which of these weeks
FORGOT = {"otto": (1, 2, 3), "kim": (2,), "felix": (1,), "zoe": (3,)}
#: leads whose people hand in what they have
ASKING = ("paul", "lena")
#: the weeks before that, of the people of one of them, are approved
APPROVING, APPROVED_WEEKS = "paul", (2, 3)


def week(today, number):
    """:return date: Monday of the week so many weeks before the one of a day"""
    return hours.monday(today) - datetime.timedelta(weeks=number)


def forgotten(today):
    """:return dict: login -> Mondays of the weeks the person has not written everything down for"""
    return {login: {week(today, number) for number in FORGOT.get(login, ())} for login in people.PEOPLE}


def tell(world, story):
    """Put handing in and approving into the story; hours are there on Fridays at a quarter to six."""
    for number in sorted({1, *APPROVED_WEEKS}, reverse=True):
        monday = week(story.today, number)
        logins = [login for lead in (ASKING if number == 1 else (APPROVING,)) for login in people.LEADS[lead]]
        here = [login for login in logins if number not in FORGOT.get(login, ())]
        story.on(monday + datetime.timedelta(days=4), 18.25, hand_in, world, here, monday)
        if number in APPROVED_WEEKS:
            story.on(monday + datetime.timedelta(days=7), 9.25, approve, world, here, monday)
    story.at(1, 18.5, look_at_weeks, world, week(story.today, WHOLE_WEEKS))


def _weeks(world, logins, monday):
    found = world.env["agency.timesheet.week"].search(
        [("user_id", "in", [world.users[login].id for login in logins]), ("end_date", ">=", monday)]
    )
    # a week begins on the day it begins on where people come from
    return found.filtered(lambda one: one.start_date <= monday)


def hand_in(world, logins, monday):
    """People hand in their week."""
    for one in _weeks(world, logins, monday):
        one.with_user(one.user_id).action_submit()


def approve(world, logins, monday):
    """The lead approves the weeks of all of them together."""
    world.by(APPROVING, _weeks(world, logins, monday)).action_approve()


def look_at_weeks(world, first):
    """What the nightly run does about weeks that are over, without reminding anybody: how long they should be."""
    weeks = world.env["agency.timesheet.week"].search(
        [("start_date", ">=", fields.Date.subtract(first, days=1)), ("user_id", "!=", False)]
    )
    weeks._refresh_expected()
