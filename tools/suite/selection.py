"""Which tests there are, read from the sources without importing them, and which of them ``ADDON`` and ``K`` choose."""

import ast
import re
from dataclasses import dataclass
from pathlib import Path

# Folders of tests beside the addons' own, and how each is run (docs/operations.md explains the layers).
PLACES = {
    "tests/suite": "suite",
    "tests/demo": "demo",
    "tests/tooling": "tooling",
    "tests/port19": "tooling",
    "tests/lint": "tooling",
    "tests/e2e": "e2e",
    "tests/docs": "meta",
    "tests/meta": "meta",
}


@dataclass(frozen=True)
class Case:
    """One test function (or a class whose tests come from elsewhere: then ``function`` is '')."""

    layer: str
    addon: str
    path: str
    cls: str
    function: str

    @property
    def words(self):
        """What an expression is matched against, as pytest's ``-k`` does: the names on the way to the test."""
        return "/".join((self.addon, *Path(self.path).parts[-3:], self.cls, self.function)).lower()


def matcher(expression):
    """A predicate for names from an expression of substrings, ``and``, ``or``, ``not`` and parentheses."""
    tokens = re.findall(r"\(|\)|[^\s()]+", expression)
    code = [token if token in ("and", "or", "not", "(", ")") else f"({token.lower()!r} in words)" for token in tokens]
    try:
        compiled = compile(" ".join(code), "K", "eval")
    except SyntaxError as error:
        raise ValueError(f"K={expression} is not an expression of names, and, or, not") from error
    return lambda words: bool(eval(compiled, {"__builtins__": {}}, {"words": words}))


def cases_of(path, layer, addon):
    """The test cases in a file."""
    tree = ast.parse(path.read_text(), str(path))
    found = []
    for node in tree.body:
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test"):
            found.append(Case(layer, addon, str(path), "", node.name))
        elif isinstance(node, ast.ClassDef):
            functions = [
                item.name for item in node.body if isinstance(item, ast.FunctionDef) and item.name.startswith("test")
            ]
            if not functions and node.name.startswith("Test"):
                functions = [""]
            found += [Case(layer, addon, str(path), node.name, name) for name in functions]
    return found


def collect(checkout):
    """Every test case of the checkout."""
    found = []
    for addon in [
        *checkout.addons,
        *(path.parent for path in sorted(checkout.root.glob("tests/addons/*/__manifest__.py"))),
    ]:
        for path in sorted(addon.glob("tests/**/test_*.py")):
            layer = "core" if path.is_relative_to(addon / "tests" / "core") else "addon"
            found += cases_of(path, layer, addon.name)
    for folder, layer in PLACES.items():
        for path in sorted(checkout.root.glob(f"{folder}/**/test_*.py")):
            found += cases_of(path, layer, "")
    return found


def choose(cases, addon=None, expression=None):
    """The cases that ``ADDON`` and ``K`` leave."""
    if addon:
        cases = [case for case in cases if case.addon == addon]
    if expression:
        match = matcher(expression)
        cases = [case for case in cases if match(case.words)]
    return cases
