"""Table tests of the deliverable's transitions."""

import unittest
from dataclasses import replace

from ...core.approval import (
    ACTIONS,
    CLIENT,
    GUARDS,
    STAFF,
    STATES,
    TRANSITIONS,
    Facts,
    Refused,
    decide,
    rounds_over,
)

#: facts with which every action succeeds in the right state
GOOD = {
    "submit": Facts("draft", version_open=True, has_content=True, checks_total=3),
    "pass": Facts("internal_check", checks_total=3, checks_done=3, frozen_hash="a", actual_hash="a"),
    "fail": Facts("internal_check", comment="Typo on page 2"),
    "withdraw": Facts("client_review", comment="Wrong file"),
    "request_changes": Facts("client_review", actor=CLIENT, may_approve=True, comment="Other colour"),
    "approve": Facts(
        "client_review",
        actor=CLIENT,
        may_approve=True,
        frozen_hash="a",
        actual_hash="a",
        shown_hash="a",
        signed_name="Ann",
        has_signature=True,
    ),
}


class TestApproval(unittest.TestCase):
    def refusal(self, action, facts):
        with self.assertRaises(Refused) as caught:
            decide(action, facts)
        return caught.exception.code

    def test_targets(self):
        targets = {action: decide(action, facts).target for action, facts in GOOD.items()}
        self.assertEqual(
            targets,
            {
                "submit": "internal_check",
                "pass": "client_review",
                "fail": "draft",
                "withdraw": "draft",
                "request_changes": "changes_requested",
                "approve": "approved",
            },
        )

    def test_every_action_from_every_state(self):
        allowed = {(action, state) for action in ACTIONS for state in STATES if self._moves(action, state)}
        self.assertEqual(
            allowed,
            {
                ("submit", "draft"),
                ("submit", "changes_requested"),
                ("pass", "internal_check"),
                ("fail", "internal_check"),
                ("withdraw", "internal_check"),
                ("withdraw", "client_review"),
                ("request_changes", "client_review"),
                ("approve", "client_review"),
            },
        )

    def _moves(self, action, state):
        try:
            decide(action, replace(GOOD[action], state=state))
        except Refused as refused:
            self.assertEqual((refused.code, refused.state), ("wrong_state", state))
            return False
        return True

    def test_refusals(self):
        table = [
            ("submit", {"checks_total": 0}, "has_checklist"),
            ("submit", {"version_open": False}, "has_open_version"),
            ("submit", {"has_content": False}, "has_content"),
            ("submit", {"actor": CLIENT}, "wrong_actor"),
            ("pass", {"actor_is_author": True}, "not_author"),
            ("pass", {"checks_done": 2}, "checks_done"),
            ("pass", {"checks_total": 0, "checks_done": 0}, "checks_done"),
            ("pass", {"actual_hash": "b"}, "content_unchanged"),
            ("pass", {"frozen_hash": "", "actual_hash": ""}, "content_unchanged"),
            ("pass", {"actor": CLIENT}, "wrong_actor"),
            ("fail", {"actor_is_author": True}, "not_author"),
            ("fail", {"comment": " \n"}, "has_comment"),
            ("withdraw", {"comment": ""}, "has_comment"),
            ("request_changes", {"may_approve": False}, "may_approve"),
            ("request_changes", {"comment": ""}, "has_comment"),
            ("request_changes", {"actor": STAFF}, "wrong_actor"),
            ("approve", {"actor": STAFF}, "wrong_actor"),
            ("approve", {"may_approve": False}, "may_approve"),
            ("approve", {"actual_hash": "b"}, "content_unchanged"),
            ("approve", {"shown_hash": "b"}, "content_shown"),
            ("approve", {"signed_name": "  "}, "has_name"),
            ("approve", {"has_signature": False}, "has_signature"),
        ]
        got = [
            (action, change, self.refusal(action, replace(GOOD[action], **change))) for action, change, _code in table
        ]
        self.assertEqual(got, table)

    def test_every_guard_is_used_and_defined(self):
        self.assertEqual({guard for transition in TRANSITIONS for guard in transition.guards}, set(GUARDS))

    def test_marks(self):
        self.assertEqual([t.action for t in TRANSITIONS if t.uses_round], ["request_changes"])
        self.assertEqual([t.action for t in TRANSITIONS if t.freezes], ["submit"])
        self.assertEqual([t.action for t in TRANSITIONS if t.shares], ["pass"])

    def test_rounds_over(self):
        self.assertEqual([rounds_over(*pair) for pair in ((0, 2), (2, 2), (3, 2), (1, 0))], [0, 0, 1, 1])
