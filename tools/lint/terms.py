"""What users read, as far as the sources tell without Odoo: labels of fields, attributes and plain texts of views.

Odoo takes more for a message (labels made from names of fields, texts with markup inside); what is yielded here, it
takes as well, in exactly these words. So a catalogue without one of them is out of date for certain.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from xml.sax.saxutils import escape

from tools.port19.markup import Element

from .models import is_field
from .project import Addon, Project

LETTER = re.compile(r"[^\W\d_]")
#: attributes both series translate, in views and in templates of the web client
VIEW_ATTRIBUTES = frozenset({"string", "help", "confirm", "placeholder", "alt", "title", "aria-label", "sum"})
CLIENT_ATTRIBUTES = frozenset({"placeholder", "alt", "title", "aria-label"})
#: these may be part of a longer message, with all their attributes
# fmt: off
INLINE = frozenset({
    "abbr", "b", "bdi", "bdo", "br", "cite", "code", "data", "del", "dfn", "em", "font", "i", "ins", "kbd", "mark",
    "meter", "output", "progress", "q", "ruby", "s", "samp", "small", "span", "strong", "sub", "sup", "time", "u",
    "var", "wbr", "text", "select", "option",
})
# fmt: on
NEVER = frozenset({"script", "style", "title"})
#: records whose name is a message
NAMED = frozenset({"ir.actions.act_window", "ir.ui.menu"})
#: position of the label among the arguments of a field
LABEL_AT = {"Selection": 1, "Many2one": 1, "One2many": 2, "Many2many": 4, "Reference": 1}


def terms(project: Project, addon: Addon) -> Iterator[tuple[Path, int, str]]:
    """Yield ``(path, line, message)`` of everything that is certainly a message of an addon."""
    for path in addon.sources():
        tree = project.tree(path)
        for line, text in labels(tree) if tree else ():
            yield path, line, text
    for path, document in project.data_documents(addon):
        for line, text in data_terms(document.root):
            yield path, line, text
    for path in addon.files(".xml"):
        if path.relative_to(addon.folder).parts[:2] == ("static", "src") and (document := project.document(path)):
            for line, text in client_terms(document.root):
                yield path, line, text


def labels(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """Yield what fields give explicitly (labels, helps, choices), names of models and messages of constraints."""
    constants = {
        target.id: node.value
        for node in tree.body
        if isinstance(node, ast.Assign)
        for target in node.targets
        if isinstance(target, ast.Name)
    }
    for owner in ast.walk(tree):
        for node in owner.body if isinstance(owner, ast.ClassDef) else ():
            if isinstance(node, ast.Assign) and is_field(node.value):
                yield from field_labels(node.value, constants)
            elif isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
                yield from class_labels(node.targets[0].id, node.value)


def class_labels(name: str, value: ast.expr) -> Iterator[tuple[int, str]]:
    """Yield the messages of a class's own attribute: its description, its constraints."""
    if name == "_description" and literal(value):
        yield value.lineno, value.value
    if name == "_sql_constraints" and isinstance(value, ast.List):
        for constraint in value.elts:
            message = literal(constraint.elts[-1]) if isinstance(constraint, ast.Tuple) and constraint.elts else None
            if message:
                yield message.lineno, message.value


def field_labels(call: ast.Call, constants: dict[str, ast.expr]) -> Iterator[tuple[int, str]]:
    """Yield the messages of one field, ``fields.Char("Name", help="…")``."""
    for node in (label_of(call), help_of(call)):
        if node and LETTER.search(node.value):
            yield node.lineno, node.value
    if call.func.attr != "Selection":
        return
    for choices in (*call.args[:1], argument(call, "selection"), argument(call, "selection_add")):
        choices = constants.get(choices.id) if isinstance(choices, ast.Name) else choices
        for pair in choices.elts if isinstance(choices, (ast.List, ast.Tuple)) else ():
            if isinstance(pair, ast.Tuple) and len(pair.elts) == 2 and isinstance(pair.elts[1], ast.Constant):
                # Odoo takes no single letter for a message
                if len(pair.elts[1].value) > 1 and LETTER.search(pair.elts[1].value):
                    yield pair.lineno, pair.elts[1].value


def label_of(call: ast.Call) -> ast.Constant | None:
    """Return the label a field gives itself, by name or in its place among the arguments; None without one."""
    position = LABEL_AT.get(call.func.attr, 0)
    return literal(argument(call, "string")) or literal(next(iter(call.args[position : position + 1]), None))


def help_of(call: ast.Call) -> ast.Constant | None:
    """Return the help a field gives itself, None without one."""
    return literal(argument(call, "help"))


def argument(call: ast.Call, name: str) -> ast.expr | None:
    """Return a named argument of a call, None when it is not given."""
    return next((keyword.value for keyword in call.keywords if keyword.arg == name), None)


def literal(node: ast.expr | None) -> ast.Constant | None:
    """Return a node that is a literal text, None for anything else."""
    return node if isinstance(node, ast.Constant) and isinstance(node.value, str) else None


def data_terms(root: Element) -> Iterator[tuple[int, str]]:
    """Yield the messages of a data file: names of menus and actions, attributes and plain texts of views."""
    for element in root.iter():
        if element.tag == "menuitem" and element.attrs.get("name"):
            yield element.line, element.attrs["name"]
        elif element.tag == "template":
            yield from view_terms(element)
        elif element.tag == "record" and element.attrs.get("model") in NAMED:
            name = element.fields().get("name")
            if name and name.text.strip():
                yield name.line, name.text
        elif element.tag == "record" and element.attrs.get("model") == "ir.ui.view":
            arch = element.fields().get("arch")
            if arch:
                yield from view_terms(arch)


def view_terms(top: Element) -> Iterator[tuple[int, str]]:
    """Yield the messages of a view or of a template of the server."""
    for element in translated(top):
        if element.tag in INLINE or (element.tag == "attribute" and element.attrs.get("name") not in VIEW_ATTRIBUTES):
            continue
        if element is not top and "t-call" not in element.attrs:
            yield from attribute_terms(element, VIEW_ATTRIBUTES)
        # a text on its own; one beside elements may be joined with them
        if not element.children and LETTER.search(element.text):
            yield element.line, escape(element.text.strip())


def client_terms(top: Element) -> Iterator[tuple[int, str]]:
    """Yield the messages of templates of the web client."""
    for element in translated(top):
        is_component = element.tag[0].isupper() or {"t-component", "t-set-slot"} & set(element.attrs)
        if not is_component:
            yield from attribute_terms(element, CLIENT_ATTRIBUTES)
        if not element.children and LETTER.search(element.text) and element.tag != "attribute":
            yield element.line, element.text.strip()


def attribute_terms(element: Element, names: frozenset[str]) -> Iterator[tuple[int, str]]:
    """Yield the attributes of an element that are messages."""
    for name in sorted(names & set(element.attrs)):
        if LETTER.search(element.attrs[name]):
            yield element.line, element.attrs[name].strip()


def translated(element: Element) -> Iterator[Element]:
    """Yield an element and what is below it, without what is left untranslated on purpose."""
    if element.tag in NEVER or element.attrs.get("t-translation", "").strip() == "off":
        return
    yield element
    for child in element.children:
        yield from translated(child)
