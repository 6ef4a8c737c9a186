#!/usr/bin/env python3
"""Ending early: signals and the deadline."""

import json
import os
import signal
import subprocess
import sys
import time

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "../support"))

from cli import FINDINGS, INCOMPLETE, CliTest, main  # noqa: E402
from program import STANCH, environment  # noqa: E402


WAIT_SECONDS = 10


class Stopping(CliTest):
    def start(self, *arguments):
        return subprocess.Popen(
            [STANCH, *arguments], cwd=self.folder,
            env=environment(self.home), stdin=subprocess.PIPE,
            stdout=subprocess.PIPE, stderr=subprocess.PIPE)

    def finish(self, process, number=None):
        """Send a signal and wait, standard input still open: nothing but the
        signal may end it. The ended process with its output."""
        if number is not None:
            process.send_signal(number)
        try:
            process.wait(timeout=WAIT_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.communicate()
            self.fail(f"still running after {WAIT_SECONDS} seconds")
        out, error = process.communicate()
        return self.check_run(subprocess.CompletedProcess(
            process.args, process.returncode, out, error))

    def feed(self, process, data):
        """Write to its standard input, and give it time to read."""
        process.stdin.write(data)
        process.stdin.flush()
        time.sleep(1)

    def test_an_interrupt_while_it_waits_for_input_is_incomplete(self):
        for number in (signal.SIGINT, signal.SIGTERM):
            with self.subTest(number):
                process = self.start("scan", "-", "--format", "json")
                self.feed(process, b"nothing\n")
                done = self.finish(process, number)
                self.assert_status(done, INCOMPLETE)
                report = json.loads(done.stdout)
                self.assertEqual(report["verdict"], "incomplete")
                self.assertIn("stopped", self.reasons(report))

    def test_what_was_found_before_an_interrupt_is_reported(self):
        self.write("a.txt", f"key = {self.secret()}\n")
        process = self.start("scan", "a.txt", "-", "--jobs", "1", "--format",
                             "json")
        self.feed(process, b"nothing\n")
        done = self.finish(process, signal.SIGINT)
        self.assert_status(done, FINDINGS)
        report = json.loads(done.stdout)
        self.assertIn("stopped", self.reasons(report))

    def test_a_deadline_that_passes_is_incomplete(self):
        for number in range(200):
            self.write(f"{number}.txt", "nothing\n")
        report = self.report("scan", ".", "--deadline", "0.000001",
                             status=INCOMPLETE)
        self.assertIn("stopped", self.reasons(report))

    def test_a_deadline_ends_a_wait_for_input(self):
        process = self.start("scan", "-", "--deadline", "1", "--format",
                             "json")
        done = self.finish(process)
        self.assert_status(done, INCOMPLETE)
        self.assertIn("stopped", self.reasons(json.loads(done.stdout)))

    def test_a_deadline_that_does_not_pass_changes_nothing(self):
        self.write("a.txt", f"key = {self.secret()}\n")
        self.assertEqual(
            self.report("scan", "a.txt", "--deadline", "60"),
            self.report("scan", "a.txt"))


if __name__ == "__main__":
    main()
