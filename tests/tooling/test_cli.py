"""The commands as a person meets them."""

import ast
import os
import subprocess
import sys

import pytest

from tools.suite import cli
from tools.suite.errors import SuiteError

from .conftest import ROOT


def suite(*arguments, **env):
    command = [sys.executable, "-m", "tools.suite", *arguments]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, env={**os.environ, **env})


def test_help_names_every_command():
    done = subprocess.run(["make", "-s", "help"], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0
    assert [line.split()[1] for line in done.stdout.splitlines()] == list(cli.COMMANDS)


def test_makefile_has_every_command():
    text = (ROOT / "Makefile").read_text()
    listed = next(line for line in text.splitlines() if line.startswith("COMMANDS :=")).split()[2:]
    assert sorted([*listed, "help"]) == sorted(cli.COMMANDS)


def test_known_failure_is_one_line(tmp_path):
    done = suite("run", SERIES="16.0", AGENCY_CACHE=str(tmp_path))
    assert done.returncode == 1
    assert done.stdout == ""
    assert done.stderr == "error: SERIES=16.0 is not known. Remedy: use one of 17.0, 19.0\n"


def test_wrong_odoo_17_path_is_one_line(tmp_path):
    done = suite("provision", SERIES="17.0", ODOO_17_PATH=str(tmp_path / "none"), AGENCY_CACHE=str(tmp_path / "cache"))
    assert done.returncode == 1
    (line,) = done.stderr.splitlines()
    assert line.startswith(f"error: ODOO_17_PATH={tmp_path}/none is not an Odoo tree")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_cache_that_cannot_be_written(tmp_path):
    tmp_path.chmod(0o500)
    done = suite("provision", SERIES="19.0", AGENCY_CACHE=str(tmp_path / "cache"))
    assert done.stderr.startswith("error: no permission to write ")


def test_unknown_failures_keep_their_traceback(monkeypatch):
    def broken(_arguments):
        raise ZeroDivisionError

    monkeypatch.setitem(cli.COMMANDS, "help", (broken, ""))
    with pytest.raises(ZeroDivisionError):
        cli.main(["help"])


def test_interruption_says_that_it_resumes(monkeypatch, capsys):
    def interrupted(_arguments):
        raise KeyboardInterrupt

    monkeypatch.setitem(cli.COMMANDS, "help", (interrupted, ""))
    assert cli.main(["help"]) == 130
    assert "it resumes" in capsys.readouterr().err


def test_entry_is_readable_by_an_old_python():
    """What tells an old Python's owner which one is needed must be understood by it."""
    source = (ROOT / "tools" / "suite" / "__main__.py").read_text()
    tree = ast.parse(source, feature_version=(3, 4))
    check = next(index for index, node in enumerate(tree.body) if isinstance(node, ast.If))
    imports = [index for index, node in enumerate(tree.body) if isinstance(node, ast.ImportFrom)]
    assert check < min(imports)


def test_error_text():
    error = SuiteError("it broke.", "mend it", log="/a.log")
    assert str(error) == "it broke. Remedy: mend it (log: /a.log)"
