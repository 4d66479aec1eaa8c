"""Views: list tags, chatter, kanban templates, days of moments."""

from ..markup import Document, Element

CHATTER_OPTIONS = {
    # (field, what stands in its 17.0 options) -> the attribute of <chatter/>
    ("message_follower_ids", "post_refresh"): "reload_on_follower",
    ("message_ids", "post_refresh"): "reload_on_post",
    ("message_ids", "'always'"): "reload_on_attachment",
    ("message_ids", "open_attachments"): "open_attachments",
}
KANBAN_TEMPLATES = {"kanban-box": "card", "kanban-menu": "menu"}
DAY_WIDGET = 'widget="date"'


def upgrade(files):
    """Port the views of every XML file outside ``static``."""
    for file in files:
        if file.path.suffix == ".xml" and "static" not in file.path.parts:
            file.content = port(file.content)


def port(text: str) -> str:
    """Return the data file with its views in the 19.0 dialect."""
    if not any(word in text for word in ("<tree", "oe_chatter", DAY_WIDGET, *KANBAN_TEMPLATES)):
        return text
    document = Document(text)
    for element in document.iter():
        if element.tag == "tree":
            # Odoo's own script renames only the last tag of a line
            document.rename(element, "list")
        elif element.tag == "div" and element.attrs.get("class") == "oe_chatter":
            document.replace(element, chatter(element))
        elif element.tag == "kanban":
            port_kanban(document, element)
        elif element.tag == "field" and element.attrs.get("widget") == "date" and "options" not in element.attrs:
            # dates need no widget, so this is a moment; the widget of days warns of those on 19.0
            document.set_attribute(element, "widget", "datetime")
            document.add_attribute(element, "options", "{'show_time': False}")
    return document.result()


def chatter(div: Element) -> str:
    """Return the 19.0 tag for a 17.0 chatter ``<div>``: options of its fields become attributes."""
    attributes = {name: value for name, value in div.attrs.items() if name != "class"}
    options = {child.attrs.get("name"): child.attrs.get("options", "") for child in div.children}
    for (field, word), attribute in CHATTER_OPTIONS.items():
        if word in options.get(field, "").replace('"', "'"):
            attributes[attribute] = "True"
    return "<chatter%s/>" % "".join(f' {name}="{value}"' for name, value in attributes.items())


def port_kanban(document: Document, kanban: Element) -> None:
    """Keep the 19.0 templates of a dual kanban view, rename those of a 17.0-only one."""
    templates = {el.attrs["t-name"]: el for el in kanban.iter() if el.tag == "t" and "t-name" in el.attrs}
    for old, new in KANBAN_TEMPLATES.items():
        if old not in templates:
            continue
        if new in templates:
            # the 17.0 name only wraps a call of the 19.0 one
            document.remove(templates[old])
        else:
            document.set_attribute(templates[old], "t-name", new)
