"""The weekly status of a project, written from facts: facts and words in, paragraphs and lists out.

The words come from outside, translated, with named placeholders; so do dates and numbers that are to be read, as text.
What is said depends on the facts alone: a list that is empty is left out, or says so where a reader would miss it.
"""

from dataclasses import dataclass

#: Longer lists are cut, and say how many more there are.
MOST_LINES = 8

#: The placeholders each word may use; a translation that uses another one would stop the status from being written.
WORDS = {
    "headline_ok": (),
    "headline_at_risk": (),
    "headline_off_track": (),
    "headline_done": (),
    "headline_none": (),
    "title_done": (),
    "title_next": (),
    "title_milestones": (),
    "title_hours": (),
    "title_waiting": (),
    "title_risks": (),
    "nothing_done": (),
    "nothing_next": (),
    "until": ("name", "date"),
    "reached": ("name", "date"),
    "due": ("name", "date"),
    "late": ("name", "date"),
    "undated": ("name",),
    "hours": ("spent", "planned", "percent"),
    "waiting": ("name", "date"),
    "more": ("count",),
}


@dataclass(frozen=True)
class Milestone:
    """A milestone worth telling.

    :ivar str name: its name
    :ivar str state: ``reached``, ``due`` or ``late``
    :ivar str date: day it was reached or is due, ready to be read; empty when it has none
    """

    name: str
    state: str
    date: str = ""


@dataclass(frozen=True)
class Facts:
    """What is known at the end of the week.

    :ivar state: ``ok``, ``at_risk``, ``off_track``, ``done``, or None when nothing says
    :ivar tuple done: names of what was finished
    :ivar tuple coming: (name, day it should be finished as text or "") of what is worked on next
    :ivar tuple milestones: :class:`Milestone`
    :ivar hours: None unless shared, else (spent, planned, per cent) as texts
    :ivar tuple waiting: (name, day by which it is needed as text or "") of what waits for the client
    :ivar tuple risks: sentences
    """

    state: str | None = None
    done: tuple = ()
    coming: tuple = ()
    milestones: tuple = ()
    hours: tuple | None = None
    waiting: tuple = ()
    risks: tuple = ()


@dataclass(frozen=True)
class Section:
    """A part of the text.

    :ivar str title: its title, empty for the first part
    :ivar str text: a sentence, empty when there is a list
    :ivar tuple lines: the list
    """

    title: str = ""
    text: str = ""
    lines: tuple = ()


def compose(facts, words):
    """Write the status.

    :param Facts facts: what there is to tell
    :param dict words: each key of ``WORDS`` -> translated text
    :return tuple: of :class:`Section`, in the order they are read
    """

    def dated(key, name, date):
        return words[key if date else "undated"] % {"name": name, "date": date}

    sections = [
        Section(text=words[f"headline_{facts.state or 'none'}"]),
        _list(words, "done", facts.done, "nothing_done"),
        _list(words, "next", [dated("until", name, date) for name, date in facts.coming], "nothing_next"),
        _list(words, "milestones", [dated(one.state, one.name, one.date) for one in facts.milestones]),
        _list(words, "waiting", [dated("waiting", name, date) for name, date in facts.waiting]),
        _list(words, "risks", facts.risks),
    ]
    if facts.hours:
        spent, planned, percent = facts.hours
        text = words["hours"] % {"spent": spent, "planned": planned, "percent": percent}
        sections.insert(4, Section(words["title_hours"], text))
    return tuple(filter(None, sections))


def _list(words, key, lines, nothing=None):
    """:return: :class:`Section`; None when the list is empty and nobody would miss it"""
    title, lines = words[f"title_{key}"], list(lines)
    if not lines:
        return Section(title, words[nothing]) if nothing else None
    if len(lines) > MOST_LINES:
        lines = [*lines[:MOST_LINES], words["more"] % {"count": len(lines) - MOST_LINES}]
    return Section(title, lines=tuple(lines))
