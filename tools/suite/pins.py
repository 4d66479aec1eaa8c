"""The pinned requirements: where each file is, and what it says."""

import re
from pathlib import Path

from .cache import digest

FOLDER = Path(__file__).resolve().parent.parent / "requirements"
LINE = re.compile(r"^(?P<name>[A-Za-z0-9][\w.\-]*)(?:\[[\w,\-]+\])?==(?P<version>[\w.+!]+)\s*(?:;.*)?$")


def normal(name):
    """A distribution's name as PyPI compares it."""
    return re.sub(r"[-_.]+", "-", name).lower()


def file(name):
    """The path of the requirements file ``name``."""
    return FOLDER / f"{name}.txt"


def server_files(series):
    """The files that make up the server's environment for a series."""
    return [file(f"server-{series}"), file(f"oca-{series}"), file("addons"), file("tests")]


def read(path):
    """The pins of a requirements file, ``{normal name: {versions}}``; files it includes with ``-r`` count too.

    Raises ``ValueError`` for a line that is no exact pin.
    """
    path, pins = Path(path), {}
    for line in path.read_text().splitlines():
        line = line.split(" #")[0].strip()
        if not line or line.startswith("#"):
            continue
        if line.startswith("-r "):
            for name, versions in read(path.parent / line[3:].strip()).items():
                pins.setdefault(name, set()).update(versions)
            continue
        match = LINE.match(line)
        if not match:
            raise ValueError(f"{path.name}: not an exact pin: {line}")
        pins.setdefault(normal(match["name"]), set()).add(match["version"])
    return pins


def addon_modules(series):
    """The OCA modules pinned for a series, by module name."""
    names = []
    for line in file(f"oca-{series}").read_text().splitlines():
        match = re.match(r"^odoo-addon-([\w-]+)==", line)
        if match:
            names.append(match[1].replace("-", "_"))
    return names


def key(paths, *more):
    """A hash of requirement files (comments do not count) and of anything else the environment depends on."""
    texts = []
    for path in paths:
        lines = [line.strip() for line in Path(path).read_text().splitlines()]
        texts.append("\n".join(line for line in lines if line and not line.startswith("#")))
    return digest(*texts, *[str(part) for part in more])
