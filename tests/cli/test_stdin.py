#!/usr/bin/env python3
"""Scanning standard input."""

import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "../support"))

from cli import CLEAN, FINDINGS, CliTest, main  # noqa: E402


class Stdin(CliTest):
    def test_a_dash_is_standard_input(self):
        report = self.report("scan", "-", status=FINDINGS,
                             stdin=f"a\nkey = {self.secret()}\n".encode())
        self.assertEqual(len(report["findings"]), 1)
        found = report["findings"][0]
        self.assertEqual((found["line"], found["column"]), (2, 7))
        self.assertEqual((found["endLine"], found["endColumn"]), (2, 47))
        self.assertEqual((found["startByte"], found["endByte"]), (8, 48))

    def test_empty_standard_input_is_clean(self):
        report = self.report("scan", "-", status=CLEAN)
        self.assertEqual(report["findings"], [])

    def test_standard_input_beside_files(self):
        self.write("a.txt", f"key = {self.secret()}\n")
        report = self.report("scan", "-", "a.txt", status=FINDINGS,
                             stdin=f"key = {self.secret()}\n".encode())
        self.assertEqual(len(report["findings"]), 2)

    def test_positions_hold_past_the_first_window(self):
        # Windows are of 4 MiB: one secret across their border, one past it.
        filler = b"0123456789 abcdef, nothing to see on this line\n"
        lines = (4 << 20) // len(filler)
        first, second = self.secret().encode(), self.secret().encode()
        data = filler * lines
        data += b" " * ((4 << 20) - len(data) - 20) + first + b"\n"
        line = data.count(b"\n")
        data += filler * 1000 + b"\xc3\xa9 " + second + b"\n"
        report = self.report("scan", "-", status=FINDINGS, stdin=data)
        self.assertEqual([(found["line"], found["startByte"], found["column"])
                          for found in report["findings"]],
                         [(line, data.index(first),
                           data.index(first) - lines * len(filler) + 1),
                          (line + 1001, data.index(second), 3)])

    def test_utf_16_past_the_first_window(self):
        secret = self.secret()
        text = "nothing to see on this line\n" * 100000 + f"k = {secret}\n"
        report = self.report("scan", "-", status=FINDINGS,
                             stdin=b"\xff\xfe" + text.encode("utf-16-le"))
        self.assertEqual([(found["line"], found["column"])
                          for found in report["findings"]], [(100001, 5)])

    def test_a_very_long_line(self):
        secret = self.secret().encode()
        data = b"var a=1;" * 700000 + b'"' + secret + b'"' + b";" * 100000
        report = self.report("scan", "-", status=FINDINGS, stdin=data)
        self.assertEqual([(found["line"], found["column"])
                          for found in report["findings"]],
                         [(1, 700000 * 8 + 2)])

    def test_a_file_of_its_name_is_read(self):
        self.write("-", f"k = {self.secret()}\n")
        done = self.stanch("scan", "./-", stdin=b"nothing\n")
        self.assert_status(done, FINDINGS)
        self.assertIn(b"./-:1:", done.stdout)


if __name__ == "__main__":
    main()
