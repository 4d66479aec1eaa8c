"""From stored values to the figures of a dashboard: totals, days, rates, changes. "No data" is None, never zero."""

from dataclasses import dataclass, field
from datetime import timedelta
from decimal import ROUND_HALF_UP, Decimal

from .metrics import ADDITIVE, CATALOGUE, DISTINCT, RATIO, UP, components, ratio
from .periods import Period, best_cover


@dataclass
class Cells:
    """Values of one metric of one source.

    :ivar daily: day -> value
    :ivar spans: ``Period`` -> value, for exports that hold one value for a whole range
    """

    daily: dict = field(default_factory=dict)
    spans: dict = field(default_factory=dict)


@dataclass
class Figure:
    """One metric over one period.

    :ivar value: total, rate or daily mean; None without data
    :ivar by_day: day -> value, only days that have one
    :ivar as_of: last day with data
    :ivar covered: number of days the value rests on
    :ivar basis: ``total`` of the period, or ``daily_mean`` for people counted once a day
    """

    value: float = None
    by_day: dict = field(default_factory=dict)
    as_of: object = None
    covered: int = 0
    basis: str = "total"


def arrange(rows):
    """Sort stored sums into cells.

    The same day may be stored as a site total and again by device, country and channel. They are the same clicks, so
    the best kind the catalogue names for the metric is taken for each day and the others are left alone.

    :param rows: (source, metric key, kind, span_days, last day, sum) of additive parts
    :return: dict (source, metric key) -> :class:`Cells`
    """
    ranks, cells = {}, {}
    for source, key, kind, span_days, day, value in rows:
        partitions = CATALOGUE[key].partitions
        if kind not in partitions:
            continue
        rank = partitions.index(kind)
        slot = (source, key, span_days, day)
        if slot in ranks and ranks[slot] <= rank:
            continue
        ranks[slot] = rank
        cell = cells.setdefault((source, key), Cells())
        if span_days == 1:
            cell.daily[day] = value
        else:
            cell.spans[Period(day - timedelta(days=span_days - 1), day)] = value
    return cells


def figure(key, cells, period):
    """Evaluate one metric over one period, all sources together.

    :param str key: a key of the catalogue
    :param cells: result of :func:`arrange`
    :return: :class:`Figure`
    """
    metric = CATALOGUE[key]
    parts = components(key)
    sources = sorted({source for source, part in cells if part in parts})
    daily, spans, days_seen = {}, [], set()
    for source in sources:
        own = [cells.get((source, part), Cells()) for part in parts]
        days = [day for day in own[0].daily if period.start <= day <= period.end]
        days = [day for day in days if all(day in cell.daily for cell in own)]
        for day in days:
            values = [cell.daily[day] for cell in own]
            daily[day] = [sum(pair) for pair in zip(daily[day], values, strict=True)] if day in daily else values
        if not days:
            common = [span for span in own[0].spans if all(span in cell.spans for cell in own)]
            if metric.additivity == DISTINCT:
                common = [span for span in common if span == period]
            for span in best_cover(common, period):
                spans.append((span, [cell.spans[span] for cell in own]))
                days_seen.update(span.dates())
    days_seen.update(daily)
    result = Figure(as_of=max(days_seen, default=None), covered=len(days_seen))
    if metric.additivity == RATIO:
        result.by_day = {
            day: value for day in sorted(daily) if (value := ratio(daily[day][0], daily[day][1])) is not None
        }
        totals = [*daily.values(), *(values for _span, values in spans)]
        result.value = ratio(sum(one[0] for one in totals), sum(one[1] for one in totals)) if totals else None
        return result
    result.by_day = {day: daily[day][0] for day in sorted(daily)}
    if metric.additivity == ADDITIVE and days_seen:
        result.value = sum(result.by_day.values()) + sum(values[0] for _span, values in spans)
    elif metric.additivity == DISTINCT and days_seen:
        # people come back: days may not be added up, so the figure is a usual day, or the range's own count
        if daily:
            result.basis, result.value = "daily_mean", sum(result.by_day.values()) / len(result.by_day)
        else:
            result.value = sum(values[0] for _span, values in spans)
    return result


#: how far the shares of days with data may differ before two periods are no longer compared
COVERAGE_TOLERANCE = 0.1


def matching(period, compared, as_of):
    """The part of the comparison period that corresponds to the days for which there is data already.

    Providers are days behind. Six days of a month against the whole month before would look like a collapse.

    :param date as_of: last day with data in ``period``, or None
    :return: ``Period``
    """
    if as_of is None or as_of >= period.end:
        return compared
    end = compared.start + (as_of - period.start)
    return Period(compared.start, min(end, compared.end))


def comparable(now, period, before, compared):
    """:return bool: whether two figures rest on about the same share of their days and mean the same"""
    if now.value is None or before.value is None or now.basis != before.basis:
        return False
    days = (now.as_of - period.start).days + 1
    return abs(now.covered / days - before.covered / compared.days) <= COVERAGE_TOLERANCE


#: unit -> decimals a figure is shown with; a ratio as per cent with one
DECIMALS = {"count": 0, "ratio": 3, "rank": 1, "seconds": 0}


def shown(value, unit):
    """Round as every screen does.

    Browsers round the number as it is written, halves away from zero; so does this, or page and screen would differ.

    :return float: the value a reader sees
    """
    return float(Decimal(repr(float(value))).quantize(Decimal(1).scaleb(-DECIMALS[unit]), ROUND_HALF_UP))


def change(key, value, previous):
    """Compare two values of one metric as they are shown: whoever subtracts one from the other gets the change.

    :return dict: ``absolute`` (difference), ``relative`` (fraction of the previous value; None from zero), ``trend``
        (up, down, flat when the change is shown as zero), ``verdict`` (good, bad, neutral); all None without both
        values
    """
    if value is None or previous is None:
        return {"absolute": None, "relative": None, "trend": None, "verdict": None}
    unit = CATALOGUE[key].unit
    before = shown(previous, unit)
    absolute = shown(shown(value, unit) - before, unit)
    relative = absolute / before if before else None
    # points and places are told as they are, everything else as a share of what was before
    told = absolute if unit in ("ratio", "rank") or relative is None else shown(relative, "ratio")
    trend = "flat" if not told else "up" if told > 0 else "down"
    verdict = "neutral" if trend == "flat" else "good" if (trend == "up") == (CATALOGUE[key].good == UP) else "bad"
    return {
        "absolute": absolute,
        "relative": relative,
        "trend": trend,
        "verdict": verdict,
    }


def choose_rows(coverage, kinds, period):
    """Choose which stored rows make up a breakdown (top queries, pages, channels) without counting anything twice.

    Per source: the first of ``kinds`` that has anything; its daily rows when there are any in the period, else the
    snapshots that cover most of it.

    :param coverage: (source, kind, span_days, last day) that exist
    :param kinds: kinds of dimension set that can answer, best first
    :return: list of (source, kind, span_days, first last-day, last last-day), and the ``Period`` they cover or None
    """
    by_source = {}
    for source, kind, span_days, day in coverage:
        span = Period(day - timedelta(days=span_days - 1), day)
        if kind in kinds and period.contains(span):
            by_source.setdefault(source, {}).setdefault(kind, []).append(span)
    chosen, covered = [], []
    for source in sorted(by_source):
        kind = next(kind for kind in kinds if kind in by_source[source])
        spans = by_source[source][kind]
        days = [span for span in spans if span.days == 1]
        if days:
            covered += days
            chosen.append((source, kind, 1, min(span.end for span in days), max(span.end for span in days)))
            continue
        for span in best_cover(spans, period):
            covered.append(span)
            chosen.append((source, kind, span.days, span.end, span.end))
    if not covered:
        return [], None
    return chosen, Period(min(span.start for span in covered), max(span.end for span in covered))
