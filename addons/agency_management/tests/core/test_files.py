from unittest import TestCase

from ...core import files

PDF = b"%PDF-1.7 ..."


class TestFiles(TestCase):
    def test_check(self):
        cases = [
            ("brand.pdf", PDF, None),
            ("BRAND.PDF", PDF, None),
            ("logo.png", b"\x89PNG\r\n\x1a\n....", None),
            ("photo.jpeg", b"\xff\xd8\xff\xe0", None),
            ("plan.docx", b"PK\x03\x04....", None),
            ("list.csv", "a;b\nä;1\n".encode(), None),
            ("brand.pdf", b"", "empty"),
            ("brand.pdf", b"<html>", "content"),
            ("list.csv", b"MZ\x00\x01", "content"),
            ("page.html", b"<html>", "type"),
            ("drawing.svg", b"<svg/>", "type"),
            ("setup.exe", b"MZ", "type"),
            ("no_extension", PDF, "type"),
            ("", PDF, "type"),
            ("brand.pdf.exe", PDF, "type"),
            ("brand.pdf", PDF + b"0" * files.MAX_FILE_BYTES, "too_large"),
            ("list.txt", b"0" * files.MAX_FILE_BYTES, None),
        ]
        for name, content, expected in cases:
            with self.subTest(name=name, size=len(content)):
                self.assertEqual(files.check(name, content), expected)

    def test_clean_name(self):
        cases = [
            ("brand.pdf", "brand.pdf"),
            ("../../etc/passwd.txt", "passwd.txt"),
            ("C:\\Users\\me\\brand.pdf", "brand.pdf"),
            ("bra\x00nd\n.pdf", "brand.pdf"),
            (" .hidden ", "hidden"),
            (None, ""),
            ("x" * 200 + ".pdf", "x" * 116 + ".pdf"),
        ]
        for name, expected in cases:
            with self.subTest(name=name):
                self.assertEqual(files.clean_name(name), expected)
