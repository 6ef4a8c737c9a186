#!/usr/bin/env python3
"""The exit statuses of DESIGN, section 2."""

import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "../support"))

from cli import (CLEAN, FINDINGS, INCOMPLETE, RULE, USAGE,  # noqa: E402
                 CliTest, main)


class ExitStatus(CliTest):
    def test_nothing_found_is_0(self):
        self.write("a.txt", "nothing\n")
        self.assert_status(self.stanch("scan"), CLEAN)

    def test_an_empty_folder_is_0(self):
        self.assert_status(self.stanch("scan", "."), CLEAN)

    def test_a_blocking_finding_is_1(self):
        self.write("a.txt", f"key = {self.secret()}\n")
        self.assert_status(self.stanch("scan"), FINDINGS)
        self.assert_status(self.stanch("scan", "."), FINDINGS)
        self.assert_status(self.stanch("scan", "a.txt"), FINDINGS)

    def test_below_the_threshold_is_0(self):
        self.write("a.txt", f"key = {self.secret()}\n")
        done = self.stanch("scan", "--fail-on", "never")
        self.assert_status(done, CLEAN)
        self.assertIn(b"a.txt", done.stdout)

    def test_the_threshold_may_come_from_the_environment(self):
        self.write("a.txt", f"key = {self.secret()}\n")
        self.assert_status(self.stanch("scan", STANCH_FAIL_ON="never"), CLEAN)
        self.assert_status(self.stanch("scan", STANCH_FAIL_ON=""), FINDINGS)
        self.assert_status(
            self.stanch("scan", "--fail-on", "low", STANCH_FAIL_ON="never"),
            FINDINGS)

    def test_a_bad_environment_is_2(self):
        done = self.stanch("scan", STANCH_FAIL_ON="sometimes")
        self.assert_status(done, USAGE)
        self.assertIn(b"environment", done.stderr)

    def test_usage_errors_are_2_and_scan_nothing(self):
        self.write("a.txt", f"key = {self.secret()}\n")
        for arguments in (["--no-such-option"], ["--fail-on"],
                          ["--fail-on", "bad"], ["--format", "bad"],
                          ["--jobs", "-1"], ["--jobs", "many"],
                          ["--deadline", "soon"], ["--report", "json"],
                          ["--report", "bad=x"], ["--color", "perhaps"],
                          ["--only", "no-such-rule"],
                          ["--rules", "no-such-file.yml"],
                          ["--config", "no-such-file.yml"]):
            with self.subTest(arguments=arguments):
                done = self.stanch("scan", *arguments)
                self.assert_status(done, USAGE)
                self.assertEqual(done.stdout, b"")

    def test_a_command_that_does_not_exist_is_2(self):
        for command in ("gobin", "trace", "nonsense", "--nonsense"):
            with self.subTest(command=command):
                done = self.stanch(command)
                self.assert_status(done, USAGE)
                self.assertEqual(done.stdout, b"")

    def test_no_command_is_2(self):
        self.assert_status(self.stanch(), USAGE)

    def test_a_path_that_does_not_exist_is_2(self):
        self.write("a.txt", f"key = {self.secret()}\n")
        done = self.stanch("scan", "a.txt", "no-such-file")
        self.assert_status(done, USAGE)
        self.assertIn(b"no-such-file", done.stderr)
        self.assertEqual(done.stdout, b"")

    def test_disabling_every_rule_is_2(self):
        self.assert_status(self.stanch("scan", "--skip", "*"), USAGE)

    def test_a_selected_rule_alone_counts(self):
        self.write("a.txt", f"key = {self.secret()}\n")
        self.assert_status(self.stanch("scan", "--only", RULE), FINDINGS)
        self.assert_status(self.stanch("scan", "--only", "github-*"), FINDINGS)
        self.assert_status(self.stanch("scan", "--only", "secret"), FINDINGS)
        self.assert_status(
            self.stanch("scan", "--only", "aws-access-key-id"), CLEAN)
        self.assert_status(
            self.stanch("scan", "--only", "github-*", "--skip", RULE), CLEAN)

    def test_what_could_not_be_scanned_is_3(self):
        self.write("a.txt", "nothing\n" * 1000)
        config = self.write("limit.yml",
                            "version: 1\nlimits: {file_bytes: 1KiB}\n")
        done = self.stanch("scan", "a.txt", "--config", config)
        self.assert_status(done, INCOMPLETE)
        self.assertIn(b"a.txt", done.stderr + done.stdout)

    def test_a_finding_weighs_more_than_a_gap(self):
        self.write("a.txt", "nothing\n" * 1000)
        self.write("b.txt", f"key = {self.secret()}\n")
        config = self.write("limit.yml",
                            "version: 1\nlimits: {file_bytes: 1KiB}\n")
        done = self.stanch("scan", "a.txt", "b.txt", "--config", config)
        self.assert_status(done, FINDINGS)


if __name__ == "__main__":
    main()
