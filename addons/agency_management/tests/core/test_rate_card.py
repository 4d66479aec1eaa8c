from unittest import TestCase

from ...core.rate_card import Card, Match, choose


def some(*keys):
    return frozenset(keys)


class TestRateCard(TestCase):
    def test_choose(self):
        general = Card("general", "EUR")
        dollars = Card("dollars", "USD")
        key = Card("key", "EUR", tiers=some("A"))
        retail = Card("retail", "EUR", industries=some("retail"))
        both = Card("both", "EUR", tiers=some("A", "B"), industries=some("retail"))
        later = Card("later", "EUR", tiers=some("A"), sequence=5)
        cases = [
            ([], "A", "retail", "EUR", None),
            ([dollars], "A", "retail", "EUR", None),
            ([general, dollars], None, None, "EUR", Match("general")),
            ([general, dollars], None, None, "USD", Match("dollars")),
            ([key, retail, both], None, None, "EUR", None),
            ([general, key, retail], "B", "food", "EUR", Match("general")),
            ([general, key, retail], "A", "food", "EUR", Match("key", ("tier",))),
            ([general, key, retail], "B", "retail", "EUR", Match("retail", ("industry",))),
            ([general, retail, key], "A", "retail", "EUR", Match("key", ("tier",))),
            ([general, key, both], "A", "retail", "EUR", Match("both", ("tier", "industry"))),
            ([general, key, both], "B", "retail", "EUR", Match("both", ("tier", "industry"))),
            ([later, key], "A", None, "EUR", Match("key", ("tier",))),
            ([key, Card("same", "EUR", tiers=some("A"))], "A", None, "EUR", Match("key", ("tier",))),
            ([Card("low", "EUR", sequence=-1), general], None, None, "EUR", Match("low")),
        ]
        for cards, tier, industry, currency, expected in cases:
            with self.subTest(cards=[card.key for card in cards], tier=tier, industry=industry, currency=currency):
                self.assertEqual(choose(cards, tier, industry, currency), expected)
