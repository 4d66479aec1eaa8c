"""A variable that holds records of ``sudo()`` says so: its name ends in ``_sudo``, wherever it is carried.

What was read without access rules must never be mistaken for what the user may see.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from ..project import Finding, Project

RULE = "sudo-names"


def check(project: Project) -> Iterator[Finding]:
    """Yield assignments of a bare ``sudo()`` to a variable of another name."""
    for addon in project.addons:
        for path in addon.sources():
            tree = project.tree(path)
            for node in ast.walk(tree) if tree else ():
                if not (isinstance(node, ast.Assign) and is_sudo(node.value)):
                    continue
                for target in node.targets:
                    if isinstance(target, ast.Name) and not target.id.endswith("_sudo"):
                        yield Finding(path, node.lineno, RULE, f"{target.id} holds sudo(): call it {target.id}_sudo")


def is_sudo(node: ast.AST) -> bool:
    """Tell whether a value is a call of ``sudo()``; ``sudo(False)`` takes it back."""
    if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "sudo"):
        return False
    return not (node.args and isinstance(node.args[0], ast.Constant) and node.args[0].value is False)
