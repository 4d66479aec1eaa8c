"""Virtual environments: keyed by their pins, shared between checkouts, complete or not there at all."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

from . import apt, pins
from .errors import DISK_FULL, SuiteError, Unavailable, disk_full
from .shell import clean_env, run

#: The distribution's Python is built for speed; one built by hand (pyenv) mostly is not, and takes a tenth longer
#: for the tests and half as long again for plain Python.
DISTRIBUTION = "/usr/bin/python3"
PYTHONS = {"17.0": ((3, 10), (3, 12)), "19.0": ((3, 10), (3, 13))}
PIP = ("-m", "pip", "--disable-pip-version-check", "--no-input")
GONE = re.compile(r"No matching distribution found for ([^\s;(]+)")


def python_version(program):
    """(major, minor) of a Python program, None when it does not run."""
    try:
        done = subprocess.run(
            [program, "-c", "import sys; print(*sys.version_info[:2])"],
            capture_output=True,
            text=True,
            env=clean_env(),
            timeout=20,
        )
        major, minor = done.stdout.split()
        return int(major), int(minor)
    except (OSError, ValueError, subprocess.TimeoutExpired):
        return None


def find_python(series, environ):
    """The Python program for a series: AGENCY_PYTHON, the distribution's, this one, else a suitable one on PATH."""
    low, high = PYTHONS[series]
    supported = f"{low[0]}.{low[1]} to {high[0]}.{high[1]}"
    given = environ.get("AGENCY_PYTHON")
    if given:
        version = python_version(given)
        if version and low <= version <= high:
            return given, version
        found = f"is Python {version[0]}.{version[1]}" if version else "does not run"
        raise SuiteError(
            f"AGENCY_PYTHON={given} {found}, but Odoo {series} runs on Python {supported}",
            "set AGENCY_PYTHON to one of those",
        )
    version = python_version(DISTRIBUTION)
    if version and low <= version <= high:
        return DISTRIBUTION, version
    if low <= sys.version_info[:2] <= high:
        return _outside_venv(sys.executable), sys.version_info[:2]
    for minor in range(high[1], low[1] - 1, -1):
        program = shutil.which(f"python3.{minor}")
        if program and python_version(program) == (3, minor):
            return program, (3, minor)
    raise SuiteError(
        f"Odoo {series} runs on Python {supported}; this machine offers {sys.version_info[0]}.{sys.version_info[1]}",
        f"install one of them (apt-get install python3.{high[1]} or pyenv) and set AGENCY_PYTHON to it",
    )


def _outside_venv(program):
    return getattr(sys, "_base_executable", None) or program


def create(cache, program, folder, log):
    """Make an empty virtual environment with pip; works on a Debian without ``python3-venv`` too."""
    run(
        [program, "-m", "venv", "--without-pip", folder],
        log=log,
        what="making a virtual environment",
        remedy="apt-get install python3-venv",
    )
    python = folder / "bin" / "python"
    done = subprocess.run([python, "-m", "ensurepip", "-q"], capture_output=True, text=True, env=clean_env())
    if done.returncode:
        wheel = _debian_pip(cache)
        run(
            [python, wheel / "pip", "install", "-q", "--no-index", wheel],
            log=log,
            what="installing pip",
            remedy="apt-get install python3-venv",
        )
    return python


def _debian_pip(cache):
    """pip's wheel from Debian's ``python3-pip-whl``, for a Python that was split from its ensurepip."""

    def build(folder):
        private = apt.PrivateApt.own_release(cache.path("apt", "own"))
        for deb in private.download(["python3-pip-whl"], folder / "debs"):
            apt.unpack(deb, folder)

    try:
        folder = cache.obtain("pip", "wheel", build)
        return next(iter(sorted(folder.glob("usr/share/python-wheels/pip-*.whl"))))
    except (Unavailable, StopIteration) as error:
        raise SuiteError("this Python has no pip and no ensurepip", "apt-get install python3-venv") from error


def install(python, files, log, extra=()):
    """Install pinned requirements; failures name the package and what to do."""
    command = [python, *PIP, "install", "-q", "--no-warn-script-location", "--prefer-binary", *extra]
    for path in files:
        command += ["-r", path]
    before = Path(log).stat().st_size if Path(log).exists() else 0
    try:
        run(command, log=log, what="installing Python packages")
    except SuiteError as error:
        with open(log, errors="replace") as handle:
            handle.seek(before)
            output = handle.read()
        raise explain(output, log) or error from error


def explain(output, log):
    """The error behind pip's output when it is one with a known remedy."""
    if DISK_FULL in output.lower():
        return disk_full(log)
    refused = (
        "Connection refused",
        "Temporary failure in name resolution",
        "Name or service not known",
        "Network is unreachable",
        "ConnectTimeout",
    )
    if any(word in output for word in refused) and "Retrying" in output:
        return SuiteError(
            "the Python package index cannot be reached",
            "check the network and pip's configuration (pip config list), then run again",
            log,
        )
    gone = GONE.search(output)
    if gone:
        return SuiteError(
            f"the package index no longer has {gone[1]}",
            "choose a version it has in tools/requirements (pip index versions NAME), or point pip at another index",
            log,
        )
    return None


def obtain(cache, name, python, files, finish=None, salt=""):
    """The environment ``name`` for these requirement files, made when it is not there; returns its folder.

    ``finish(folder, python, log)`` does what has to follow the installation.
    """
    version = python_version(python)
    key = f"{name}-{pins.key(files, python, version, salt)}"
    log = cache.path("log", f"venv-{key}.log")

    def build(folder):
        log.parent.mkdir(parents=True, exist_ok=True)
        log.write_text("")
        inner = create(cache, python, folder, log)
        if finish:
            finish(folder, inner, log)
        install(inner, files, log)

    return cache.obtain("venv", key, build, in_place=True)


def site_packages(folder):
    """The folder where an environment's packages lie."""
    return next(iter(sorted(Path(folder).glob("lib/python3.*/site-packages"))))


def pretend_installed(folder, name, version):
    """Tell pip that ``name`` is there at ``version``: for a distribution that lies on a ``.pth`` path instead."""
    info = site_packages(folder) / f"{name}-{version}.dist-info"
    info.mkdir(exist_ok=True)
    (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n")
    (info / "INSTALLER").write_text("agency-suite\n")
    (info / "RECORD").write_text("")
