"""Failures the tooling knows: each has a message, a remedy, and never a traceback."""

import errno


class SuiteError(Exception):
    """A known failure, told in one line together with what to do about it.

    ``log`` names the file that holds the whole output of the command that failed.
    """

    def __init__(self, message, remedy="", log=None):
        super().__init__(message)
        self.message = message
        self.remedy = remedy
        self.log = log

    def __str__(self):
        text = self.message.rstrip(".")
        if self.remedy:
            text += f". Remedy: {self.remedy}"
        if self.log:
            text += f" (log: {self.log})"
        return text


class Unavailable(SuiteError):
    """Something that is not to be had here, while the rest can go on without it."""


DISK_FULL = "no space left on device"


def disk_full(where):
    """Return the error for a full disk at the path ``where``."""
    return SuiteError(
        f"the disk that holds {where} is full",
        "free about 4 GB there, or set AGENCY_CACHE to a folder on another disk, and run again: it resumes",
    )


def explain_oserror(error):
    """Turn an ``OSError`` that has a known remedy into a ``SuiteError``; None for any other."""
    where = error.filename or "the cache folder"
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return disk_full(where)
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return SuiteError(
            f"no permission to write {where}",
            "make it writable for this account, or set AGENCY_CACHE to a folder that is",
        )
    return None
