from unittest import TestCase

from ...core.assignment import Seat, pick


class TestPick(TestCase):
    def test_table(self):
        for name, seats, expected in [
            ("nobody", [], None),
            ("nobody has room", [Seat("a", 5, 5), Seat("b", 0)], None),
            ("most room", [Seat("a", 10, 8), Seat("b", 10, 3)], "b"),
            ("never assigned before assigned", [Seat("a", 10, 3, last=1), Seat("b", 10, 3)], "b"),
            ("waited longest", [Seat("a", 10, 3, last=9), Seat("b", 10, 3, last=1)], "b"),
            ("the order decides", [Seat("a", 10, order=2), Seat("b", 10, order=1)], "b"),
        ]:
            with self.subTest(name):
                seat = pick(seats)
                self.assertEqual(seat and seat.ref, expected)

    def test_takes_turns(self):
        seats = [Seat("a", 3, order=1), Seat("b", 3, order=2), Seat("c", 1, order=3)]
        order = []
        for turn in range(1, 9):
            seat = pick(seats)
            if seat is None:
                break
            order.append(seat.ref)
            seat.taken += 1
            seat.last = turn
        self.assertEqual(order, ["a", "b", "a", "b", "c", "a", "b"])
