from unittest import TestCase

from ...core.dedupe import Decision, Merge, Party, decide, merge_values

ENQUIRY = Party(email="jane@acme.example", phone="+4930123456", domain="acme.example")


class TestDecide(TestCase):
    def test_table(self):
        stranger = Party(1, "x@other.example", "+4930999999", "other.example")
        same_email = Party(2, "jane@acme.example", "+4930111111", "acme.example")
        same_phone = Party(3, "office@other.example", "+4930123456", "other.example")
        colleague = Party(4, "joe@acme.example", "+4930222222", "acme.example")
        lost = Party(5, "jane@acme.example", None, "acme.example", is_open=False)
        opportunity = Party(6, "jane@acme.example", None, "acme.example", rank=1)
        for name, candidates, expected in [
            ("nobody", [], Decision()),
            ("a stranger", [stranger], Decision()),
            ("same address", [same_email], Decision(2, "email")),
            ("same phone", [same_phone], Decision(3, "phone")),
            ("address beats phone", [same_phone, same_email], Decision(2, "email", (3,))),
            ("same company", [colleague], Decision(None, None, (4,))),
            ("closed leads are linked", [lost], Decision(None, None, (5,))),
            ("the oldest of equals", [same_email, Party(7, "jane@acme.example")], Decision(2, "email", (7,))),
            ("an opportunity before a lead", [same_email, opportunity], Decision(6, "email", (2,))),
            (
                "all at once",
                [stranger, same_email, same_phone, colleague, lost],
                Decision(2, "email", (3, 4, 5)),
            ),
        ]:
            with self.subTest(name):
                self.assertEqual(decide(ENQUIRY, candidates), expected)

    def test_missing_keys_never_match(self):
        nothing = Party(1)
        self.assertEqual(decide(Party(), [nothing]), Decision())
        self.assertEqual(decide(Party(email=""), [Party(1, email="")]), Decision())


class TestMergeValues(TestCase):
    def test_nothing_is_lost_and_nothing_overwritten(self):
        self.assertEqual(
            merge_values(
                {"phone": False, "name": "Acme", "budget": 0.0, "channels": {1}, "site": "https://a.example"},
                {
                    "phone": "+49",
                    "name": "ACME Inc.",
                    "budget": 5000.0,
                    "channels": [1, 2],
                    "site": "https://a.example",
                    "goals": [3],
                    "stack": None,
                    "agency": "",
                },
            ),
            Merge(
                fill={"phone": "+49", "budget": 5000.0},
                unite={"channels": [2], "goals": [3]},
                differing={"name": "ACME Inc."},
            ),
        )

    def test_other_spelling_of_the_same(self):
        same = {"phone": lambda old, new: old.replace(" ", "") == new.replace(" ", "")}
        self.assertEqual(merge_values({"phone": "+49 30"}, {"phone": "+4930"}, same), Merge())
        self.assertEqual(
            merge_values({"phone": "+49 30"}, {"phone": "+4931"}, same), Merge(differing={"phone": "+4931"})
        )
