from unittest import TestCase

from ...core.text_file import UnreadableFile, decode

LIMIT = 1000


class TestTextFile(TestCase):
    def test_encodings(self):
        text = "name;note\nMüller & Söhne;größer – „gut“\n"
        for encoding in ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"):
            for tolerant in (False, True):
                with self.subTest(encoding, tolerant=tolerant):
                    self.assertEqual(decode(text.encode(encoding), LIMIT, tolerant), text)

    def test_lines_end_in_a_line_feed(self):
        self.assertEqual(decode(b"name\r\nA\rB\n", LIMIT), "name\nA\nB\n")

    def test_no_text(self):
        for data, code, params in [
            (b"", "empty", {}),
            (b" \n\n", "empty", {}),
            (b"PK\x03\x04...", "zip", {}),
            (b"\xd0\xcf\x11\xe0....", "excel", {}),
            (b"%PDF-1.7", "pdf", {}),
            (b"\n<!DOCTYPE html><p>Sign in", "html", {}),
            (b"<HTML>", "html", {}),
            (b"Date,Clicks\x00\n", "encoding", {}),
            (b"name\n\x81\xff\x8d", "encoding", {}),
            (b"a\x00\x00b\x00\x00\xff\xff", "encoding", {}),
            (b"x" * (3 * 1024 * 1024 + 1), "too_large", {"megabytes": 3}),
        ]:
            with self.subTest(data[:20]), self.assertRaises(UnreadableFile) as caught:
                decode(data, 3 * 1024 * 1024)
            self.assertEqual((caught.exception.code, caught.exception.params), (code, params))

    def test_a_broken_byte_costs_no_file_that_may_lose_a_row(self):
        self.assertEqual(decode(b"caf\xe9 \x81,1\n", LIMIT, tolerant=True), "café \ufffd,1\n")
