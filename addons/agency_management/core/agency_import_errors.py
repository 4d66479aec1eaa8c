"""What can be wrong with a file to be imported: codes; the shell owns the words and their translation."""

from dataclasses import dataclass, field

from .text_file import UnreadableFile


class FileError(UnreadableFile):
    """The whole file cannot be imported as it is.

    :ivar str code: one of the keys of ``agency.import._file_messages``
    :ivar dict params: named values for the message
    """


class CellError(ValueError):
    """One cell does not hold what its column promises.

    :ivar str code: one of the keys of ``agency.import._row_messages``
    """

    def __init__(self, code, **params):
        super().__init__(code)
        self.code = code
        self.params = params


@dataclass(frozen=True)
class Problem:
    """What keeps one row from being imported.

    :ivar str code: one of the keys of ``agency.import._row_messages``
    :ivar str column: header as it stands in the file, or the documented name of a column that is not there
    """

    code: str
    column: str = ""
    params: dict = field(default_factory=dict)


class RowError(Exception):
    """A row cannot be imported.

    :ivar problem: :class:`Problem`
    """

    def __init__(self, code, column="", **params):
        super().__init__(code)
        self.problem = Problem(code, column, params)
