#!/usr/bin/env python3
"""The number of threads changes nothing but the time."""

import os
import re
import sys

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "../support"))

from cli import FINDINGS, CliTest, main  # noqa: E402


class Jobs(CliTest):
    def assert_same(self, *arguments):
        """All formats, byte for byte, whatever the number of threads."""
        for name in ("json", "text"):
            outputs = set()
            for jobs in ("1", "2", "2", "7"):
                done = self.stanch(*arguments, "--no-config", "--format", name,
                                   "--jobs", jobs)
                self.assert_status(done, FINDINGS)
                # For people there is a line with the time it took.
                outputs.add(re.sub(rb"[\d.]+ m?s\b", b"", done.stdout))
            self.assertEqual(len(outputs), 1, name)

    def test_in_a_folder(self):
        shared = self.secret()
        for number in range(120):
            secret = self.secret() if number % 3 else shared
            self.write(f"{number % 11}/{number}.txt",
                       "filler\n" * number + f"k = {secret}\n")
        self.write("z.bin", b"\0\1\2")
        self.assert_same("scan", ".")

    def test_in_a_history(self):
        repository = self.repository()
        shared = self.secret()
        for number in range(25):
            repository.commit({f"{number % 5}.txt":
                               f"{number}\nk = {self.secret()}\n",
                               f"s{number}.txt": f"k = {shared}\n"})
        first = repository.git("rev-list", "--max-parents=0", "HEAD")
        self.assert_same("git")
        self.assert_same("git", f"{first}..HEAD")
        repository.git("repack", "-adq")
        self.assert_same("git")
        self.assert_same("git", "--all")


if __name__ == "__main__":
    main()
