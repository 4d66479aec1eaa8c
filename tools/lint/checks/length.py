"""A Python file of an addon stays under 450 lines: one model, one subject."""

from __future__ import annotations

from collections.abc import Iterator

from ..project import Finding, Project

RULE = "length"
LIMIT = 450


def check(project: Project) -> Iterator[Finding]:
    """Yield the files that are too long."""
    for addon in project.addons:
        for path in addon.files(".py"):
            lines = project.text(path).count("\n")
            if lines > LIMIT:
                yield Finding(path, LIMIT + 1, RULE, f"{lines} lines: split it, {LIMIT} is the limit")
