"""XML that both series read: views, actions and data records.

The port rewrites what has no common form; here stand the traps that it leaves alone, and the forms it relies on.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from tools.port19.markup import Document, Element

from ..project import Addon, Finding, Project

RULE = "dialect"
ATTRIBUTES = {
    "attrs": "gone: Python expressions in invisible, readonly, required",
    "states": "gone: Python expressions in invisible",
    "default_period": "the names of periods differ between the series: leave it out",
    "quick_add": "unknown to both: quick_create",
    "banner_route": "gone on 19.0",
    "t-raw": "deprecated: t-out",
    **{
        f"t-attf-{name}": "each series makes another message of it: put the text into an element"
        for name in ("alt", "aria-label", "help", "label", "placeholder", "string", "title")
    },
}
TAGS = {
    "list": "an error on 17.0: <tree>, the port renames it",
    "chatter": 'an empty tag on 17.0: <div class="oe_chatter">, the port rewrites it',
    "gantt": "Enterprise only",
    "cohort": "Enterprise only",
    "openerp": "<odoo>",
}
WIDGETS = {"kanban_color_picker": "unknown to 17.0"}
HELPERS = re.compile(r"\b(kanban_image|kanban_color|kanban_getcolor|read_only_mode|user_context)\b")
XPATHS = (
    (re.compile(r"(?:^|/)(?:tree|list)(?=$|[/\[])"), "*[self::tree or self::list] finds it on both"),
    (re.compile(r"oe_chatter|(?:^|/)chatter\b"), "the chatter differs: anchor on //sheet"),
    (re.compile(r"kanban-(?:box|menu)|oe_kanban_"), "the kanban templates differ: anchor on //templates"),
)
#: fields of data records, by model
FIELDS = {
    "*": {"detailed_type": "gone on 19.0: type", "uom_po_id": "gone on 19.0", "privilege_id": "19.0 only: category_id"},
    "mail.activity.type": {"keep_done": "gone on 19.0"},
    "ir.ui.view": {"groups_id": "renamed on 19.0: groups= on the nodes"},
    "res.groups": {"user_ids": "19.0 only: users, the port renames it"},
}
#: fields a data record needs on 17.0, whose defaults differ
NEEDED = {"ir.cron": {"numbercall": "17.0 would run the job once: -1", "doall": "set it for 17.0"}}
CLOCK = re.compile(r"\b(?:time|datetime|context_today|relativedelta)\b")


def check(project: Project) -> Iterator[Finding]:
    """Yield the traps in the data files of the addons."""
    for addon in project.addons:
        for path, document in project.data_documents(addon):
            found = [*several_on_a_line(document), *kanban_templates(document)]
            for element in document.iter():
                found += [(element.line, message) for message in findings(element)]
            for line, message in sorted(found, key=lambda finding: finding[0]):
                yield Finding(path, line, RULE, message)
            yield from records(addon, path, document)


def several_on_a_line(document: Document) -> Iterator[tuple[int, str]]:
    """Yield lines with more than one list tag: Odoo's own upgrade script, and the reader, lose count."""
    for number, line in enumerate(document.source.decode().splitlines(), start=1):
        if len(re.findall(r"</?tree[\s>/]", line)) > 1:
            yield number, "several <tree> tags on a line: one each"


def kanban_templates(document: Document) -> Iterator[tuple[int, str]]:
    """Yield kanban views that do not hold the template of each series."""
    for kanban in document.iter("kanban"):
        names = {el.attrs["t-name"] for el in kanban.iter() if el.tag == "t" and "t-name" in el.attrs}
        for old, new in (("kanban-box", "card"), ("kanban-menu", "menu")):
            if len(names & {old, new}) == 1:
                yield kanban.line, f"the templates {new} and {old} go together: {old} calls {new}"


def findings(element: Element) -> Iterator[str]:
    """Yield what is wrong with one element."""
    attrs = element.attrs
    if has_ancestor(element, "field", name="arch") or has_ancestor(element, "template"):
        yield from in_view(element)
    if attrs.get("widget") in WIDGETS:
        yield f'widget="{attrs["widget"]}": {WIDGETS[attrs["widget"]]}'
    if re.search(r",\s|\s,|^\s|\s$", attrs.get("groups", "")):
        yield f'groups="{attrs["groups"]}": no spaces, 19.0 ignores the group behind one'
    if element.tag == "button":
        yield from button(attrs)
    if element.tag == "xpath":
        for pattern, message in XPATHS:
            if pattern.search(attrs.get("expr", "")):
                yield f"xpath {attrs['expr']}: {message}"
    if element.tag == "field":
        yield from action(attrs.get("name"), element.text.strip())


def in_view(element: Element) -> Iterator[str]:
    """Yield what is wrong with an element of a view."""
    attrs = element.attrs
    if element.tag in TAGS:
        yield f"<{element.tag}>: {TAGS[element.tag]}"
    for name in sorted(attrs.keys() & ATTRIBUTES.keys()):
        yield f"{name}: {ATTRIBUTES[name]}"
    if element.tag == "group" and has_ancestor(element, "search"):
        for name in sorted(attrs.keys() & {"expand", "string"}):
            yield f"<group {name}=…> in a search view is an error on 19.0: a bare <group>"
    if has_ancestor(element, "kanban"):
        for helper in HELPERS.findall(" ".join(attrs.values())):
            yield f"{helper}: gone on 19.0"
        if attrs.get("type") == "edit":
            yield 'type="edit": unknown to 19.0: type="open"'


def action(name: str | None, text: str) -> Iterator[str]:
    """Yield what is wrong with a field of a window action."""
    if name == "target" and text == "inline":
        yield "target inline: an error on 19.0, leave it out"
    if name == "view_mode" and "list" in text.split(","):
        yield "view_mode with list: write tree, the port renames it"


def button(attrs: dict[str, str]) -> Iterator[str]:
    """Yield what is wrong with a button."""
    if attrs.get("type") in ("object", "action") and not attrs.get("name"):
        yield "a button without a name is an error on 17.0"
    if attrs.get("name") == "toggle_active":
        yield "toggle_active: deprecated on 19.0: action_archive and action_unarchive"


def has_ancestor(element: Element, tag: str, name: str | None = None) -> bool:
    """Tell whether the element stands inside one with this tag, and name."""
    parent = element.parent
    while parent is not None:
        if parent.tag == tag and (name is None or parent.attrs.get("name") == name):
            return True
        parent = parent.parent
    return False


def records(addon: Addon, path, document: Document) -> Iterator[Finding]:
    """Yield fields that a data record must not have, or lacks."""
    for record in document.iter("record"):
        model, fields = record.attrs.get("model", ""), record.fields()
        for name, message in {**FIELDS["*"], **FIELDS.get(model, {})}.items():
            if name in fields:
                yield Finding(path, fields[name].line, RULE, f"{model}.{name}: {message}")
        for name, message in NEEDED.get(model, {}).items():
            if name not in fields:
                yield Finding(path, record.line, RULE, f"{model} without {name}: {message}")
        if model == "ir.rule" and "domain_force" in fields and CLOCK.search(fields["domain_force"].text):
            yield Finding(path, record.line, RULE, "a record rule cannot read the clock on 19.0: use a stored field")
