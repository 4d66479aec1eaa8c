"""Every model with a ``client_id``, SQL reports included, has a record rule in its addon."""

from __future__ import annotations

from collections.abc import Iterator

from ..models import all_models, models_with
from ..project import Addon, Finding, Project

RULE = "access-rules"
FIELD = "client_id"


def check(project: Project) -> Iterator[Finding]:
    """Yield the models of the suite that belong to a client and have no rule."""
    models = all_models(project)
    having = models_with(models, FIELD)
    ruled = {addon: models_with_rule(project, addon) for addon in project.addons}
    for model in models:
        # the records of a wizard are only ever those of the user who opened it
        if model.declared and model.kind == "Model" and model.name in having and model.xmlid not in ruled[model.addon]:
            yield Finding(model.path, model.line, RULE, f"{model.name} has a {FIELD} and no ir.rule in its addon")


def models_with_rule(project: Project, addon: Addon) -> set[str]:
    """Return the external ids of the models of an addon that have a rule in it."""
    return {
        record.fields()["model_id"].attrs.get("ref", "").removeprefix(f"{addon.name}.")
        for _path, document in project.data_documents(addon)
        for record in document.records("ir.rule")
        if "model_id" in record.fields()
    }
