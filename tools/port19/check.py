"""What must hold for a ported tree: it compiles, it parses, and nothing only 17.0 knows is left in it."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from xml.parsers import expat

from .markup import Document, Element

#: names no Python file of 19.0 may use, with what happens otherwise
NAMES = {
    "_sql_constraints": "the constraint would not be created",
    "groups_id": "the field is group_ids on 19.0",
    "numbercall": "19.0 has no such field",
    "doall": "19.0 has no such field",
    "check_access_rights": "deprecated on 19.0",
    "check_access_rule": "deprecated on 19.0",
    "_filter_access_rules": "deprecated on 19.0",
    "_check_recursion": "deprecated on 19.0",
    "group_operator": "deprecated on 19.0",
    "_cr": "deprecated on 19.0",
    "_uid": "deprecated on 19.0",
    "_context": "deprecated on 19.0",
}
STRINGS = ("groups_id", "numbercall", "doall")
ELEMENTS = {"tree": "a view of this type does not exist on 19.0"}
XPATHS = (
    (re.compile(r"(?:^|/)tree(?=$|[/\[])"), "no <tree> to find on 19.0: write *[self::tree or self::list]"),
    (re.compile(r"oe_chatter"), "no such <div> on 19.0: anchor on //sheet"),
    (re.compile(r"kanban-(?:box|menu)"), "no such template on 19.0: anchor on //templates"),
)
RECORD_FIELDS = {
    "res.groups": ("category_id", "users"),
    "ir.cron": ("numbercall", "doall"),
}
MODES = re.compile(r"(?:^|,)\s*tree\s*(?:,|$)")


def check(folder: Path) -> list[str]:
    """Return one line ``path:line: message`` for each thing in the folder that is not 19.0."""
    findings = []
    for path in sorted(folder.rglob("*")):
        if "__pycache__" in path.parts:
            continue
        checker = {".py": check_python, ".xml": check_xml, ".js": check_js}.get(path.suffix)
        if checker and path.is_file():
            text = path.read_text(encoding="utf-8")
            found = sorted(checker(text, path), key=lambda finding: finding[0])
            findings += [f"{path}:{line}: {message}" for line, message in found]
    return findings


def check_python(text: str, path: Path) -> Iterator[tuple[int, str]]:
    """Yield the findings in a Python file."""
    try:
        # compile() finds what parse() lets pass, such as a return outside of a function
        compile(text, str(path), "exec", dont_inherit=True)
        tree = ast.parse(text)
    except (SyntaxError, ValueError) as error:
        yield getattr(error, "lineno", None) or 1, f"does not compile: {error}"
        return
    for node in ast.walk(tree):
        for name in names_of(node):
            if name in NAMES:
                yield node_line(node), f"{name}: {NAMES[name]}"
        if isinstance(node, ast.Constant) and node.value in STRINGS:
            yield node.lineno, f'"{node.value}": {NAMES[node.value]}'
        if isinstance(node, ast.Call) and getattr(node.func, "attr", getattr(node.func, "id", "")) == "route":
            for keyword in node.keywords:
                if keyword.arg == "type" and getattr(keyword.value, "value", "") == "json":
                    yield node.lineno, 'type="json": the route type is "jsonrpc" on 19.0'


def names_of(node: ast.AST) -> list[str]:
    """Return the names a node uses."""
    if isinstance(node, ast.Name):
        return [node.id]
    if isinstance(node, ast.Attribute):
        return [node.attr]
    if isinstance(node, ast.keyword):
        return [node.arg or ""]
    return []


def node_line(node: ast.AST) -> int:
    """Return the line of a node."""
    return getattr(node, "lineno", 1)


def check_xml(text: str, path: Path) -> Iterator[tuple[int, str]]:
    """Yield the findings in an XML file."""
    try:
        document = Document(text)
    except expat.ExpatError as error:
        yield error.lineno, f"not well-formed: {expat.errors.messages[error.code]}"
        return
    if "static" in path.parts:
        return
    for element in document.iter():
        for message in element_findings(element):
            yield element.line, message


def element_findings(element: Element) -> Iterator[str]:
    """Yield what is wrong with one element."""
    attrs = element.attrs
    if element.tag in ELEMENTS:
        yield f"<{element.tag}>: {ELEMENTS[element.tag]}"
    if "oe_chatter" in attrs.get("class", "").split():
        yield 'class="oe_chatter": 19.0 shows bare fields instead of a chatter'
    if element.tag == "t" and attrs.get("t-name") in ("kanban-box", "kanban-menu"):
        yield f"{attrs['t-name']}: the template is called card or menu on 19.0"
    if element.tag == "xpath":
        for pattern, message in XPATHS:
            if pattern.search(attrs.get("expr", "")):
                yield f"xpath {attrs['expr']}: {message}"
    if MODES.search(attrs.get("mode", "")):
        yield f'mode="{attrs["mode"]}": the view type is list on 19.0'
    if element.tag == "field" and attrs.get("name") in ("view_mode", "binding_view_types"):
        if MODES.search(element.text):
            yield f"{attrs['name']} {element.text.strip()}: the view type is list on 19.0"
    if attrs.get("name") == "groups_id" and element.tag in ("field", "filter"):
        yield "groups_id: the field is group_ids on 19.0"
    if element.tag == "record":
        for name in RECORD_FIELDS.get(attrs.get("model", ""), ()):
            if name in element.fields():
                yield f"{attrs['model']} has no field {name} on 19.0"


def check_js(text: str, _path: Path) -> Iterator[tuple[int, str]]:
    """Yield the findings in a JavaScript file."""
    if "web_tour.tours" in text:
        for number, line in enumerate(text.splitlines(), start=1):
            if re.search(r"\btest\s*:\s*true\b", line):
                yield number, "test: true: 19.0 refuses the key in a tour"
