"""What the suite's addons need, read from their manifests: other addons, and Python libraries."""

import ast
import re
from pathlib import Path

from .errors import SuiteError

EXTRA_MODULES = Path(__file__).with_name("template_modules.txt")


def read(addon):
    """The manifest of the addon folder ``addon`` as a dict."""
    path = Path(addon) / "__manifest__.py"
    try:
        manifest = ast.literal_eval(path.read_text())
    except (OSError, SyntaxError, ValueError) as error:
        raise SuiteError(f"{path} is not a readable manifest: {error}", "correct the file") from error
    if not isinstance(manifest, dict):
        raise SuiteError(f"{path} holds no dict", "correct the file")
    return manifest


def in_order(addons):
    """Addon folders sorted so that each comes after those it depends on."""
    by_name = {Path(addon).name: Path(addon) for addon in addons}
    done, result = set(), []

    def visit(name, chain):
        if name in chain:
            raise SuiteError(
                f"the addons depend on each other in a circle: {' > '.join([*chain, name])}", "break the circle"
            )
        if name in done or name not in by_name:
            return
        for needed in sorted(read(by_name[name]).get("depends", [])):
            visit(needed, [*chain, name])
        done.add(name)
        result.append(by_name[name])

    for name in sorted(by_name):
        visit(name, [])
    return result


def with_needed(names, addons):
    """The addons called ``names`` and those of ``addons`` that they depend on, as folders in order."""
    by_name = {Path(addon).name: Path(addon) for addon in addons}
    wanted, todo = set(), list(names)
    while todo:
        name = todo.pop()
        if name in by_name and name not in wanted:
            wanted.add(name)
            todo += read(by_name[name]).get("depends", [])
    return in_order([by_name[name] for name in wanted])


def foreign_modules(addons):
    """The stock and OCA modules that these addons depend on directly, sorted."""
    own = {Path(addon).name for addon in addons}
    needed = {name for addon in addons for name in read(addon).get("depends", [])}
    return sorted(needed - own)


def python_libraries(addons):
    """Distribution names in the addons' ``external_dependencies``, ``{addon: [names]}``."""
    return {
        Path(addon).name: [
            re.split(r"[<>=!~;\[ ]", text)[0] for text in read(addon).get("external_dependencies", {}).get("python", [])
        ]
        for addon in addons
    }


def extra_modules(path=EXTRA_MODULES):
    """Stock modules that the template database has beyond the addons' needs (the file says why)."""
    lines = (line.split("#")[0].strip() for line in Path(path).read_text().splitlines())
    return [line for line in lines if line]


def template_modules(addons):
    """Every stock and OCA module of the template database."""
    return sorted({"base", "web", *foreign_modules(addons), *extra_modules()})
