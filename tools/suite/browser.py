"""Chromium, and the PDF printer that uses it: the machine's own, else Debian's packages unpacked in the cache."""

import shutil
import subprocess
from pathlib import Path

from . import apt, pins, venv
from .cache import digest, write_atomic
from .errors import SuiteError, Unavailable
from .shell import clean_env, run

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
# The one without windows takes two thirds of the other's time for a page; older distributions lack it.
PACKAGES = ("chromium-headless-shell", "chromium")
FONT_PACKAGES = ("fonts-liberation", "fonts-dejavu-core")
# Raised when a tree unpacked before would not do any more.
UNPACKED = "2"
REMEDY = "apt-get install chromium (then everything below is on again)"
PRINTER = Path(__file__).with_name("printer")
FONTS = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
 <dir>{root}/usr/share/fonts</dir><dir>/usr/share/fonts</dir><dir prefix="xdg">fonts</dir>
 <cachedir>{root}/fontcache</cachedir>
 <alias><family>sans-serif</family><prefer><family>Liberation Sans</family><family>DejaVu Sans</family></prefer></alias>
 <alias><family>serif</family><prefer><family>Liberation Serif</family></prefer></alias>
 <alias><family>monospace</family><prefer><family>Liberation Mono</family></prefer></alias>
</fontconfig>
"""
WRAPPER = """#!/bin/sh
# Chromium as unpacked from Debian's packages, with the libraries that came along.
export LD_LIBRARY_PATH="{libraries}${{LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH}}"
export FONTCONFIG_FILE="{root}/fonts.conf"
exec "{root}/usr/lib/chromium/{program}" "$@"
"""


def chromium(cache, environ, progress):
    """Return (program, library folders that other programs may need); raises ``Unavailable``.

    AGENCY_CHROMIUM names a program, or says ``private`` to leave the machine's own alone.
    """
    given = environ.get("AGENCY_CHROMIUM")
    if given and given != "private":
        works(given)
        return Path(given), []
    if not given:
        for name in NAMES:
            program = shutil.which(name)
            if program:
                works(program)
                return Path(program), []
    return _private(cache, progress)


def works(program):
    """Make sure a Chromium starts; its version as text."""
    try:
        done = subprocess.run(
            [program, "--version", "--no-sandbox"], capture_output=True, text=True, env=clean_env(), timeout=60
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise Unavailable(f"{program} does not start: {error}", REMEDY) from error
    if done.returncode:
        raise Unavailable(
            f"{program} does not start: {(done.stderr.strip().splitlines() or ['no reason given'])[-1][:200]}", REMEDY
        )
    return done.stdout.strip()


def _private(cache, progress):
    """Chromium and the libraries this machine lacks, from Debian's packages, without installing anything."""

    def build(folder):
        progress.detail("downloading Chromium and the libraries it needs")
        package, debs = _packages(apt.PrivateApt.own_release(cache.path("apt", "own")))
        for deb in debs:
            progress.detail(f"unpacking {deb.name.split('_')[0]}")
            apt.unpack(deb, folder)
        final = cache.path("browser", key)
        (folder / "fonts.conf").write_text(FONTS.format(root=final))
        libraries = ":".join(str(final / path.relative_to(folder)) for path in _library_folders(folder))
        wrapper = WRAPPER.format(root=final, libraries=libraries, program=package)
        write_atomic(folder / "bin" / "chromium", wrapper, 0o755)

    with cache.lock("browser"):
        key = f"chromium-{UNPACKED}"
        try:
            folder = cache.obtain("browser", key, build)
        except SuiteError as error:
            if isinstance(error, Unavailable):
                raise
            raise Unavailable(error.message, error.remedy or REMEDY, error.log) from error
    program = folder / "bin" / "chromium"
    works(str(program))
    return program, _library_folders(folder)


def _packages(private):
    """Return (package of the browser, files to unpack): the first package that the mirror has."""
    for package in PACKAGES:
        try:
            return package, private.missing((package, *FONT_PACKAGES))
        except Unavailable as error:
            unavailable = error
    raise unavailable


def _library_folders(folder):
    """The folders of libraries in an unpacked tree, and those below them where packages keep private ones."""
    found = [path for pattern in ("usr/lib/*-linux-gnu*", "lib/*-linux-gnu*") for path in sorted(folder.glob(pattern))]
    private = [
        path for parent in found for path in sorted(parent.iterdir()) if path.is_dir() and any(path.glob("lib*.so*"))
    ]
    return [path for path in [*found, *private, folder / "usr" / "lib" / "chromium"] if path.is_dir()]


def printer(cache, environ, progress):
    """Return a folder with ``wkhtmltopdf`` and ``wkhtmltoimage`` that print with Chromium."""
    python = (
        venv.obtain(cache, "printer", venv.find_python("19.0", environ)[0], [pins.file("printer")]) / "bin" / "python"
    )
    sources = sorted(PRINTER.glob("*.py"))
    key = digest(str(python), *[path.read_bytes() for path in sources])

    def build(folder):
        inner = folder / "agency_printer"
        inner.mkdir()
        for path in sources:
            shutil.copy(path, inner)
        for name in ("wkhtmltopdf", "wkhtmltoimage"):
            final = cache.path("printer", key)
            write_atomic(
                folder / name, f'#!/bin/sh\nPYTHONPATH="{final}" exec "{python}" -m agency_printer {name} "$@"\n', 0o755
            )

    folder = cache.obtain("printer", key, build)
    run([folder / "wkhtmltopdf", "--version"], what="the PDF printer")
    return folder
