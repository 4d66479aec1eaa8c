"""Everything a series needs to run: server tree, Python environment, printer, browser, and how to call it."""

import os
import shutil
from dataclasses import dataclass, field
from pathlib import Path

from . import browser, odoo17, odoo19, pins, venv
from .cache import digest
from .errors import Unavailable
from .shell import clean_env

LAUNCHER = Path(__file__).with_name("odoo_main.py")
AST_LOCK = Path(__file__).with_name("ast_lock.py")


@dataclass
class Runtime:
    """A provisioned server of one series."""

    series: str
    version: str
    tree: Path
    venv: Path
    pycache: Path
    addons_paths: list
    chromium: Path | None = None
    printer: Path | None = None
    libraries: list = field(default_factory=list)
    off: list = field(default_factory=list)

    @property
    def python(self):
        """The Python of the server's environment."""
        return self.venv / "bin" / "python"

    def env(self, postgres=None, **extra):
        """The environment of a server process: its programs come first on PATH."""
        env = postgres.env() if postgres else {}
        first = [
            str(folder)
            for folder in (self.printer, self.chromium and self.chromium.parent, self.venv / "bin")
            if folder
        ]
        path = os.pathsep.join([*first, env.get("PATH") or os.environ.get("PATH", os.defpath)])
        libraries = os.pathsep.join([*map(str, self.libraries), os.environ.get("LD_LIBRARY_PATH", "")]).strip(
            os.pathsep
        )
        more = {"LD_LIBRARY_PATH": libraries} if libraries else {}
        if self.chromium:
            more["CHROME_BIN"] = str(self.chromium)
        return clean_env(
            **{**env, "PATH": path, "PYTHONPYCACHEPREFIX": str(self.pycache), "TZ": "UTC", **more, **extra}
        )

    def command(self, *arguments):
        """The command line of Odoo with these arguments (the first may be a subcommand such as ``shell``)."""
        return [str(self.python), str(LAUNCHER), *map(str, arguments)]


def provision(series, cache, environ, progress, with_browser=True):
    """Provision a series; every step is skipped when the cache has its result."""
    with progress.step(f"Odoo {series} server"):
        module = odoo17 if series == "17.0" else odoo19
        tree, version = module.provision(cache, environ, progress)
    with progress.step(f"Python environment for {series}"):
        program, _version = venv.find_python(series, environ)
        folder = server_venv(cache, series, program, tree)
    paths = odoo17.addons_paths(tree) if series == "17.0" else []
    runtime = Runtime(series, version, tree, folder, cache.path("pycache"), paths)
    if with_browser:
        with progress.step("Chromium and the PDF printer"):
            add_browser(runtime, cache, environ, progress)
    return runtime


def server_venv(cache, series, program, tree, name="odoo", more=()):
    """The server's environment: Odoo is found through a ``.pth`` file, and pip believes it is installed.

    ``more`` are requirement files on top of the series' own; ``name`` tells such an environment from the usual one.
    """

    def link(folder, _python, _log):
        (venv.site_packages(folder) / "odoo-tree.pth").write_text(f"{tree}\n")
        venv.pretend_installed(folder, "odoo", series)
        shutil.copy(AST_LOCK, venv.site_packages(folder) / "agency_ast_lock.py")
        (venv.site_packages(folder) / "agency-ast-lock.pth").write_text("import agency_ast_lock\n")

    salt = digest(str(tree), AST_LOCK.read_bytes())
    return venv.obtain(cache, f"{name}{series}", program, [*pins.server_files(series), *more], finish=link, salt=salt)


def add_browser(runtime, cache, environ, progress):
    """Add Chromium and the printer to a runtime; what cannot be had is noted with the feature it switches off."""
    try:
        runtime.chromium, runtime.libraries = browser.chromium(cache, environ, progress)
        runtime.printer = browser.printer(cache, environ, progress)
    except Unavailable as error:
        runtime.off.append(f"PDF documents and browser tests are off: {error}")
