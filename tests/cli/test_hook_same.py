#!/usr/bin/env python3
"""However a hook tells what is new, it finds the same."""

import json
import os
import random
import sys

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "../support"))

from cli import main  # noqa: E402
from program import STANCH  # noqa: E402
from push import HookTest  # noqa: E402


class SameFindings(HookTest):
    """What the quarantine tells is what a walk finds, and so said of the
    same commits and lines."""

    WAYS = {
        "quick": ("hook: {strict: false}", ""),
        "strict": ("hook: {strict: true}", ""),
        "walked": ("hook: {strict: true}", "unset GIT_QUARANTINE_PATH"),
    }

    def setUp(self):
        super().setUp()
        stdin = self.path("stdin")
        path = self.server.hook()
        with open(path, "w", encoding="utf-8") as out:
            out.write(f"#!/bin/sh\ncat >'{stdin}'\n")
            for name, (config, before) in self.WAYS.items():
                with open(self.path(name), "w", encoding="utf-8") as yaml:
                    yaml.write(f"version: 1\npaths: {{skip: ['v/**']}}\n"
                               f"{config}\n")
                out.write(f"{before}\n'{STANCH}' hook pre-receive --config "
                          f"'{self.path(name)}' --format json -o "
                          f"'{self.path(name + '.json')}' <'{stdin}'\n")
            out.write("exit 0\n")
        self.random = random.Random(5)
        self.pool = [self.secret() for _ in range(6)]

    def change(self):
        """Alter the work tree at random."""
        choose = self.random.choice
        names = ["a.txt", "b.ini", "d/c.txt", "d/e/f.env", "v/x.txt", "p/q.go"]
        for _ in range(self.random.randint(1, 3)):
            name = choose(names)
            path = os.path.join(self.repo.folder, name)
            kind = self.random.random()
            if kind < 0.2 and os.path.exists(path):
                os.remove(path)
            elif kind < 0.35 and os.path.exists(path):
                with open(path, "rb") as old:
                    self.repo.write(choose(names), old.read())
                os.remove(path)
            elif kind < 0.45:
                self.repo.write(name, b"\0binary " + choose(self.pool).encode())
            else:
                lines = [f"line {self.random.randint(0, 9)}\n"
                         for _ in range(self.random.randint(1, 5))]
                if self.random.random() < 0.5:
                    lines.append(f"k = {choose(self.pool)}\n")
                self.repo.write(name, "".join(lines))

    def commit(self):
        self.change()
        words = "change"
        if self.random.random() < 0.1:
            words += f" {self.random.choice(self.pool)}"
        self.repo.commit(message=words)

    def step(self):
        """Alter the history at random; what to push."""
        git = self.repo.git
        kind = self.random.random()
        if kind < 0.45:
            for _ in range(self.random.randint(1, 3)):
                self.commit()
            return ["HEAD:refs/heads/main"]
        if kind < 0.55:
            git("revert", "--no-edit", "-m1", "HEAD") if " " in git(
                "rev-list", "--parents", "-n1", "HEAD")[41:] else git(
                    "revert", "--no-edit", "HEAD")
            return ["HEAD:refs/heads/main"]
        if kind < 0.7:
            git("checkout", "-q", "--detach", "HEAD~1")
            self.commit()
            return ["+HEAD:refs/heads/main"]
        if kind < 0.85:
            side = git("rev-parse", "HEAD")
            git("checkout", "-q", "--detach", "HEAD~1")
            self.commit()
            git("merge", "-q", "-s", "ours", "--no-ff", "--no-commit", side)
            self.commit()
            return ["+HEAD:refs/heads/main", f"+{side}:refs/heads/side"]
        name = f"t{self.random.randint(0, 10 ** 9)}"
        git("tag", "-a", "-m", f"tag {self.random.choice(self.pool)}", name)
        self.commit()
        return ["+HEAD:refs/heads/other", name]

    def test_random_pushes(self):
        self.commit()
        self.commit()
        self.push("+HEAD:refs/heads/main")
        found = 0
        for at in range(14):
            refs = self.step()
            self.push(*refs)
            reports = []
            for name in self.WAYS:
                with open(self.path(name + ".json"), "rb") as file:
                    reports.append(json.load(file))
            for report in reports[1:]:
                for key in ("findings", "verdict", "coverage"):
                    self.assertEqual(reports[0][key], report[key], (at, refs))
            found += len(reports[0]["findings"])
        self.assertGreater(found, 10)


if __name__ == "__main__":
    main()
