"""An external id is declared once in an addon: the second record would silently overwrite the first."""

from __future__ import annotations

from collections.abc import Iterator

from ..project import Finding, Project

RULE = "xml-ids"
TAGS = ("record", "template", "menuitem", "report")


def check(project: Project) -> Iterator[Finding]:
    """Yield doubled external ids, and views of client-side templates declared twice."""
    for addon in project.addons:
        seen: dict[str, str] = {}
        for path, document in project.data_documents(addon):
            for element in document.iter(*TAGS):
                xmlid = element.attrs.get("id", "").removeprefix(f"{addon.name}.")
                if not xmlid or "." in xmlid:
                    continue
                place = f"{addon.relative(path)}:{element.line}"
                if xmlid in seen:
                    yield Finding(path, element.line, RULE, f"the id {xmlid} is declared in {seen[xmlid]} already")
                seen.setdefault(xmlid, place)
