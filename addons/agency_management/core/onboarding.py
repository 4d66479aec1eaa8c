"""How an onboarding moves on: which steps open and which are done."""

from dataclasses import dataclass

FINISHED = ("done", "skipped")


@dataclass(frozen=True)
class Step:
    """One step, in the order of the checklist.

    :ivar key: whatever identifies the step to the caller
    :ivar str state: waiting, open, done or skipped
    :ivar bool waits: opens only when every step before it is finished
    :ivar bool fulfilled: the condition that completes it holds
    """

    key: object
    state: str
    waits: bool = False
    fulfilled: bool = False


def advance(steps):
    """Move the steps on as far as they go.

    :param steps: list of :class:`Step`
    :return dict: key -> new state, only of the steps that change
    """
    changes = {}
    all_finished_before = True
    for step in steps:
        state = step.state
        if state == "waiting" and (all_finished_before or not step.waits):
            state = "open"
        if state == "open" and step.fulfilled:
            state = "done"
        if state != step.state:
            changes[step.key] = state
        all_finished_before = all_finished_before and state in FINISHED
    return changes


def progress(states):
    """:return float: percentage of finished steps; 100 when there is none"""
    states = list(states)
    if not states:
        return 100.0
    return 100.0 * sum(state in FINISHED for state in states) / len(states)
