"""Read a download of any known provider into facts, keeping the good rows and naming each bad one."""

from dataclasses import dataclass, field
from datetime import date

from . import ga4, search_console, table
from .columns import DATE, DIMENSION, NTH_DAY, normalise
from .errors import CellError, FileError, RowError
from .numbers import (
    decimal_mark,
    is_blank,
    is_slash_date,
    parse_count,
    parse_date,
    parse_decimal,
    parse_nth_day,
    parse_seconds,
    slash_order,
)
from .periods import Period

PROVIDERS = {provider.key: provider for provider in (search_console.PROVIDER, ga4.PROVIDER)}
TOTAL_LABELS = {"total", "totals", "grand total", "gesamtsumme", "total general", "total général"}
PREVIEW_ROWS = 5


@dataclass(frozen=True)
class Fact:
    """Figures of one set of dimensions on one day, or over ``span_days`` days that end on ``day``."""

    day: date
    span_days: int
    dimensions: tuple
    values: dict

    @property
    def kind(self):
        return kind_of(self.dimensions)


@dataclass
class Preview:
    """What a file is and what will be read of it, before anything is stored."""

    provider: str
    kind: str
    dated: bool
    period: Period
    columns: list  # (header, what it is stored as or "")
    rows: list  # first data rows, as texts
    row_count: int


@dataclass
class Result:
    """A file that was read."""

    provider: str
    kind: str
    facts: list
    errors: list
    rows_ok: int = 0
    rows_skipped: int = 0
    period: Period = None


@dataclass
class _Layout:
    """Positions of a table's columns."""

    columns: list
    date_at: int = None
    date_role: str = ""
    dimensions: list = field(default_factory=list)
    measures: list = field(default_factory=list)


def kind_of(dimensions):
    """:return str: names of the dimensions joined by ``+``, or ``total``"""
    return "+".join(sorted(name for name, _value in dimensions)) or "total"


def preview(text, provider=None):
    """Tell what a file is.

    :param str text: the file's, as ``agency_management.core.text_file.decode`` gives it
    :param str provider: key of a provider, to read it as that one; default: found from the headers
    :raise FileError: it is none of the downloads we know
    """
    found, sheet, sections = _open(text, provider)
    section = sections[0]
    layout = _layout(found, section.header.cells)
    return Preview(
        provider=found.key,
        kind=_layout_kind(layout),
        dated=layout.date_at is not None,
        period=found.period(sheet.comments) or _dates_seen(section, layout),
        columns=[
            (header.strip(), (column.target or "date") if column else "")
            for header, column in zip(section.header.cells, layout.columns, strict=True)
        ],
        rows=[line.cells for line in section.lines if line.cells][:PREVIEW_ROWS],
        row_count=sum(len(one.lines) for one in sections),
    )


def read(text, today, period=None, provider=None):
    """Read a file.

    :param str text: the file's, as ``agency_management.core.text_file.decode`` gives it
    :param date today: no fact may lie after it
    :param Period period: days an export without dates covers; the file's own range, where it names one, must be equal
    :param str provider: as in :func:`preview`
    :raise FileError: nothing of it can be read
    :return: :class:`Result`
    """
    found, sheet, sections = _open(text, provider)
    stated = found.period(sheet.comments)
    if stated and period and stated != period:
        raise FileError("period_mismatch", start=stated.start, end=stated.end)
    period = stated or period
    if period and period.end > today:
        raise FileError("period_in_future", end=period.end)
    result = Result(found.key, _layout_kind(_layout(found, sections[0].header.cells)), [], [], period=period)
    seen = {}
    for section in sections:
        _read_section(found, section, period, today, seen, result)
    return result


def _open(text, provider):
    if provider and provider not in PROVIDERS:
        raise FileError("unknown_provider")
    candidates = [PROVIDERS[provider]] if provider else list(PROVIDERS.values())
    for candidate in candidates:
        sheet = table.parse(text, candidate.recognises)
        if sheet.sections:
            if any(normalise(header) == "date range" for header in sheet.sections[0].header.cells):
                raise FileError("comparison_export")
            if not any(section.lines for section in sheet.sections):
                raise FileError("no_rows")
            return candidate, sheet, sheet.sections
    header = table.first_row(text)
    if sum(normalise(cell).endswith((" clicks", " impressions")) for cell in header) > 1:
        raise FileError("comparison_export")
    raise FileError("unknown_columns", columns=", ".join(header[:8]))


def _layout(provider, header):
    layout = _Layout([provider.column(cell) for cell in header])
    taken = set()
    for index, column in enumerate(layout.columns):
        if column is None or (column.role, column.target) in taken:
            continue
        taken.add((column.role, column.target))
        if column.role in (DATE, NTH_DAY):
            layout.date_at, layout.date_role = index, column.role
        elif column.role == DIMENSION:
            layout.dimensions.append((index, column))
        else:
            layout.measures.append((index, column))
    return layout


def _layout_kind(layout):
    return kind_of([(column.target, "") for _index, column in layout.dimensions])


def _dates_seen(section, layout):
    """:return: ``Period`` from the first to the last date of a dated table, or None"""
    if layout.date_role != DATE:
        return None
    order, days = _slash_order(section, layout), []
    for line in section.lines:
        try:
            days.append(parse_date(line.cells[layout.date_at], order))
        except (CellError, IndexError, TypeError):
            continue
    return Period(min(days), max(days)) if days else None


def _slash_order(section, layout):
    dates = [line.cells[layout.date_at] for line in section.lines if line.cells and len(line.cells) > layout.date_at]
    order = slash_order(dates)
    if order is None and dates and all(map(is_slash_date, dates)):
        raise FileError("ambiguous_dates", example=dates[0].strip())
    return order


def _read_section(provider, section, period, today, seen, result):
    layout = _layout(provider, section.header.cells)
    if period is None and layout.date_role != DATE:
        raise FileError("period_needed")
    order = _slash_order(section, layout) if layout.date_role == DATE else None
    width = len(section.header.cells)
    fractions = [index for index, column in layout.measures if column.kind != "count"]
    mark = decimal_mark(
        line.cells[index] for line in section.lines if line.cells and len(line.cells) >= width for index in fractions
    )
    for line in section.lines:
        try:
            fact = _read_line(provider, layout, line, width, (period, today, order, mark))
        except CellError as error:
            result.errors.append(RowError(line.no, error.code, error.params, line.raw[:1000]))
            continue
        if fact is None:
            result.rows_skipped += 1
            continue
        key = (fact.day, fact.span_days, fact.dimensions)
        if key in seen:
            result.errors.append(RowError(line.no, "duplicate", {"line": seen[key]}, line.raw[:1000]))
            continue
        seen[key] = line.no
        result.facts.append(fact)
        result.rows_ok += 1


def _read_line(provider, layout, line, width, context):
    """:return: :class:`Fact`, or None for a row of totals"""
    period, today, order, mark = context
    if line.cells is None:
        raise CellError("quotes")
    cells = [cell.strip() for cell in line.cells]
    if _is_total(layout, cells):
        return None
    if len(cells) < width or any(cells[width:]):
        raise CellError("cell_count", found=len(cells), expected=width)
    day, span_days = _day_of(layout, cells, period, order)
    if day > today:
        raise CellError("future", value=day)
    dimensions = []
    for index, column in layout.dimensions:
        if not cells[index]:
            raise CellError("empty_dimension", column=column.target)
        dimensions.append((column.target, provider.clean(column.target, cells[index])))
    measures = {}
    for index, column in layout.measures:
        if not is_blank(cells[index]):
            measures[column.target] = _measure(column.kind, cells[index], mark)
    values = provider.derive(measures)
    if not values:
        raise CellError("no_figures")
    return Fact(day, span_days, tuple(sorted(dimensions)), values)


def _is_total(layout, cells):
    labels = [cells[index] for index, _column in layout.dimensions if index < len(cells)]
    if layout.date_at is not None and layout.date_at < len(cells):
        labels.append(cells[layout.date_at])
    named = any(cell.casefold() in TOTAL_LABELS for cell in (*labels, *cells[-1:]))
    return named or (bool(labels) and not any(labels))


def _day_of(layout, cells, period, order):
    if layout.date_role == DATE:
        return parse_date(cells[layout.date_at], order), 1
    if layout.date_role == NTH_DAY:
        return parse_nth_day(cells[layout.date_at], period.start), 1
    return period.end, period.days


def _measure(kind, text, mark):
    if kind == "count":
        return parse_count(text)
    if kind == "seconds":
        return parse_seconds(text, mark)
    return parse_decimal(text, mark)
