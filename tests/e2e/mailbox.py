"""Mails that left the server, read from the mail catcher as their receivers would."""

import email
import email.policy
import re
import time


def wait_for_mail(server, address, subject, seconds=40):
    """The newest caught mail to an address whose subject matches.

    :param str subject: regular expression
    :return: dict of the catcher's API with ``source`` (the whole mail as text)
    """
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        found = [
            mail
            for mail in server.mails()
            if address in mail["recipients_envelope"] and re.search(subject, str(mail.get("subject", "")))
        ]
        if found:
            return found[-1]
        server.wake()
        time.sleep(0.5)
    raise AssertionError(
        f"no mail to {address} with a subject like {subject}: {[m.get('subject') for m in server.mails()]}"
    )


def text_of(mail):
    """All readable parts of a mail, decoded."""
    message = email.message_from_string(mail["source"], policy=email.policy.default)
    return "\n".join(part.get_content() for part in message.walk() if part.get_content_maintype() == "text")


def link_in(mail, pattern):
    """The first address in a mail's text that matches.

    :param str pattern: regular expression of path and query
    """
    text = text_of(mail)
    found = re.search(pattern, text)
    assert found, f"no link like {pattern} in the mail {mail.get('subject')}"
    return found[0].replace("&amp;", "&")
