from unittest import TestCase

from odoo.addons.agency_management.core.onboarding import Step, advance, progress


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

    def test_progress(self):
        cases = [([], 100.0), (["open"], 0.0), (["done", "waiting"], 50.0), (["done", "skipped"], 100.0)]
        for states, expected in cases:
            with self.subTest(states=states):
                self.assertEqual(progress(states), expected)
