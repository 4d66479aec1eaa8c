"""When a client is reminded of what waits for their approval, and when a colleague is told instead.

Days are working days of the agency: a weekend is no time in which nobody answered.
"""

from . import workdays

REMIND = "remind"
TELL = "tell"


def next_day(last, taken, every, times, week):
    """The day of the next step, counted from the last one: a server that stood still does not send two at once.

    :param datetime.date last: the day of the last step, or the day the client was asked
    :param int taken: steps taken already
    :param int every: working days between two steps; 0 or less: nobody is ever reminded
    :param int times: reminders to the client; the step after the last one tells the agency
    :param workdays.WorkWeek week: the agency's
    :return: ``datetime.date``, or None when there is no further step
    """
    if every <= 0 or taken > max(times, 0):
        return None
    return workdays.add(last, every, week)


def step(taken, times):
    """:return str: what the next step is, ``REMIND`` or ``TELL``, after so many steps"""
    return REMIND if taken < times else TELL
