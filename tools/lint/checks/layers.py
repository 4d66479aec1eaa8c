"""The addons stand on each other in one direction: a lower one never names a higher one.

What a lower addon must hear of a higher one goes through a registry that the lower one owns.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..project import Finding, Project

RULE = "layers"
SUITE = ("agency_crm", "agency_management", "agency_dashboard", "agency_portal")


def check(project: Project) -> Iterator[Finding]:
    """Yield the lines of an addon that name an addon above it."""
    for addon in project.addons:
        if addon.name not in SUITE:
            continue
        higher = SUITE[SUITE.index(addon.name) + 1 :]
        if not higher:
            continue
        pattern = re.compile(r"\b(%s)\b" % "|".join(higher))
        for path in addon.files(".py", ".xml", ".csv", ".js", ".scss"):
            for number, line in enumerate(project.text(path).splitlines(), start=1):
                for match in pattern.finditer(line):
                    yield Finding(path, number, RULE, f"{addon.name} names {match[1]}, which stands on it")
