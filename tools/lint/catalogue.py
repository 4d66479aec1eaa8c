"""Translation catalogues (``.pot``) as sets of entries, so that two of them can be compared and merged."""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass, field

#: lines of the header that differ from one export to the next
VOLATILE = re.compile(r'^"(?:POT-Creation-Date|PO-Revision-Date|Project-Id-Version):.*\n', re.M)
REFERENCE = re.compile(r"^#: (.*)$", re.M)


@dataclass(frozen=True)
class Own:
    """What the suite declares itself.

    ``fields`` are names, ``models`` external ids without the addon. ``borrowed`` are texts of stock fields that the
    suite extends without giving them others, as in ``field_description:field_project_project__allocated_hours``.
    """

    fields: frozenset[str]
    models: frozenset[str]
    borrowed: frozenset[str] = frozenset()


@dataclass
class Entry:
    """One message: its text, the block it was read from and the places it is used in."""

    msgid: str
    block: str
    references: frozenset[str]


@dataclass
class Catalogue:
    """A catalogue; ``entries`` by message."""

    header: str = ""
    entries: dict[str, Entry] = field(default_factory=dict)

    @classmethod
    def parse(cls, text: str) -> Catalogue:
        """Read a catalogue as Odoo writes it: blocks with an empty line between them."""
        catalogue = cls()
        for block in re.split(r"\n{2,}", text.strip("\n")):
            msgid = read_msgid(block)
            if msgid:
                catalogue.entries[msgid] = Entry(msgid, block, frozenset(REFERENCE.findall(block)))
            elif not catalogue.header:
                catalogue.header = block
        return catalogue

    def text(self) -> str:
        """Return the catalogue as a file, in Odoo's order."""
        return "\n\n".join([self.header, *(self.entries[msgid].block for msgid in sorted(self.entries))]) + "\n"


def read_msgid(block: str) -> str:
    """Return the message of a block, empty for the header."""
    match = re.search(r'^msgid ((?:".*"\n?)+)', block, re.M)
    return "".join(ast.literal_eval(line) for line in match[1].splitlines()) if match else ""


def stable(text: str) -> str:
    """Return the text of a catalogue without what differs from one export to the next."""
    return VOLATILE.sub("", text).strip("\n")


def is_comparable(reference: str, own: Own) -> bool:
    """Tell whether both series export a message that is used in this place, and in the same words.

    The labels of fields that others declare belong to stock mixins, the names of models and the labels of fields that
    the suite merely extends to stock addons: they differ.
    """
    kind, _colon, target = reference.partition(":")
    if kind == "code":
        # 19.0 takes other literals of Python for messages; the rule "catalogues" reads the sources instead
        return not re.search(r"\.py:\d+$", target)
    if kind != "model":
        return True
    model, _comma, rest = target.partition(",")
    name, _colon, xmlid = rest.partition(":")
    if model == "ir.model.fields":
        is_borrowed = f"{name}:{xmlid.rpartition('.')[2]}" in own.borrowed
        return xmlid.rpartition("__")[2] in own.fields and not is_borrowed
    if model == "ir.model" and name == "name":
        return xmlid.rpartition(".")[2] in own.models
    # the label of a model in website forms, and privileges, exist on 19.0 only; bodies are serialised differently
    return not (name in ("website_form_label", "body_html") or model == "res.groups.privilege")


def compare(ours: Catalogue, exported: Catalogue, own: Own) -> tuple[list[str], list[str]]:
    """Return the messages our catalogue lacks, and those nothing uses any more, as far as both series agree."""

    def difference(one: Catalogue, other: Catalogue) -> list[str]:
        return sorted(
            entry.msgid
            for entry in one.entries.values()
            if entry.msgid not in other.entries and any(is_comparable(reference, own) for reference in entry.references)
        )

    return difference(exported, ours), difference(ours, exported)


def merge(ours: Catalogue, exported: Catalogue, own: Own) -> Catalogue:
    """Return our catalogue with the messages it lacks and without those nothing uses any more."""
    missing, stale = compare(ours, exported, own)
    entries = {msgid: entry for msgid, entry in ours.entries.items() if msgid not in stale}
    entries.update({msgid: exported.entries[msgid] for msgid in missing})
    return Catalogue(ours.header or exported.header, entries)
