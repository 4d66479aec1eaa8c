"""The public "request a proposal" form: from what the browser sent to what the intake of leads understands.

What makes a good enquiry is the intake's business, whichever way an enquiry comes in; here is only what belongs to
the form itself.
"""

import re
from dataclasses import dataclass, field

#: Length the browser lets people type; the intake refuses more than it can store.
TEXT_LIMITS = {
    "contact_name": 120,
    "email_from": 254,
    "phone": 40,
    "partner_name": 160,
    "site_url": 300,
    "monthly_ad_budget": 20,
    "description": 10_000,
}
MULTILINE = ("description",)
CHOICE_FIELDS = ("channel_codes", "goal_codes")
#: Everything a message can stand next to, from top to bottom.
FIELD_ORDER = (
    "contact_name",
    "email_from",
    "phone",
    "partner_name",
    "site_url",
    "interest",
    "monthly_ad_budget",
    "channel_codes",
    "goal_codes",
    "description",
    "consent",
)
#: Hidden from people; whoever fills it in is a program.
HONEYPOT = "nickname"
INTERESTS = ("package", "service")
#: A text this many times too long is cut before it goes anywhere.
CUT = 4
MAX_CHOICES = 50

CONSENT_MISSING = "consent_missing"


@dataclass(frozen=True)
class Proposal:
    """One submission of the form.

    ``typed`` is what the page shows again (text by field, lists for the choices), ``values`` what the intake gets,
    ``errors`` a code by field, ``interest`` a pair such as ``("package", 3)`` or None.
    """

    typed: dict
    values: dict
    errors: dict = field(default_factory=dict)
    interest: tuple | None = None
    is_spam: bool = False


def _clean(text, multiline=False):
    """Without what a database refuses or a page should not show; a single line gets blanks for line ends."""
    text = (text or "").replace("\r\n", "\n").replace("\r", "\n")
    if not multiline:
        text = re.sub(r"[\n\t]", " ", text)
    return re.sub(r"[\x00-\x08\x0b-\x1f\x7f]", "", text).strip()


def _first(form, name):
    return (form.get(name) or [""])[0]


def _interest(text):
    match = re.fullmatch(r"({})-(\d{{1,9}})".format("|".join(INTERESTS)), text)
    return (match[1], int(match[2])) if match else None


def blank(interest=""):
    """:return dict: what the empty form shows"""
    return (
        dict.fromkeys(TEXT_LIMITS, "") | {name: [] for name in CHOICE_FIELDS} | {"consent": False, "interest": interest}
    )


def parse(form):
    """Read one submission.

    :param dict form: list of texts by field name, as the browser sent them
    :return: :class:`Proposal`
    """
    values = {
        name: _clean(_first(form, name), multiline=name in MULTILINE)[: CUT * limit]
        for name, limit in TEXT_LIMITS.items()
    }
    for name in CHOICE_FIELDS:
        choices = [_clean(choice)[:60] for choice in (form.get(name) or [])[:MAX_CHOICES]]
        values[name] = list(dict.fromkeys(filter(None, choices)))
    consent = bool(_first(form, "consent"))
    interest = _clean(_first(form, "interest"))[:40]
    return Proposal(
        typed=values | {"consent": consent, "interest": interest},
        values=values,
        errors={} if consent else {"consent": CONSENT_MISSING},
        interest=_interest(interest),
        is_spam=bool(_clean(_first(form, HONEYPOT))),
    )


def first_error(errors):
    """:return: name of the topmost field with a message, or None"""
    return next((name for name in FIELD_ORDER if name in errors), None)
