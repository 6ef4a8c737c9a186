#!/usr/bin/env python3
"""The corpus runner, with a stand-in for stanch: what it must not let pass."""

import json
import os
import shutil
import subprocess
import sys
import tempfile
import unittest

RUNNER = os.path.join(os.path.dirname(os.path.abspath(__file__)), "run.py")

MARKED = b"key = tok_{+}q8w3n5r2t7y1u6i4o9p0\n"
PLAIN = MARKED.replace(b"{+}", b"")

FOUND = {"rule": "r", "file": "input.txt", "line": 1, "column": 7,
         "endLine": 1, "endColumn": 30, "severity": "high", "status": "new"}


class Runner(unittest.TestCase):
    def setUp(self):
        self.top = tempfile.mkdtemp(prefix="stanch-runner-")
        self.addCleanup(shutil.rmtree, self.top)
        self.case = os.path.join(self.top, "text", "case")
        os.makedirs(self.case)
        self.write("input.txt", MARKED)
        self.expect({"about": "a case", "exit": 1, "findings": [FOUND],
                     "skipped": []})

    def write(self, name, content):
        with open(os.path.join(self.case, name), "wb") as file:
            file.write(content)

    def expect(self, expected):
        self.write("expected.json", json.dumps(expected).encode())

    def run_cases(self, findings=(FOUND,), status=1, says="", **env):
        """Run the runner over the case; its result. The stand-in fails unless
        it is given the input without its marks."""
        report = json.dumps({"findings": list(findings),
                             "coverage": {"skipped": []}})
        program = os.path.join(self.top, "stanch")
        with open(program, "w", encoding="utf-8") as script:
            script.write(f"#!{sys.executable}\nimport sys\n"
                         "data = open('input.txt', 'rb').read()\n"
                         f"assert data == {PLAIN!r}, data\n"
                         f"print({report!r} if 'json' in sys.argv else "
                         f"{says!r})\nsys.exit({status})\n")
        os.chmod(program, 0o755)
        return subprocess.run(
            [sys.executable, "-B", RUNNER, os.path.join(self.top, "text")],
            env={"PATH": os.environ["PATH"], "STANCH": program, **env},
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False)

    def test_what_is_expected_passes(self):
        done = self.run_cases()
        self.assertEqual(done.returncode, 0, done.stdout)
        self.assertIn(b"1 cases, 0 failed", done.stdout)

    def test_a_missing_finding_fails(self):
        done = self.run_cases(findings=[])
        self.assertEqual(done.returncode, 1)
        self.assertIn(b"missing", done.stdout)

    def test_an_unexpected_finding_fails(self):
        done = self.run_cases(findings=[FOUND, FOUND])
        self.assertEqual(done.returncode, 1)
        self.assertIn(b"unexpected", done.stdout)

    def test_another_place_fails(self):
        for key in ("line", "column", "endLine", "endColumn"):
            done = self.run_cases(findings=[{**FOUND, key: 2 * FOUND[key]}])
            self.assertEqual(done.returncode, 1)

    def test_another_exit_status_fails(self):
        self.assertEqual(self.run_cases(status=0).returncode, 1)

    def test_a_printed_secret_fails(self):
        done = self.run_cases(says="q8w3n5r2t7y1u6i4o9p0")
        self.assertEqual(done.returncode, 1)
        self.assertIn(b"a secret was printed", done.stdout)

    def test_another_order_fails(self):
        second = {**FOUND, "line": 2}
        self.expect({"exit": 1, "findings": [second, FOUND], "skipped": []})
        done = self.run_cases(findings=[FOUND, second])
        self.assertEqual(done.returncode, 1)
        self.assertIn(b"order", done.stdout)

    def test_no_case_at_all_fails(self):
        shutil.rmtree(self.case)
        self.assertEqual(self.run_cases().returncode, 1)

    def test_blessing_rewrites_what_was_found_and_keeps_the_rest(self):
        other = {**FOUND, "line": 9}
        self.assertEqual(self.run_cases([other], STANCH_BLESS="1").returncode,
                         0)
        with open(os.path.join(self.case, "expected.json"), "rb") as file:
            expected = json.load(file)
        self.assertEqual(expected["about"], "a case")
        self.assertEqual(expected["findings"], [other])
        self.assertEqual(self.run_cases([other]).returncode, 0)


if __name__ == "__main__":
    unittest.main()
