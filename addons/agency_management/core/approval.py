"""Who may move a deliverable from where to where, and what must hold first: transitions as data.

The ORM shell collects :class:`Facts`, asks :func:`decide` and writes the outcome; nothing else decides about states.
"""

from dataclasses import dataclass

DRAFT = "draft"
INTERNAL_CHECK = "internal_check"
CLIENT_REVIEW = "client_review"
CHANGES_REQUESTED = "changes_requested"
APPROVED = "approved"
STATES = (DRAFT, INTERNAL_CHECK, CLIENT_REVIEW, CHANGES_REQUESTED, APPROVED)

#: states in which the author works on the content
EDITABLE = (DRAFT, CHANGES_REQUESTED)

STAFF = "staff"
CLIENT = "client"


@dataclass(frozen=True)
class Transition:
    """One allowed move.

    ``guards`` are checked in this order; the first one that fails names the reason of the refusal.
    """

    action: str
    sources: tuple
    target: str
    actor: str
    guards: tuple = ()
    uses_round: bool = False
    freezes: bool = False
    shares: bool = False


TRANSITIONS = (
    Transition(
        "submit", EDITABLE, INTERNAL_CHECK, STAFF, ("has_checklist", "has_open_version", "has_content"), freezes=True
    ),
    Transition(
        "pass", (INTERNAL_CHECK,), CLIENT_REVIEW, STAFF, ("not_author", "checks_done", "content_unchanged"), shares=True
    ),
    Transition("fail", (INTERNAL_CHECK,), DRAFT, STAFF, ("not_author", "has_comment")),
    Transition("withdraw", (INTERNAL_CHECK, CLIENT_REVIEW), DRAFT, STAFF, ("has_comment",)),
    Transition(
        "request_changes", (CLIENT_REVIEW,), CHANGES_REQUESTED, CLIENT, ("may_approve", "has_comment"), uses_round=True
    ),
    Transition(
        "approve",
        (CLIENT_REVIEW,),
        APPROVED,
        CLIENT,
        ("may_approve", "content_unchanged", "content_shown", "has_name", "has_signature"),
    ),
)
ACTIONS = {transition.action: transition for transition in TRANSITIONS}


@dataclass(frozen=True)
class Facts:
    """What is true at the moment somebody acts.

    ``frozen_hash`` is the hash the version got when it was submitted, ``actual_hash`` the hash of what is stored
    now, ``shown_hash`` the hash of what the client had on the screen.
    """

    state: str
    actor: str = STAFF
    actor_is_author: bool = False
    may_approve: bool = False
    checks_total: int = 0
    checks_done: int = 0
    version_open: bool = False
    has_content: bool = False
    frozen_hash: str = ""
    actual_hash: str = ""
    shown_hash: str = ""
    comment: str = ""
    signed_name: str = ""
    has_signature: bool = False


class Refused(Exception):
    """The move is not allowed; ``code`` says why (a guard's name, ``wrong_state`` or ``wrong_actor``)."""

    def __init__(self, code, action, state):
        super().__init__(f"{action} from {state}: {code}")
        self.code = code
        self.action = action
        self.state = state


GUARDS = {
    "has_checklist": lambda facts: facts.checks_total > 0,
    "has_open_version": lambda facts: facts.version_open,
    "has_content": lambda facts: facts.has_content,
    "not_author": lambda facts: not facts.actor_is_author,
    "checks_done": lambda facts: 0 < facts.checks_total == facts.checks_done,
    "content_unchanged": lambda facts: bool(facts.frozen_hash) and facts.frozen_hash == facts.actual_hash,
    "content_shown": lambda facts: facts.shown_hash == facts.frozen_hash,
    "may_approve": lambda facts: facts.may_approve,
    "has_comment": lambda facts: bool(facts.comment.strip()),
    "has_name": lambda facts: bool(facts.signed_name.strip()),
    "has_signature": lambda facts: facts.has_signature,
}


def decide(action, facts):
    """Decide about one move.

    :param str action: a key of ``ACTIONS``
    :param Facts facts: what is true now
    :return Transition: the move to make
    :raise Refused: the move is not allowed
    :raise KeyError: no such action
    """
    transition = ACTIONS[action]
    if facts.actor != transition.actor:
        raise Refused("wrong_actor", action, facts.state)
    if facts.state not in transition.sources:
        raise Refused("wrong_state", action, facts.state)
    for guard in transition.guards:
        if not GUARDS[guard](facts):
            raise Refused(guard, action, facts.state)
    return transition


def rounds_over(used, included):
    """:return int: change rounds beyond those included in the price, never negative"""
    return max(0, used - included)
