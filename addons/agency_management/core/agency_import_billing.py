"""Where the billing of a retainer that was run elsewhere takes over."""

from dataclasses import dataclass
from datetime import date

from .agency_import_errors import RowError
from .recurrence import ONE_DAY, anchored, period_of, periods


@dataclass(frozen=True)
class TakeOver:
    """What to do so that exactly the periods from a day on are billed here.

    :ivar int anchor_day: day of the month on which periods begin
    :ivar date line_start: first day the line is in force here
    :ivar tuple billed: :class:`~.recurrence.Period` of each period that was billed elsewhere, from ``line_start`` on
    """

    anchor_day: int
    line_start: date
    billed: tuple


def take_over(start, next_invoice, today, billing_day=None, end=None):
    """Plan the take-over of a running retainer.

    The line is in force from the period that runs today, so that revenue and hours of the month are right from the
    first day; the periods up to the next invoice are noted as billed elsewhere. What lies before is no business of
    ours and can never be billed.

    :param date start: first day of the retainer
    :param date next_invoice: first day that is to be billed here
    :param date today: the day of the billing company
    :param int billing_day: day of the month on which periods begin; None: found from the two dates
    :param date end: last day of the retainer
    :return: :class:`TakeOver`
    :raise RowError: ``next_invoice_before_start``, ``next_invoice_past``, ``next_invoice_off`` or
        ``next_invoice_after_end``
    """
    shown = next_invoice.isoformat()
    if next_invoice < start:
        raise RowError("next_invoice_before_start", "next_invoice", value=shown, start=start.isoformat())
    if end and end < next_invoice:
        raise RowError("next_invoice_after_end", "next_invoice", value=shown, end=end.isoformat())
    if next_invoice < today:
        raise RowError("next_invoice_past", "next_invoice", value=shown, today=today.isoformat())
    if next_invoice == start:
        # nothing was billed elsewhere: an ordinary retainer, which may begin with a part of a period
        return TakeOver(billing_day or start.day, start, ())
    if billing_day is None:
        # a retainer that began on the 31st is billed on the 28th of February, too
        regular = anchored(next_invoice.year, next_invoice.month, start.day) == next_invoice
        billing_day = start.day if regular else next_invoice.day
    elif anchored(next_invoice.year, next_invoice.month, billing_day) != next_invoice:
        raise RowError("next_invoice_off", "next_invoice", value=shown, day=billing_day)
    last = next_invoice - ONE_DAY
    line_start = max(period_of(min(today, last), billing_day).start, start)
    billed = periods(line_start, last, billing_day, end=last)
    return TakeOver(billing_day, line_start, tuple(part for part, _whole in billed))
