"""Load the demo agency: ``load(env)`` into a database in which the four addons are installed and that has no data."""

import contextlib
import datetime
import gc

from . import backdate, billing, check, history, notices, plan, printing, shifting
from .passwords import Passwords
from .world import World

#: what the loader's flows know: no invitations by mail, mails into the queue instead of out, and none that tells
#: somebody that a task, an activity or a meeting is theirs, which nobody reads afterwards
CONTEXT = {
    "no_reset_password": True,
    "mail_notify_force_send": False,
    "mail_auto_subscribe_no_notify": True,
    "mail_activity_quick_update": True,
    "no_mail_to_attendees": True,
    "lang": "en_US",
    "tz": "UTC",
}


def load(env):
    """Tell the story of the last eighteen months, up to now. What is told is committed day by day.

    :param env: environment of the superuser
    :raise AssertionError: the agency does not look as ``check.py`` wants it
    """
    env = env(context=dict(env.context, **CONTEXT))
    env.user.tz = "UTC"
    now = datetime.datetime.now(datetime.timezone.utc).replace(tzinfo=None, microsecond=0)
    story = plan.Story(now.date())
    world = World(env, passwords=Passwords(env))
    with _short_memory(), backdate.without_printing(env):
        opening = plan.moment(plan.workday(story.today, plan.HISTORY_DAYS + 3), 8)
        with notices.chat(world), backdate.backdated(env, opening) as world.clock:
            history.open_house(world, story.today)
            env.company.agency_retainer_policy = "post"
            history.tell(world, story)
            for event in story.told():
                world.clock.at(min(event.moment, now))
                event.action(*event.arguments)
            billing.last_night(world)
            # from now on the nightly run mails what it makes
            env.company.agency_retainer_policy = "send"
            env["agency.retainer"].search([("state", "=", "active")]).write({"policy": "send"})
    backdate.settle_raw_dates(env)
    backdate.settle_mail(env)
    printing.print_invoices(env)
    _verify(env)


@contextlib.contextmanager
def _short_memory():
    """Within this, Python's garbage collector looks at what the story leaves behind, not at all of Odoo each time.

    An environment is a cycle, so it lives until it is collected, and Odoo searches all living ones whenever it needs
    one. Among the objects of a loaded Odoo the collector comes round too seldom: a third of the time went there.
    """
    gc.collect()
    gc.freeze()
    try:
        yield
    finally:
        gc.unfreeze()


def shift(env, days):
    """Move an agency that was loaded so many days ago to today, by whole weeks.

    :raise AssertionError: the agency does not look as ``check.py`` wants it
    """
    if shifting.whole_weeks(days) > 0:
        shifting.move(env, shifting.whole_weeks(days))
    _verify(env)


def _verify(env):
    problems = check.check(env)
    if problems:
        raise AssertionError("The demo agency is not as it should be:\n" + "\n".join(problems))
