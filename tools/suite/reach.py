"""What of the addons' code a test reaches: each function notes that it was called. Standard library only.

A tracer (coverage.py) knows this too, but makes the tests take more than twice their time. Here a module of the addons
gets one statement more at the beginning of each of its functions when it is imported, and nothing else changes.
"""

import ast
import builtins
import importlib.abc
import importlib.machinery
from pathlib import Path

#: what the statement calls; a builtin, so that modules need no import more
NOTE = "__agency_reached__"
#: run by the installation, which notes nothing: what is in these files is taken as a whole
WHOLE = ("hooks.py", "__init__.py", "__manifest__.py")


class _Functions(ast.NodeTransformer):
    """Calls ``found(name, node)`` for each function of a module or of a class; those within one belong to it."""

    def __init__(self, found):
        self.found, self.names = found, []

    def visit_ClassDef(self, node):
        """What is in a class carries its name."""
        self.names.append(node.name)
        self.generic_visit(node)
        self.names.pop()
        return node

    def visit_FunctionDef(self, node):
        """The whole function is one."""
        self.found(".".join([*self.names, node.name]), node)
        return node

    visit_AsyncFunctionDef = visit_FunctionDef


def parts(source):
    """Split a module into what is run when it is imported and what is run when a function is called.

    :param str source: of the module
    :return tuple: the source without the bodies of functions, and a dict of the bodies by the function's name;
        functions of one name (a property and its setter) share an entry
    """
    lines = source.encode().splitlines(keepends=True)
    starts = [0]
    for line in lines:
        starts.append(starts[-1] + len(line))
    whole, spans, bodies = b"".join(lines), [], {}

    def found(name, node):
        first, last = node.body[0], node.body[-1]
        begin, end = starts[first.lineno - 1] + first.col_offset, starts[last.end_lineno - 1] + last.end_col_offset
        spans.append((begin, end))
        bodies[name] = bodies.get(name, "") + whole[begin:end].decode()

    _Functions(found).visit(ast.parse(source))
    frame, at = [], 0
    for begin, end in sorted(spans):
        frame.append(whole[at:begin])
        at = end
    return b"".join([*frame, whole[at:]]).decode(), bodies


def noting(source, path):
    """:param str path: of the module, as it is noted before the function's name
    :return ast.Module: the module, each function of which notes that it is called
    """

    def found(name, node):
        note = ast.Expr(ast.Call(ast.Name(NOTE, ast.Load()), [ast.Constant(f"{path}:{name}")], []))
        ast.fix_missing_locations(ast.copy_location(note, node.body[0]))
        node.body.insert(1 if ast.get_docstring(node, clean=False) is not None else 0, note)

    return _Functions(found).visit(ast.parse(source))


class _Loader(importlib.machinery.SourceFileLoader):
    """Loads a module with its notes; its compiled form is not kept."""

    def __init__(self, name, path, noted):
        super().__init__(name, path)
        self.noted = noted

    def get_code(self, fullname):
        """The module's code."""
        path = self.get_filename(fullname)
        return compile(noting(self.get_data(path).decode(), self.noted), path, "exec", dont_inherit=True)


class Reached(importlib.abc.MetaPathFinder):
    """Finds the modules of addons and keeps what notes itself, for one part of the tests after the other.

    :param dict addons: name -> folder; their tests are left as they are
    """

    def __init__(self, addons):
        self.addons = {name: Path(folder) for name, folder in addons.items()}
        self.by_part = {}

    def begin(self, part):
        """What is called from now on belongs to this part."""
        setattr(builtins, NOTE, self.by_part.setdefault(part, set()).add)

    def find_spec(self, name, path=None, target=None):
        """A module of one of the addons, else None."""
        names = name.split(".")
        if names[:2] != ["odoo", "addons"] or names[2:3] == [] or names[2] not in self.addons or "tests" in names[3:4]:
            return None
        spec = importlib.machinery.PathFinder.find_spec(name, path, target)
        if spec and isinstance(spec.loader, importlib.machinery.SourceFileLoader):
            if Path(spec.loader.path).name in WHOLE:
                return spec
            inside = Path(spec.loader.path).resolve().relative_to(self.addons[names[2]].resolve())
            spec.loader = _Loader(spec.loader.name, spec.loader.path, f"{names[2]}/{inside}")
        return spec
