"""Python: names that 19.0 still takes with a warning, and SQL constraints it would silently drop."""

import ast
import re

from .. import PortError

ROUTE_TYPE = re.compile(r"""(@(?:http\.)?route\((?:[^()]|\([^()]*\))*?\btype\s*=\s*["'])json(["'])""")
OPERATION = r"""((?:["']\w+["'])|operation)"""
RENAMES = (
    # the pair of checks is one on 19.0
    (
        re.compile(rf"^([ \t]*)(\S+)\.check_access_rights\({OPERATION}\)\n\1\2\.check_access_rule\(\3\)$", re.M),
        r"\1\2.check_access(\3)",
    ),
    (
        re.compile(rf"\.check_access_rights\({OPERATION},\s*(?:raise_exception\s*=\s*)?False\)"),
        r".browse().has_access(\1)",
    ),
    # rights alone concern the model: an empty recordset has no rules to obey
    (re.compile(rf"\.check_access_rights\({OPERATION}\)"), r".browse().check_access(\1)"),
    (re.compile(rf"\.check_access_rule\({OPERATION}\)"), r".check_access(\1)"),
    (re.compile(rf"\._filter_access_rules(?:_python)?\({OPERATION}\)"), r"._filtered_access(\1)"),
    (re.compile(r"\bgroup_operator\s*="), "aggregator="),
    # the answer is inverted: only the negated call can be renamed
    (re.compile(r"\bnot ([\w.]+)\._check_recursion\(\)"), r"\1._has_cycle()"),
)


def upgrade(files):
    """Port every Python file.

    :raises PortError: an SQL constraint stands in a form that Odoo's script would skip or mangle.
    """
    for file in files:
        if file.path.suffix == ".py":
            if "_sql_constraints" in file.content:
                check_constraints(file.content, file.path)
            file.content = port(file.content)


def port(text: str) -> str:
    """Return the Python source with the names of 19.0."""
    text = ROUTE_TYPE.sub(r"\1jsonrpc\2", text)
    for pattern, replacement in RENAMES:
        text = pattern.sub(replacement, text)
    return text


def check_constraints(text: str, path) -> None:
    """Refuse SQL constraints that Odoo's script cannot port: it takes a plain list of plain strings.

    A constraint ``x`` becomes the attribute ``_x``, so a method of that name would replace it.
    """
    for model in ast.walk(ast.parse(text, str(path))):
        if not isinstance(model, ast.ClassDef):
            continue
        members = {node.name for node in model.body if isinstance(node, ast.FunctionDef)}
        for node in model.body:
            targets = node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", None)]
            if not any(isinstance(target, ast.Name) and target.id == "_sql_constraints" for target in targets):
                continue
            try:
                constraints = ast.literal_eval(node.value)
                names = [name for name, _definition, _message in constraints]
            except (ValueError, TypeError):
                raise PortError(
                    f"{path}:{node.lineno}: _sql_constraints has to be a list of (name, definition, message) "
                    "with plain strings: Odoo translates the message by itself, without _()"
                ) from None
            if isinstance(node, ast.AugAssign) or "]" in repr(constraints)[:-1]:
                raise PortError(f'{path}:{node.lineno}: _sql_constraints can hold neither "+=" nor "]" to be ported')
            for name in names:
                if f"_{name}" in members:
                    raise PortError(
                        f"{path}:{node.lineno}: the SQL constraint {name} would take the name of the method _{name}: "
                        "rename one of them"
                    )
