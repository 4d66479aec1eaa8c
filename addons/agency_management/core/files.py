"""What clients may upload: kind, content and size of files."""

from pathlib import PurePosixPath

MAX_FILE_BYTES = 25 * 1024 * 1024
MAX_FILES = 20

_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_OLE = (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",)
#: allowed extension -> what the content may start with; an empty tuple is text, which must not hold NUL bytes
SIGNATURES = {
    "pdf": (b"%PDF-",),
    "png": (b"\x89PNG\r\n\x1a\n",),
    "jpg": (b"\xff\xd8\xff",),
    "jpeg": (b"\xff\xd8\xff",),
    "gif": (b"GIF87a", b"GIF89a"),
    "webp": (b"RIFF",),
    "docx": _ZIP,
    "xlsx": _ZIP,
    "pptx": _ZIP,
    "odt": _ZIP,
    "ods": _ZIP,
    "odp": _ZIP,
    "zip": _ZIP,
    "doc": _OLE,
    "xls": _OLE,
    "ppt": _OLE,
    "csv": (),
    "txt": (),
}


def clean_name(name):
    """:return str: the last part of a file name a browser sent, without control characters, at most 120 long"""
    name = (name or "").replace("\\", "/").rpartition("/")[2]
    name = "".join(char for char in name if char.isprintable()).strip(" .")
    extension = PurePosixPath(name).suffix
    return name.removesuffix(extension)[: 120 - len(extension)] + extension


def check(name, content):
    """Tell what is wrong with an uploaded file.

    :param str name: file name as sent
    :param bytes content: the whole content
    :return: None when the file is fine, else ``empty``, ``too_large``, ``type`` (not an allowed kind) or
        ``content`` (is not what its name says)
    """
    extension = PurePosixPath(clean_name(name)).suffix.lstrip(".").lower()
    if extension not in SIGNATURES:
        return "type"
    if not content:
        return "empty"
    if len(content) > MAX_FILE_BYTES:
        return "too_large"
    signatures = SIGNATURES[extension]
    if signatures and not content.startswith(signatures):
        return "content"
    if not signatures and b"\x00" in content:
        return "content"
    return None
