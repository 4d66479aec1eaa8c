"""Installing, updating and removing the addons, one after the other, on a copy of the template database."""

import json
import time

from .errors import SuiteError
from .manifest import in_order
from .outcome import Outcome

UNINSTALL = """
env["ir.module.module"].search([("name", "=", {name!r})]).button_immediate_uninstall()
env.cr.commit()
"""
# Odoo refuses to install or remove while anything holds a lock of this table, and does not wait for it. PostgreSQL has
# a clean-up of its own that would be such a thing, and comes once enough rows have changed.
QUIET = "ALTER TABLE ir_module_module SET (autovacuum_enabled = false)"
# What an addon leaves behind when it is removed: its records, and the tables of models that nobody defines now.
LEFT = """
SELECT 'record ' || module || '.' || name FROM ir_model_data WHERE module = '{name}'
UNION ALL
SELECT 'table ' || tablename FROM pg_tables t WHERE schemaname = 'public' AND tablename LIKE 'agency\\_%'
   AND NOT EXISTS (SELECT 1 FROM ir_model m WHERE replace(m.model, '.', '_') = t.tablename)
   AND NOT EXISTS (SELECT 1 FROM ir_model_relation r WHERE r.name = t.tablename)
UNION ALL
SELECT 'state ' || state FROM ir_module_module WHERE name = '{name}' AND state <> 'uninstalled'
LIMIT 20
"""


def check(databases, gate):
    """Install each addon alone (with what it needs), update all, remove each, install all again.

    ``gate(outcome, name, log)`` judges each step's log. Returns the ``Outcome``.
    """
    outcome = Outcome("lifecycle", databases.runtime.series)
    start = time.monotonic()
    database = databases.fresh(databases.checkout.database("life", databases.runtime.series))
    databases.postgres.sql(QUIET, database)
    names = [path.name for path in in_order(databases.checkout.addons)]
    steps = [
        (f"install {name} alone", lambda log, name=name: databases.install(database, [name], log)) for name in names
    ]
    steps.append(("update all", lambda log: databases.install(database, [], log, update=names[:1])))
    for name in reversed(names):
        steps.append((f"remove {name}", lambda log, name=name: remove(databases, database, name, log)))
    steps.append(("install all again", lambda log: databases.install(database, names, log)))
    for title, action in steps:
        log = databases.checkout.run("logs", f"lifecycle-{databases.runtime.series}-{title.replace(' ', '-')}.log")
        log.unlink(missing_ok=True)
        begin = time.monotonic()
        try:
            with databases.progress.step(f"{databases.runtime.series}: {title}"):
                action(log)
        except SuiteError as error:
            outcome.add(title, False, str(error), time.monotonic() - begin)
            break
        outcome.add(title, True, took=time.monotonic() - begin)
        gate(outcome, title, log)
    databases.drop(database)
    outcome.seconds = time.monotonic() - start
    return outcome


def remove(databases, database, name, log):
    """Uninstall an addon and make sure that nothing of it is left."""
    databases.shell(database, UNINSTALL.format(name=name), log=log, what=f"removing {name}")
    left = [row[0] for row in databases.postgres.sql(LEFT.format(name=name), database)]
    if left:
        raise SuiteError(
            f"{name} left things behind when it was removed: {json.dumps(left)}",
            "let its uninstall hook or its data remove them",
        )
