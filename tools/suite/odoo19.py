"""Odoo 19.0 from Debian's package ``odoo-19``: fetched without root, unpacked, repaired.

Debian ships the full Community edition, with some files as links into other packages and one removed. The
unpacked tree is keyed by the package's version, so that a new one is unpacked beside the old.
"""

import os
import shutil
from pathlib import Path

from . import apt
from .cache import digest
from .errors import SuiteError, Unavailable
from .fonts import woff_to_ttf
from .shell import run

PACKAGE = "odoo-19"
# What the links in Debian's package point to. Only jquery is vital; the others are fonts and old libraries.
VITAL_COMPANIONS = ("libjs-jquery",)
COMPANIONS = (
    "libjs-jquery-form",
    "libjs-underscore",
    "fonts-roboto-unhinted",
    "fonts-montserrat",
    "fonts-ocr-b",
)
TREE = "usr/lib/python3/dist-packages"
# Debian removed this file (not free) but its bundle still names it: an empty one keeps every page free of errors.
REMOVED = "odoo/addons/mail/static/lib/selfie_segmentation/selfie_segmentation.js"
REMOVED_TEXT = "/* Not in Debian: it only blurs the background in video calls. */\n"
REPAIR = "1"
GONE_REMEDY = (
    "set ODOO_19_DEB to a copy of the package (odoo-19_19.0*_all.deb; a machine that ran this before has one in its "
    "cache under debs/), or SERIES=17.0 with ODOO_17_PATH"
)


def debs(cache, environ, progress):
    """The package file and its companions, from ODOO_19_DEB (a file or a folder), the cache, or the mirror."""
    store = cache.path("debs", "odoo19")
    given = environ.get("ODOO_19_DEB")
    main = _find_main(Path(given).expanduser(), given) if given else _newest(store, PACKAGE)
    have = {
        name: _newest(main.parent if given else store, name) or _newest(store, name)
        for name in VITAL_COMPANIONS + COMPANIONS
    }
    lacking = [name for name, path in have.items() if not path]
    if main and not lacking:
        return main, [path for path in have.values() if path]
    wanted = ([] if main else [PACKAGE]) + lacking
    if given and not set(VITAL_COMPANIONS) & set(lacking) and (store / "companions-tried").exists():
        wanted = []
    if wanted:
        progress.detail(f"downloading {', '.join(wanted)}")
        private = apt.PrivateApt.suite(
            cache.path("apt", "sid"), apt.debian_mirror(environ), environ.get("ODOO_19_SUITE", "sid")
        )
        _download(private, wanted, store, lacking)
    main = main or _newest(store, PACKAGE)
    found = [have[name] or _newest(store, name) for name in VITAL_COMPANIONS + COMPANIONS]
    return main, [path for path in found if path]


def _download(private, wanted, store, lacking):
    """Download ``wanted``; fonts that a mirror no longer has are done without."""
    try:
        private.download(wanted, store)
        return
    except Unavailable as error:
        if "has no package" not in error.message:
            error.remedy = error.remedy or GONE_REMEDY
            raise
    vital = [name for name in wanted if name == PACKAGE or name in VITAL_COMPANIONS]
    for name in vital:
        try:
            private.download([name], store)
        except Unavailable as error:
            raise SuiteError(error.message, GONE_REMEDY) from error
    for name in set(lacking) - set(vital):
        try:
            private.download([name], store)
        except Unavailable:
            continue
    (store / "companions-tried").touch()


def _find_main(path, given):
    found = _newest(path, PACKAGE) if path.is_dir() else path if path.is_file() else None
    if not found:
        raise SuiteError(
            f"ODOO_19_DEB names no odoo-19 package: {given}", "set it to the .deb file, or to a folder that holds it"
        )
    return found


def _newest(folder, name):
    found = sorted(folder.glob(f"{name}_*.deb"), key=lambda path: path.stat().st_mtime)
    return found[-1] if found else None


def provision(cache, environ, progress):
    """Return the folder to put on Python's path (it holds ``odoo``), and the package's version."""
    with cache.lock("odoo19-debs"):
        main, companions = debs(cache, environ, progress)
    version = run(["dpkg-deb", "-f", main, "Version"], what=f"reading {main.name}").strip()
    key = digest(version, REPAIR, sorted(path.name for path in companions))

    def build(folder):
        progress.detail(f"unpacking {main.name}")
        apt.unpack(main, folder, f"./{TREE}/odoo")
        extra = folder / "extra"
        for deb in companions:
            apt.unpack(deb, extra)
        repair(folder / TREE, folder, extra)
        shutil.rmtree(extra)

    return cache.obtain("odoo", f"19.0-{key}", build) / TREE, version


def repair(tree, root, extra):
    """Replace links that lead out of the tree by what they mean, and write the file that Debian removed.

    ``root`` is where the package was unpacked (its ``/``), ``extra`` where its companions were.
    Raises ``SuiteError`` when a vital file is still missing.
    """
    for folder, _folders, files in os.walk(tree):
        for name in files:
            path = Path(folder, name)
            if path.is_symlink():
                _replace_link(path, Path(root), Path(extra))
    removed = Path(tree, REMOVED)
    if not removed.exists():
        removed.parent.mkdir(parents=True, exist_ok=True)
        removed.write_text(REMOVED_TEXT)
    _font_awesome(Path(tree, "odoo/addons/web/static"))
    _drop_dangling(tree)
    jquery = Path(tree, "odoo/addons/web/static/lib/jquery/jquery.js")
    if not jquery.is_file():
        raise SuiteError(
            "Odoo's package came without jquery.js", "put Debian's libjs-jquery package beside the file in ODOO_19_DEB"
        )


def _replace_link(path, root, extra):
    target = Path(os.path.normpath(path.parent / os.readlink(path)))
    if not target.is_relative_to(root):
        return
    inside = target.relative_to(root)
    if (extra / inside).is_file():
        path.unlink()
        shutil.copyfile(extra / inside, path)


def _font_awesome(static):
    """Every copy of Font Awesome 4.7 as real files, from the WOFFs that the package still has.

    Its links lead to Debian's own font package, which is another version by now (and swap woff and woff2).
    """
    source = static / "src/libs/fontawesome/fonts"
    woff = source / "fontawesome-webfont.woff"
    if not woff.is_file():
        return
    for folder in (source, static / "lib/fontawesome/fonts"):
        folder.mkdir(parents=True, exist_ok=True)
        for name in ("fontawesome-webfont.woff", "fontawesome-webfont.woff2", "fontawesome-webfont.ttf"):
            path = folder / name
            if path.is_symlink():
                path.unlink()
            if path.exists():
                continue
            if path.suffix == ".ttf":
                path.write_bytes(woff_to_ttf(woff.read_bytes()))
            else:
                shutil.copyfile(source / name, path)


def _drop_dangling(tree):
    """Remove the links that still lead nowhere: a page that asks gets a clean 404 and copies do not stumble."""
    for folder, _folders, files in os.walk(tree):
        for name in files:
            path = Path(folder, name)
            if path.is_symlink() and not path.exists():
                path.unlink()
