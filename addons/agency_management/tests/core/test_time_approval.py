"""Who may approve time, and what locks it."""

import unittest
from itertools import product

from ...core import time_approval as ta
from ...core.time_approval import Actor, Entry

PERSON, MANAGER, LEAD, OTHER = 1, 2, 3, 4


class TestMayApprove(unittest.TestCase):
    def test_table(self):
        managed = Entry(PERSON, MANAGER, LEAD)
        alone = Entry(PERSON)
        own_project = Entry(PERSON, None, PERSON)
        trusted = Entry(PERSON, None, PERSON, self_approval=True)
        managed_and_trusted = Entry(PERSON, MANAGER, LEAD, self_approval=True)
        cases = [
            # entry, user, administrator, project manager, expected
            (managed, MANAGER, False, False, True),
            (managed, LEAD, False, True, True),
            (managed, OTHER, False, True, False),
            (managed, OTHER, False, False, False),
            (managed, OTHER, True, False, True),
            (managed, PERSON, False, True, False),
            (managed, PERSON, True, True, True),
            (alone, OTHER, False, True, True),
            (alone, OTHER, False, False, False),
            (alone, PERSON, False, True, False),
            (own_project, PERSON, False, True, False),
            (own_project, OTHER, False, True, True),
            (trusted, PERSON, False, True, True),
            (trusted, PERSON, False, False, True),
            (managed_and_trusted, PERSON, False, False, False),
            (managed_and_trusted, PERSON, False, True, True),
        ]
        for entry, user, administrator, manager, expected in cases:
            with self.subTest(entry=entry, user=user, administrator=administrator):
                self.assertIs(ta.may_approve(Actor(user, administrator, manager), entry), expected)


class TestStates(unittest.TestCase):
    def test_moves_lead_from_state_to_state(self):
        self.assertEqual(
            {move: (tuple(start), end) for move, (start, end) in ta.MOVES.items()},
            {
                "submit": (("draft",), "submitted"),
                "take_back": (("submitted",), "draft"),
                "approve": (("submitted",), "approved"),
                "send_back": (("submitted",), "draft"),
                "reopen": (("approved",), "draft"),
            },
        )

    def test_a_week_is_as_far_as_its_last_entry(self):
        table = {
            (): "empty",
            ("draft",): "draft",
            ("approved", "draft", "submitted"): "draft",
            ("approved", "submitted"): "submitted",
            ("approved", "approved"): "approved",
        }
        self.assertEqual({states: ta.week_state(states) for states in table}, table)

    def test_locks(self):
        got = {facts: ta.lock(*facts) for facts in product(ta.STATES, (False, True), (False, True))}
        self.assertEqual(
            got,
            {
                ("draft", False, False): None,
                ("draft", False, True): None,
                ("submitted", False, False): "submitted",
                ("submitted", False, True): None,
                ("approved", False, False): "approved",
                ("approved", False, True): "approved",
                **{(state, True, may): "invoiced" for state in ta.STATES for may in (False, True)},
            },
        )
