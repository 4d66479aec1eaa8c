"""Odoo 17.0: a tree given by ODOO_17_PATH, one fetched before, or the official nightly archive."""

import json
import shutil
import time
import urllib.error
import urllib.request
from pathlib import Path

from .cache import digest, digest_tree, read_json, write_json
from .errors import SuiteError, Unavailable
from .shell import run

NIGHTLY = "https://nightly.odoo.com/17.0/nightly/src/odoo_17.0.latest.tar.gz"
PROBE_SECONDS = 5
# A source that did not answer is not asked again for this long, so that not every command waits for it.
REMEMBER_SECONDS = 3600


def source(environ):
    """The address of the archive: ODOO_17_URL, else the official nightly."""
    return environ.get("ODOO_17_URL") or NIGHTLY


def check_tree(path, name="ODOO_17_PATH"):
    """The tree at ``path`` when it is a complete Odoo 17.0, else ``SuiteError``."""
    path = Path(path).expanduser().absolute()
    release = path / "odoo" / "release.py"
    if not release.is_file():
        raise SuiteError(
            f"{name}={path} is not an Odoo tree (it has no odoo/release.py)", "set it to the folder that holds odoo-bin"
        )
    if "(17, 0," not in release.read_text():
        raise SuiteError(f"{name}={path} is not Odoo 17.0", "set it to a tree of the 17.0 series")
    if not any((folder / "crm" / "__manifest__.py").is_file() for folder in addons_paths(path)):
        raise SuiteError(
            f"{name}={path} has no addons", "use a complete tree: the nightly archive, or Git with its addons folder"
        )
    return path


def addons_paths(tree):
    """The addons folders of a tree: ``addons`` as well in a Git checkout, ``odoo/addons`` always."""
    return [folder for folder in (tree / "addons", tree / "odoo" / "addons") if folder.is_dir()]


def version(tree):
    """What identifies a tree: its release file, and the base module's contents (a Git tree moves under one release)."""
    return digest(
        (tree / "odoo" / "release.py").read_text(),
        digest_tree(tree / "odoo" / "addons" / "base", skip=("i18n", "static")),
    )


def cached(cache):
    """The newest tree fetched before, or None."""
    trees = [path for path in cache.path("odoo").glob("17.0-*") if (path / ".complete").exists()]
    return max(trees, key=lambda path: path.stat().st_mtime, default=None)


def reachable(cache, environ):
    """Whether the archive answers within five seconds; a refusal is remembered for an hour."""
    memory = cache.path("odoo17-probe.json")
    url = source(environ)
    before = read_json(memory, {})
    if before.get("url") == url and 0 <= time.time() - before.get("at", 0) < REMEMBER_SECONDS and not before.get("ok"):
        return False
    try:
        request = urllib.request.Request(url, method="HEAD")
        with urllib.request.urlopen(request, timeout=PROBE_SECONDS) as answer:
            ok = answer.status == 200
    except (OSError, ValueError, urllib.error.URLError):
        ok = False
    write_json(memory, {"url": url, "at": time.time(), "ok": ok})
    return ok


def fetch(cache, environ, progress):
    """Download and unpack the archive into the cache; returns the tree."""
    url = source(environ)
    target = cache.path("downloads", "odoo-17.0.tar.gz")
    target.parent.mkdir(parents=True, exist_ok=True)
    with cache.lock("odoo17-download"):
        found = cached(cache)
        if found:
            return found
        part = target.with_name(target.name + ".part")
        try:
            with urllib.request.urlopen(url, timeout=60) as answer, open(part, "wb") as out:
                total = int(answer.headers.get("Content-Length") or 0)
                while block := answer.read(1 << 20):
                    out.write(block)
                    progress.detail(f"{out.tell() >> 20} of {total >> 20} MB")
        except (urllib.error.URLError, TimeoutError, ConnectionError) as error:
            raise Unavailable(
                f"the Odoo 17.0 archive at {url} broke off: {error}", "run again, or set ODOO_17_PATH, or SERIES=19.0"
            ) from error
        part.replace(target)
        key = f"17.0-{digest(json.dumps([url, target.stat().st_size, target.stat().st_mtime]))}"
        tree = cache.obtain("odoo", key, lambda folder: _unpack(target, folder))
        target.unlink()
    return check_tree(tree, "the fetched archive")


def _unpack(archive, folder):
    (folder / "unpacked").mkdir()
    try:
        run(
            ["tar", "-xzf", archive, "-C", folder / "unpacked", "--no-same-owner"],
            what="unpacking the Odoo 17.0 archive",
        )
    except SuiteError as error:
        Path(archive).unlink()
        error.remedy = error.remedy or "run again: the damaged file was removed"
        raise
    (inner,) = (folder / "unpacked").iterdir()
    for path in inner.iterdir():
        path.rename(folder / path.name)
    shutil.rmtree(folder / "unpacked")


def provision(cache, environ, progress):
    """Return the tree of Odoo 17.0 and what identifies its version."""
    if environ.get("ODOO_17_PATH"):
        tree = check_tree(environ["ODOO_17_PATH"])
    else:
        tree = cached(cache) or fetch(cache, environ, progress)
    return tree, version(tree)
