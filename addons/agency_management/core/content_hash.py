"""Fingerprints of deliverable contents and of the approval trail.

A value is first turned into canonical bytes: JSON with sorted keys and no optional blanks, so that equal content
has equal bytes on every machine and no two different contents share them (lengths and quotes delimit each value).
"""

import hashlib
import json

#: part of every fingerprint; a changed recipe gets a new number and old fingerprints stay verifiable
RECIPE = 1
#: what the first line of a trail names as the line before it: a value, because a database's UNIQUE ignores NULLs
CHAIN_START = "-"


def digest(data):
    """:return str: SHA-256 of bytes, as 64 hexadecimal digits"""
    return hashlib.sha256(data).hexdigest()


def canonical_bytes(kind, values):
    """Bytes that stand for a dict of plain values.

    :param str kind: what the values are, so that a version never has the fingerprint of an event
    :param dict values: JSON-serialisable values
    """
    document = {"kind": kind, "recipe": RECIPE, "values": values}
    return json.dumps(document, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode("utf-8")


def version_hash(number, body, link, attachments):
    """Fingerprint of what a client is shown.

    :param int number: number of the version
    :param str body: HTML text, or nothing
    :param str link: address, or nothing
    :param attachments: (file name, SHA-256 of the file) pairs, in any order
    :return str: 64 hexadecimal digits
    """
    values = {
        "number": number,
        "body": body or "",
        "link": link or "",
        "attachments": sorted([name or "", checksum] for name, checksum in attachments),
    }
    return digest(canonical_bytes("deliverable version", values))


def event_hash(previous_hash, values):
    """Fingerprint of one line of a trail, chained to the line before it.

    :param str previous_hash: fingerprint of the line before, ``CHAIN_START`` for the first one
    :param dict values: the line's plain values
    :return str: 64 hexadecimal digits
    """
    return digest(canonical_bytes("deliverable event", {**values, "previous_hash": previous_hash}))


def first_broken(lines):
    """Find where a trail was tampered with.

    :param lines: (values, previous_hash, event_hash) of each line, oldest first
    :return: index of the first line that doesn't fit, or None when the trail is whole
    """
    expected_previous = CHAIN_START
    for index, (values, previous_hash, own_hash) in enumerate(lines):
        if previous_hash != expected_previous or event_hash(previous_hash, values) != own_hash:
            return index
        expected_previous = own_hash
    return None
