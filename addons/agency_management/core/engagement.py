"""Where a client stands, judged by what runs for it."""

from dataclasses import dataclass

#: a retainer in one of these states is not over
RUNNING = frozenset({"active", "paused"})


@dataclass(frozen=True)
class Engagements:
    """What there is for one client.

    :ivar frozenset retainers: states of its retainers (draft, active, paused, ended, cancelled)
    :ivar bool retainer_ended: a retainer that ran is over
    :ivar bool onboarding: an onboarding runs
    :ivar bool project: a project is open
    :ivar bool order: a quotation is open, or a confirmed order is not set up yet
    """

    retainers: frozenset = frozenset()
    retainer_ended: bool = False
    onboarding: bool = False
    project: bool = False
    order: bool = False

    @property
    def is_over(self):
        """Whether a retainer ran and nothing of any kind is left; a retainer being drafted is something."""
        left = self.retainers & (RUNNING | {"draft"})
        return self.retainer_ended and not (left or self.onboarding or self.project or self.order)


def follow(state, engagements):
    """Say where a client stands now.

    It comes back when an onboarding or a retainer runs, pauses while all retainers that run are paused, and is a
    former one when its last retainer is over and nothing else is left. Whoever never had a retainer is moved by people.

    :param str state: prospect, onboarding, active, paused or former; anything else is nobody's client and stays
    :param Engagements engagements: what there is
    :return str: the state it should have, which may be the one it has
    """
    if state in ("prospect", "former") and engagements.onboarding:
        return "onboarding"
    if state in ("prospect", "former", "paused") and "active" in engagements.retainers:
        return "active"
    if state == "active" and not engagements.onboarding and engagements.retainers & RUNNING == {"paused"}:
        return "paused"
    if state in ("onboarding", "active", "paused") and engagements.is_over:
        return "former"
    return state
