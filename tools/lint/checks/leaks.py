"""No address of a package registry and no path of somebody's machine in the repository.

The machine that runs the suite knows its own registries; a host written down here would be asked instead, in vain
where it cannot be reached. A path works for its author only.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from ..project import Finding, Project

RULE = "leaks"
# put together here, so that this file does not name them either
PUBLIC_REGISTRIES = (
    ".".join(("pypi", "org/simple")),
    ".".join(("files", "pythonhosted", "org")),
    ".".join(("registry", "npmjs", "org")),
    ".".join(("registry", "yarnpkg", "com")),
    ".".join(("deb", "debian", "org")),
    ".".join(("proxy", "golang", "org")),
)
CONFIGURATION = ("/etc/pip.conf", "~/.pip/pip.conf", "~/.config/pip/pip.conf", "~/.npmrc", "/etc/apt/sources.list")
APT_SOURCES = "/etc/apt/sources.list.d"
VARIABLES = ("PIP_INDEX_URL", "PIP_EXTRA_INDEX_URL", "UV_INDEX_URL", "npm_config_registry", "GOPROXY")
URL_HOST = re.compile(r"https?://(?:[^@/\s]*@)?([\w-]+(?:\.[\w-]+)+)")
#: addresses that mean something else in a text too
COMMON = {"127.0.0.1", "github.com", "gitlab.com"}
HOMES = re.compile(r"""(?<![\w.~/-])(?:/root|/home/(?!odoo\b)\w+|/Users/\w+)/[\w.]""")
BINARY = {".png", ".jpg", ".jpeg", ".gif", ".ico", ".webp", ".woff", ".woff2", ".ttf", ".pdf", ".xlsx", ".zip", ".gz"}
#: a folder so general that its name says nothing about a machine
GENERAL = {"/", "/app", "/home", "/mnt", "/opt", "/repo", "/root", "/src", "/srv", "/tmp", "/usr/src", "/var"}


def check(project: Project) -> Iterator[Finding]:
    """Yield the lines that name a registry or a folder of this machine."""
    hosts = [*PUBLIC_REGISTRIES, *sorted(configured_hosts())]
    folders = [
        re.compile(rf"(?<![\w.~/-]){re.escape(folder)}(?:(?<=/)|(?![\w-]))") for folder in own_folders(project.root)
    ]
    for path in project.all_files:
        parts = path.relative_to(project.root).parts
        if path.suffix in BINARY or parts[:2] in (("tools", "lint"), ("tests", "lint")):
            continue
        for number, line in enumerate(project.text(path).splitlines(), start=1):
            for host in hosts:
                if host in line:
                    yield Finding(path, number, RULE, f"{host} is the address of a package registry")
            for pattern in (HOMES, *folders):
                match = pattern.search(line)
                if match:
                    yield Finding(path, number, RULE, f"{match[0]} is a path of one machine")
                    break


def own_folders(root: Path) -> list[str]:
    """Return the folders whose names would only mean something on this machine."""
    candidates = {str(root), os.path.expanduser("~"), str(root.parent)} - GENERAL
    # the name of a top folder alone may be a word, or a page of a website
    return sorted((name if name.count("/") > 1 else name + "/" for name in candidates), key=len, reverse=True)


@cache
def configured_hosts() -> frozenset[str]:
    """Return the hosts of the registries this machine is configured for."""
    texts = [os.environ.get(variable, "") for variable in VARIABLES]
    files = [Path(name).expanduser() for name in CONFIGURATION]
    if Path(APT_SOURCES).is_dir():
        files += Path(APT_SOURCES).iterdir()
    for path in files:
        try:
            texts.append(path.read_text(errors="replace"))
        except OSError:
            continue
    return frozenset(host for text in texts for host in URL_HOST.findall(text)) - COMMON
