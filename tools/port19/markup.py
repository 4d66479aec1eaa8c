"""XML with positions: enough to edit a file without touching anything but the edit.

A parse and serialise round trip would lose the author's layout, quotes and comments, and regular
expressions lose count of nested tags. Expat reports where each tag stands, so a rule finds elements
in a tree and changes the text at their offsets.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from xml.parsers import expat

OPENING_TAG = re.compile(rb"""<[^\s/>]+(?:[^>"']|"[^"]*"|'[^']*')*>""")
TAG_NAME = re.compile(rb"</?([^\s/>]+)")


@dataclass(eq=False)
class Element:
    """One element; ``start``, ``inside``, ``inside_end`` and ``end`` are byte offsets."""

    tag: str
    attrs: dict[str, str]
    parent: Element | None
    line: int
    start: int
    inside: int
    inside_end: int = -1
    end: int = -1
    text: str = ""
    children: list[Element] = field(default_factory=list)

    def iter(self) -> Iterator[Element]:
        """Yield the element and everything below it, in document order."""
        yield self
        for child in self.children:
            yield from child.iter()

    def fields(self) -> dict[str, Element]:
        """Return the ``<field>`` children of a data record, by name."""
        return {child.attrs.get("name", ""): child for child in self.children if child.tag == "field"}


class Document:
    """A parsed text that can be edited in place.

    :raises xml.parsers.expat.ExpatError: the text is not well-formed.
    """

    def __init__(self, text: str):
        self.source = text.encode()
        self.edits: list[tuple[int, int, bytes]] = []
        self.root = self._parse()

    def _parse(self) -> Element:
        parser = expat.ParserCreate("utf-8")
        parser.buffer_text = True
        top: list[Element] = []
        stack: list[Element] = []

        def opened(tag, attrs):
            start = parser.CurrentByteIndex
            inside = OPENING_TAG.match(self.source, start).end()
            parent = stack[-1] if stack else None
            element = Element(tag, attrs, parent, parser.CurrentLineNumber, start, inside)
            (parent.children if parent else top).append(element)
            stack.append(element)

        def closed(_tag):
            element = stack.pop()
            if self.source[element.inside - 2 : element.inside] == b"/>":
                element.inside_end = element.end = element.inside
            else:
                element.inside_end = parser.CurrentByteIndex
                element.end = self.source.index(b">", element.inside_end) + 1

        def characters(data):
            if stack:
                stack[-1].text += data

        parser.StartElementHandler = opened
        parser.EndElementHandler = closed
        parser.CharacterDataHandler = characters
        parser.Parse(self.source, True)
        return top[0]

    def iter(self, *tags: str) -> Iterator[Element]:
        """Yield the elements of the document, of these tags only when some are given."""
        for element in self.root.iter():
            if not tags or element.tag in tags:
                yield element

    def records(self, *models: str) -> Iterator[Element]:
        """Yield the data records of these models."""
        for element in self.iter("record"):
            if element.attrs.get("model") in models:
                yield element

    def outer(self, element: Element) -> str:
        """Return the text of the element, its own tags included."""
        return self.source[element.start : element.end].decode()

    def inner(self, element: Element) -> str:
        """Return the text between the tags of the element."""
        return self.source[element.inside : element.inside_end].decode()

    def indent(self, element: Element) -> str:
        """Return the white space in front of the element on its line."""
        line_start = self.source.rfind(b"\n", 0, element.start) + 1
        before = self.source[line_start : element.start]
        return before.decode() if not before.strip() else ""

    def replace(self, element: Element, text: str) -> None:
        """Replace the whole element."""
        self.edits.append((element.start, element.end, text.encode()))

    def replace_inner(self, element: Element, text: str) -> None:
        """Replace what stands between the tags of the element."""
        self.edits.append((element.inside, element.inside_end, text.encode()))

    def insert_after(self, element: Element, text: str) -> None:
        """Insert text right behind the element."""
        self.edits.append((element.end, element.end, text.encode()))

    def rename(self, element: Element, tag: str) -> None:
        """Rename the element, its opening and its closing tag."""
        for offset in {element.start, element.inside_end} - {element.end}:
            start, end = TAG_NAME.match(self.source, offset).span(1)
            self.edits.append((start, end, tag.encode()))

    def set_attribute(self, element: Element, name: str, value: str) -> None:
        """Change the value of an attribute the element already has."""
        pattern = rb"""\s%s\s*=\s*(?:"([^"]*)"|'([^']*)')""" % re.escape(name.encode())
        match = re.compile(pattern).search(self.source, element.start, element.inside)
        start, end = match.span(1 if match[1] is not None else 2)
        self.edits.append((start, end, value.encode()))

    def add_attribute(self, element: Element, name: str, value: str) -> None:
        """Add an attribute in front of those the element has."""
        end = TAG_NAME.match(self.source, element.start).end()
        self.edits.append((end, end, f' {name}="{value}"'.encode()))

    def remove(self, element: Element) -> None:
        """Remove the element, and its line when nothing else stands on it."""
        start, end = element.start, element.end
        line_start = self.source.rfind(b"\n", 0, start) + 1
        line_end = self.source.find(b"\n", end) + 1 or len(self.source)
        if not self.source[line_start:start].strip() and not self.source[end:line_end].strip():
            start, end = line_start, line_end
        self.edits.append((start, end, b""))

    def result(self) -> str:
        """Return the text with the edits applied."""
        return apply_edits(self.source, self.edits).decode()


def apply_edits(source: bytes, edits: Iterable[tuple[int, int, bytes]]) -> bytes:
    """Apply ``(start, end, replacement)`` edits; one inside another that removes it is dropped."""
    parts: list[bytes] = []
    position = 0
    for start, end, replacement in sorted(edits, key=lambda edit: (edit[0], -edit[1])):
        if start < position:
            continue
        parts += [source[position:start], replacement]
        position = end
    parts.append(source[position:])
    return b"".join(parts)
