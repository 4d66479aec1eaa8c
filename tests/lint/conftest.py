"""Small trees to run single checks on."""

import pytest

from tools.lint.__main__ import collect
from tools.lint.project import Project

MANIFEST = """{
    "name": "Thing",
    "summary": "Things",
    "version": "1.0.0",
    "category": "Sales",
    "author": "Agency Suite",
    "license": "AGPL-3",
    "depends": ["base"],
}
"""


@pytest.fixture
def tree(tmp_path):
    """Write ``{path: content}`` into a folder and return it; ``addons/thing`` gets a manifest."""

    def write(files):
        for name, content in {"addons/thing/__manifest__.py": MANIFEST, **files}.items():
            path = tmp_path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return tmp_path

    return write


@pytest.fixture
def lint(tree):
    """Run one check over ``{path: content}`` and return its findings as ``path:line: message``.

    Paths are shown from ``addons/thing`` where they lie in it.
    """

    def run(check, files):
        root = tree(files).resolve()
        shown = []
        for finding in collect(Project(root), [check]):
            assert finding.rule == check.RULE
            name = finding.path.relative_to(root).as_posix().removeprefix("addons/thing/")
            shown.append(f"{name}:{finding.line}: {finding.message}")
        return shown

    return run
