"""The sources of addons, cut into the pieces that a test depends on or not, as hashes. Standard library only.

- A function: what is in it, and what the names in it mean that its module defines or imports (constants).
- What a view or a template shows (its ``arch``).
- A file of tests, with the files of tests that it imports.
- Styles and scripts, as one.
- What tests share that is no code, as one.
- All the rest, the frame, as one: fields, texts of constraints, data, access rules, and of a function whatever makes
  Odoo call it, or another one, in place of one that it called: its decorators, or that its name is somebody else's.

Comments and docstrings are no part of any piece.
"""

import ast
import re
from collections import Counter
from pathlib import Path
from xml.etree import ElementTree

from .cache import digest

#: run by the installation, during which nothing is noted: what is in these files is taken as a whole
WHOLE = ("hooks.py", "__init__.py", "__manifest__.py")
#: neither installed nor shown
IGNORED = ("readme", "__pycache__")
DEFINITION = re.compile(rb"^[ \t]*(?:async[ \t]+)?def[ \t]+(\w+)", re.MULTILINE)
FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
DOCUMENTED = (ast.Module, ast.ClassDef, *FUNCTIONS)


def defined_names(folders):
    """:return list: the names of all functions in the Python files below some folders"""
    found = set()
    for folder in folders:
        for path in Path(folder).rglob("*.py"):
            found.update(DEFINITION.findall(path.read_bytes()))
    return sorted(name.decode() for name in found)


def _without_effect(inside):
    """Whether no test inside Odoo depends on a file of an addon."""
    # pytest finds tests by their files, not by what the package imports
    core_or_list = inside.parts[:2] in (("tests", "core"), ("tests", "__init__.py"))
    return bool(set(inside.parts) & set(IGNORED)) or inside.suffix in (".pot", ".pyc") or core_or_list


class Module:
    """A Python module: its functions, what it defines by a plain statement, and the rest.

    :param str name: as it is imported
    """

    def __init__(self, name, source, package=False):
        self.name, self.package = name, name if package else name.rpartition(".")[0]
        #: qualified name -> nodes (a property and its setter share one); and whether nothing can be behind its name
        self.functions, self.plain = {}, {}
        #: name -> statements that define it
        self.definitions = {}
        #: what is run when the module is imported, and counts for everybody
        self.rest = []
        try:
            tree = ast.parse(source)
        except SyntaxError:
            # Odoo says what is wrong with it
            self.rest = [ast.Constant(source)]
            return
        _drop_docstrings(tree)
        self._read(tree.body, [], True)

    def _read(self, body, names, plain):
        for node in body:
            if isinstance(node, FUNCTIONS):
                key = ".".join([*names, node.name])
                self.functions.setdefault(key, []).append(node)
                self.plain[key] = plain and not node.decorator_list and not node.name.startswith("__")
            elif isinstance(node, ast.ClassDef):
                inner = [*names, node.name]
                self.rest += [ast.Constant(".".join(inner)), *node.bases, *node.keywords, *node.decorator_list]
                self._read(node.body, inner, plain and all(map(_is_of_odoo, node.bases)))
            elif not names and (defined := _defined(node)):
                for name in defined:
                    self.definitions.setdefault(name, []).append(node)
            else:
                self.rest.append(node)


def _drop_docstrings(tree):
    for node in ast.walk(tree):
        if isinstance(node, DOCUMENTED) and ast.get_docstring(node, clean=False) is not None:
            node.body = node.body[1:] or [ast.Pass()]


def _is_of_odoo(base):
    """Whether a base class is ``models.Model`` or the like, the names in which are known."""
    return isinstance(base, ast.Attribute) and isinstance(base.value, ast.Name) and base.value.id in ("models", "http")


def _defined(node):
    """The names that a statement defines, if it does nothing else."""
    if isinstance(node, (ast.Import, ast.ImportFrom)):
        return [(alias.asname or alias.name.partition(".")[0]) for alias in node.names]
    if isinstance(node, ast.Assign):
        targets = node.targets
    elif isinstance(node, ast.AnnAssign):
        targets = [node.target]
    else:
        return []
    parts = [part for target in targets for part in (target.elts if isinstance(target, ast.Tuple) else [target])]
    return [part.id for part in parts] if all(isinstance(part, ast.Name) for part in parts) else []


def _used(nodes):
    return {part.id for node in nodes for part in ast.walk(node) if isinstance(part, ast.Name)}


class Modules:
    """The modules of all addons together: what a name in one means may be defined in another.

    :param dict sources: name of a module -> tuple (source, whether it is a package)
    :param names: of functions that stock Odoo has
    """

    def __init__(self, sources, names=()):
        self.modules = {name: Module(name, *source) for name, source in sources.items()}
        ours = Counter(key.rpartition(".")[2] for module in self.modules.values() for key in module.functions)
        self.taken = {*names, *(name for name, count in ours.items() if count > 1)}
        self.dumps = {}

    def frame(self, name):
        """:return str: what everybody depends on in a module; '' when there is nothing"""
        module = self.modules[name]
        nodes = list(module.rest)
        # registering something, say: an import is enough for it
        nodes += [node for node in self._statements(module) if self._calls_us(module, node)]
        for key, functions in module.functions.items():
            if not module.plain[key] or key.rpartition(".")[2] in self.taken:
                nodes.append(ast.Constant(key))
                nodes += [part for node in functions for part in (*node.decorator_list, node.args)]
        return "\n".join([*map(self._dump, nodes), *self._meaning(module, _used(nodes))]) if nodes else ""

    def functions(self, name):
        """:return dict: qualified name of each function -> what it depends on, as a text"""
        module = self.modules[name]
        return {
            key: "\n".join([*map(self._dump, nodes), *self._meaning(module, _used(nodes))])
            for key, nodes in module.functions.items()
        }

    def used(self, name, source):
        """What a file of tests uses: the names of what it imports, and its text with what those mean in our modules."""
        module = Module(name, source)
        imported = []
        for node in self._statements(module):
            if isinstance(node, ast.ImportFrom):
                base = self._base(module, node)
                imported += [base, *(f"{base}.{alias.name}" for alias in node.names)]
        return imported, "\n".join([source, *self._meaning(module, module.definitions)])

    @staticmethod
    def _statements(module):
        return dict.fromkeys(node for nodes in module.definitions.values() for node in nodes)

    def _calls_us(self, module, node):
        """Whether a statement calls what is defined here or comes from another module of ours."""
        called = _used(part.func for part in ast.walk(node) if isinstance(part, ast.Call))
        own = {key for key in module.functions if "." not in key}
        own |= {part.value.partition(".")[0] for part in module.rest if isinstance(part, ast.Constant)}
        return bool(called & own) or any(self._is_ours(module, name) for name in called)

    def _is_ours(self, module, name):
        """Whether a name is, or comes from, another module of ours."""
        for node in module.definitions.get(name, ()):
            base = self._base(module, node) if isinstance(node, ast.ImportFrom) else ""
            if isinstance(node, (ast.Import, ast.ImportFrom)) and any(
                {base, alias.name, f"{base}.{alias.name}"} & set(self.modules) for alias in node.names
            ):
                return True
        return False

    def _dump(self, node):
        if node not in self.dumps:
            self.dumps[node] = ast.dump(node)
        return self.dumps[node]

    def _meaning(self, module, names):
        """The statements, here and in other modules, that tell what names mean."""
        todo, seen, nodes = [(module, name) for name in names], set(), set()
        while todo:
            at, name = todo.pop()
            if (at.name, name) in seen:
                continue
            seen.add((at.name, name))
            for node in at.definitions.get(name, ()):
                nodes.add(node)
                todo += [(at, used) for used in _used([node])]
            todo += self._leads(at, name)
        return sorted(map(self._dump, nodes))

    def _leads(self, module, name):
        """Where in our modules a name comes from that a module imports: pairs (module, name there)."""
        for node in module.definitions.get(name, ()):
            if isinstance(node, ast.ImportFrom):
                base = self._base(module, node)
                for alias in node.names:
                    if (alias.asname or alias.name) == name:
                        yield from self._behind(base, alias.name)
            elif isinstance(node, ast.Import):
                for alias in node.names:
                    if (alias.asname or alias.name.partition(".")[0]) == name:
                        yield from self._all_of(alias.name)

    @staticmethod
    def _base(module, node):
        if not node.level:
            return node.module or ""
        package = module.package.split(".")
        return ".".join([*package[: len(package) - node.level + 1], *([node.module] if node.module else [])])

    def _behind(self, base, name):
        if base in self.modules:
            yield self.modules[base], name
        yield from self._all_of(f"{base}.{name}")

    def _all_of(self, name):
        """A module that is imported as such: all that it defines."""
        if name in self.modules:
            yield from ((self.modules[name], defined) for defined in self.modules[name].definitions)


def views(addon, source):
    """Split a data file into what views show and the rest.

    :param bytes source: of an XML file
    :return tuple: the rest as text, and a dict of the contents by the view's external identifier
    """
    contents = {}
    try:
        root = ElementTree.fromstring(source)
    except ElementTree.ParseError:
        # Odoo says what is wrong with it
        return source.decode(errors="replace"), contents
    for node in list(root.iter()):
        if node.tag == "template" or (node.tag == "record" and node.get("model") == "ir.ui.view"):
            name = node.get("id", "")
            name = name if "." in name else f"{addon}.{name}"
            shown = list(node) if node.tag == "template" else [part for part in node if part.get("name") == "arch"]
            text = [ElementTree.tostring(part, "unicode") for part in shown]
            if node.tag == "template":
                text, node.text = [node.text or "", *text], None
            for part in shown:
                node.remove(part)
            contents[name] = "".join([contents.get(name, ""), *text])
    return ElementTree.tostring(root, "unicode"), contents


class Sources:
    """The sources of some addons in pieces.

    :param dict addons: name -> folder
    :param names: of functions that stock Odoo has
    """

    def __init__(self, addons, names=()):
        assets, shared, frame, self.units, tests, modules = [], [], [], {}, {}, {}
        for name, folder in sorted(addons.items()):
            for path in sorted(Path(folder).rglob("*")):
                inside = path.relative_to(folder)
                if not path.is_file() or _without_effect(inside):
                    continue
                place = f"{name}/{inside}"
                if inside.parts[0] == "static":
                    if inside.parts[1] != "description":
                        assets += [place, path.read_bytes()]
                elif inside.parts[0] == "tests":
                    if inside.suffix == ".py":
                        tests[_imported_as(name, inside)] = path
                    else:
                        shared += [place, path.read_bytes()]
                elif inside.suffix == ".py":
                    modules[place] = (_imported_as(name, inside), path)
                    if inside.name in WHOLE:
                        frame += [place, path.read_bytes()]
                elif inside.suffix == ".xml":
                    rest, contents = views(name, path.read_bytes())
                    frame += [place, rest]
                    for view, text in contents.items():
                        self.units[f"view:{view}"] = digest(self.units.get(f"view:{view}", ""), text)
                else:
                    frame += [place, path.read_bytes()]
        self.views = {unit.partition(":")[2] for unit in self.units}
        read = Modules({name: (path.read_text(), path.name == "__init__.py") for name, path in modules.values()}, names)
        for place, (name, path) in modules.items():
            if path.name not in WHOLE:
                rest = read.frame(name)
                frame += [place, rest] if rest else []
                self.units.update({f"{place}:{key}": digest(text) for key, text in read.functions(name).items()})
        self.assets, self.shared, self.frame = digest(*assets), digest(*shared), digest(*frame)
        #: what an installed database depends on
        self.installed = digest(self.frame, {name: self.units[f"view:{name}"] for name in self.views})
        used = {name: read.used(name, path.read_text()) for name, path in tests.items()}
        self.tests = {path: _with_imported(name, used) for name, path in tests.items()}

    def of(self, reached):
        """:return str: a hash of these pieces as they are; '' when one of them is not there any more"""
        if not all(name in self.units for name in reached):
            return ""
        return digest(*[f"{name}={self.units[name]}" for name in sorted(reached)])


def _imported_as(addon, inside):
    parts = inside.with_suffix("").parts
    return ".".join(["odoo", "addons", addon, *(parts[:-1] if parts[-1] == "__init__" else parts)])


def _with_imported(name, used):
    """A hash of a file of tests and of those it imports."""
    todo, seen = [name], set()
    while todo:
        at = todo.pop()
        if at in used and at not in seen:
            seen.add(at)
            todo += used[at][0]
    return digest(*[used[at][1] for at in sorted(seen)])
