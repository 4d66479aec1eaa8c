"""Contact details as links."""

import re


def dial(phone):
    """Make what a telephone dials out of a number as people write it.

    :param str phone: ``+1 (503) 555-0100``; an extension after a letter is left out
    :return str: ``+15035550100``; empty when there is no digit
    """
    number = re.match(r"[^A-Za-z]*", phone or "")[0]
    digits = re.sub(r"\D", "", number)
    return ("+" if number.strip().startswith("+") else "") + digits if digits else ""


def web_address(text):
    """Make a link out of an address as people write it.

    :param str text: ``www.example.com/us``, ``https://example.com``
    :return str: with scheme; empty for nothing and for what is no page (``javascript:...``, ``mailto:...``)
    """
    text = (text or "").strip()
    if re.match(r"https?://\S+$", text, re.IGNORECASE):
        return text
    # a colon before the first slash is another scheme, or a port
    return f"https://{text}" if re.match(r"[\w-]+(\.[\w-]+)+(:\d+)?(/\S*)?$", text) else ""
