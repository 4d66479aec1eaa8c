"""Makes small real things for the tests: a font in two forms, a Debian package."""

import struct
import subprocess
import zlib

TABLES = {b"cmap": b"c" * 50, b"glyf": bytes(range(256)) * 3, b"head": b"h" * 7}


def make_ttf():
    head = struct.pack(">IHHHH", 0x00010000, len(TABLES), 32, 1, 16)
    position, directory, body = 12 + 16 * len(TABLES), b"", b""
    for tag, table in TABLES.items():
        directory += struct.pack(">4sIII", tag, zlib.crc32(table), position + len(body), len(table))
        body += table + b"\0" * (-len(table) % 4)
    return head + directory + body


def make_woff():
    position = 44 + 20 * len(TABLES)
    directory, body = b"", b""
    for tag, table in TABLES.items():
        packed = min(zlib.compress(table), table, key=len)
        directory += struct.pack(">4sIIII", tag, position + len(body), len(packed), len(table), zlib.crc32(table))
        body += packed + b"\0" * (-len(packed) % 4)
    head = struct.pack(">4sIIHHIHHIIIII", b"wOFF", 0x00010000, 0, len(TABLES), 0, 0, 1, 0, 0, 0, 0, 0, 0)
    return head + directory + body


def make_deb(folder, name, files, version="1"):
    """Build a real Debian package."""
    source = folder / f"{name}.source"
    for path, text in files.items():
        (source / path).parent.mkdir(parents=True, exist_ok=True)
        (source / path).write_text(text)
    (source / "DEBIAN").mkdir(parents=True)
    control = (
        f"Package: {name}\nVersion: {version}\nArchitecture: all\nMaintainer: A <a@b.example>\nDescription: test\n"
    )
    (source / "DEBIAN" / "control").write_text(control)
    deb = folder / f"{name}_{version}_all.deb"
    subprocess.run(["dpkg-deb", "-b", str(source), str(deb)], check=True, capture_output=True)
    return deb
