#!/usr/bin/env python3
"""Standard output and standard error: what goes where, and when writing
fails."""

import os
import subprocess
import sys
import unittest

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "../support"))

from cli import CLEAN, FINDINGS, INCOMPLETE, CliTest, main  # noqa: E402
from program import STANCH, environment, sane_signals  # noqa: E402


class Streams(CliTest):
    def setUp(self):
        super().setUp()
        self.write("a.txt", f"one = {self.secret()}\n")
        self.write("clean/b.txt", "nothing\n")

    def test_findings_go_to_standard_output(self):
        done = self.stanch("scan", "a.txt")
        self.assert_status(done, FINDINGS)
        self.assertIn(b"a.txt", done.stdout)
        self.assertNotIn(b"a.txt", done.stderr)

    def test_quiet_leaves_findings_alone(self):
        done = self.stanch("scan", "a.txt", "--quiet")
        self.assert_status(done, FINDINGS)
        self.assertIn(b"a.txt", done.stdout)
        self.assertEqual(done.stderr, b"")
        done = self.stanch("scan", "clean", "--quiet")
        self.assertEqual(done.stdout + done.stderr, b"")

    def test_no_color_without_a_terminal(self):
        self.assertNotIn(b"\x1b", self.stanch("scan", ".").stdout)

    def test_color_follows_option_then_environment(self):
        def has_color(*arguments, **env):
            return b"\x1b[" in self.stanch("scan", "a.txt", *arguments,
                                           **env).stdout

        self.assertTrue(has_color("--color", "always"))
        self.assertTrue(has_color("--color=always", NO_COLOR="1"))
        self.assertTrue(has_color(CLICOLOR_FORCE="1"))
        self.assertFalse(has_color(CLICOLOR_FORCE="0"))
        self.assertFalse(has_color(CLICOLOR_FORCE="1", NO_COLOR="1"))
        self.assertFalse(has_color("--color", "never", CLICOLOR_FORCE="1"))
        self.assertFalse(has_color("--color", "always", "--format", "json"))

    def test_a_report_file_has_no_color(self):
        self.stanch("scan", "a.txt", "--color", "always", "-o", "r.txt")
        with open(os.path.join(self.folder, "r.txt"), "rb") as file:
            self.assertNotIn(b"\x1b", file.read())

    @unittest.skipUnless(os.path.exists("/dev/full"), "no /dev/full")
    def test_a_full_disk_is_never_clean(self):
        for folder, status in (("clean", INCOMPLETE), ("a.txt", FINDINGS)):
            for name in ("json", "text"):
                with self.subTest(folder=folder, format=name), \
                        open("/dev/full", "wb") as full:
                    done = subprocess.run(
                        [STANCH, "scan", folder, "--format", name],
                        cwd=self.folder, env=environment(self.home),
                        stdout=full, stderr=subprocess.PIPE, check=False)
                    done.stdout = b""
                    self.check_run(done)
                    self.assert_status(done, status)
                    self.assertIn(b"standard output", done.stderr)

    @unittest.skipUnless(os.path.exists("/dev/full"), "no /dev/full")
    def test_help_and_lists_notice_a_full_disk(self):
        for arguments in (["--help"], ["version"], ["rules", "list"],
                          ["scan", "--help"], ["config", "show"]):
            with self.subTest(arguments), open("/dev/full", "wb") as full:
                done = subprocess.run(
                    [STANCH, *arguments], cwd=self.folder,
                    env=environment(self.home), stdout=full,
                    stderr=subprocess.PIPE, check=False)
                self.assertNotEqual(done.returncode, CLEAN)

    def test_a_closed_pipe_ends_it_without_a_crash(self):
        self.write("many.txt", f"k = {self.secret()}\n" * 3000)
        with subprocess.Popen(
                [STANCH, "scan", "many.txt", "--format", "json"],
                cwd=self.folder, env=environment(self.home),
                stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                preexec_fn=sane_signals) as process:
            process.stdout.close()
            error = process.stderr.read()
            self.assertEqual(process.wait(), FINDINGS)
        self.check_secrecy(error)
        self.assertNotIn(b"Sanitizer", error)

    def test_closed_descriptors_are_survived(self):
        done = subprocess.run(
            ["sh", "-c", 'exec "$0" scan a.txt <&- 2>&-', STANCH],
            cwd=self.folder, env=environment(self.home),
            stdout=subprocess.PIPE, check=False)
        self.assertEqual(done.returncode, FINDINGS)
        done = subprocess.run(
            ["sh", "-c", 'exec "$0" scan clean -o r.txt >&-', STANCH],
            cwd=self.folder, env=environment(self.home), check=False)
        self.assertEqual(done.returncode, CLEAN)

    def test_the_profile_goes_to_standard_error(self):
        done = self.stanch("scan", "a.txt", "--profile", "--format", "json")
        self.assert_status(done, FINDINGS)
        self.assertIn(b"github-pat-classic", done.stderr)
        plain = self.stanch("scan", "a.txt", "--format", "json")
        self.assertEqual(done.stdout, plain.stdout)


if __name__ == "__main__":
    main()
