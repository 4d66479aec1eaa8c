"""The command: everything together, consent, other tools, exit codes."""

import importlib.util
import subprocess
import sys
from pathlib import Path

import pytest

from tools.lint import external
from tools.lint.__main__ import collect, main
from tools.lint.checks import CHECKS, dialect_python
from tools.lint.project import Finding, Project

THING = "addons/thing"


def configuration(name):
    """Return one of the configuration files of the repository."""
    return (Path(__file__).parents[2] / name).read_text()


def test_every_rule_explains_itself(capsys):
    assert main(["--list"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == len(CHECKS)
    assert all(len(line.split(None, 1)) == 2 for line in lines)


def test_exit_codes(tree, capsys):
    names = ("readme/DESCRIPTION.md", "readme/USAGE.md", "static/description/icon.png")
    root = tree({f"{THING}/{name}": "x" for name in names})
    assert main(["--own", "--root", str(root)]) == 0
    assert capsys.readouterr().out == "lint: 4 files, no findings\n"
    tree({f"{THING}/models/a.py": "self._cr\n"})
    assert main(["--own", "--root", str(root)]) == 1
    assert capsys.readouterr().out == (
        "addons/thing/models/a.py:1: dialect: _cr: deprecated on 19.0: self.env.cr\n"
        "lint: 5 files, 1 findings (1 dialect)\n"
    )
    assert main(["--own", "--root", str(root), str(root / "tests")]) == 0


@pytest.mark.parametrize(
    ("comment", "found"),
    [
        ("# lint-ok: dialect - read by the port", 0),
        ("# lint-ok: dialect", 1),
        ("# lint-ok: messages - another rule", 1),
        ("", 1),
    ],
)
def test_consent_needs_the_rule_and_a_reason(tree, comment, found):
    root = tree({f"{THING}/models/a.py": f"self._cr  {comment}\n"})
    assert len(collect(Project(root), [dialect_python])) == found


def test_only_files_of_the_repository_are_read(tree):
    root = tree({".gitignore": "build/\n", "build/x.py": "", "src/y.py": ""})
    subprocess.run(["git", "init", "-q"], cwd=root, check=True)
    assert [path.name for path in Project(root).files(".py")] == ["__manifest__.py", "y.py"]


def test_a_missing_tool_is_a_finding(tree, monkeypatch):
    monkeypatch.setattr(external.importlib.util, "find_spec", lambda name: None)
    findings = list(external.check(Project(tree({}))))
    assert [finding.rule for finding in findings] == ["tools", "tools"]
    assert f"ruff is not installed: {sys.executable} -m pip install -r {external.REQUIREMENTS}" in findings[0].message


@pytest.mark.skipif(importlib.util.find_spec("ruff") is None, reason="ruff is not installed in this environment")
def test_ruff(tree):
    root = tree(
        {f"{THING}/models/a.py": "import os\n\nx = {  'a':1}\n", "ruff.toml": configuration("ruff.toml")}
    ).resolve()
    path = root / THING / "models/a.py"
    findings = list(external.ruff(Project(root)))
    assert findings == [
        Finding(path, 1, "ruff F401", "`os` imported but unused"),
        Finding(path, 3, "ruff format", "formatted otherwise: run ruff format"),
    ]
    path.write_text('x = {"a": 1}\n')
    assert list(external.ruff(Project(root))) == []
    (root / "ruff.toml").write_text("nonsense = 1\n")
    assert [finding.rule for finding in external.ruff(Project(root))] == ["tools"]


@pytest.mark.skipif(importlib.util.find_spec("pylint_odoo") is None, reason="pylint-odoo is not installed here")
def test_pylint(tree, monkeypatch):
    source = (
        "from odoo import models\n\n\nclass Thing(models.Model):\n"
        '    _name = "thing"\n\n    def write(self, vals):\n        print(vals)\n        return super().write(vals)\n\n'
        "    def _compute_x(self):\n        super()._compute_x()\n"
    )
    test = 'from odoo.exceptions import UserError\n\nraise UserError("No")\n'
    files = {
        f"{THING}/__init__.py": "from . import a, b\n",
        f"{THING}/a.py": source,
        f"{THING}/b.py": test,
        f"{THING}/tests/__init__.py": "",
        f"{THING}/tests/test_b.py": test,
        ".pylintrc": configuration(".pylintrc"),
    }
    root = tree(files).resolve()
    assert [(finding.path.name, finding.line, finding.rule) for finding in external.pylint(Project(root))] == [
        ("a.py", 8, "pylint print-used"),
        ("b.py", 3, "pylint translation-required"),
    ]
    (root / ".pylintrc").write_text("[MAIN]\nload-plugins=no_such_plugin\n[MESSAGES CONTROL]\nenable=no-such\n")
    assert [finding for finding in external.pylint(Project(root)) if finding.rule == "pylint print-used"] == []
