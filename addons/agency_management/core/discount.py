"""How much a quotation gives away, what it leaves, and whether whoever made it may offer that."""

from dataclasses import dataclass

LINE_DISCOUNT = "line_discount"
TOTAL_DISCOUNT = "total_discount"
MARGIN = "margin"
#: points above the least margin from which a margin is comfortable
COMFORT = 10.0
#: least margin that stands for none: work may cost any multiple of its price
NO_FLOOR = -100.0


@dataclass(frozen=True)
class Line:
    """One priced line.

    :ivar str name: what the message calls it
    :ivar float reference: what it would cost without any discount, 0 when it has no price of its own
    :ivar float net: what it costs; negative for lines that only take something off
    :ivar float tolerance: what rounding may make of it, in the same currency
    """

    name: str
    reference: float
    net: float
    tolerance: float = 0.0


@dataclass(frozen=True)
class Limit:
    """What somebody may offer.

    :ivar float max_discount: per cent, of a line and of the whole
    :ivar float min_margin: per cent of the price that must be left, ``NO_FLOOR`` when nothing must
    """

    max_discount: float
    min_margin: float

    @property
    def has_floor(self):
        """Whether a margin can be too small."""
        return self.min_margin > NO_FLOOR


@dataclass(frozen=True)
class Violation:
    """One reason why an approval is needed.

    :ivar str kind: ``line_discount``, ``total_discount`` or ``margin``
    :ivar float value: per cent that was offered
    :ivar float limit: per cent that is allowed
    :ivar str subject: name of the line, empty for the whole
    """

    kind: str
    value: float
    limit: float
    subject: str = ""


def discount_percent(reference, net, tolerance=0.0):
    """:return float: per cent of the reference that is given away, two decimals; 0 without a reference or a discount"""
    if reference <= 0:
        return 0.0
    return round(100.0 * max(0.0, reference - net - tolerance) / reference, 2)


def total_discount(lines):
    """Discount of the whole: lines that only take something off count, lines dearer than usual make up for nothing.

    :return float: per cent of what the lines would cost without any discount
    """
    reference = sum(line.reference for line in lines if line.reference > 0)
    net = sum(min(line.net, line.reference) if line.reference > 0 else min(line.net, 0.0) for line in lines)
    return discount_percent(reference, net, sum(line.tolerance for line in lines))


def margin_percent(revenue, cost):
    """Planned margin.

    :param float revenue: price
    :param float cost: planned cost
    :return: per cent of the price as float; -100 when something that costs is given away; None when nothing is planned
    """
    if not cost:
        return None
    if revenue <= 0:
        return -100.0
    return round(100.0 * (revenue - cost) / revenue, 2)


def violations(lines, margin, limit):
    """What goes beyond a limit.

    :param lines: list of :class:`Line`
    :param margin: per cent as float, None when it is not known
    :param limit: :class:`Limit`, None: there is none
    :return: tuple of :class:`Violation`, the lines first
    """
    if limit is None:
        return ()
    found = []
    for line in lines:
        percent = discount_percent(line.reference, line.net, line.tolerance)
        if percent > limit.max_discount:
            found.append(Violation(LINE_DISCOUNT, percent, limit.max_discount, line.name))
    total = total_discount(lines)
    if total > limit.max_discount:
        found.append(Violation(TOTAL_DISCOUNT, total, limit.max_discount))
    if margin is not None and limit.has_floor and margin < limit.min_margin:
        found.append(Violation(MARGIN, margin, limit.min_margin))
    return tuple(found)


def strictest(limits):
    """:return: :class:`Limit` that is within all of these, None without any"""
    limits = [limit for limit in limits if limit]
    if not limits:
        return None
    return Limit(min(one.max_discount for one in limits), max(one.min_margin for one in limits))


def most_generous(limits):
    """:return: :class:`Limit` that allows whatever one of these allows, None without any"""
    limits = [limit for limit in limits if limit]
    if not limits:
        return None
    return Limit(max(one.max_discount for one in limits), min(one.min_margin for one in limits))


def level(margin, limit):
    """Judge a margin by the floor that holds; where none does, by whether the work pays for itself.

    :return str: ``unknown``, ``bad`` (below the least margin), ``low`` (close to it) or ``good``
    """
    if margin is None:
        return "unknown"
    least = limit.min_margin if limit and limit.has_floor else 0.0
    if margin < least:
        return "bad"
    return "low" if margin < least + COMFORT else "good"
