#!/usr/bin/env python3
"""SARIF reports against the schema of SARIF 2.1.0.

    test_sarif_schema.py CORPUS NODE_MODULES

The validator comes from npm, once, into the build folder. Where that cannot be
had the test is skipped, and says so."""

import os
import shutil
import subprocess
import sys

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "../support"))

from cli import FINDINGS, RULE, CliTest, main  # noqa: E402

TOOLS = os.path.join(os.path.dirname(os.path.abspath(__file__)),
                     "../tools/sarif")
SKIPPED = 77


def install(modules):
    """Put the validator's packages there; why that failed, or None."""
    if os.path.isdir(os.path.join(modules, "@microsoft")):
        return None
    if shutil.which("npm") is None or shutil.which("node") is None:
        return "there is no npm"
    folder = os.path.dirname(modules)
    os.makedirs(folder, exist_ok=True)
    for name in ("package.json", "package-lock.json"):
        shutil.copy(os.path.join(TOOLS, name), folder)
    done = subprocess.run(
        ["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"],
        cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        timeout=120, check=False)
    if done.returncode != 0:
        shutil.rmtree(modules, ignore_errors=True)
        return done.stdout.decode("utf-8", "replace")
    return None


class Schema(CliTest):
    def validate(self, *files):
        done = subprocess.run(
            ["node", os.path.join(TOOLS, "validate.cjs"), *files],
            env={**os.environ, "STANCH_NODE_MODULES": MODULES},
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=120,
            check=False)
        return done.returncode, done.stdout.decode()

    def test_the_samples_are_valid(self):
        for name in ("sarif", "sarif-clean"):
            self.assertEqual(
                self.validate(os.path.join(CORPUS, f"{name}.expected")),
                (0, ""))

    def test_a_report_is_valid(self):
        self.write("a\n%b.txt", f"one = {self.secret()}\n"
                   f"two = {self.secret()} # stanch:allow {RULE} -- why\n")
        self.write("go/a.go", "package p\n\nimport \"sync\"\n\n"
                   "func f(mu *sync.RWMutex) {\n"
                   "\tmu.RLock()\n\tdefer mu.Unlock()\n}\n")
        done = self.stanch("scan", ".", "--report", "sarif=r.sarif")
        self.assert_status(done, FINDINGS)
        self.assertEqual(
            self.validate(os.path.join(self.folder, "r.sarif")), (0, ""))

    def test_what_is_no_sarif_is_not(self):
        path = self.write("r.sarif", '{"version": "2.1.0"}')
        self.assertEqual(self.validate(path)[0], 1)


if __name__ == "__main__":
    MODULES = os.path.abspath(sys.argv.pop())
    CORPUS = os.path.abspath(sys.argv.pop())
    problem = install(MODULES)
    if problem is not None:
        print(f"SKIPPED, the validator cannot be had: {problem}")
        sys.exit(SKIPPED)
    main()
