from itertools import product
from unittest import TestCase

from ...core.engagement import Engagements, follow

STATES = (False, "prospect", "onboarding", "active", "paused", "former")


def moves(**facts):
    """:return dict: state -> new state, only where they differ"""
    facts["retainers"] = frozenset(facts.get("retainers", ()))
    after = {state: follow(state, Engagements(**facts)) for state in STATES}
    return {state: new for state, new in after.items() if new != state}


class TestEngagement(TestCase):
    maxDiff = None

    def test_follow(self):
        back = {"prospect": "active", "paused": "active", "former": "active"}
        over = {"onboarding": "former", "active": "former", "paused": "former"}
        cases = {
            "nothing at all": ({}, {}),
            "a project and never a retainer": ({"project": True}, {}),
            "the project is over and there never was a retainer": ({}, {}),
            "a retainer runs": ({"retainers": {"active"}}, back),
            "one runs, one is paused": ({"retainers": {"active", "paused"}}, back),
            "one runs, others are over": ({"retainers": {"active", "ended"}, "retainer_ended": True}, back),
            "all that run are paused": ({"retainers": {"paused"}}, {"active": "paused"}),
            "paused, with a project of its own": ({"retainers": {"paused"}, "project": True}, {"active": "paused"}),
            "paused, one more is drafted": ({"retainers": {"paused", "draft"}}, {"active": "paused"}),
            "paused, one is over": ({"retainers": {"paused", "ended"}, "retainer_ended": True}, {"active": "paused"}),
            "paused, but a new order is being set up": (
                {"retainers": {"paused"}, "onboarding": True},
                {"prospect": "onboarding", "former": "onboarding"},
            ),
            "a new order is being set up": (
                {"retainers": {"active"}, "onboarding": True},
                {"prospect": "onboarding", "former": "onboarding", "paused": "active"},
            ),
            "the last one ended": ({"retainers": {"ended"}, "retainer_ended": True}, over),
            "the last one was cancelled": ({"retainers": {"cancelled"}, "retainer_ended": True}, over),
            "cancelled before it began": ({"retainers": {"cancelled"}}, {}),
            "ended, but one is drafted": ({"retainers": {"ended", "draft"}, "retainer_ended": True}, {}),
            "ended, but a project is open": ({"retainers": {"ended"}, "retainer_ended": True, "project": True}, {}),
            "ended, but a quotation is open": ({"retainers": {"ended"}, "retainer_ended": True, "order": True}, {}),
            "ended, but an onboarding runs": (
                {"retainers": {"ended"}, "retainer_ended": True, "onboarding": True},
                {"prospect": "onboarding", "former": "onboarding"},
            ),
        }
        for name, (facts, expected) in cases.items():
            with self.subTest(name):
                self.assertEqual(moves(**facts), expected)

    def test_it_settles(self):
        """What follows from the same facts once more is the same state: no client goes back and forth."""
        kinds = ("draft", "active", "paused", "ended", "cancelled")
        for state, *marks in product(STATES, *[(False, True)] * (len(kinds) + 4)):
            retainers = frozenset(kind for kind, there in zip(kinds, marks) if there)
            facts = Engagements(retainers, *marks[len(kinds) :])
            once = follow(state, facts)
            self.assertEqual(follow(once, facts), once, facts)
