import json
import unittest

from ...core import notices

MESSAGE = notices.Message(
    title="Client approved: Content plan",
    text="Fine <!channel> & *good*",
    facts=(("Client", "Larkspur [GmbH]"), ("Author", "Tess")),
    url="https://agency.example/web#id=1",
    link="Open",
    tone="good",
)


class TestNotices(unittest.TestCase):
    maxDiff = None

    def test_slack(self):
        self.assertEqual(
            notices.body("slack", MESSAGE),
            {
                "text": "Client approved: Content plan",
                "blocks": [
                    {"type": "header", "text": {"type": "plain_text", "text": "Client approved: Content plan"}},
                    {
                        "type": "section",
                        "fields": [
                            {"type": "mrkdwn", "text": "*Client*\nLarkspur [GmbH]"},
                            {"type": "mrkdwn", "text": "*Author*\nTess"},
                        ],
                    },
                    {
                        "type": "section",
                        "text": {
                            "type": "mrkdwn",
                            "text": "Fine &lt;!channel&gt; &amp; *good*\n<https://agency.example/web#id=1|Open>",
                        },
                    },
                ],
            },
        )

    def test_teams(self):
        self.assertEqual(
            notices.body("teams", MESSAGE),
            {
                "type": "message",
                "attachments": [
                    {
                        "contentType": "application/vnd.microsoft.card.adaptive",
                        "content": {
                            "$schema": "http://adaptivecards.io/schemas/adaptive-card.json",
                            "type": "AdaptiveCard",
                            "version": "1.4",
                            "body": [
                                {
                                    "type": "TextBlock",
                                    "text": "Client approved: Content plan",
                                    "size": "Medium",
                                    "weight": "Bolder",
                                    "wrap": True,
                                },
                                {"type": "TextBlock", "text": "Fine \\<!channel\\> & \\*good\\*", "wrap": True},
                                {
                                    "type": "FactSet",
                                    "facts": [
                                        {"title": "Client", "value": "Larkspur \\[GmbH\\]"},
                                        {"title": "Author", "value": "Tess"},
                                    ],
                                },
                            ],
                            "actions": [
                                {"type": "Action.OpenUrl", "title": "Open", "url": "https://agency.example/web#id=1"}
                            ],
                        },
                    }
                ],
            },
        )

    def test_discord(self):
        self.assertEqual(
            notices.body("discord", MESSAGE),
            {
                "embeds": [
                    {
                        "title": "Client approved: Content plan",
                        "description": "Fine \\<!channel\\> & \\*good\\*",
                        "color": 0x15803D,
                        "url": "https://agency.example/web#id=1",
                        "fields": [
                            {"name": "Client", "value": "Larkspur \\[GmbH\\]", "inline": True},
                            {"name": "Author", "value": "Tess", "inline": True},
                        ],
                    }
                ],
                "allowed_mentions": {"parse": []},
            },
        )

    def test_shortest(self):
        bare = notices.Message("Hello")
        self.assertEqual(
            notices.body("slack", bare),
            {
                "text": "Hello",
                "blocks": [{"type": "header", "text": {"type": "plain_text", "text": "Hello"}}],
            },
        )
        self.assertEqual(
            notices.body("discord", bare),
            {"embeds": [{"title": "Hello", "color": 0x0F766E}], "allowed_mentions": {"parse": []}},
        )

    def test_what_is_too_long_is_cut(self):
        long = notices.Message("t" * 999, "x" * 9999, (("n" * 999, "v" * 9999),) * 30, tone="bad")
        slack, teams, discord = (notices.body(kind, long) for kind in notices.KINDS)
        self.assertEqual(len(slack["blocks"][0]["text"]["text"]), 150)
        self.assertEqual(len(slack["blocks"][1]["fields"]), 10)
        self.assertLess(len(slack["blocks"][2]["text"]["text"]), 3001)
        self.assertLess(len(json.dumps(teams)), 28 * 1024)
        embed = discord["embeds"][0]
        self.assertEqual((len(embed["title"]), len(embed["description"]), len(embed["fields"])), (256, 2000, 10))
        fields = sum(len(field["name"]) + len(field["value"]) for field in embed["fields"])
        self.assertLess(256 + 2000 + fields, 6000)
        self.assertTrue(embed["title"].endswith("…"))

    def test_unknown_chat(self):
        with self.assertRaisesRegex(ValueError, "pigeon"):
            notices.body("pigeon", MESSAGE)
