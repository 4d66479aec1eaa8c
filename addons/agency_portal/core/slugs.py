"""Readable addresses: a name and a number, of which only the number counts."""

import re
import unicodedata


def slug_of(name, number):
    """Make the last part of a page's address.

    :param str name: any text, also in other scripts
    :param int number: id of the record
    :return str: ``search-engine-work-12``; the number alone when the name has no Latin letter or digit
    """
    plain = unicodedata.normalize("NFKD", name or "").encode("ascii", "ignore").decode().lower()
    words = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:80].strip("-")
    return f"{words}-{number}" if words else str(number)


def number_of(slug):
    """:return: the number at the end of a slug, or None when there is none"""
    match = re.fullmatch(r"(?:[\w-]*-)?(\d{1,9})", slug or "")
    return int(match[1]) if match else None
