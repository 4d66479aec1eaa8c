"""The commands: ``python3 -m tools.suite COMMAND``, each also a target of the Makefile."""

import argparse
import sys

from .errors import SuiteError, explain_oserror

COMMANDS = {}


def command(text):
    """Register a function as a command; ``text`` is its line in ``make help``."""

    def register(function):
        COMMANDS[function.__name__.replace("_", "-")] = (function, text)
        return function

    return register


def _suite():
    from .suite import Suite

    return Suite.here()


@command("serve the demo agency until Ctrl-C (DEMO=0: an empty one; SERIES=17.0|19.0; PORT=8069)")
def run(_arguments):
    from .run import serve

    serve(_suite())
    return 0


@command("run every test for each series found (ADDON=agency_crm: what changed in it, ALL=1: all; K=name: a part)")
def test(_arguments):
    from .testing import main as run_tests

    return run_tests(_suite())


@command("check style, manifests, access rules, translations")
def lint(_arguments):
    from .testing import lint as run_lint

    code = run_lint(_suite())
    if code is None:
        raise SuiteError("tools/lint is not there", "use a complete clone")
    return code


@command("write the translation catalogues (i18n/*.pot) anew")
def pot(_arguments):
    from .manage import pot as write_catalogues

    write_catalogues(_suite())
    return 0


@command("measure against stock Odoo and OCA, one JSON line a budget (K=name: one of them)")
def bench(_arguments):
    from .bench import main as run_bench

    return run_bench(_suite())


@command("take the screenshots of the documentation anew")
def screenshots(_arguments):
    from .screenshots import main as take

    return take(_suite())


@command("stop this checkout's server, and PostgreSQL when nobody else uses it")
def stop(_arguments):
    from .run import stop as stop_run

    stop_run(_suite())
    return 0


@command("remove this checkout's databases and state (ALL=1: the shared cache, too)")
def clean(_arguments):
    from .manage import clean as clean_up

    clean_up(_suite())
    return 0


@command("open a Python shell on the running agency's database")
def shell(_arguments):
    from .manage import shell as open_shell

    return open_shell(_suite())


@command("open psql on this checkout's database")
def psql(arguments):
    from .manage import psql as open_psql

    return open_psql(_suite(), arguments)


@command("follow the server's log")
def logs(_arguments):
    from .manage import logs as follow

    return follow(_suite())


@command("print the address of the page that shows outgoing mail")
def mail(_arguments):
    from .manage import mail as mail_page

    print(mail_page(_suite()))
    return 0


@command("provision everything for a series without starting anything")
def provision(_arguments):
    from .manage import provision as provision_all

    provision_all(_suite())
    return 0


@command("start the end-to-end tests' server and print its environment until Ctrl-C")
def e2e_server(_arguments):
    from .manage import e2e_server as serve_e2e

    serve_e2e(_suite())
    return 0


@command("list the commands")
def help(_arguments):
    width = max(map(len, COMMANDS))
    for name, (_function, text) in COMMANDS.items():
        print(f"make {name.ljust(width)}  {text}")
    return 0


def main(arguments=None):
    """Run a command; a known failure is one line with its remedy."""
    parser = argparse.ArgumentParser(prog="python3 -m tools.suite", description="Agency Suite's tooling")
    parser.add_argument("command", choices=list(COMMANDS), metavar="COMMAND", help=", ".join(COMMANDS))
    parser.add_argument("rest", nargs=argparse.REMAINDER)
    options = parser.parse_args(arguments)
    try:
        return COMMANDS[options.command][0](options.rest) or 0
    except SuiteError as error:
        return _fail(error)
    except KeyboardInterrupt:
        print("\ninterrupted: run it again, it resumes", file=sys.stderr)
        return 130
    except OSError as error:
        known = explain_oserror(error)
        if not known:
            raise
        return _fail(known)


def _fail(error):
    text = f"error: {error}".replace("\n", " ")
    print(f"\033[31m{text}\033[0m" if sys.stderr.isatty() else text, file=sys.stderr)
    return 1
