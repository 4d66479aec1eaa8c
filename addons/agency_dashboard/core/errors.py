"""What can be wrong with a metric file. Codes, not sentences: the shell owns the words and their translation."""

from dataclasses import dataclass, field


class FileError(Exception):
    """The whole file cannot be read.

    :ivar code: one of the keys of ``agency.metric.import._file_error_messages``
    :ivar params: named values for the message
    """

    def __init__(self, code, **params):
        super().__init__(code)
        self.code = code
        self.params = params


class CellError(ValueError):
    """One cell does not hold what its column promises."""

    def __init__(self, code, **params):
        super().__init__(code)
        self.code = code
        self.params = params


@dataclass(frozen=True)
class RowError:
    """One row that was left out, and why."""

    line_no: int
    code: str
    params: dict = field(default_factory=dict)
    raw: str = ""
