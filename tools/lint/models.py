"""The models of the suite, read from the syntax trees: no Odoo is needed to know what an addon declares."""

from __future__ import annotations

import ast
from dataclasses import dataclass, field
from pathlib import Path

from .project import Addon, Project

KINDS = ("Model", "AbstractModel", "TransientModel")


@dataclass
class Model:
    """A class that declares or extends a model."""

    name: str
    kind: str
    addon: Addon
    path: Path
    line: int
    parents: list[str]
    fields: dict[str, ast.Call] = field(default_factory=dict)
    declared: bool = True

    @property
    def xmlid(self) -> str:
        """The external id of the model without its addon."""
        return "model_" + self.name.replace(".", "_")


def all_models(project: Project) -> list[Model]:
    """Return every model class of the suite; ``declared`` is False for mere extensions."""
    return [
        model
        for addon in project.addons
        for path in addon.sources()
        for node in ast.walk(project.tree(path) or ast.Module([], []))
        if isinstance(node, ast.ClassDef) and (model := read_class(node, addon, path))
    ]


def read_class(node: ast.ClassDef, addon: Addon, path: Path) -> Model | None:
    """Return the model of a class, None when it is none."""
    kinds = [base.attr for base in node.bases if isinstance(base, ast.Attribute) and base.attr in KINDS]
    if not kinds:
        return None
    values = {
        target.id: statement.value
        for statement in node.body
        if isinstance(statement, ast.Assign)
        for target in statement.targets
        if isinstance(target, ast.Name)
    }
    name = constant(values.get("_name"))
    parents = constant(values.get("_inherit")) or []
    parents = [parents] if isinstance(parents, str) else list(parents)
    if not name and not parents:
        return None
    return Model(
        name=name or parents[0],
        kind=kinds[0],
        addon=addon,
        path=path,
        line=node.lineno,
        parents=parents,
        fields={key: value for key, value in values.items() if is_field(value)},
        declared=bool(name) and name not in parents,
    )


def constant(node: ast.expr | None):
    """Return the value of a literal, None for anything else."""
    try:
        return ast.literal_eval(node) if node is not None else None
    except ValueError:
        return None


def is_field(node: ast.expr) -> bool:
    """Tell whether an assigned value is a field, ``fields.Char()`` for example."""
    return (
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and isinstance(node.func.value, ast.Name)
        and node.func.value.id == "fields"
    )


def models_with(models: list[Model], name: str) -> set[str]:
    """Return the names of the suite's models that have a field, their own or one of a parent of the suite."""
    having = {model.name for model in models if name in model.fields}
    while True:
        inherited = {model.name for model in models if having.intersection(model.parents)} - having
        if not inherited:
            return having
        having |= inherited
