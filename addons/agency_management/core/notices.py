"""Notices in the words of each chat: one message in, the body of a webhook call out.

Shapes and limits are those the providers document for incoming webhooks: Slack's blocks, the adaptive card that a
Microsoft Teams workflow takes, Discord's embeds. What is too long is cut, never refused.
"""

import re
from dataclasses import dataclass

SLACK, TEAMS, DISCORD = "slack", "teams", "discord"
KINDS = (SLACK, TEAMS, DISCORD)
#: What is shown at most. An embed of Discord may hold 6,000 characters in all, a section of Slack 3,000.
MAX_TEXT, MAX_FACTS, MAX_LABEL, MAX_VALUE = 2000, 10, 80, 200
#: tone -> colour of Discord's stripe; Teams and Slack show an emoji-free title
COLOURS = {"info": 0x0F766E, "good": 0x15803D, "bad": 0xB91C1C}


@dataclass(frozen=True)
class Message:
    """What is said.

    :ivar str title: one line
    :ivar str text: further words, may be empty
    :ivar tuple facts: pairs (label, value), at most ten are shown
    :ivar str url: link to the record
    :ivar str link: what the link is called
    :ivar str tone: ``info``, ``good`` or ``bad``
    """

    title: str
    text: str = ""
    facts: tuple = ()
    url: str = ""
    link: str = ""
    tone: str = "info"


def body(kind, message):
    """:return dict: JSON body of the webhook call

    :param str kind: one of ``KINDS``
    :param Message message: what is said
    :raise ValueError: unknown kind
    """
    builders = {SLACK: _slack, TEAMS: _teams, DISCORD: _discord}
    if kind not in builders:
        raise ValueError(f"unknown kind of chat {kind!r}")
    return builders[kind](message)


def _facts(message, escape):
    """:return list: pairs (label, value) as they may be shown"""
    return [
        (escape(cut(label, MAX_LABEL)), escape(cut(value, MAX_VALUE))) for label, value in message.facts[:MAX_FACTS]
    ]


def cut(text, length):
    """:return str: the text, with an ellipsis when it is longer than ``length`` characters"""
    return text if len(text) <= length else text[: length - 1].rstrip() + "…"


def _slack_text(text):
    # these three are all that mean something; escaped, no name in a record can call a whole channel
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _slack(message):
    blocks = [{"type": "header", "text": {"type": "plain_text", "text": cut(message.title, 150)}}]
    lines = [_slack_text(cut(message.text, MAX_TEXT))] if message.text else []
    if message.url:
        lines.append(f"<{message.url}|{_slack_text(message.link or message.url)}>")
    if lines:
        blocks.append({"type": "section", "text": {"type": "mrkdwn", "text": "\n".join(lines)}})
    if message.facts:
        fields = [{"type": "mrkdwn", "text": f"*{label}*\n{value}"} for label, value in _facts(message, _slack_text)]
        blocks.insert(1, {"type": "section", "fields": fields})
    return {"text": _slack_text(cut(message.title, 300)), "blocks": blocks}


def _plain(text):
    """Without the signs that Markdown reads as formatting, mentions or links."""
    return re.sub(r"([\\`*_~|\[\]<>@#])", r"\\\1", text)


def _teams(message):
    title = _plain(cut(message.title, 300))
    content = [{"type": "TextBlock", "text": title, "size": "Medium", "weight": "Bolder", "wrap": True}]
    if message.text:
        content.append({"type": "TextBlock", "text": _plain(cut(message.text, MAX_TEXT)), "wrap": True})
    if message.facts:
        facts = [{"title": label, "value": value} for label, value in _facts(message, _plain)]
        content.append({"type": "FactSet", "facts": facts})
    card = {
        "$schema": "http://adaptivecards.io/schemas/adaptive-card.json",
        "type": "AdaptiveCard",
        "version": "1.4",
        "body": content,
    }
    if message.url:
        card["actions"] = [{"type": "Action.OpenUrl", "title": message.link or message.url, "url": message.url}]
    return {
        "type": "message",
        "attachments": [{"contentType": "application/vnd.microsoft.card.adaptive", "content": card}],
    }


def _discord(message):
    embed = {"title": cut(_plain(message.title), 256), "color": COLOURS[message.tone]}
    if message.text:
        embed["description"] = cut(_plain(message.text), MAX_TEXT)
    if message.url:
        embed["url"] = message.url
    if message.facts:
        embed["fields"] = [{"name": label, "value": value, "inline": True} for label, value in _facts(message, _plain)]
    return {"embeds": [embed], "allowed_mentions": {"parse": []}}
