"""What users read is translatable as a whole: one literal in ``_()``, with placeholders that have names.

A translator has to be free to reorder the parts of a sentence, and a text that is put together before it reaches
``_()`` is never found in a catalogue.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from ..project import Finding, Project

RULE = "messages"
ERRORS = {"AccessError", "MissingError", "RedirectWarning", "UserError", "ValidationError"}
POSITIONAL = re.compile(r"%[-#0+]*\d*(?:\.\d+)?[sdfrxi]")


def check(project: Project) -> Iterator[Finding]:
    """Yield errors that are not translated, and translations that cannot work."""
    for addon in project.addons:
        for path in addon.sources():
            tree = project.tree(path)
            for node in ast.walk(tree) if tree else ():
                for message in [*raised(node), *translated(node)]:
                    yield Finding(path, node.lineno, RULE, message)


def is_translation(node: ast.AST) -> bool:
    """Tell whether a node is a call of ``_``."""
    if not isinstance(node, ast.Call):
        return False
    return isinstance(node.func, ast.Name) and node.func.id == "_"


def raised(node: ast.AST) -> Iterator[str]:
    """Yield what is wrong with the text of an error for users."""
    if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ERRORS and node.args):
        return
    text = node.args[0]
    untranslated = (
        isinstance(text, ast.JoinedStr)
        or (isinstance(text, ast.Constant) and isinstance(text.value, str))
        or (isinstance(text, ast.BinOp) and literal_text(text.left))
        or (
            isinstance(text, ast.Call)
            and isinstance(text.func, ast.Attribute)
            and text.func.attr == "format"
            and literal_text(text.func.value)
        )
    )
    if untranslated:
        yield f"{node.func.id} with a text that is not wrapped in _()"


def literal_text(node: ast.AST) -> bool:
    """Tell whether a node is a literal text."""
    return isinstance(node, ast.JoinedStr) or (isinstance(node, ast.Constant) and isinstance(node.value, str))


def translated(node: ast.AST) -> Iterator[str]:
    """Yield what is wrong with a call of ``_``, or with what is done to its result."""
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mod) and is_translation(node.left):
        yield '_("…") % …: give the values to _() itself, as named arguments'
    if (
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr == "format"
        and is_translation(node.func.value)
    ):
        yield '_("…").format(…): give the values to _() itself, as named arguments'
    if not (is_translation(node) and node.args):
        return
    text = node.args[0]
    if not (isinstance(text, ast.Constant) and isinstance(text.value, str)):
        yield "_() takes one literal: no variable, no f-string, no sum"
    elif POSITIONAL.search(text.value.replace("%%", "")):
        yield f"_({text.value[:40]!r}…): name the placeholders, %(name)s"
