"""Every addon of the suite has an icon and the readme fragments its description page is made of."""

from __future__ import annotations

from collections.abc import Iterator

from ..project import Finding, Project

RULE = "addon-files"
ICON = "static/description/icon.png"
FRAGMENTS = ("DESCRIPTION", "USAGE")


def check(project: Project) -> Iterator[Finding]:
    """Yield the files an addon lacks; addons that only serve the tests need none."""
    for addon in project.addons:
        if addon.folder.parent != project.root / "addons":
            continue
        if not (addon.folder / ICON).is_file():
            yield Finding(addon.manifest_path, 1, RULE, f"{ICON} is missing")
        for name in FRAGMENTS:
            if not any(addon.folder.glob(f"readme/{name}.*")):
                yield Finding(addon.manifest_path, 1, RULE, f"readme/{name}.md is missing")
