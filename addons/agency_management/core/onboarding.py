"""How an onboarding and its steps move from state to state: transitions as data, and what follows from them."""

from dataclasses import dataclass

WAITING = "waiting"
OPEN = "open"
DONE = "done"
SKIPPED = "skipped"
STEP_STATES = (WAITING, OPEN, DONE, SKIPPED)
FINISHED = (DONE, SKIPPED)

RUNNING = "running"
CANCELLED = "cancelled"
ONBOARDING_STATES = (RUNNING, DONE, CANCELLED)

CLIENT = "client"
AGENCY = "agency"


@dataclass(frozen=True)
class Transition:
    """One allowed move.

    ``guards`` are checked in this order; the first one that fails names the reason of the refusal.
    """

    action: str
    sources: tuple
    target: str
    guards: tuple = ()


#: ``open`` and ``complete`` happen by themselves, the others when somebody (or a fact that is gone) asks for them
STEP_TRANSITIONS = (
    Transition("open", (WAITING,), OPEN, ("turn_has_come",)),
    Transition("complete", (OPEN,), DONE, ("fulfilled",)),
    Transition("finish", (OPEN,), DONE),
    Transition("skip", (WAITING, OPEN), SKIPPED),
    Transition("reopen", (DONE, SKIPPED), OPEN),
    Transition("lapse", (DONE,), OPEN, ("not_fulfilled",)),
)
ONBOARDING_TRANSITIONS = (
    Transition("complete", (RUNNING,), DONE, ("has_steps", "all_finished")),
    Transition("cancel", (RUNNING,), CANCELLED),
    Transition("resume", (CANCELLED,), RUNNING),
    Transition("reopen", (DONE,), RUNNING),
)
#: what a step does by itself, in this order
BY_ITSELF = ("open", "complete")


class Refused(Exception):
    """The move is not allowed; ``code`` says why: a guard's name or ``wrong_state``."""

    def __init__(self, code, action, state):
        super().__init__(f"{action} from {state}: {code}")
        self.code = code
        self.action = action
        self.state = state


@dataclass(frozen=True)
class Step:
    """One step, in the order of the checklist.

    :ivar key: whatever identifies the step to the caller
    :ivar str state: one of ``STEP_STATES``
    :ivar bool waits: opens only when every step before it is finished
    :ivar bool fulfilled: the condition that completes it holds
    :ivar bool finished_before: every step before it is finished
    """

    key: object
    state: str
    waits: bool = False
    fulfilled: bool = False
    finished_before: bool = True


@dataclass(frozen=True)
class Whole:
    """An onboarding: its state, and the states of its steps."""

    state: str
    steps: tuple = ()


GUARDS = {
    "turn_has_come": lambda step: step.finished_before or not step.waits,
    "fulfilled": lambda step: step.fulfilled,
    "not_fulfilled": lambda step: not step.fulfilled,
    "has_steps": lambda whole: bool(whole.steps),
    "all_finished": lambda whole: all(state in FINISHED for state in whole.steps),
}


def decide(transitions, action, facts):
    """Decide about one move.

    :param transitions: ``STEP_TRANSITIONS`` or ``ONBOARDING_TRANSITIONS``
    :param str action: an action of one of them
    :param facts: :class:`Step` or :class:`Whole`, what is true now
    :return Transition: the move to make
    :raise Refused: the move is not allowed
    :raise KeyError: no such action
    """
    transition = {one.action: one for one in transitions}[action]
    if facts.state not in transition.sources:
        raise Refused("wrong_state", action, facts.state)
    for guard in transition.guards:
        if not GUARDS[guard](facts):
            raise Refused(guard, action, facts.state)
    return transition


def allowed(transitions, action, facts):
    """:return bool: whether :func:`decide` would let the move happen"""
    try:
        decide(transitions, action, facts)
    except Refused:
        return False
    return True


def advance(steps):
    """Move the steps on as far as they go by themselves.

    :param steps: list of :class:`Step` in their order; ``finished_before`` is found out here
    :return dict: key -> new state, only of the steps that change
    """
    changes = {}
    finished_before = True
    for step in steps:
        now = Step(step.key, step.state, step.waits, step.fulfilled, finished_before)
        for action in BY_ITSELF:
            if allowed(STEP_TRANSITIONS, action, now):
                target = decide(STEP_TRANSITIONS, action, now).target
                now = Step(step.key, target, step.waits, step.fulfilled, finished_before)
        if now.state != step.state:
            changes[step.key] = now.state
        finished_before = finished_before and now.state in FINISHED
    return changes


def progress(states):
    """:return float: percentage of finished steps; 100 when there is none"""
    states = list(states)
    if not states:
        return 100.0
    return 100.0 * sum(state in FINISHED for state in states) / len(states)


def whose_turn(state, client_facing, by_hand=False, to_check=False):
    """Who has to do something about a step.

    :param str state: one of ``STEP_STATES``
    :param bool client_facing: the client sees it
    :param bool by_hand: nothing the client does completes it, somebody at the agency ticks it off
    :param bool to_check: the client did their part, the agency checks it
    :return: ``CLIENT``, ``AGENCY`` or None when the step is not open
    """
    if state != OPEN:
        return None
    return CLIENT if client_facing and not by_hand and not to_check else AGENCY


#: rule of the owner -> whom to take, the first of them that there is
OWNER_CHAINS = {
    "onboarding": ("onboarding",),
    "person": ("person", "onboarding"),
    "project_manager": ("project_manager", "onboarding"),
    "account_manager": ("account_manager", "onboarding"),
    "role": ("role", "project_manager", "onboarding"),
}


def owner(rule, people):
    """Who does a step.

    :param str rule: a key of ``OWNER_CHAINS``
    :param dict people: ``onboarding``, ``person``, ``project_manager``, ``account_manager``, ``role`` -> who that is;
        those there are none of may be missing or falsy
    :return: one of the values, or None when none of the rule's chain is there
    """
    return next((people[name] for name in OWNER_CHAINS[rule] if people.get(name)), None)
