"""Approval of time: which move is allowed from where, who may make it, and what locks an entry."""

from dataclasses import dataclass

DRAFT, SUBMITTED, APPROVED = "draft", "submitted", "approved"
STATES = (DRAFT, SUBMITTED, APPROVED)
EMPTY = "empty"

SUBMIT, TAKE_BACK, APPROVE, SEND_BACK, REOPEN = "submit", "take_back", "approve", "send_back", "reopen"
#: move -> (states it starts from, state it ends in)
MOVES = {
    SUBMIT: ((DRAFT,), SUBMITTED),
    TAKE_BACK: ((SUBMITTED,), DRAFT),
    APPROVE: ((SUBMITTED,), APPROVED),
    SEND_BACK: ((SUBMITTED,), DRAFT),
    REOPEN: ((APPROVED,), DRAFT),
}
#: Moves of the person whose time it is; all others are the approver's.
OWN_MOVES = (SUBMIT, TAKE_BACK)
#: Moves that are explained to the person.
REASONED = (SEND_BACK, REOPEN)

INVOICED = "invoiced"
#: On the bill of a freelancer: locked like invoiced time, until the bill is cancelled.
BILLED = "billed"


@dataclass(frozen=True)
class Actor:
    """Somebody who wants to approve time.

    :ivar int user: id of the user
    :ivar bool is_administrator: may do everything
    :ivar bool is_project_manager: has the role of a project manager
    """

    user: int
    is_administrator: bool = False
    is_project_manager: bool = False


@dataclass(frozen=True)
class Entry:
    """Whose time it is. Users are ids; None where there is none.

    :ivar user: the person
    :ivar manager: the manager of the person
    :ivar project_manager: the manager of the project
    :ivar bool self_approval: whether managers may approve their own time
    """

    user: int | None
    manager: int | None = None
    project_manager: int | None = None
    self_approval: bool = False


def may_approve(actor, entry):
    """Whether somebody may approve, send back or reopen an entry.

    The person's manager and the project's manager may, administrators always. Where there is neither manager (or it is
    the person) any other project manager may, so that nobody's time is stuck. One's own time takes an administrator,
    or the setting that allows it.

    :return bool:
    """
    if actor.is_administrator:
        return True
    managers = {entry.manager, entry.project_manager} - {None}
    if actor.user == entry.user:
        return entry.self_approval and (actor.user in managers or actor.is_project_manager)
    if actor.user in managers:
        return True
    return not managers - {entry.user} and actor.is_project_manager


def week_state(states):
    """State of a week as a whole: that of the entry furthest behind.

    :param states: iterable of states of its entries
    :return str: ``empty``, ``draft``, ``submitted`` or ``approved``
    """
    found = set(states)
    return next((state for state in STATES if state in found), EMPTY)


def lock(state, invoiced, may_correct):
    """What keeps an entry from being changed or deleted.

    :param str state: of the entry
    :param bool invoiced: whether it is on an invoice, or approved in a billed period
    :param bool may_correct: whether whoever asks approves this time: submitted entries can be corrected by them
    :return: ``invoiced``, ``approved``, ``submitted``, or None
    """
    if invoiced:
        return INVOICED
    if state == APPROVED:
        return APPROVED
    if state == SUBMITTED and not may_correct:
        return SUBMITTED
    return None
