from unittest import TestCase

from ...core import intake

GOOD = {
    "contact_name": "Jane Doe",
    "email_from": "jane@acme.example",
    "phone": "+49 30 123456",
    "partner_name": "Acme",
    "site_url": "acme.example",
    "monthly_ad_budget": "5.000,50",
    "channel_codes": ["seo"],
    "goal_codes": ["leads"],
    "description": "Help!\nSoon.",
}


class TestIntake(TestCase):
    def test_amounts(self):
        for typed, expected in [
            ("5000", 5000.0),
            ("5,000", 5000.0),
            ("5.000", 5000.0),
            ("5,000.50", 5000.5),
            ("5.000,50", 5000.5),
            ("1.234.567", 1234567.0),
            ("5 000 €", 5000.0),
            ("USD 5000", 5000.0),
            ("$1,5", 1.5),
            ("-3", -3.0),
            (12, 12.0),
            (0, 0.0),
            ("", None),
            ("   ", None),
            (None, None),
            (False, None),
        ]:
            with self.subTest(typed=typed):
                if typed == "   ":
                    typed = typed.strip()
                self.assertEqual(intake.parse_amount(typed), expected)
        for typed in ["a lot", "5k", "1e9", "€", "1.2.3,4,5", float("nan"), float("inf"), True, [], "9" * 30]:
            with self.subTest(typed=typed):
                self.assertRaises(ValueError, intake.parse_amount, typed)

    def test_clean(self):
        self.assertEqual(
            intake.clean(
                GOOD
                | {
                    "email_from": " Jane <JANE@acme.example> ",
                    "contact_name": "  Jane   Doe ",
                    "goal_codes": "leads",
                    "channel_codes": ["seo", "seo", "email"],
                }
            ),
            {
                "contact_name": "Jane Doe",
                "email_from": "jane@acme.example",
                "phone": "+49 30 123456",
                "partner_name": "Acme",
                "site_url": "https://acme.example",
                "monthly_ad_budget": 5000.5,
                "channel_codes": ["seo", "email"],
                "goal_codes": ["leads"],
                "description": "Help!\nSoon.",
            },
        )

    def test_clean_keeps_what_it_cannot_clean(self):
        bad = {"email_from": "jane", "site_url": "not a site", "monthly_ad_budget": "a lot", "goal_codes": None}
        self.assertEqual(intake.clean(bad), bad | {"goal_codes": []})

    def test_good_values_have_no_errors(self):
        self.assertEqual(intake.validate(GOOD, {"seo"}, {"leads"}), {})
        self.assertEqual(intake.validate(intake.clean(GOOD), {"seo"}, {"leads"}), {})
        self.assertEqual(intake.validate({"contact_name": "Jane", "phone": "030 123456"}), {})

    def test_errors(self):
        for change, expected in [
            ({"contact_name": " "}, {"contact_name": "required"}),
            ({"email_from": "", "phone": ""}, {"email_from": "required"}),
            ({"email_from": "jane@"}, {"email_from": "invalid_email"}),
            ({"phone": "call me"}, {"phone": "invalid_phone"}),
            ({"site_url": "javascript:alert(1)"}, {"site_url": "invalid_url"}),
            ({"monthly_ad_budget": "a lot"}, {"monthly_ad_budget": "invalid_number"}),
            ({"monthly_ad_budget": "-1"}, {"monthly_ad_budget": "out_of_range"}),
            ({"monthly_ad_budget": 2e9}, {"monthly_ad_budget": "out_of_range"}),
            ({"channel_codes": ["nope"]}, {"channel_codes": "unknown_choice"}),
            ({"goal_codes": "nope"}, {"goal_codes": "unknown_choice"}),
            ({"goal_codes": ["leads"] * 31}, {"goal_codes": "too_many"}),
            ({"partner_name": "a" * 161}, {"partner_name": "too_long"}),
            ({"partner_name": "Acme\r\nBcc: x@y.example"}, {"partner_name": "invalid_text"}),
            ({"contact_name": 5}, {"contact_name": "invalid_text"}),
            ({"description": "a" * 10_001}, {"description": "too_long"}),
            ({"description": ["a"]}, {"description": "invalid_text"}),
            (
                {"contact_name": "", "email_from": "x", "monthly_ad_budget": "x"},
                {"contact_name": "required", "email_from": "invalid_email", "monthly_ad_budget": "invalid_number"},
            ),
        ]:
            with self.subTest(change=change):
                errors = intake.validate(GOOD | change, {"seo"}, {"leads"})
                self.assertEqual(errors, expected)
                self.assertLessEqual(set(errors.values()), set(intake.ERROR_CODES))
