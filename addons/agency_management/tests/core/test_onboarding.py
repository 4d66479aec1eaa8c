from dataclasses import replace
from itertools import product
from unittest import TestCase

from hypothesis import given
from hypothesis import strategies as st

from ...core import onboarding as core
from ...core.onboarding import Step, Whole, advance, progress

STATES = st.sampled_from(core.STEP_STATES)
CHECKLISTS = st.lists(st.builds(Step, st.just(0), STATES, st.booleans(), st.booleans()), max_size=8).map(
    lambda steps: [replace(step, key=number) for number, step in enumerate(steps)]
)


class TestOnboarding(TestCase):
    def test_advance(self):
        cases = {
            "nothing to do": ([], {}),
            "open stays open": ([Step(1, "open")], {}),
            "fulfilled is done": ([Step(1, "open", fulfilled=True)], {1: "done"}),
            "waiting without turn opens": ([Step(1, "waiting")], {1: "open"}),
            "waiting its turn stays": ([Step(1, "open"), Step(2, "waiting", waits=True)], {}),
            "its turn comes after done and skipped": (
                [Step(1, "done"), Step(2, "skipped"), Step(3, "waiting", waits=True)],
                {3: "open"},
            ),
            "a chain moves in one go": (
                [
                    Step(1, "open", fulfilled=True),
                    Step(2, "waiting", waits=True, fulfilled=True),
                    Step(3, "waiting", waits=True),
                    Step(4, "waiting", waits=True, fulfilled=True),
                ],
                {1: "done", 2: "done", 3: "open"},
            ),
            "fulfilled but not its turn": (
                [Step(1, "open"), Step(2, "waiting", waits=True, fulfilled=True)],
                {},
            ),
            "finished stays finished": ([Step(1, "done"), Step(2, "skipped", fulfilled=True)], {}),
        }
        for name, (steps, expected) in cases.items():
            with self.subTest(name):
                self.assertEqual(advance(steps), expected)

    @given(CHECKLISTS)
    def test_advance_goes_as_far_as_it_can_and_no_further(self, steps):
        changes = advance(steps)
        after = [replace(step, state=changes.get(step.key, step.state)) for step in steps]
        self.assertEqual(advance(after), {}, "once is enough")
        for step, now in zip(steps, after):
            before = all(other.state in core.FINISHED for other in after[: step.key])
            if step.state in core.FINISHED:
                self.assertEqual(now.state, step.state, "what is finished stays")
            elif before or not step.waits or step.state == "open":
                self.assertEqual(now.state, "done" if step.fulfilled else "open")
            else:
                self.assertEqual(now.state, "waiting")

    def test_every_move_of_a_step(self):
        """The whole table: what each action makes of each state, whatever else is true."""
        expected = {
            ("open", "waiting", True, True): "open",
            ("open", "waiting", True, False): "open",
            ("complete", "open", True, True): "done",
            ("complete", "open", False, True): "done",
            ("finish", "open", None, None): "done",
            ("skip", "open", None, None): "skipped",
            ("skip", "waiting", None, None): "skipped",
            ("reopen", "done", None, None): "open",
            ("reopen", "skipped", None, None): "open",
            ("lapse", "done", True, False): "open",
            ("lapse", "done", False, False): "open",
        }
        actions = [transition.action for transition in core.STEP_TRANSITIONS]
        for action, state, before, fulfilled in product(actions, core.STEP_STATES, (True, False), (True, False)):
            wanted = expected.get((action, state, before, fulfilled), expected.get((action, state, None, None)))
            facts = Step(1, state, waits=True, fulfilled=fulfilled, finished_before=before)
            with self.subTest(action=action, state=state, before=before, fulfilled=fulfilled):
                self.assertEqual(core.allowed(core.STEP_TRANSITIONS, action, facts), wanted is not None)
                if wanted:
                    self.assertEqual(core.decide(core.STEP_TRANSITIONS, action, facts).target, wanted)

    def test_refusals_say_why(self):
        for action, facts, code in [
            ("open", Step(1, "waiting", waits=True, finished_before=False), "turn_has_come"),
            ("complete", Step(1, "open"), "fulfilled"),
            ("lapse", Step(1, "done", fulfilled=True), "not_fulfilled"),
            ("finish", Step(1, "waiting"), "wrong_state"),
            ("skip", Step(1, "done"), "wrong_state"),
        ]:
            with self.subTest(action=action), self.assertRaises(core.Refused) as caught:
                core.decide(core.STEP_TRANSITIONS, action, facts)
            self.assertEqual((caught.exception.code, caught.exception.action), (code, action))
        with self.assertRaises(KeyError):
            core.decide(core.STEP_TRANSITIONS, "fly", Step(1, "open"))

    def test_every_move_of_an_onboarding(self):
        some, all_done = ("done", "open"), ("done", "skipped")
        cases = [
            ("complete", "running", some, None),
            ("complete", "running", (), None),
            ("complete", "running", all_done, "done"),
            ("complete", "cancelled", all_done, None),
            ("cancel", "running", some, "cancelled"),
            ("cancel", "done", all_done, None),
            ("cancel", "cancelled", some, None),
            ("resume", "cancelled", some, "running"),
            ("resume", "running", some, None),
            ("reopen", "done", some, "running"),
            ("reopen", "cancelled", some, None),
        ]
        for action, state, steps, wanted in cases:
            facts = Whole(state, steps)
            with self.subTest(action=action, state=state, steps=steps):
                self.assertEqual(core.allowed(core.ONBOARDING_TRANSITIONS, action, facts), wanted is not None)
                if wanted:
                    self.assertEqual(core.decide(core.ONBOARDING_TRANSITIONS, action, facts).target, wanted)

    def test_progress(self):
        cases = [([], 100.0), (["open"], 0.0), (["done", "waiting"], 50.0), (["done", "skipped"], 100.0)]
        for states, expected in cases:
            with self.subTest(states=states):
                self.assertEqual(progress(states), expected)

    def test_whose_turn(self):
        for state, client_facing, by_hand, to_check, expected in [
            ("open", True, False, False, "client"),
            ("open", True, False, True, "agency"),
            ("open", True, True, False, "agency"),
            ("open", False, False, False, "agency"),
            ("waiting", True, False, False, None),
            ("done", True, False, False, None),
            ("skipped", False, True, True, None),
        ]:
            with self.subTest(state=state, client_facing=client_facing, by_hand=by_hand, to_check=to_check):
                self.assertEqual(core.whose_turn(state, client_facing, by_hand, to_check), expected)

    def test_owner(self):
        everybody = {
            name: name.upper() for name in ("onboarding", "person", "project_manager", "account_manager", "role")
        }
        for rule in core.OWNER_CHAINS:
            self.assertEqual(core.owner(rule, everybody), rule.upper())
            self.assertEqual(core.owner(rule, {"onboarding": "O"}), "O")
            self.assertIsNone(core.owner(rule, {}))
        self.assertEqual(core.owner("role", {"onboarding": "O", "project_manager": "P"}), "P")
        self.assertEqual(core.owner("person", {"onboarding": "O", "project_manager": "P", "person": None}), "O")
