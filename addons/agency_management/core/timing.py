"""Turning a running clock into booked time."""

#: a clock that ran longer than this was probably forgotten; minutes
LONG_RUN_MINUTES = 12 * 60


def booked_minutes(started_at, stopped_at):
    """Minutes to book for a run of the clock: rounded to the nearest minute, half a minute up.

    :param datetime started_at: when the clock was started (UTC)
    :param datetime stopped_at: when it was stopped (UTC)
    :return int: minutes, 0 when the clock ran less than half a minute or backwards
    """
    seconds = int((stopped_at - started_at).total_seconds())
    return max(0, (seconds + 30) // 60)


def is_long_run(minutes):
    """:return bool: True when the run is so long that its owner should confirm it"""
    return minutes > LONG_RUN_MINUTES


def budget_share(spent, budget):
    """Part of a budget that is used up.

    :return: per cent as float, or None without a budget (no budget is not zero per cent)
    """
    return None if not budget or budget <= 0 else round(100.0 * spent / budget, 1)
