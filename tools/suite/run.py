"""``make run``: the agency, served until Ctrl-C; and ``make stop``, which ends it from elsewhere."""

import os
import signal
import time

from . import demo, mailcatcher, ports, postgres, series
from .build import sources_key
from .cache import digest_tree, read_json, write_json
from .cluster import Cluster, base_folder
from .errors import SuiteError, Unavailable
from .manifest import in_order
from .server import Server, started_at
from .shell import alive, stop_process, tail
from .suite import NOT_INSTALLED, installed

HTTP_PORT = 8069
# Settings of a served database. Links in mails need the address that the server really has. Stock services that would
# send a lead's or a company's data to Odoo's servers are pointed nowhere: nothing of a development database leaves.
SERVED = """
INSERT INTO ir_config_parameter (key, value, create_uid, write_uid, create_date, write_date)
SELECT key, value, 1, 1, now(), now()
FROM (VALUES ('web.base.url', '{url}'), ('web.base.url.freeze', 'True'),
             ('iap.endpoint', 'http://127.0.0.1:9'), ('enrich.endpoint', 'http://127.0.0.1:9'),
             ('iap.partner_autocomplete.endpoint', 'http://127.0.0.1:9'),
             ('crm.iap.lead.enrich.setting', 'manual')) AS setting (key, value)
ON CONFLICT (key) DO UPDATE SET value = excluded.value
"""


def addon_keys(suite):
    """A hash per addon of what needs an update of the database when it changes."""
    return {path.name: digest_tree(path, skip=NOT_INSTALLED) for path in in_order(suite.checkout.addons)}


def prepare(suite, databases, with_demo):
    """The name of this checkout's own database, made or updated as the sources ask."""
    name = suite.checkout.database("run" if with_demo else "empty", databases.runtime.series)
    note = suite.checkout.run(databases.runtime.series, f"{name}.json")
    before, now = read_json(note, {}), addon_keys(suite)
    if before and databases.postgres.exists(name):
        if before.get("template") == databases.template_key():
            changed = [addon for addon in now if before["addons"].get(addon) != now[addon]]
            if changed:
                _update(suite, databases, name, changed, before)
                write_json(note, {**before, "addons": now})
            return name
        kept = f"{name}_before"
        databases.rename(name, kept)
        suite.progress.warn(f"the server or its pins changed: a new database is made, the old one is kept as {kept}")
    note.unlink(missing_ok=True)
    base, _log = installed(databases)
    part = f"{name}_part"
    if with_demo:
        demo.obtain(databases, base, part)
    else:
        databases.copy(base, part)
    databases.rename(part, name)
    write_json(
        note, {"template": databases.template_key(), "addons": now, "sources": sources_key(suite.checkout.addons)}
    )
    return name


def _update(suite, databases, name, changed, before):
    new = [addon for addon in changed if addon not in before["addons"]]
    old = [addon for addon in changed if addon in before["addons"]]
    log = suite.checkout.run("logs", f"update-{databases.runtime.series}.log")
    log.unlink(missing_ok=True)
    with suite.progress.step(f"update {', '.join(changed)}"):
        databases.install(name, new, log, update=old, what="updating the database")


def serve(suite):
    """Provision, start, print the address and the logins, and keep serving until Ctrl-C."""
    chosen, why = series.choose(suite.cache, suite.environ)
    suite.progress.say(f"Odoo {chosen} ({why})")
    with suite.checkout.lock("run", blocking=False) as alone:
        if not alone:
            raise SuiteError("this checkout is running already", "open the address it printed, or make stop first")
        _stop_left_over(suite)
        provisioned = suite.runtime(chosen)
        with postgres.in_use(suite.cache, suite.environ) as server:
            databases = suite.databases(provisioned, server)
            with_demo = suite.environ.get("DEMO", "1") != "0"
            if with_demo and not demo.present(suite.checkout):
                suite.progress.warn(
                    "the demo agency's loader (tools/demo_agency/load.py) is not there: an empty agency is served"
                )
                with_demo = False
            name = prepare(suite, databases, with_demo)
            _serve(suite, databases, name, with_demo)


def _serve(suite, databases, name, with_demo):
    runtime, checkout, progress = databases.runtime, suite.checkout, suite.progress
    catcher, options, env = None, {}, {}
    try:
        with progress.step("mail catcher"):
            catcher = mailcatcher.start(
                suite.cache, suite.environ, checkout.run("mail"), checkout.run("logs", "mail.log")
            )
        options = {"smtp_port": catcher.smtp_port}
        env = {"AGENCY_MAIL": catcher.smtp}
    except Unavailable as error:
        runtime.off.append(f"reading outgoing mail is off (mails are dropped): {error}")
        env = {}
    try:
        host = suite.environ.get("HOST") or "127.0.0.1"
        # kept for us while the server starts, or another checkout's would take it
        with ports.reserved(suite.cache, int(suite.environ.get("PORT") or HTTP_PORT), host) as port:
            url = f"http://{host if host != '0.0.0.0' else '127.0.0.1'}:{port}"
            databases.postgres.sql(SERVED.format(url=url), name)
            conf = databases.conf(name, http_port=port, http_interface=host, **options)
            log = checkout.run("logs", f"server-{runtime.series}.log")
            command = runtime.command("-c", conf)
            server = Server.describe(
                checkout.run("server.json"), command, runtime.env(databases.postgres, **env), url, log,
                series=runtime.series, database=name, mail=catcher and catcher.url,
            )  # fmt: skip
            write_json(checkout.run("run.pid"), {"pid": os.getpid(), "started": started_at(os.getpid())})
            try:
                with progress.step("server"):
                    server.start()
                announce(suite, runtime, server, catcher, with_demo)
                _keep(server, log)
            finally:
                server.stop()
    finally:
        checkout.run("run.pid").unlink(missing_ok=True)
        if catcher:
            catcher.stop()


def announce(suite, runtime, server, catcher, with_demo):
    """Print the address, the mail page, the logins, and what is off."""
    say = suite.progress.say
    for text in runtime.off:
        suite.progress.warn(text)
    say()
    say(f"Agency Suite on Odoo {runtime.series}: {server.url}/")
    if catcher:
        say(f"Outgoing mail is caught: {catcher.url}")
    rows = demo.logins(suite.checkout) if with_demo else [("Administrator", "admin", "admin")]
    widths = [max(len(str(row[column])) for row in [("Role", "Login", "Password"), *rows]) for column in range(3)]
    for row in [("Role", "Login", "Password"), *rows]:
        say("  " + "  ".join(str(cell).ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())
    say()
    say("Ctrl-C ends it; make stop from another terminal does, too.")


def _keep(server, log):
    """Wait until a signal comes or the server ends by itself."""

    def leave(*_signal):
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGTERM, leave)
    try:
        while server.pid:
            time.sleep(0.3)
        raise SuiteError(f"the server ended by itself: {tail(log, 1)}", "see its log", log)
    except KeyboardInterrupt:
        print("\nstopping", flush=True)
    finally:
        signal.signal(signal.SIGTERM, before)


def _stop_left_over(suite):
    """End a server of this checkout whose ``make run`` was killed without mercy."""
    server = Server(suite.checkout.run("server.json"))
    if server.pid:
        suite.progress.say("a server of this checkout was left over: stopping it")
        server.stop()


def stop(suite):
    """``make stop``: end this checkout's run, and the private PostgreSQL unless another checkout uses it."""
    note = read_json(suite.checkout.run("run.pid"), {})
    pid = note.get("pid")
    if pid and alive(pid) and started_at(pid) == note.get("started"):
        stop_process(pid, timeout=40)
        suite.progress.say("stopped the server")
    else:
        suite.progress.say("no make run of this checkout is running")
    _stop_left_over(suite)
    if not suite.environ.get("PGHOST") and base_folder(suite.cache).exists():
        if Cluster(suite.cache).stop_if_unused():
            suite.progress.say("PostgreSQL is stopped")
        else:
            suite.progress.say("PostgreSQL stays up: another checkout uses it")
