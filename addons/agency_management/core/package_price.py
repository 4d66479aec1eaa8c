"""What the parts of a package cost under the rule of its price."""

from dataclasses import dataclass
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal

RULES = ("sum", "discount", "fixed")


@dataclass(frozen=True)
class Part:
    """One part of a package.

    :ivar key: whatever identifies the part to the caller
    :ivar float quantity: units of it, positive
    :ivar float price: price of one unit, not negative
    """

    key: object
    quantity: float
    price: float


def _decimal(value):
    return Decimal(repr(float(value)))


def _rounded(value, step):
    return (value / step).quantize(Decimal(1), rounding=ROUND_HALF_UP) * step


def subtotal(quantity, price, step=0.01):
    """:return float: quantity times price, rounded half up to the smallest coin"""
    return float(_rounded(_decimal(quantity) * _decimal(price), _decimal(step)))


def discounted(parts, percent, step=0.01):
    """Take a share off each price.

    :param float percent: 0 to 100
    :param float step: smallest coin of the currency
    :return dict: key -> price of one unit
    """
    coin, left = _decimal(step), 1 - _decimal(percent) / 100
    return {part.key: float(_rounded(_decimal(part.price) * left, coin)) for part in parts}


def allocated(parts, total, step=0.01):
    """Split a fixed total over the parts in proportion to what they cost, to the coin where quantities allow it.

    Prices are rounded down first; the coins that are left go one a unit to the parts with the largest quantity that
    still fits, so that a single unit takes the last ones. Parts that all cost nothing share by quantity.

    :param parts: list of :class:`Part`
    :param float total: what all units cost together, not negative
    :param float step: smallest coin of the currency
    :return tuple: (dict key -> price of one unit, difference that could not be placed as float, 0.0 as a rule)
    """
    coin, target = _decimal(step), _decimal(total)
    weights = {part.key: _decimal(part.price) for part in parts}
    listed = sum((weights[part.key] * _decimal(part.quantity) for part in parts), Decimal(0))
    if not listed:
        weights = dict.fromkeys(weights, Decimal(1))
        listed = sum((_decimal(part.quantity) for part in parts), Decimal(0))
    prices = {}
    for part in parts:
        share = weights[part.key] * target / listed
        prices[part.key] = (share / coin).quantize(Decimal(1), rounding=ROUND_DOWN) * coin
    rest = target - sum((prices[part.key] * _decimal(part.quantity) for part in parts), Decimal(0))
    for part in sorted(parts, key=lambda part: -part.quantity):
        each = _decimal(part.quantity) * coin
        times = (rest / each).quantize(Decimal(1), rounding=ROUND_DOWN)
        if times > 0:
            prices[part.key] += times * coin
            rest -= times * each
    return {key: float(price) for key, price in prices.items()}, float(rest)


def offer(parts, rule, value=0.0, step=0.01):
    """Prices of the parts of a package.

    :param parts: list of :class:`Part`
    :param str rule: ``sum`` (each its own price), ``discount`` (``value`` percent less), ``fixed`` (``value`` in all)
    :return tuple: (dict key -> price of one unit, difference to a fixed total that could not be placed)
    """
    if rule == "discount":
        return discounted(parts, value, step), 0.0
    if rule == "fixed" and parts:
        return allocated(parts, value, step)
    return {part.key: part.price for part in parts}, 0.0
