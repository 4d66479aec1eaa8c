"""From the cells of a file to typed rows: which column is which, what each cell means, what is wrong with it."""

from dataclasses import dataclass, field

from . import agency_import_values as values
from .agency_import_catalogue import PROBLEM, names_of, plain
from .agency_import_errors import CellError, FileError, Problem
from .agency_import_file import MAX_BYTES, parse
from .text_file import decode

#: longest text a cell may hold
MAX_TEXT = 500


@dataclass(frozen=True)
class Options:
    """What whoever imports chose instead of leaving it to the file.

    :ivar str date_order: ``dmy``, ``mdy`` or None
    :ivar str decimal_mark: ``.``, ``,`` or None
    """

    date_order: str | None = None
    decimal_mark: str | None = None


@dataclass
class TypedRow:
    """One row, understood.

    :ivar int line_no: line of the file
    :ivar tuple cells: as they stand in the file
    :ivar dict values: documented name -> value; empty cells are absent
    :ivar tuple key: what the row is known by; empty when that is missing
    :ivar list problems: :class:`Problem`; a row with any is not imported
    """

    line_no: int
    cells: tuple
    values: dict = field(default_factory=dict)
    key: tuple = ()
    problems: list = field(default_factory=list)


@dataclass(frozen=True)
class Sheet:
    """A file, understood.

    :ivar tuple header: as it stands in the file
    :ivar list columns: documented name of each cell of the header, None for one that is ignored
    :ivar list rows: :class:`TypedRow`
    :ivar list ignored: headers that mean nothing here
    """

    header: tuple
    columns: list
    rows: list
    ignored: list


def read(data, kind, options=None):
    """Read a file.

    :param bytes data: the whole file
    :param kind: :class:`~.agency_import_catalogue.Kind`
    :param options: :class:`Options`
    :return: :class:`Sheet`
    :raise UnreadableFile: it is no text
    :raise FileError: nothing of it can be imported, or something has to be asked first
    """
    options = options or Options()
    names = names_of(kind)
    table = parse(decode(data, MAX_BYTES), lambda cells: sum(plain(cell) in names for cell in cells))
    columns, ignored = _assign(table.header, kind, names)
    order = options.date_order or _settle(table, columns, kind, ("date",), values.date_order, "ambiguous_dates")
    mark = options.decimal_mark or _settle(
        table, columns, kind, ("amount", "number"), values.decimal_mark, "ambiguous_numbers"
    )
    rows = [_typed(row, table.header, columns, kind, order, mark) for row in table.rows]
    _mark_duplicates(rows)
    _mark_disagreements(rows, kind)
    return Sheet(table.header, columns, rows, ignored)


def _assign(header, kind, names):
    """:return tuple: (documented name or None of each column, headers that are ignored)"""
    columns, ignored = [], []
    for cell in header:
        name = names.get(plain(cell))
        if name in columns and name:
            raise FileError("column_twice", column=name, header=cell)
        columns.append(name)
        if not name and cell and plain(cell) != PROBLEM:
            ignored.append(cell)
    missing = [column.name for column in kind.columns if column.required and column.name not in columns]
    if missing:
        raise FileError("missing_columns", columns=", ".join(missing), found=", ".join(filter(None, header)))
    return columns, ignored


def _settle(table, columns, kind, types, decide, code):
    """:return: what all cells of some types together say; refuse a file that says nothing but has to"""
    wanted = [index for index, name in enumerate(columns) if name and kind.by_name[name].type in types]
    texts = [row.cells[index] for row in table.rows for index in wanted if index < len(row.cells) and row.cells[index]]
    answer, example = decide(texts)
    if example:
        line = next(row.line_no for row in table.rows if example in row.cells)
        raise FileError(code, example=example, line=line)
    return answer


def _typed(row, header, columns, kind, order, mark):
    """:return: :class:`TypedRow`"""
    typed = TypedRow(row.line_no, row.cells)
    if any(row.cells[len(header) :]):
        typed.problems.append(Problem("too_many_cells", params={"found": len(row.cells), "expected": len(header)}))
        return typed
    for name, label, text in zip(columns, header, row.cells):
        if not name or not text:
            continue
        try:
            typed.values[name] = _value(text, kind.by_name[name], order, mark)
        except CellError as error:
            typed.problems.append(Problem(error.code, label, error.params))
    broken = {problem.column for problem in typed.problems}
    for column in kind.columns:
        if column.required and column.name not in typed.values:
            label = header[columns.index(column.name)]
            if label not in broken:
                typed.problems.append(Problem("missing_value", label))
    typed.key = _key(typed.values, kind)
    return typed


def _value(text, column, order, mark):
    if len(text) > MAX_TEXT:
        raise CellError("too_long", limit=MAX_TEXT)
    if column.type == "date":
        return values.parse_date(text, order)
    if column.type == "amount":
        return values.parse_amount(text, mark)
    if column.type == "number":
        return values.parse_number(text, mark)
    if column.type == "whole":
        return values.parse_whole(text, *column.limits)
    if column.type == "choice":
        return values.parse_choice(text, column.choices)
    simple = {"bool": values.parse_bool, "email": values.parse_email, "list": values.parse_list}
    return simple.get(column.type, str)(text)


def _key(row_values, kind):
    """:return tuple: the reference, else the first natural key of which the row has all parts"""
    if row_values.get("ref"):
        return ("ref", values.fold(row_values["ref"]))
    for names in kind.keys:
        if all(row_values.get(name) for name in names):
            return (*names, *(values.fold(str(row_values[name])) for name in names))
    return ()


def _mark_duplicates(rows):
    """Of rows with the same key the first one counts."""
    first = {}
    for row in rows:
        if not row.key:
            continue
        line = first.setdefault(row.key, row.line_no)
        if line != row.line_no:
            row.problems.append(Problem("duplicate", params={"line": line}))


def _mark_disagreements(rows, kind):
    """Rows of one group say the same about it; an empty cell says nothing."""
    said = {}
    for row in rows:
        group = row.values.get(kind.group)
        for name in kind.shared if group else ():
            value = row.values.get(name)
            if not value:
                continue
            before, line = said.setdefault((values.fold(group), name), (value, row.line_no))
            if before != value:
                row.problems.append(Problem("disagrees", name, {"line": line, "group": group}))
