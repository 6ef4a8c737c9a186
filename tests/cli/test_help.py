#!/usr/bin/env python3
"""What the command says about itself."""

import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "../support"))

from cli import CLEAN, USAGE, CliTest, main  # noqa: E402

COMMANDS = ("scan", "logs", "git", "ci", "hook", "redact", "report", "rules",
            "config", "baseline", "completion", "version")


class Help(CliTest):
    def test_help_is_asked_for_and_goes_to_standard_output(self):
        for arguments in (["--help"], ["-h"]):
            done = self.stanch(*arguments)
            self.assert_status(done, CLEAN)
            self.assertEqual(done.stderr, b"")
            for command in COMMANDS:
                self.assertIn(f"\n  {command} ".encode(), done.stdout)

    def test_help_lists_no_command_that_is_not_there(self):
        out = self.stanch("--help").stdout.decode()
        listed = [line.split()[0] for line in out.splitlines()
                  if line.startswith("  ") and line[2:3].isalpha()]
        for name in listed:
            if name != "stanch":
                self.assertIn(name, COMMANDS)

    def test_every_command_has_help(self):
        for command in COMMANDS:
            with self.subTest(command=command):
                done = self.stanch(command, "--help")
                self.assert_status(done, CLEAN)
                self.assertTrue(done.stdout.startswith(b"Usage: stanch "
                                                       + command.encode()),
                                done.stdout)

    def test_help_fits_a_terminal(self):
        for command in ([], ["scan"], ["git"], ["ci"], ["redact"], ["report"],
                        ["rules"], ["hook"], ["config"], ["completion"],
                        ["baseline"]):
            for line in self.stanch(*command, "--help").stdout.splitlines():
                self.assertLessEqual(len(line), 80, line)

    def test_help_names_every_option_of_a_scan(self):
        out = self.stanch("scan", "--help").stdout.decode()
        for option in ("config", "no-config", "rules", "only", "skip",
                       "fail-on", "format", "report", "deadline", "jobs",
                       "shard", "quiet", "color", "profile"):
            self.assertIn(f"--{option}", out)
        self.assertIn("-o", out)
        self.assertIn("-v", out)

    def test_an_error_is_one_line_with_the_way_on(self):
        done = self.stanch("nonsense")
        self.assert_status(done, USAGE)
        self.assertIn(b"nonsense", done.stderr)
        self.assertTrue(done.stderr.startswith(b"stanch: "), done.stderr)

    def test_version_is_one_line(self):
        for arguments in (["version"], ["--version"]):
            done = self.stanch(*arguments)
            self.assert_status(done, CLEAN)
            self.assertRegex(done.stdout, rb"\Astanch \d+\.\d+\.\d+")

    def test_a_name_in_an_error_cannot_steer_a_terminal(self):
        done = self.stanch("scan", "a\x1b[2Jb\n")
        self.assert_status(done, USAGE)
        self.assertNotIn(b"\x1b", done.stderr)
        self.assertEqual(done.stderr.count(b"\n"), 1)


if __name__ == "__main__":
    main()
