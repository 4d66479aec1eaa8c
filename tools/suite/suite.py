"""What a command works with: this checkout, its cache, its settings, and the parts put together for one series."""

import contextlib
import os
from dataclasses import dataclass
from pathlib import Path

from . import build, pins, runtime, venv
from .cache import Cache, Checkout, digest, digest_times, digest_tree, read_json, write_json
from .database import Databases
from .manifest import in_order, with_needed
from .progress import Progress
from .unchanged import sources

# Makes the bundles of styles and scripts once, where every copy of the database finds them: the first page of a
# server or of a test would wait for them otherwise, ten seconds and more. Pages of the website have theirs at addresses
# that name it, the web client at addresses that do not.
BUNDLES = """
websites = [False, *(env["website"].search([], limit=1).ids if "website" in env else ())]
bundles = ["assets_frontend", "assets_frontend_minimal", "assets_frontend_lazy", "assets_web"]
bundles = [f"web.{name}" for name in bundles + ["assets_web_print", "assets_emoji", "assets_tests"]]
for name in bundles + ["bus.websocket_worker_assets", "web_editor.backend_assets_wysiwyg"]:
    for kind, files in (("css", "stylesheets"), ("js", "javascripts")):
        for website in websites:
            qweb = env["ir.qweb"].with_context(website_id=website)
            bundle = qweb._get_asset_bundle(name, css=kind == "css", js=kind == "js")
            if getattr(bundle, files):
                getattr(bundle, kind)()
env.cr.commit()
"""
# Changes below these folders need no update of an installed database.
NOT_INSTALLED = ("tests", "static", "readme", "__pycache__")


@dataclass
class Suite:
    """The context of one command."""

    checkout: Checkout
    cache: Cache
    environ: dict
    progress: Progress

    @contextlib.contextmanager
    def alone(self, name):
        """Hold this checkout's lock ``name``; says so when it has to wait for another command of the same checkout."""
        with self.checkout.lock(name, blocking=False) as free:
            if free:
                yield
                return
        self.progress.say(f"another command of this checkout is at it ({name}): waiting for its end")
        with self.checkout.lock(name):
            yield

    @classmethod
    def here(cls, environ=os.environ, progress=None):
        """For the checkout that this file belongs to."""
        root = Path(__file__).resolve().parent.parent.parent
        return cls(Checkout(root), Cache.from_environ(environ), dict(environ), progress or Progress())

    def runtime(self, series, with_browser=True):
        """The provisioned server of a series."""
        return runtime.provision(series, self.cache, self.environ, self.progress, with_browser)

    def tools_venv(self):
        """The environment of the linters and of the tests that run outside Odoo."""
        program, _version = venv.find_python("19.0", self.environ)
        with self.progress.step("Python environment for tests and linters"):
            return venv.obtain(self.cache, "tools", program, [pins.file("e2e"), pins.file("lint")])

    def databases(self, provisioned, postgres):
        """The databases of a series, its addons built."""
        paths = build.build(self.checkout, provisioned, self.progress)
        return Databases(self.checkout, self.cache, provisioned, postgres, paths, self.progress)


def install_key(databases, addons):
    """What an installed database depends on: the template and the addons' sources, tests and assets left out."""
    trees = [f"{path.name}:{digest_tree(path, skip=NOT_INSTALLED)}" for path in addons]
    return digest(databases.template_key(), *trees)


def bundles_key(databases, addons):
    """What the bundles of styles and scripts depend on besides what an installed database does.

    Odoo tells a file of another time from the one it made a bundle of, whatever is in it: files of the suite that are
    written anew, and those of OCA's addons, which come with the environment.
    """
    times = [digest_times(Path(folder, path.name, "static")) for folder in databases.addons_paths for path in addons]
    return digest(BUNDLES, str(databases.runtime.venv), *times)


def frame_key(databases, addons):
    """As :func:`install_key`, but what functions do is left out: of them it depends on hooks alone, mostly."""
    return digest(databases.template_key(), sources(databases, {path.name: path for path in addons}).installed)


def installed(databases, names=None, log=None, exactly=True):
    """A database with the suite's addons (or ``names`` and what they need) installed, and the installation's log.

    It is reused while the sources are the same; where styles or scripts alone changed, their bundles are made anew.

    :param bool exactly: False for daily work: what changed within functions needs no installation
    """
    checkout, series = databases.checkout, databases.runtime.series
    addons = in_order(checkout.addons) if names is None else with_needed(names, checkout.addons)
    label = "inst" if names is None else "inst_" + digest([path.name for path in addons], length=6)
    database = checkout.database(label, series)
    note = checkout.run(series, f"{database}.json")
    key, pages = install_key(databases, addons), bundles_key(databases, addons)
    log = log or checkout.run("logs", f"install-{series}-{label}.log")
    with databases.checkout.lock(label):
        known = read_json(note) if databases.postgres.exists(database) else None
        if known and known[:2] == [key, pages]:
            return database, log
        frame = frame_key(databases, addons)
        if known and not exactly and known[1:] == [pages, frame]:
            return database, log
        note.unlink(missing_ok=True)
        if not known or known[0] != key:
            databases.template()
            with databases.progress.step(f"install {', '.join(path.name for path in addons)}"):
                log.unlink(missing_ok=True)
                databases.fresh(database)
                databases.install(
                    database, [path.name for path in addons], log, what=f"installing the suite on {series}"
                )
        with databases.progress.step("bundles of styles and scripts"):
            databases.shell(database, BUNDLES, log, what="making the bundles of styles and scripts")
        write_json(note, [key, pages, frame])
    return database, log
