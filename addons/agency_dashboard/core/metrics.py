"""The metric catalogue: what each figure means and how it may be added up.

Only additive components are stored. Rates are computed from their components over the period that is shown, so a
rate over a month is never an average of daily rates:

* click-through rate = clicks / impressions
* average position = sum(position x impressions) / impressions, the weighting Search Console itself uses
* engagement rate = engaged sessions / sessions
"""

from dataclasses import dataclass

#: additive: values may be summed over days and dimensions; distinct: people counted once a day, so days cannot be
#: summed (the same visitor comes back) and only a mean per day is honest; ratio: numerator / denominator of sums
ADDITIVE, DISTINCT, RATIO = "additive", "distinct", "ratio"
UP, DOWN = "up", "down"


@dataclass(frozen=True)
class Metric:
    """One figure.

    :ivar unit: ``count``, ``ratio`` (shown as percent), ``rank`` or ``seconds``
    :ivar good: direction in which a change is good news
    :ivar partitions: kinds of dimension set, best first, whose values add up to the whole site's value. Queries are
        no partition of clicks: Search Console leaves rare queries out.
    """

    key: str
    provider: str
    unit: str
    good: str
    additivity: str
    numerator: str = ""
    denominator: str = ""
    partitions: tuple = ("total",)


_SEARCH = ("total", "device", "country")
_TRAFFIC = ("total", "channel", "device", "country")

CATALOGUE = {
    metric.key: metric
    for metric in (
        Metric("search_clicks", "search_console", "count", UP, ADDITIVE, partitions=_SEARCH),
        Metric("search_impressions", "search_console", "count", UP, ADDITIVE, partitions=_SEARCH),
        Metric("search_position_weight", "search_console", "count", DOWN, ADDITIVE, partitions=_SEARCH),
        Metric("search_ctr", "search_console", "ratio", UP, RATIO, "search_clicks", "search_impressions"),
        Metric(
            "search_position", "search_console", "rank", DOWN, RATIO, "search_position_weight", "search_impressions"
        ),
        Metric("ga_sessions", "ga4", "count", UP, ADDITIVE, partitions=_TRAFFIC),
        Metric("ga_engaged_sessions", "ga4", "count", UP, ADDITIVE, partitions=_TRAFFIC),
        Metric("ga_engagement_seconds", "ga4", "seconds", UP, ADDITIVE, partitions=_TRAFFIC),
        Metric("ga_users", "ga4", "count", UP, DISTINCT),
        Metric("ga_new_users", "ga4", "count", UP, ADDITIVE, partitions=_TRAFFIC),
        Metric("ga_views", "ga4", "count", UP, ADDITIVE, partitions=("total", "page")),
        Metric("ga_events", "ga4", "count", UP, ADDITIVE, partitions=_TRAFFIC),
        Metric("ga_key_events", "ga4", "count", UP, ADDITIVE, partitions=_TRAFFIC),
        Metric("ga_engagement_rate", "ga4", "ratio", UP, RATIO, "ga_engaged_sessions", "ga_sessions"),
        Metric("ga_engagement_time", "ga4", "seconds", UP, RATIO, "ga_engagement_seconds", "ga_sessions"),
    )
}

#: metrics that have rows in the store, in catalogue order
STORED = tuple(key for key, metric in CATALOGUE.items() if metric.additivity != RATIO)


def ratio(numerator, denominator):
    """:return: numerator / denominator, or None where there is nothing to divide"""
    if numerator is None or not denominator:
        return None
    return numerator / denominator


def components(key):
    """:return: keys of the stored metrics a metric is computed from"""
    metric = CATALOGUE[key]
    return (metric.numerator, metric.denominator) if metric.additivity == RATIO else (key,)
