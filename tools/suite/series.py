"""Which Odoo series to work with, and why."""

from . import odoo17
from .errors import SuiteError

SERIES = ("17.0", "19.0")


def seventeen(cache, environ):
    """Why Odoo 17.0 can be had on this machine, or None."""
    if environ.get("ODOO_17_PATH"):
        return "ODOO_17_PATH is set"
    if odoo17.cached(cache):
        return "a tree of it is in the cache"
    if odoo17.reachable(cache, environ):
        return "its official source answers"
    return None


def choose(cache, environ):
    """The series for ``make run`` and the reason, as (series, sentence)."""
    wanted = environ.get("SERIES")
    if wanted:
        check(wanted)
        return wanted, "SERIES says so"
    why = seventeen(cache, environ)
    if why:
        return "17.0", why
    return (
        "19.0",
        "no Odoo 17.0 here: ODOO_17_PATH is not set, the cache has none, "
        f"its source did not answer in {odoo17.PROBE_SECONDS} s",
    )


def all_found(cache, environ):
    """The series that ``make test`` covers, as [(series, reason)], and [(series, why not)] for the others."""
    wanted = environ.get("SERIES")
    if wanted:
        check(wanted)
        return [(wanted, "SERIES says so")], [(other, f"SERIES={wanted}") for other in SERIES if other != wanted]
    why = seventeen(cache, environ)
    found = [("19.0", "Debian packages it")]
    if why:
        return [("17.0", why), *found], []
    return found, [("17.0", "ODOO_17_PATH is not set, the cache has no tree, and the official source does not answer")]


def check(series):
    """Refuse a series that the suite does not know."""
    if series not in SERIES:
        raise SuiteError(f"SERIES={series} is not known", f"use one of {', '.join(SERIES)}")
