"""The text of a file somebody uploads: what is no text at all, and the encodings that spreadsheets write.

The figures of the dashboard are read through it as well; its core gets the text, so that no core imports another's.
"""

#: first bytes of files that people mistake for a CSV
_SIGNATURES = ((b"PK\x03\x04", "zip"), (b"\xd0\xcf\x11\xe0", "excel"), (b"%PDF", "pdf"))


class UnreadableFile(Exception):
    """The whole file cannot be used as it is.

    :ivar str code: what is wrong with it; the shell owns the words
    :ivar dict params: named values for the message
    """

    def __init__(self, code, **params):
        super().__init__(code)
        self.code = code
        self.params = params


def decode(data, max_bytes, tolerant=False):
    """Text of a file in UTF-8 or UTF-16, with or without a mark of order; failing these, in Windows-1252.

    :param bytes data: the whole file
    :param int max_bytes: larger files are refused
    :param bool tolerant: replace bytes that mean nothing, so that they cost their row and not the whole file
    :return str: its lines end in a line feed
    :raise UnreadableFile: ``empty``, ``too_large``, ``zip``, ``excel``, ``pdf``, ``html`` or ``encoding``
    """
    if not data or not data.strip():
        raise UnreadableFile("empty")
    if len(data) > max_bytes:
        raise UnreadableFile("too_large", megabytes=max_bytes // 1024 // 1024)
    for signature, kind in _SIGNATURES:
        if data.startswith(signature):
            raise UnreadableFile(kind)
    text = _text(data, tolerant)
    if "\x00" in text:
        raise UnreadableFile("encoding")
    if text.lstrip()[:15].lower().startswith(("<!doctype", "<html")):
        raise UnreadableFile("html")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _text(data, tolerant):
    """:raise UnreadableFile: the file is in none of the encodings"""
    *likely, last = _encodings(data)
    for encoding in likely:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    try:
        return data.decode(last, errors="replace" if tolerant else "strict")
    except UnicodeDecodeError:
        raise UnreadableFile("encoding") from None


def _encodings(data):
    """:return tuple: encodings to try, the likeliest first"""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return ("utf-16",)
    # every other byte of a header in Latin letters is zero when there are two bytes a letter
    zeros = (data[:200:2].count(0), data[1:200:2].count(0))
    if max(zeros) > len(data[:200]) // 4:
        return ("utf-16-be",) if zeros[0] > zeros[1] else ("utf-16-le",)
    return ("utf-8-sig", "cp1252")
