"""Lets one thread at a time parse Python source; loaded by every Python of a server's environment.

CPython 3.11 and 3.12 count the depth of a syntax tree for all threads together and raise ``SystemError`` ("AST
constructor recursion depth mismatch") when two parse at once, as a threaded server does while it answers requests.
"""

import ast
import functools
import threading

_lock = threading.RLock()
_parse = ast.parse


@functools.wraps(_parse)
def parse(*args, **kwargs):
    """``ast.parse``, by one thread at a time."""
    with _lock:
        return _parse(*args, **kwargs)


ast.parse = parse
