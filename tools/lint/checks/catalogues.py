"""Every addon has a translation catalogue, and the messages of its sources are in it.

This needs no database: it knows literals in code, labels that fields give, attributes and plain texts of views. The
whole set, with what only Odoo can tell, is compared by ``tests/suite/test_catalogues.py`` in ``make test``.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from ..catalogue import Catalogue
from ..project import Addon, Finding, Project
from ..terms import terms
from .messages import is_translation

RULE = "catalogues"
JS_CALL = re.compile(r"""\b_t\(\s*("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')\s*[,)]""")
CODE = re.compile(r"code:addons/([^/]+)/(.+?\.(?:py|js)):\d+")


def check(project: Project) -> Iterator[Finding]:
    """Yield missing catalogues, messages that are not in theirs, and entries whose code is gone."""
    for addon in project.addons:
        if addon.folder.parent != project.root / "addons":
            continue
        literals = list(messages(project, addon))
        used = [*literals, *terms(project, addon)]
        path = addon.folder / "i18n" / f"{addon.name}.pot"
        if not path.is_file():
            if used:
                yield Finding(addon.manifest_path, 1, RULE, f"i18n/{addon.name}.pot is missing")
            continue
        catalogue = Catalogue.parse(project.text(path))
        for source, line, message in used:
            if message not in catalogue.entries:
                yield Finding(source, line, RULE, f"{message[:60]!r} is not in i18n/{addon.name}.pot: make pot")
        texts = {message for _source, _line, message in literals}
        for entry in catalogue.entries.values():
            # an entry that has other uses than code may have lost one of them: only Odoo can tell
            if entry.references and all(CODE.fullmatch(reference) for reference in entry.references):
                if entry.msgid not in texts:
                    text = project.text(path)
                    line = text[: text.index(entry.block)].count("\n") + 1
                    yield Finding(path, line, RULE, f"nothing uses {entry.msgid[:60]!r} any more: make pot")


def messages(project: Project, addon: Addon) -> Iterator[tuple[Path, int, str]]:
    """Yield ``(path, line, message)`` of the translated literals in Python and JavaScript."""
    for path in addon.sources():
        tree = project.tree(path)
        for node in ast.walk(tree) if tree else ():
            if is_translation(node) and node.args and isinstance(node.args[0], ast.Constant):
                if isinstance(node.args[0].value, str):
                    yield path, node.lineno, node.args[0].value
    for path in addon.files(".js"):
        parts = path.relative_to(addon.folder).parts
        if parts[:2] == ("static", "src"):
            text = project.text(path)
            for match in JS_CALL.finditer(text):
                yield path, text.count("\n", 0, match.start()) + 1, ast.literal_eval(match[1])
