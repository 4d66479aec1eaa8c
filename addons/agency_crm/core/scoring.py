"""Lead score: fit rules and engagement rules with decay, explained point by point.

A fit rule gives its points while a lead matches. An engagement rule gives its points for each thing the contact
did; each loses half of its weight every half-life (``points * 0.5 ** (age / half_life)``). Points of a rule are
rounded *before* they are added, so that the explanation adds up to the score a person sees.
"""

import math
from dataclasses import dataclass

MIN_SCORE, MAX_SCORE = 0, 100


@dataclass(frozen=True)
class Rule:
    """:param ref: identifies the rule for the caller
    :param points: per match (fit) or per occurrence (engagement); may be negative
    :param half_life_days: engagement only; 0 means that weight is never lost
    :param max_points: engagement only; the most one rule gives (the least, when negative); 0 means no limit
    """

    ref: object
    points: int
    engagement: bool = False
    half_life_days: float = 0
    max_points: int = 0


@dataclass(frozen=True)
class Line:
    """One explained part of a score. ``occurrences`` is 0 for a fit rule, ``latest_age_days`` None likewise."""

    ref: object
    points: int
    occurrences: int = 0
    latest_age_days: float = None


def round_half_up(value):
    """:return int: rounded away from zero at .5, as people do (``round`` goes to the even number)"""
    return int(math.copysign(math.floor(abs(value) + 0.5), value)) if value else 0


def decay(points, age_days, half_life_days):
    """:return float: what ``points`` are worth ``age_days`` later; the future counts as now"""
    if half_life_days <= 0:
        return float(points)
    return points * 0.5 ** (max(age_days, 0) / half_life_days)


def line(rule, ages_days=None):
    """Explain one rule.

    :param Rule rule: a rule that matches the lead
    :param ages_days: engagement: age in days of each thing the contact did
    :return: :class:`Line`; None when the rule gives nothing any more
    """
    if not rule.engagement:
        return Line(rule.ref, rule.points) if rule.points else None
    ages = list(ages_days or ())
    if not ages:
        return None
    worth = sum(decay(rule.points, age, rule.half_life_days) for age in ages)
    if rule.max_points:
        limit = abs(rule.max_points)
        worth = max(-limit, min(limit, worth))
    points = round_half_up(worth)
    return Line(rule.ref, points, len(ages), min(ages)) if points else None


def total(lines):
    """:return int: score of a lead, 0 to 100"""
    return max(MIN_SCORE, min(MAX_SCORE, sum(item.points for item in lines)))


def grade(score, thresholds):
    """:param thresholds: least score of A, B and C, descending
    :return str: ``A`` to ``D``
    """
    for letter, least in zip("ABC", thresholds, strict=True):
        if score >= least:
            return letter
    return "D"


def valid_thresholds(thresholds):
    """:return bool: whether three thresholds are descending and inside the scale"""
    a, b, c = thresholds
    return MAX_SCORE >= a > b > c > MIN_SCORE
