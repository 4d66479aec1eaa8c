"""Unpacking a WOFF font to the TrueType font inside it (each table of a WOFF is zlib-compressed)."""

import struct
import zlib

WOFF_HEADER = struct.Struct(">4sIIHHIHHIIIII")
WOFF_ENTRY = struct.Struct(">4sIIII")
SFNT_HEADER = struct.Struct(">IHHHH")
SFNT_ENTRY = struct.Struct(">4sIII")


def woff_to_ttf(data):
    """Return the TrueType bytes of a WOFF (version 1) font; ``ValueError`` when it is not one."""
    if len(data) < WOFF_HEADER.size or data[:4] != b"wOFF":
        raise ValueError("not a WOFF font")
    flavour, count = WOFF_HEADER.unpack_from(data)[1], WOFF_HEADER.unpack_from(data)[3]
    entries = [WOFF_ENTRY.unpack_from(data, WOFF_HEADER.size + i * WOFF_ENTRY.size) for i in range(count)]
    power = max(count.bit_length() - 1, 0)
    search = 16 << power
    head = SFNT_HEADER.pack(flavour, count, search, power, count * 16 - search)
    position = SFNT_HEADER.size + count * SFNT_ENTRY.size
    directory, tables = b"", b""
    for tag, offset, packed, size, checksum in entries:
        table = data[offset : offset + packed]
        if packed < size:
            table = zlib.decompress(table)
        if len(table) != size:
            raise ValueError(f"table {tag!r} of the font is torn")
        directory += SFNT_ENTRY.pack(tag, checksum, position + len(tables), size)
        tables += table + b"\0" * (-size % 4)
    return head + directory + tables
