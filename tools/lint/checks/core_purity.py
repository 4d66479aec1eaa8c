"""``core/`` packages are pure: no Odoo, no ORM shell, no clock, no input or output.

Values in, values out: that is why their tests take microseconds and need no database.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from ..project import Finding, Project

RULE = "core-purity"
MODULES = {
    "odoo": "the core knows nothing of Odoo",
    **dict.fromkeys(("time",), "the core reads no clock"),
    "os": "the core does no input or output; pathlib.PurePosixPath reads names",
    **dict.fromkeys(
        ("ftplib", "glob", "http", "psycopg2", "requests", "shutil", "smtplib", "socket", "subprocess", "sys")
        + ("tempfile", "threading", "urllib.request", "urllib3", "pathlib.Path"),
        "the core does no input or output",
    ),
}
CALLS = ("open", "print", "input", "exec", "eval")
CLOCKS = ("now", "utcnow", "today")


def check(project: Project) -> Iterator[Finding]:
    """Yield impure imports and calls in the cores."""
    for addon in project.addons:
        core = addon.folder / "core"
        for path in addon.files(".py"):
            tree = project.tree(path) if path.is_relative_to(core) else None
            for node in ast.walk(tree) if tree else ():
                for message in [*imports(node, path, core), *calls(node)]:
                    yield Finding(path, node.lineno, RULE, message)


def imports(node: ast.AST, path: Path, core: Path) -> Iterator[str]:
    """Yield what is wrong with an import."""
    names = []
    if isinstance(node, ast.Import):
        names = [alias.name for alias in node.names]
    elif isinstance(node, ast.ImportFrom) and not node.level:
        names = [node.module, *(f"{node.module}.{alias.name}" for alias in node.names)]
    elif isinstance(node, ast.ImportFrom):
        # "from ." in core/x.py is core itself
        depth = len(path.parent.relative_to(core).parts) + 1
        if node.level > depth:
            yield f"{'.' * node.level}{node.module or ''} is outside of the core"
    for module, reason in MODULES.items():
        if any(name == module or name.startswith(module + ".") for name in names):
            yield f"imports {module}: {reason}"


def calls(node: ast.AST) -> Iterator[str]:
    """Yield what is wrong with a call."""
    if not isinstance(node, ast.Call):
        return
    if isinstance(node.func, ast.Name) and node.func.id in CALLS:
        yield f"calls {node.func.id}(): the core does no input or output"
    elif isinstance(node.func, ast.Attribute) and node.func.attr in CLOCKS:
        owner = ast.unparse(node.func.value)
        if owner.rpartition(".")[2] in ("datetime", "date"):
            yield f"calls {owner}.{node.func.attr}(): the core reads no clock, take the moment as an argument"
