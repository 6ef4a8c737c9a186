#!/usr/bin/env python3
"""The runner over Go cases, with a stand-in for stanch: what it must not let
pass."""

import json
import os
import shutil
import subprocess
import sys
import tempfile
import unittest

RUNNER = os.path.join(os.path.dirname(os.path.abspath(__file__)), "go.py")

SOURCE = """package p

func f() {
\tg() // want "go-a" "go-b:note"
}
"""

FOUND = [{"file": "a/p.go", "line": 4, "rule": "go-a", "severity": "high"},
         {"file": "a/p.go", "line": 4, "rule": "go-b", "severity": "note"}]


class GoRunner(unittest.TestCase):
    def setUp(self):
        self.top = tempfile.mkdtemp(prefix="stanch-runner-")
        self.addCleanup(shutil.rmtree, self.top)
        self.write("corpus/a/p.go", SOURCE)

    def write(self, name, content):
        path = os.path.join(self.top, name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "w", encoding="utf-8") as file:
            file.write(content)
        return path

    def run_cases(self, findings=None, status=0, skipped=()):
        """Run the runner; its result and what it said."""
        report = json.dumps({
            "findings": FOUND if findings is None else findings,
            "coverage": {"skipped": list(skipped)}})
        program = self.write("stanch", f"#!{sys.executable}\nimport sys\n"
                             "assert 'go-*' in sys.argv\n"
                             f"print({report!r})\nsys.exit({status})\n")
        os.chmod(program, 0o755)
        done = subprocess.run(
            [sys.executable, "-B", RUNNER, os.path.join(self.top, "corpus")],
            env={"PATH": os.environ["PATH"], "STANCH": program},
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False)
        return done.returncode, done.stdout.decode()

    def test_what_is_wanted_passes(self):
        status, said = self.run_cases()
        self.assertEqual(status, 0, said)
        self.assertIn("1 files, 2 marks, 0 problems", said)

    def test_a_mark_without_a_finding_fails(self):
        status, said = self.run_cases(FOUND[1:])
        self.assertEqual(status, 1)
        self.assertIn("a/p.go:4: wants go-a, which is not found", said)

    def test_a_finding_without_a_mark_fails(self):
        other = {"file": "a/p.go", "line": 3, "rule": "go-a",
                 "severity": "low"}
        status, said = self.run_cases(FOUND + [other])
        self.assertEqual(status, 1)
        self.assertIn("a/p.go:3: found go-a:low, which is not wanted", said)

    def test_a_finding_twice_fails(self):
        self.assertEqual(self.run_cases(FOUND + FOUND[:1])[0], 1)

    def test_another_severity_fails(self):
        status, said = self.run_cases(
            [FOUND[0], dict(FOUND[1], severity="high")])
        self.assertEqual(status, 1)
        self.assertIn("wants go-b:note", said)

    def test_what_is_not_looked_at_fails(self):
        skip = {"file": "a/p.go", "reason": "unparsed"}
        self.assertEqual(self.run_cases(skipped=[skip])[0], 1)

    def test_a_run_that_is_not_complete_fails(self):
        self.assertNotEqual(self.run_cases(status=3)[0], 0)

    @unittest.skipUnless(shutil.which("gofmt"), "gofmt is not here")
    def test_a_file_that_gofmt_would_change_fails(self):
        self.write("corpus/a/p.go", SOURCE.replace("\tg", "  g"))
        self.assertEqual(self.run_cases()[0], 1)


if __name__ == "__main__":
    sys.dont_write_bytecode = True
    unittest.main()
