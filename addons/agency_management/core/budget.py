"""When somebody is told how much of a budget is gone: levels in per cent, each told once for each budget."""

#: What is told when the setting is empty is nothing; these are the ones a new company starts with.
DEFAULT_LEVELS = "50, 75, 90, 100"
MAX_LEVEL = 500
#: Half an hour, or half a unit of money, is no overrun anybody would act on.
LEAST_OVERRUN = 0.5


class LevelError(ValueError):
    """A list of levels that cannot be read; ``text`` is the part that is wrong."""

    def __init__(self, text):
        self.text = text
        super().__init__(f"not a level: {text!r}")


def parse_levels(text):
    """Read levels as people write them.

    :param text: whole numbers of per cent between 1 and 500, separated by commas, semicolons or spaces; may be empty
    :return tuple: the levels, ascending, each once
    :raise LevelError: something in it is no such number
    """
    levels = set()
    for part in (text or "").replace(",", " ").replace(";", " ").replace("%", " ").split():
        if not part.isdigit() or not 1 <= int(part) <= MAX_LEVEL:
            raise LevelError(part)
        levels.add(int(part))
    return tuple(sorted(levels))


def reached(spent, budget, levels):
    """:return tuple: the levels that are reached, ascending; none without a budget"""
    if not budget or budget <= 0:
        return ()
    # 75 of 100 hours booked in minutes may be 74.99999999
    share = round(100.0 * spent / budget, 6)
    return tuple(level for level in levels if share >= level)


def overrun(forecast, budget):
    """:return bool: a forecast lies above its budget by so much that somebody would act on it; False without either"""
    return bool(budget and budget > 0 and forecast is not None and forecast - budget >= LEAST_OVERRUN)
