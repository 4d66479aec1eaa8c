"""How long to wait before a provider is asked again."""

from datetime import timezone
from email.utils import parsedate_to_datetime

#: Bounds of every pause, in seconds.
LEAST, MOST = 1, 3600


def seconds_to_wait(headers):
    """Read how long a provider wants to be left alone.

    ``Retry-After`` is in seconds or a date (RFC 9110, 10.2.3); a date counts from the answer's own ``Date``, so that
    no clock of ours is involved. ``X-RateLimit-Reset-After`` is exact where a provider sends it.

    :param headers: mapping of header names, matched without regard to case by the caller's mapping
    :return int: seconds between ``LEAST`` and ``MOST``, rounded up; None when the provider does not say
    """
    for name in ("X-RateLimit-Reset-After", "Retry-After"):
        seconds = _seconds(headers.get(name), headers.get("Date"))
        if seconds is not None:
            return int(min(max(-(-seconds // 1), LEAST), MOST))
    return None


def _seconds(text, now):
    if not text:
        return None
    try:
        return float(text)
    except ValueError:
        until, now = _date(text), _date(now)
    return (until - now).total_seconds() if until and now else None


def _date(text):
    try:
        date = parsedate_to_datetime(text or "")
    except (TypeError, ValueError):
        return None
    return date if date.tzinfo else date.replace(tzinfo=timezone.utc)


def backoff(attempt, first=60):
    """Pause after a failed attempt: doubles each time.

    :param int attempt: number of attempts that failed, from 1
    :param int first: pause after the first one, in seconds
    :return int: seconds, at most ``MOST``
    """
    return int(min(first * 2 ** (max(attempt, 1) - 1), MOST))
