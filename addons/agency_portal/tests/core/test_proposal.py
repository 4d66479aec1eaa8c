import unittest

from ...core.proposal import CONSENT_MISSING, Proposal, blank, first_error, parse

FULL = {
    "contact_name": ["  Dana \n Reyes "],
    "email_from": ["dana@harbour.example.com"],
    "phone": ["+34 600 000 000"],
    "partner_name": ["Harbour\x07 Bakery"],
    "site_url": ["https://harbour.example.com"],
    "monthly_ad_budget": ["2.500,50 €"],
    "description": ["First line\r\n\tSecond line\x00"],
    "channel_codes": ["seo", "email", "seo", ""],
    "goal_codes": ["leads"],
    "interest": ["package-12"],
    "consent": ["1"],
    "nickname": [""],
}


class TestProposal(unittest.TestCase):
    maxDiff = None

    def test_full_form(self):
        values = {
            "contact_name": "Dana   Reyes",
            "email_from": "dana@harbour.example.com",
            "phone": "+34 600 000 000",
            "partner_name": "Harbour Bakery",
            "site_url": "https://harbour.example.com",
            "monthly_ad_budget": "2.500,50 €",
            "description": "First line\n\tSecond line",
            "channel_codes": ["seo", "email"],
            "goal_codes": ["leads"],
        }
        self.assertEqual(
            parse(FULL),
            Proposal(
                typed=values | {"consent": True, "interest": "package-12"}, values=values, interest=("package", 12)
            ),
        )

    def test_empty_form_is_the_blank_one(self):
        proposal = parse({})
        self.assertEqual(proposal.typed, blank())
        self.assertEqual(proposal.errors, {"consent": CONSENT_MISSING})
        self.assertFalse(proposal.is_spam)

    def test_missing_consent_keeps_what_was_typed(self):
        proposal = parse(FULL | {"consent": []})
        self.assertEqual(proposal.errors, {"consent": CONSENT_MISSING})
        self.assertEqual(proposal.typed, parse(FULL).typed | {"consent": False})

    def test_endless_texts_are_cut_but_stay_too_long(self):
        proposal = parse({"contact_name": ["x" * 5000], "channel_codes": [f"c{n}" for n in range(500)]})
        self.assertEqual(len(proposal.values["contact_name"]), 480)
        self.assertEqual(len(proposal.values["channel_codes"]), 50)

    def test_honeypot(self):
        self.assertTrue(parse(FULL | {"nickname": ["http://spam.example.com"]}).is_spam)

    def test_interest(self):
        for text, expected in (
            ("service-3", ("service", 3)),
            ("package-3", ("package", 3)),
            ("package-", None),
            ("product-3", None),
            ("package-3; drop", None),
            ("package-99999999999", None),
            ("", None),
        ):
            with self.subTest(text=text):
                self.assertEqual(parse({"interest": [text]}).interest, expected)

    def test_first_error(self):
        self.assertEqual(first_error({"consent": "c", "phone": "p"}), "phone")
        self.assertIsNone(first_error({"form": "f"}))
        self.assertIsNone(first_error({}))
