"""A form of a few questions: what may be asked, and what counts as an answer."""

from dataclasses import dataclass
from datetime import date
from urllib.parse import urlsplit

TEXT = "text"
LONG = "long"
CHOICE = "choice"
LINK = "link"
DATE = "date"
KINDS = (TEXT, LONG, CHOICE, LINK, DATE)

MAX_LENGTH = {TEXT: 250, LONG: 10_000, CHOICE: 250, LINK: 2_000, DATE: 10}
#: earlier and later years are slips of the finger
FIRST_YEAR, LAST_YEAR = 1900, 2200


@dataclass(frozen=True)
class Question:
    """One question.

    :ivar key: whatever identifies it to the caller
    :ivar str kind: one of ``KINDS``
    :ivar bool required: the form is not complete without an answer
    :ivar tuple choices: texts to choose from, for ``choice``
    """

    key: object
    kind: str = TEXT
    required: bool = False
    choices: tuple = ()


def split_choices(text):
    """:return tuple: the choices written one a line, each once"""
    return tuple(dict.fromkeys(line.strip() for line in (text or "").splitlines() if line.strip()))


def clean(question, raw):
    """Bring one answer into the form in which it is kept.

    :param Question question: what was asked
    :param str raw: what was typed or chosen
    :return tuple: (text, problem); problem is None, or ``too_long``, ``choice``, ``link`` or ``date``, and the text is
        then what was typed
    """
    text = (raw or "").replace("\r\n", "\n").replace("\x00", "").strip()
    if question.kind != LONG:
        text = " ".join(text.split())
    if not text:
        return "", None
    if len(text) > MAX_LENGTH[question.kind]:
        return text, "too_long"
    if question.kind == CHOICE and text not in question.choices:
        return text, "choice"
    if question.kind == LINK:
        address = text if "://" in text else f"https://{text}"
        return (address, None) if is_link(address) else (text, "link")
    if question.kind == DATE and not is_date(text):
        return text, "date"
    return text, None


def is_link(text):
    """:return bool: whether a text is the address of a page on the web"""
    try:
        parts = urlsplit(text)
        host = parts.hostname or ""
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and "." in host.strip(".") and not any(char.isspace() for char in text)


def is_date(text):
    """:return bool: whether a text is a day as forms send it, ``YYYY-MM-DD``"""
    try:
        return len(text) == 10 and FIRST_YEAR <= date.fromisoformat(text).year <= LAST_YEAR
    except ValueError:
        return False


def check(questions, typed, complete=True):
    """Look through a form.

    :param questions: list of :class:`Question`
    :param dict typed: key -> what was typed; missing ones count as empty
    :param bool complete: whether required questions must have their answer
    :return tuple: (dict key -> text to keep, dict key -> problem): those of :func:`clean`, and ``required``
    """
    values, problems = {}, {}
    for question in questions:
        text, problem = clean(question, typed.get(question.key))
        if not problem and complete and question.required and not text:
            problem = "required"
        values[question.key] = text
        if problem:
            problems[question.key] = problem
    return values, problems
