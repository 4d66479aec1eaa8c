"""Python that runs on both series: names that one of them lacks, deprecates or understands differently."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from tools.port19 import PortError
from tools.port19.rules.python import check_constraints

from ..project import Finding, Project
from .messages import literal_text

RULE = "dialect"
#: attributes and functions, with what to write instead
NAMES = {
    "_apply_ir_rules": "gone on 19.0: self._search(domain) gives a query",
    "_check_recursion": "deprecated on 19.0: with _parent_store the ORM refuses loops by itself",
    "_commit_progress": "19.0 only: batch with limit and _trigger()",
    "_context": "deprecated on 19.0: self.env.context",
    "_cr": "deprecated on 19.0: self.env.cr",
    "_flush_search": "gone on 19.0",
    "_has_cycle": "19.0 only: with _parent_store the ORM refuses loops by itself",
    "_name_search": "gone on 19.0: _compute_display_name and _rec_names_search",
    "_notify_progress": "19.0 only: batch with limit and _trigger()",
    "_try_lock": "17.0 only",
    "_uid": "deprecated on 19.0: self.env.uid",
    "_where_calc": "gone on 19.0: self._search(domain) gives a query",
    "all_group_ids": "19.0 only: user.has_group(…); the port renames groups_id in domains",
    "bindService": "gone on 19.0",
    "clear_caches": "gone on 19.0: self.env.registry.clear_cache()",
    "formatted_read_group": "19.0 only: _read_group",
    "fields_view_get": "gone: get_view",
    "group_ids": "19.0 only: write groups_id, the port renames it",
    "method_direct_trigger": "another cursor on 19.0: call the model's method",
    "name_get": "gone on 19.0: _compute_display_name",
    "privilege_id": "19.0 only: write category_id, the port renames it",
    "read_group": "deprecated on 19.0: _read_group",
    "toggle_active": "deprecated on 19.0: action_archive() and action_unarchive()",
    "user_has_groups": "gone on 19.0: self.env.user.has_group(…)",
}
#: ``(value, name)`` for names that mean something else without it
QUALIFIED = {
    ("api", "model_create_single"): "gone on 19.0: model_create_multi",
    ("api", "returns"): "gone on 19.0",
    ("fields", "first"): "gone on 19.0",
    ("odoo", "registry"): "gone on 19.0: odoo.modules.registry.Registry",
    ("models", "Constraint"): "19.0 only: _sql_constraints, the port rewrites it",
    ("models", "Index"): "19.0 only: index=True, or an index in init()",
}
#: attributes only users have
READS = {"groups_id": "means something else on 19.0: user.has_group(…)"}
KEYWORDS = {
    "aggregator": "19.0 only: group_operator, the port renames it",
    "unaccent": "unknown to 19.0",
    "chart_template_ref": "unknown to 19.0",
    "step_delay": "warns on 19.0",
}
IMPORTS = {
    "odoo.osv": "deprecated on 19.0: build domains as lists",
    "odoo.tests.common": "gone on 19.0: from odoo.tests import …",
    "odoo._lt": "gone on 19.0: _",
    "odoo.tools.translate._lt": "gone on 19.0: _",
    "odoo.fields.Domain": "19.0 only: build domains as lists",
    "odoo.addons.http_routing.models.ir_http.slug": 'gone on 19.0: "/path/%s" % id, or a model converter',
    "odoo.addons.portal.controllers.mail": "helpers gone on 19.0",
}
#: literals that name something one of the series lacks
STRINGS = {
    "all_group_ids": NAMES["all_group_ids"],
    "base.default_user": "gone on 19.0",
    "detailed_type": 'gone on 19.0: "type"',
    "hr.contract": "gone on 19.0",
    "hr.employee.base": "gone on 19.0: inherit hr.employee",
    "ir.property": "gone on 19.0: with_company()",
    "res.groups.privilege": "unknown to 17.0: category_id, the port rewrites it",
    "uom.category": "gone on 19.0",
    "uom_po_id": "gone on 19.0",
    "account.group_sale_receipts": "gone on 19.0",
    "account.group_warning_account": "gone on 19.0",
    "product.group_discount_per_so_line": "gone on 19.0",
    "product.group_sale_pricelist": "gone on 19.0",
    "product.product_category_all": "gone on 19.0: leave categ_id out",
    "project.group_project_rating": "gone on 19.0",
    "sale.mail_template_sale_cancellation": "gone on 19.0",
}
OPERATORS = {"<>": "!=", "==": "="}


def check(project: Project) -> Iterator[Finding]:
    """Yield the traps in the Python files of the addons."""
    for addon in project.addons:
        for path in addon.files(".py"):
            tree = project.tree(path)
            if not tree:
                continue
            if "_sql_constraints" in project.text(path):
                yield from constraints(project, path)
            asked_for = feature_tests(tree)
            for node in ast.walk(tree):
                for message in findings(node, asked_for):
                    yield Finding(path, node.lineno, RULE, message)


def constraints(project: Project, path: Path) -> Iterator[Finding]:
    """Yield the SQL constraints that cannot be ported."""
    try:
        check_constraints(project.text(path), path)
    except PortError as error:
        _path, line, message = str(error).removeprefix(str(path.parent)).split(":", 2)
        yield Finding(path, int(line), RULE, message.strip())


def feature_tests(tree: ast.AST) -> set[str]:
    """Return the names a file asks for before using them, as in ``"group_ids" in users._fields``."""
    return {
        node.left.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Compare)
        and isinstance(node.left, ast.Constant)
        and isinstance(node.ops[0], ast.In | ast.NotIn)
        and isinstance(node.left.value, str)
    } | {
        node.args[1].value
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id in ("hasattr", "getattr")
        and len(node.args) > 1
        and isinstance(node.args[1], ast.Constant)
    }


def findings(node: ast.AST, asked_for: set[str]) -> Iterator[str]:
    """Yield what is wrong with one node, names that the file asks for first left out."""
    for name, message in [*names(node), *imports(node), *literals(node), *signatures(node)]:
        if name not in asked_for:
            yield f"{name}: {message}"


def names(node: ast.AST) -> Iterator[tuple[str, str]]:
    """Yield attributes, definitions and arguments."""
    if isinstance(node, ast.Attribute):
        owner = node.value.id if isinstance(node.value, ast.Name) else ""
        if (owner, node.attr) in QUALIFIED:
            yield f"{owner}.{node.attr}", QUALIFIED[owner, node.attr]
        elif node.attr in NAMES:
            yield node.attr, NAMES[node.attr]
        elif node.attr in READS and isinstance(node.ctx, ast.Load):
            yield node.attr, READS[node.attr]
    elif isinstance(node, ast.FunctionDef) and node.name in NAMES:
        yield node.name, NAMES[node.name]
    elif isinstance(node, ast.keyword) and node.arg in KEYWORDS:
        yield node.arg, KEYWORDS[node.arg]
    elif isinstance(node, ast.keyword) and node.arg == "type" and getattr(node.value, "value", "") == "jsonrpc":
        yield 'type="jsonrpc"', 'unknown to 17.0: type="json", the port renames it'


def imports(node: ast.AST) -> Iterator[tuple[str, str]]:
    """Yield modules and names that cannot be imported on both."""
    imported = []
    if isinstance(node, ast.Import):
        imported = [alias.name for alias in node.names]
    elif isinstance(node, ast.ImportFrom) and not node.level:
        imported = [node.module, *(f"{node.module}.{alias.name}" for alias in node.names)]
    for name in imported:
        if name in IMPORTS:
            yield name, IMPORTS[name]


def literals(node: ast.AST) -> Iterator[tuple[str, str]]:
    """Yield texts and tuples."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value in STRINGS:
        yield node.value, STRINGS[node.value]
    if isinstance(node, ast.Tuple | ast.List) and len(node.elts) == 3 and isinstance(node.elts[1], ast.Constant):
        operator = node.elts[1].value
        field = node.elts[0]
        if operator in OPERATORS and isinstance(field, ast.Constant) and isinstance(field.value, str):
            yield f'"{operator}"', f'deprecated on 19.0: "{OPERATORS[operator]}"'
    if isinstance(node, ast.Tuple) and len(node.elts) == 2 and getattr(node.elts[1], "value", "") == "tree":
        # (False, "tree") is the view of an action, ("list", "tree") a choice of both names
        if not literal_text(node.elts[0]):
            yield '"tree"', '"list" in the views of an action: 17.0 takes it too'
    if isinstance(node, ast.Dict):
        for key, value in zip(node.keys, node.values, strict=True):
            if getattr(key, "value", "") == "view_mode" and "tree" in str(getattr(value, "value", "")).split(","):
                yield '"view_mode"', '"list" in the dictionary of an action: 17.0 takes it too'


def signatures(node: ast.AST) -> Iterator[tuple[str, str]]:
    """Yield overrides and calls whose arguments differ between the series."""
    if isinstance(node, ast.FunctionDef) and node.args.args and node.args.args[0].arg == "self":
        if node.name == "copy":
            yield "copy", "override copy_data, which both series call"
        if node.name == "_search" and node.args.kwarg is None:
            yield "_search", "take **kwargs and hand them on: the arguments differ"
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
        given = {keyword.arg for keyword in node.keywords}
        if node.func.attr == "name_search" and given & {"args", "domain"}:
            yield "name_search", "the keyword was renamed: give the domain by position"
        if node.func.attr == "url_open" and "head" in given:
            yield "url_open", "no argument head on 19.0"
