"""What of the addons a test reaches: each function notes that it was called. Standard library only.

A tracer (coverage.py) knows this too, but makes the tests take more than twice their time. Here a module of the addons
gets one statement more at the beginning of each of its functions when it is imported, and nothing else changes.
"""

import ast
import builtins
import contextlib
import functools
import importlib.abc
import importlib.machinery
from pathlib import Path

from .sources import WHOLE

#: what the statement calls; a builtin, so that modules need no import more
NOTE = "__agency_reached__"


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
        self._into(self.by_part.setdefault(part, set()))

    def _into(self, noted):
        self.noted = noted
        setattr(builtins, NOTE, noted.add)

    @contextlib.contextmanager
    def apart(self):
        """Yields a set of what is reached within the block, in place of the present part."""
        part, within = self.noted, set()
        self._into(within)
        try:
            yield within
        finally:
            self._into(part)

    def views(self, view_class, names, kept):
        """Views note that Odoo looks at their content; yields once, then they do not any more.

        :param view_class: ``ir.ui.view``
        :param dict names: number of a view -> what is noted
        :param kept: :class:`KeptTemplates`; what was compiled for another part is made of the same views
        """
        compute, get, made_of = view_class._compute_arch, kept.get, {}

        @functools.wraps(compute)
        def compute_and_note(views):
            self.noted.update(names[view] for view in views.ids if view in names)
            return compute(views)

        def get_and_note(key, compile_it):
            def compile_apart():
                with self.apart() as made_of[key]:
                    return compile_it()

            try:
                return get(key, compile_apart)
            finally:
                self.noted.update(made_of[key])

        view_class._compute_arch, kept.get = compute_and_note, get_and_note
        yield
        view_class._compute_arch, kept.get = compute, get

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
