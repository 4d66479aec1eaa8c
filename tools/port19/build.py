"""The build folder: written aside, then exchanged with the running one in a single step."""

from __future__ import annotations

import contextlib
import ctypes
import errno
import fcntl
import os
import shutil
import tempfile
from pathlib import Path

from . import PortError
from .engine import Engine

#: stands in every build folder; a folder without it is not ours to replace
MARKER = ".port19"
MARKER_TEXT = "Addons ported to Odoo 19.0 by tools/port19. Replaced on every run: change the source instead.\n"
IGNORED = ("__pycache__", ".git", "node_modules")
AT_FDCWD, RENAME_EXCHANGE = -100, 2


def build(addons: list[Path], out: Path, dist_packages: Path) -> list[str]:
    """Port the addons into ``out``, which then holds these addons and nothing else.

    A server that runs on ``out`` sees the old tree or the new one, never a mixture. A file whose content stays
    the same keeps its inode and time, hence its place in asset bundles and its byte code.

    :return: the relative paths that were added, changed or removed; empty when ``out`` was up to date.
    :raises PortError: an addon cannot be ported, or ``out`` is a folder of somebody else.
    """
    addons = [Path(addon).resolve() for addon in addons]
    out = Path(os.path.abspath(out))
    check_arguments(addons, out)
    engine = Engine(dist_packages)
    texts = engine.run(addons)
    out.parent.mkdir(parents=True, exist_ok=True)
    with locked(out):
        check_out(out)
        for leftover in out.parent.glob(f".{out.name}.port19-*"):
            shutil.rmtree(leftover, ignore_errors=True)
        sources = {path.relative_to(addon.parent): path for addon in addons for path in source_files(addon)}
        contents = {
            relative: texts[path].encode() if path in texts else path.read_bytes() for relative, path in sources.items()
        }
        contents[Path(MARKER)] = MARKER_TEXT.encode()
        changed = difference(contents, out)
        if changed:
            replace_tree(contents, sources, changed, out)
    return [str(path) for path in changed if path.name != MARKER]


def check_arguments(addons: list[Path], out: Path) -> None:
    """Refuse addons that are none, that share a name, or that would be overwritten by their own port."""
    names: dict[str, Path] = {}
    for addon in addons:
        if not (addon / "__manifest__.py").is_file():
            raise PortError(f"{addon} is not an addon: it has no __manifest__.py")
        if addon.name in names:
            raise PortError(f"two addons are called {addon.name}: {names[addon.name]} and {addon}")
        if addon.is_relative_to(out) or out.is_relative_to(addon):
            raise PortError(f"the build folder {out} and the addon {addon} lie inside each other: choose another --out")
        names[addon.name] = addon


def check_out(out: Path) -> None:
    """Refuse to replace a folder that no earlier run has made."""
    if out.is_dir() and any(out.iterdir()) and not (out / MARKER).exists():
        raise PortError(f"{out} holds something else than a build of port19: choose another --out, or empty it")
    if out.exists() and not out.is_dir():
        raise PortError(f"{out} is a file: --out takes a folder")


def source_files(addon: Path) -> list[Path]:
    """Return the files of an addon that belong into a build."""
    found = []
    for folder, folders, names in os.walk(addon, followlinks=True):
        folders[:] = sorted(name for name in folders if name not in IGNORED)
        found += [Path(folder, name) for name in names if not name.endswith(".pyc")]
    return found


def difference(contents: dict[Path, bytes], out: Path) -> list[Path]:
    """Return the paths whose content in ``out`` is another than the wanted one, or that it has too many."""
    existing = {path.relative_to(out) for path in source_files(out)} if out.is_dir() else set()
    changed = [path for path, content in contents.items() if path not in existing or not same(out / path, content)]
    return sorted({*changed, *(existing - set(contents))})


def same(path: Path, content: bytes) -> bool:
    """Tell whether the file has this content, without reading it when its size tells."""
    return path.stat().st_size == len(content) and path.read_bytes() == content


def replace_tree(contents: dict[Path, bytes], sources: dict[Path, Path], changed: list[Path], out: Path) -> None:
    """Write the new tree next to ``out`` and exchange the two; what stays the same is linked, not copied."""
    stage = Path(tempfile.mkdtemp(prefix=f".{out.name}.port19-", dir=out.parent))
    try:
        stage.chmod(0o755)
        rewritten = set(changed)
        for path, content in contents.items():
            target = stage / path
            target.parent.mkdir(parents=True, exist_ok=True)
            if path in rewritten:
                target.write_bytes(content)
                if path in sources:
                    shutil.copymode(sources[path], target)
            else:
                os.link(out / path, target)
        keep_bytecode(out, stage)
        exchange(stage, out)
    finally:
        shutil.rmtree(stage, ignore_errors=True)


def keep_bytecode(out: Path, stage: Path) -> None:
    """Carry compiled modules over; Python itself drops those whose source has changed."""
    for cache in out.glob("**/__pycache__"):
        folder = stage / cache.relative_to(out)
        if folder.parent.is_dir():
            folder.mkdir(exist_ok=True)
            for compiled in cache.glob("*.pyc"):
                # a server may be renaming a fresh one into place
                with contextlib.suppress(FileNotFoundError):
                    os.link(compiled, folder / compiled.name)


def exchange(stage: Path, out: Path) -> None:
    """Put ``stage`` in the place of ``out``; afterwards ``stage``, if it exists, is the old tree."""
    if not out.exists():
        stage.rename(out)
        return
    with contextlib.suppress(AttributeError, OSError):
        libc = ctypes.CDLL(None, use_errno=True)
        if libc.renameat2(AT_FDCWD, os.fsencode(stage), AT_FDCWD, os.fsencode(out), RENAME_EXCHANGE) == 0:
            return
    # no atomic exchange on this system or file system: two renames, microseconds apart
    old = stage.with_name(stage.name + "-old")
    out.rename(old)
    stage.rename(out)
    shutil.rmtree(old, ignore_errors=True)


@contextlib.contextmanager
def locked(out: Path):
    """Let one port at a time work on a build folder."""
    try:
        with open(out.parent / f".{out.name}.lock", "w") as handle:
            fcntl.flock(handle, fcntl.LOCK_EX)
            yield
    except OSError as error:
        if error.errno in (errno.EACCES, errno.EROFS, errno.ENOSPC):
            raise PortError(f"cannot write {error.filename or out}: {error.strerror}") from None
        raise
