"""Every model of the suite has access rights, and a line in the access matrix that the tests execute."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from pathlib import Path

from ..models import all_models
from ..project import Addon, Finding, Project

RULE = "access-rights"
MATRIX = "tests/access_matrix.csv"
RIGHTS = "security/ir.model.access.csv"


def check(project: Project) -> Iterator[Finding]:
    """Yield models without access rights or outside of the matrix, and rights that are given to everybody."""
    rights = {addon: list(read_rights(project, addon)) for addon in project.addons}
    models = [model for model in all_models(project) if model.declared and model.kind != "AbstractModel"]
    in_matrix = matrix_models(project)
    for model in models:
        granted = {row.get("model_id:id") or row.get("model_id/id") for _line, row in rights[model.addon]}
        if not granted.intersection((model.xmlid, f"{model.addon.name}.{model.xmlid}")):
            yield Finding(model.path, model.line, RULE, f"{model.name} has no row in {model.addon.name}/{RIGHTS}")
        # a wizard's records belong to the user who opened it, whatever the role
        tested = model.addon.folder.parent == project.root / "addons" and model.kind == "Model"
        if tested and in_matrix is not None and model.name not in in_matrix:
            yield Finding(model.path, model.line, RULE, f"{model.name} is not in {MATRIX}")
    for addon, rows in rights.items():
        for line, row in rows:
            if not (row.get("group_id:id") or row.get("group_id/id")):
                yield Finding(addon.folder / RIGHTS, line, RULE, f"{row.get('id')} names no group: it is for everybody")


def read_rights(project: Project, addon: Addon) -> Iterator[tuple[int, dict]]:
    """Yield ``(line, row)`` of the access rights of an addon."""
    yield from read_csv(project, addon.folder / RIGHTS)


def read_csv(project: Project, path: Path) -> Iterator[tuple[int, dict]]:
    """Yield ``(line, row)`` of a CSV file with a header; none when there is no such file."""
    if path.is_file():
        reader = csv.DictReader(io.StringIO(project.text(path)))
        for row in reader:
            yield reader.line_num, row


def matrix_models(project: Project) -> set[str] | None:
    """Return the models of the access matrix, None when there is no matrix."""
    path = project.root / MATRIX
    if not path.is_file():
        return None
    return {row.get("model", "") for _line, row in read_csv(project, path)}
