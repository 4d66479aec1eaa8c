"""Names and trees of folders."""

from dataclasses import dataclass

MAX_NAME = 100
#: file systems take 255 bytes; the rest is for an extension and a number
MAX_BYTES = 200
#: letters and digits behind the last dot of a file's name, if they are not more than these
MAX_EXTENSION = 10
#: what a name is without any usable character
NAMELESS = "Folder"


@dataclass(frozen=True)
class Spec:
    """A folder that is wanted. ``parent`` is the key of another one, or None at the top."""

    key: object
    name: str
    parent: object = None


def clean_name(name):
    """:return str: a name that works as a folder on any system: no separators or control characters, not too long"""
    name = "".join(char if char.isprintable() and char not in '/\\:*?"<>|' else " " for char in name or "")
    name = " ".join(name.split()).strip(" .")[:MAX_NAME]
    # letters of some scripts are of three or four bytes
    return name.encode()[:MAX_BYTES].decode(errors="ignore").strip(" .") or NAMELESS


def clean_file_name(name):
    """:return str: like :func:`clean_name`, but the extension survives when the name is too long"""
    stem, extension = _split(name or "")
    return f"{clean_name(stem)}{extension}"


def unique_name(name, taken):
    """:return str: the folder's name, with a number behind it when ``taken`` contains it (case aside)"""
    return _numbered(name, "", taken)


def unique_file_name(name, taken):
    """:return str: like :func:`unique_name`, with the number before the extension"""
    return _numbered(*_split(name), taken)


def _split(name):
    """:return tuple: name of a file and its extension with the dot; the second is empty when there is none"""
    stem, dot, extension = name.rpartition(".")
    if stem and extension.isalnum() and len(extension) <= MAX_EXTENSION:
        return stem, dot + extension
    return name, ""


def _numbered(stem, extension, taken):
    taken = {other.casefold() for other in taken}
    name, number = f"{stem}{extension}", 2
    while name.casefold() in taken:
        name, number = f"{stem} ({number}){extension}", number + 1
    return name


def paths(specs):
    """Where each folder belongs; folders of the same name at the same place are one.

    :param specs: iterable of :class:`Spec`, those before others come first at their level
    :return: dict path -> key of the first spec with it. A path is a tuple of clean names, that of the parent comes
        before it. A parent that is not among the specs counts as the top.
    """
    specs = list(specs)
    by_key = {spec.key: spec for spec in specs}
    spelled, result = {}, {}

    def path(spec):
        above = by_key.get(spec.parent)
        place = path(above) if above else ()
        name = clean_name(spec.name)
        # the first spelling of a name holds
        return (*place, spelled.setdefault((place, name.casefold()), name))

    for spec in specs:
        result.setdefault(path(spec), spec.key)
    return dict(sorted(result.items(), key=lambda item: len(item[0])))
