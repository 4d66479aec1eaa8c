"""The tree under check: its files, read and parsed once, and its addons."""

from __future__ import annotations

import ast
import os
import re
import subprocess
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path
from typing import NamedTuple
from xml.parsers import expat

from tools.port19.markup import Document

IGNORED_FOLDERS = {"__pycache__", ".git", ".run", "build", "node_modules", ".venv", ".ruff_cache", ".pytest_cache"}
CONSENT = re.compile(r"lint-ok: ([\w-]+) - \S")


class Finding(NamedTuple):
    """One thing to correct."""

    path: Path
    line: int
    rule: str
    message: str


class Addon:
    """One addon of the tree."""

    def __init__(self, project: Project, folder: Path):
        self.project = project
        self.folder = folder
        self.name = folder.name
        self.manifest_path = folder / "__manifest__.py"

    @cached_property
    def manifest(self) -> dict:
        """The manifest; empty when it cannot be read, which is a finding of its own."""
        try:
            manifest = ast.literal_eval(self.project.text(self.manifest_path))
        except (SyntaxError, ValueError):
            return {}
        return manifest if isinstance(manifest, dict) else {}

    def files(self, *suffixes: str) -> list[Path]:
        """Return the files of the addon with these suffixes."""
        return [path for path in self.project.files(*suffixes) if path.is_relative_to(self.folder)]

    def sources(self) -> list[Path]:
        """Return the Python files that run in production."""
        return [path for path in self.files(".py") if "tests" not in path.relative_to(self.folder).parts]

    def relative(self, path: Path) -> str:
        """Return the path within the addon, with slashes."""
        return path.relative_to(self.folder).as_posix()


class Project:
    """A source tree.

    :param root: its top folder, which holds ``addons``.
    """

    def __init__(self, root: Path):
        self.root = root.resolve()
        self._texts: dict[Path, str] = {}
        self._trees: dict[Path, ast.Module | None] = {}
        self._documents: dict[Path, Document | None] = {}

    @cached_property
    def all_files(self) -> list[Path]:
        """All files that are or may become part of the repository."""
        try:
            listed = subprocess.run(
                ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
                cwd=self.root,
                capture_output=True,
                check=True,
            ).stdout.decode()
            paths = [self.root / name for name in listed.split("\0") if name]
        except (OSError, subprocess.CalledProcessError):
            # an exported tree, without Git
            paths = []
            for folder, folders, names in os.walk(self.root):
                folders[:] = [name for name in folders if name not in IGNORED_FOLDERS]
                paths += [Path(folder, name) for name in names]
        return sorted({path for path in paths if path.is_file()})

    def files(self, *suffixes: str) -> list[Path]:
        """Return the files with these suffixes."""
        return [path for path in self.all_files if path.suffix in suffixes]

    @cached_property
    def addons(self) -> list[Addon]:
        """The addons, those that exist only for tests included."""
        return [
            Addon(self, path.parent)
            for pattern in ("addons", "tests/addons")
            for path in sorted((self.root / pattern).glob("*/__manifest__.py"))
        ]

    def text(self, path: Path) -> str:
        """Return the content of a text file; bytes that are no UTF-8 are replaced."""
        if path not in self._texts:
            self._texts[path] = path.read_text(encoding="utf-8", errors="replace")
        return self._texts[path]

    def tree(self, path: Path) -> ast.Module | None:
        """Return the syntax tree of a Python file, None when it does not compile (ruff says so)."""
        if path not in self._trees:
            try:
                self._trees[path] = ast.parse(self.text(path), str(path))
            except (SyntaxError, ValueError):
                self._trees[path] = None
        return self._trees[path]

    def document(self, path: Path) -> Document | None:
        """Return the parsed XML file, None when it is not well-formed."""
        if path not in self._documents:
            try:
                self._documents[path] = Document(self.text(path))
            except expat.ExpatError:
                self._documents[path] = None
        return self._documents[path]

    def data_documents(self, addon: Addon) -> Iterator[tuple[Path, Document]]:
        """Yield the XML data files of an addon, its client-side templates left out."""
        for path in addon.files(".xml"):
            document = None if "static" in path.relative_to(addon.folder).parts else self.document(path)
            if document:
                yield path, document

    def allowed(self, finding: Finding) -> bool:
        """Tell whether the line of a finding carries consent, with a reason."""
        lines = self.text(finding.path).splitlines() if finding.path.is_file() else []
        line = lines[finding.line - 1] if 0 < finding.line <= len(lines) else ""
        consent = CONSENT.search(line)
        return bool(consent and consent[1] == finding.rule)
