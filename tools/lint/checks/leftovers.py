"""No notes to oneself: what is not done is an issue, not a comment."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..project import Finding, Project

RULE = "leftovers"
MARK = re.compile(r"\b(TODO|FIXME|XXX|HACK)\b|(?i:coming soon|not yet implemented|lorem ipsum)")
SUFFIXES = (".py", ".xml", ".js", ".scss", ".css", ".sh", ".toml", ".md", ".rst", ".yml", ".yaml", ".conf")


def check(project: Project) -> Iterator[Finding]:
    """Yield the lines with such a note."""
    for path in project.files(*SUFFIXES):
        parts = path.relative_to(project.root).parts
        if parts[:2] in (("tools", "lint"), ("tests", "lint")):
            # the rule itself, and its examples
            continue
        for number, line in enumerate(project.text(path).splitlines(), start=1):
            match = MARK.search(line)
            if match:
                yield Finding(path, number, RULE, f'"{match[0]}"')
