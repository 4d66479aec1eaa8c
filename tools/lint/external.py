"""ruff and pylint-odoo, run with the configuration of the repository, their findings in our form."""

from __future__ import annotations

import importlib.util
import json
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from .project import Finding, Project

REQUIREMENTS = "tools/requirements/lint.txt"
#: methods whose result nobody reads
VALUELESS = re.compile(r"method _(?:compute|inverse|check|onchange)_")
FOLDERS = ("addons", "tools", "tests")


def check(project: Project) -> Iterator[Finding]:
    """Yield the findings of all tools, and the tools that are missing."""
    for name, runner in (("ruff", ruff), ("pylint_odoo", pylint)):
        if importlib.util.find_spec(name) is None:
            message = f"{name} is not installed: {sys.executable} -m pip install -r {REQUIREMENTS}"
            yield Finding(project.root / REQUIREMENTS, 1, "tools", message)
        else:
            yield from runner(project)


def run(project: Project, *command: str) -> subprocess.CompletedProcess:
    """Run a module of this interpreter in the top folder."""
    return subprocess.run(
        [sys.executable, "-m", *command], cwd=project.root, capture_output=True, text=True, check=False
    )


def failure(project: Project, tool: str, result: subprocess.CompletedProcess) -> Finding:
    """Return the finding for a tool that broke down."""
    lines = (result.stderr or result.stdout).strip().splitlines() or ["no output"]
    return Finding(project.root / "tools", 1, "tools", f"{tool} failed: {lines[-1]}")


def ruff(project: Project) -> Iterator[Finding]:
    """Yield the findings of ruff's linter and formatter."""
    folders = [name for name in FOLDERS if (project.root / name).is_dir()]
    result = run(project, "ruff", "check", "--no-cache", "--output-format=json", *folders)
    if result.returncode not in (0, 1):
        yield failure(project, "ruff check", result)
        return
    for entry in json.loads(result.stdout):
        place = entry["location"] or {"row": 1}
        yield Finding(Path(entry["filename"]), place["row"], f"ruff {entry['code'] or 'syntax'}", entry["message"])
    result = run(project, "ruff", "format", "--no-cache", "--check", "--output-format=json", *folders)
    if result.returncode not in (0, 1):
        yield failure(project, "ruff format", result)
        return
    for entry in json.loads(result.stdout):
        place = entry["location"] or {"row": 1}
        yield Finding(Path(entry["filename"]), place["row"], "ruff format", "formatted otherwise: run ruff format")


def pylint(project: Project) -> Iterator[Finding]:
    """Yield the findings of pylint-odoo."""
    addons = [str(addon.folder.relative_to(project.root)) for addon in project.addons]
    if not addons:
        return
    result = run(project, "pylint", "--rcfile=.pylintrc", "--output-format=json2", *addons)
    try:
        messages = json.loads(result.stdout)["messages"]
    except (json.JSONDecodeError, KeyError):
        yield failure(project, "pylint", result)
        return
    for entry in messages:
        if entry["symbol"] == "missing-return" and VALUELESS.search(entry["message"]):
            continue
        if entry["symbol"].startswith("translation-") and "tests" in Path(entry["path"]).parts:
            # nobody but developers reads what tests say
            continue
        yield Finding(
            project.root / entry["path"], entry["line"], f"pylint {entry['symbol']}", entry["message"].splitlines()[0]
        )
