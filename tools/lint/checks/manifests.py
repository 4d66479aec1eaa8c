"""Manifests: complete, in a form both series take, and in step with the files of the addon.

``data`` lists security, then data, then views, then menus: each may need what stands before it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import PurePosixPath

from ..project import Addon, Finding, Project

RULE = "manifest"
REQUIRED = ("name", "summary", "version", "category", "author", "license", "depends")
VERSION = re.compile(r"\d+\.\d+\.\d+")
LICENSE = "AGPL-3"
DATA_FOLDERS = ("security", "data", "views", "wizard", "report", "demo")
RANKS = {"security": 0, "data": 1}
RANK_NAMES = ("security", "data", "views", "menus")
DISTRIBUTION = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")


def check(project: Project) -> Iterator[Finding]:
    """Yield what is wrong in the manifests."""
    for addon in project.addons:
        if not addon.manifest:
            yield Finding(addon.manifest_path, 1, RULE, "not a literal dictionary")
            continue
        for word, message in (*keys(addon), *files(addon), *order(addon), *assets(addon)):
            yield Finding(addon.manifest_path, line_of(project.text(addon.manifest_path), word), RULE, message)


def line_of(text: str, word: str) -> int:
    """Return the line on which a string stands in a manifest."""
    for number, line in enumerate(text.splitlines(), start=1):
        if f'"{word}"' in line or f"'{word}'" in line:
            return number
    return 1


def keys(addon: Addon) -> Iterator[tuple[str, str]]:
    """Yield missing and malformed keys."""
    manifest = addon.manifest
    for key in REQUIRED:
        if key not in manifest:
            yield key, f"the key {key} is missing"
    version = manifest.get("version", "1.0.0")
    if not (isinstance(version, str) and VERSION.fullmatch(version)):
        yield "version", f"version {version!r}: write a string x.y.z, without the series, which both series accept"
    if manifest.get("license", LICENSE) != LICENSE:
        yield "license", f"license {manifest['license']!r}: the suite is {LICENSE}"
    if not manifest.get("installable", True):
        yield "installable", "not installable"
    for name in manifest.get("external_dependencies", {}).get("python", []):
        if not DISTRIBUTION.fullmatch(name):
            yield name, f"external dependency {name!r}: give the bare name of the distribution"


def files(addon: Addon) -> Iterator[tuple[str, str]]:
    """Yield files that are listed and missing, listed twice, or there and not listed."""
    listed = [*addon.manifest.get("data", []), *addon.manifest.get("demo", [])]
    for name in listed:
        if not (addon.folder / name).is_file():
            yield name, f"{name} does not exist"
    for name in {name for name in listed if listed.count(name) > 1}:
        yield name, f"{name} is listed twice"
    for path in addon.files(".xml", ".csv"):
        name = addon.relative(path)
        if name.partition("/")[0] in DATA_FOLDERS and name not in listed:
            yield "data", f"{name} is not listed"


def rank(name: str) -> int:
    """Return the place of a data file: security, data, views, menus."""
    if name.endswith("menus.xml"):
        return 3
    return RANKS.get(PurePosixPath(name).parts[0], 2)


def order(addon: Addon) -> Iterator[tuple[str, str]]:
    """Yield data files that are listed after files that may need them."""
    highest = 0
    for name in addon.manifest.get("data", []):
        if rank(name) < highest:
            yield name, f"{name} ({RANK_NAMES[rank(name)]}) is listed after {RANK_NAMES[highest]}"
        highest = max(highest, rank(name))


def assets(addon: Addon) -> Iterator[tuple[str, str]]:
    """Yield assets of the addon that match no file."""
    for entries in addon.manifest.get("assets", {}).values():
        for entry in entries:
            path = entry if isinstance(entry, str) else entry[-1]
            owner, _slash, pattern = path.lstrip("/").partition("/")
            if owner == addon.name and not any(addon.folder.glob(pattern)):
                yield path, f"the asset {path} matches no file"
