"""``python -m tools.lint pot export|check``: the catalogues against what a running Odoo finds to translate.

``make pot`` exports from this checkout's installed database, ``tests/suite/test_catalogues.py`` checks against it; the
command here works with any other Odoo.

The catalogues are exported from 17.0, for which the suite is written; from 19.0 they can be kept up to date. The check
compares what every export must agree on: 19.0 has a few messages of its own, and the labels that stock mixins give to
our models depend on the modules that happen to be installed.
"""

from __future__ import annotations

import argparse
import os
import shlex
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from .catalogue import Catalogue, Own, compare, merge, stable
from .models import all_models
from .project import Addon, Finding, Project
from .terms import help_of, label_of

RULE = "pot"
#: runs in Odoo's shell, on both series
SCRIPT = """
import inspect, os
from pathlib import Path
from odoo.release import version_info
from odoo.tools.translate import trans_export
folder = Path(os.environ["AGENCY_POT_FOLDER"])
last = list(inspect.signature(trans_export).parameters)[-1]
for name in os.environ["AGENCY_POT_MODULES"].split(","):
    if env["ir.module.module"].search_count([("name", "=", name), ("state", "=", "installed")]):
        with (folder / f"{name}.pot").open("wb") as buffer:
            trans_export(None, [name], buffer, "po", env if last == "env" else env.cr)
(folder / "series").write_text(f"{version_info[0]}.{version_info[1]}")
"""
#: an export from it is taken as it is
SOURCE_SERIES = "17.0"
SHOWN = 60


class PotError(Exception):
    """Odoo could not export."""


def main(argv: list[str], root: Path) -> int:
    """Export or check. Returns 0, 1 for findings, 2 when Odoo could not export."""
    parser = argparse.ArgumentParser(prog="python -m tools.lint pot", description="Export or check the catalogues.")
    parser.add_argument("action", choices=["export", "check"])
    parser.add_argument("--root", type=Path, default=root)
    parser.add_argument("--odoo-cmd", required=True, help="the command that starts Odoo, quoted as for a shell")
    parser.add_argument("--odoo-args", default="", help="further options for Odoo, --data-dir=… for example")
    parser.add_argument("--addons-path", required=True, help="what Odoo takes as --addons-path")
    parser.add_argument("--database", required=True, help="a database in which the addons are installed")
    parser.add_argument("addons", nargs="*", metavar="ADDON", help="names (default: all)")
    options = parser.parse_args(argv)
    project = Project(options.root)
    addons = [
        addon
        for addon in project.addons
        if addon.folder.parent == project.root / "addons" and (not options.addons or addon.name in options.addons)
    ]
    try:
        series, texts = export(
            shlex.split(options.odoo_cmd),
            shlex.split(options.odoo_args),
            options.addons_path,
            options.database,
            [addon.name for addon in addons],
        )
    except PotError as error:
        print(f"lint pot: {error}", file=sys.stderr)
        return 2
    if options.action == "export":
        for name in write(project, addons, series, texts):
            print(f"lint pot: wrote {name}")
        return 0
    findings = [finding for addon in addons for finding in check(project, addon, texts.get(addon.name))]
    for finding in findings:
        print(f"{finding.path.relative_to(project.root)}:{finding.line}: {finding.rule}: {finding.message}")
    print(f"lint pot: {len(addons)} catalogues against {series}, {len(findings) or 'no'} findings")
    return int(bool(findings))


def export(
    command: list[str], arguments: list[str], addons_path: str, database: str, names: list[str]
) -> tuple[str, dict[str, str]]:
    """Let Odoo write the catalogues of installed addons.

    :return: its series, and the texts by addon; an addon that is not installed has none.
    :raises PotError: Odoo did not run.
    """
    with tempfile.TemporaryDirectory() as folder:
        result = subprocess.run(
            [*command, "shell", "-d", database, f"--addons-path={addons_path}", "--no-http", "--log-level=warn"]
            + arguments,
            input=SCRIPT,
            env={**os.environ, "AGENCY_POT_FOLDER": folder, "AGENCY_POT_MODULES": ",".join(names)},
            capture_output=True,
            text=True,
            check=False,
        )
        if not Path(folder, "series").is_file():
            lines = (result.stderr or result.stdout).strip().splitlines() or ["no output"]
            raise PotError(f"Odoo could not export from {database}: {lines[-1]}")
        return read(Path(folder), names)


def read(folder: Path, names: list[str]) -> tuple[str, dict[str, str]]:
    """Return what the script left in a folder: Odoo's series, and the texts by addon."""
    texts = {
        name: (folder / f"{name}.pot").read_text(encoding="utf-8")
        for name in names
        if (folder / f"{name}.pot").is_file()
    }
    return (folder / "series").read_text(), texts


def catalogue_path(addon: Addon) -> Path:
    """Return where the catalogue of an addon belongs."""
    return addon.folder / "i18n" / f"{addon.name}.pot"


def own_names(project: Project) -> Own:
    """Return what the suite declares."""
    models = all_models(project)
    borrowed = {
        f"{attribute}:field_{model.name.replace('.', '_')}__{name}"
        for model in models
        if not model.declared
        for name, call in model.fields.items()
        for attribute, given in (("field_description", label_of(call)), ("help", help_of(call)))
        if not given
    }
    return Own(
        fields=frozenset(name for model in models for name in model.fields),
        models=frozenset(model.xmlid for model in models if model.declared),
        borrowed=frozenset(borrowed),
    )


def write(project: Project, addons: list[Addon], series: str, texts: dict[str, str]) -> Iterator[str]:
    """Bring the catalogues up to date; yield those that changed."""
    for addon in addons:
        path, text = catalogue_path(addon), texts.get(addon.name, "")
        old = path.read_text(encoding="utf-8") if path.is_file() else ""
        if series != SOURCE_SERIES:
            text = merge(Catalogue.parse(old), Catalogue.parse(text), own_names(project)).text()
        if text.strip() and stable(text) != stable(old):
            path.parent.mkdir(exist_ok=True)
            path.write_text(text, encoding="utf-8")
            yield str(path.relative_to(project.root))


def check(project: Project, addon: Addon, exported: str | None) -> Iterator[Finding]:
    """Yield how the catalogue of an addon differs from the exported one."""
    path = catalogue_path(addon)
    if exported is None:
        yield Finding(addon.manifest_path, 1, RULE, f"{addon.name} is not installed in the database")
        return
    if not path.is_file():
        if Catalogue.parse(exported).entries:
            yield Finding(path, 1, RULE, "missing: export it")
        return
    text = path.read_text(encoding="utf-8")
    ours = Catalogue.parse(text)
    missing, stale = compare(ours, Catalogue.parse(exported), own_names(project))
    for msgid in missing:
        yield Finding(path, 1, RULE, f"lacks {shorten(msgid)}: export it")
    for msgid in stale:
        yield Finding(path, line_of(text, ours.entries[msgid].block), RULE, f"stale {shorten(msgid)}: export it")


def shorten(msgid: str) -> str:
    """Return the beginning of a message, on one line."""
    text = " ".join(msgid.split())
    return repr(text if len(text) <= SHOWN else text[:SHOWN] + "…")


def line_of(text: str, block: str) -> int:
    """Return the line on which a block begins."""
    return text[: text.index(block)].count("\n") + 1
