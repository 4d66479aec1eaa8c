"""The demo agency: runs the project's loader in the server's own Python, and keeps loaded copies.

The loader is ``tools/demo_agency/load.py`` with ``load(env)``; it builds everything relative to today. When it
has ``shift(env, days)`` too, a copy loaded on an earlier day is reused and shifted to today.
``tools/demo_agency/logins.py`` has ``LOGINS``, a list of (role, login, password).
"""

import datetime
import importlib.util

from .build import sources_key
from .cache import digest, digest_tree, read_json, write_json

SCRIPT = """
import sys
sys.path.insert(0, {root!r})
from tools.demo_agency import load as loader
{call}
env.cr.commit()
"""


def folder(checkout):
    """Where the loader lies."""
    return checkout.root / "tools" / "demo_agency"


def present(checkout):
    """Whether the demo agency's loader is there."""
    return (folder(checkout) / "load.py").is_file()


def logins(checkout):
    """The demo users as [(role, login, password)]."""
    path = folder(checkout) / "logins.py"
    if not path.is_file():
        return [("Administrator", "admin", "admin")]
    spec = importlib.util.spec_from_file_location("agency_demo_logins", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return [tuple(row) for row in module.LOGINS]


def load(databases, database):
    """Load the demo agency into an installed database that has none."""
    _call(databases, database, "loader.load(env)", "loading the demo agency")


def log(databases):
    """The log of the last loading or shifting."""
    return databases.checkout.run("logs", f"demo-{databases.runtime.series}.log")


def _call(databases, database, call, what):
    log(databases).unlink(missing_ok=True)
    script = SCRIPT.format(root=str(databases.checkout.root), call=call)
    databases.shell(database, script, log=log(databases), what=what, log_level="warn")


def can_shift(checkout):
    """Whether the loader can move a loaded agency in time."""
    return "\ndef shift(" in (folder(checkout) / "load.py").read_text()


def key(databases):
    """What a loaded copy depends on: the template, the addons, the loader."""
    checkout = databases.checkout
    return digest(databases.template_key(), sources_key(checkout.addons), digest_tree(folder(checkout)))


def obtain(databases, installed, target):
    """Make ``target`` a database with the demo agency of today, from ``installed`` (the addons without data).

    A copy loaded before from the same sources is used: as it is when it is of today, shifted when it can be.
    """
    checkout, series = databases.checkout, databases.runtime.series
    keep = checkout.database("demo", series)
    note = checkout.run(series, "demo.json")
    today = datetime.date.today().isoformat()
    have = read_json(note, {})
    fit = have.get("key") == key(databases) and databases.postgres.exists(keep)
    if fit and have.get("day") != today and not can_shift(checkout):
        fit = False
    if not fit:
        with databases.progress.step("load the demo agency"):
            note.unlink(missing_ok=True)
            part = f"{keep}_part"
            databases.copy(installed, part)
            load(databases, part)
            databases.rename(part, keep)
            have = {"key": key(databases), "day": today}
            write_json(note, have)
    databases.copy(keep, target)
    if have["day"] != today:
        days = (datetime.date.today() - datetime.date.fromisoformat(have["day"])).days
        with databases.progress.step(f"shift the demo agency by {days} days"):
            _call(databases, target, f"loader.shift(env, {days})", "shifting the demo agency")
    return target
