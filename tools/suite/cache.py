"""Where things are: the cache shared by every checkout, and the state of this one.

The cache holds what can be made again and is keyed by its content: servers, virtual environments, browsers,
the PostgreSQL cluster, template databases. The checkout's ``.run`` folder holds what belongs to this work tree
alone: logs, process ids, filestores, the ported build. Database names carry a hash of the checkout's path.
"""

import contextlib
import fcntl
import hashlib
import json
import os
import shutil
from pathlib import Path

COMPLETE = ".complete"


def digest(*parts, length=12):
    """A short stable hash of texts, bytes, or anything JSON can hold."""
    total = hashlib.sha256()
    for part in parts:
        if not isinstance(part, bytes):
            part = (part if isinstance(part, str) else json.dumps(part, sort_keys=True)).encode()
        total.update(len(part).to_bytes(8, "big") + part)
    return total.hexdigest()[:length]


def digest_tree(root, skip=()):
    """A hash of the files below ``root``: their relative names and contents. ``skip`` names folders left out."""
    root = Path(root)
    parts = []
    for folder, folders, files in os.walk(root):
        folders[:] = sorted(name for name in folders if name not in skip and name != "__pycache__")
        for name in sorted(files):
            if not name.endswith((".pyc", "~", ".swp")):
                path = Path(folder, name)
                parts += [str(path.relative_to(root)), path.read_bytes()]
    return digest(*parts)


def digest_times(root):
    """A hash of the names of the files below ``root`` and of when each was written; of nothing when it is not there."""
    files = sorted(path for path in Path(root).rglob("*") if path.is_file())
    return digest(*[f"{path.relative_to(root)}:{path.stat().st_mtime_ns}" for path in files])


@contextlib.contextmanager
def locked(path, shared=False, blocking=True):
    """Hold an advisory lock on the file ``path``; yields False when not blocking and somebody else has it.

    The kernel drops such a lock when its holder dies, so no crash leaves one behind.
    """
    path = Path(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    with open(path, "a") as handle:
        mode = fcntl.LOCK_SH if shared else fcntl.LOCK_EX
        try:
            fcntl.flock(handle, mode if blocking else mode | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
            return
        yield True


def write_atomic(path, text, mode=0o644):
    """Write a text file under a temporary name, then rename it: readers see the old one or the new one."""
    path = Path(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f"{path.name}.{os.getpid()}.part")
    part.write_text(text)
    part.chmod(mode)
    part.replace(path)


def read_json(path, default=None):
    """The content of a JSON file, or ``default`` when it is missing or was torn."""
    try:
        return json.loads(Path(path).read_text())
    except (OSError, ValueError):
        return default


def write_json(path, value):
    """Write ``value`` as JSON, atomically."""
    write_atomic(path, json.dumps(value, indent=1, sort_keys=True) + "\n")


class Cache:
    """The folder shared between checkouts."""

    def __init__(self, root):
        self.root = Path(root)

    @classmethod
    def from_environ(cls, environ=os.environ):
        """AGENCY_CACHE, else agency-suite in the XDG cache folder."""
        if environ.get("AGENCY_CACHE"):
            return cls(Path(environ["AGENCY_CACHE"]).expanduser().absolute())
        base = environ.get("XDG_CACHE_HOME") or Path(environ.get("HOME") or Path.home(), ".cache")
        return cls(Path(base).absolute() / "agency-suite")

    def path(self, *parts):
        """A path below the cache's root."""
        return self.root.joinpath(*parts)

    def lock(self, name, **options):
        """A lock shared by all checkouts."""
        return locked(self.path("locks", f"{name}.lock"), **options)

    def folder(self, kind, key):
        """The folder of that kind and key when it is complete, else None."""
        path = self.path(kind, key)
        return path if (path / COMPLETE).exists() else None

    def obtain(self, kind, key, build, in_place=False):
        """Return the complete folder ``kind/key``, calling ``build(folder)`` for it when it is missing.

        It is built under a temporary name and renamed, so that an interruption leaves nothing half made that
        looks whole. ``in_place`` is for folders that cannot be moved (virtual environments): those are built
        under their own name and count only once their marker is written.
        """
        path = self.path(kind, key)
        if (path / COMPLETE).exists():
            return path
        with self.lock(f"{kind}-{key}"):
            if (path / COMPLETE).exists():
                return path
            work = path if in_place else path.with_name(f"{path.name}.part")
            shutil.rmtree(work, ignore_errors=True)
            work.mkdir(parents=True)
            build(work)
            (work / COMPLETE).touch()
            if not in_place:
                shutil.rmtree(path, ignore_errors=True)
                work.rename(path)
        return path


class Checkout:
    """This work tree: its sources, and its private state in ``.run``."""

    def __init__(self, root):
        self.root = Path(root).resolve()
        self.state = self.root / ".run"
        self.key = digest(str(self.root), length=8)

    def run(self, *parts):
        """A path below ``.run``; the parent folder is made."""
        path = self.state.joinpath(*parts)
        path.parent.mkdir(parents=True, exist_ok=True)
        return path

    def database(self, purpose, series):
        """The name of a database of this checkout, such as ``agency_1a2b3c4d_run_170``."""
        return f"agency_{self.key}_{purpose}_{series.replace('.', '')}"

    def lock(self, name, **options):
        """A lock private to this checkout."""
        return locked(self.run("locks", f"{name}.lock"), **options)

    @property
    def addons(self):
        """The suite's addon folders, sorted by name."""
        return sorted(path.parent for path in self.root.glob("addons/*/__manifest__.py"))
