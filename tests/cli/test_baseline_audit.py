#!/usr/bin/env python3
"""stanch baseline audit, with a person at a terminal."""

import os
import pty
import select
import signal
import subprocess
import sys
import time

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "../support"))

from cli import (CLEAN, FINDINGS, INCOMPLETE, USAGE,  # noqa: E402
                 CliTest, main)
from program import STANCH, TIMEOUT_SECONDS, environment  # noqa: E402

QUESTION = b"(q)uit: "


class Person:
    """Somebody at a terminal, who reads and answers."""

    def __init__(self, test, *arguments):
        self.test = test
        self.output = b""
        self.read_so_far = 0
        self.terminal, theirs = pty.openpty()
        self.program = subprocess.Popen(
            [STANCH, "baseline", "audit", *arguments], cwd=test.folder,
            stdin=theirs, stdout=theirs, stderr=subprocess.PIPE,
            env=environment(test.home))
        os.close(theirs)

    def take(self):
        """More of what is shown; false at its end."""
        if not select.select([self.terminal], [], [], TIMEOUT_SECONDS)[0]:
            self.test.fail(f"it says no more after {self.output!r}")
        try:
            more = os.read(self.terminal, 65536)
        except OSError:  # the other side is closed
            more = b""
        self.output += more
        return more != b""

    def wait_for(self, words):
        """What is shown up to some words."""
        while True:
            at = self.output.find(words, self.read_so_far)
            if at >= 0:
                break
            if not self.take():
                self.test.fail(f"no {words!r} in {self.output!r}")
        seen = self.output[self.read_so_far:at]
        self.read_so_far = at + len(words)
        return seen

    def answer(self, words, question=QUESTION):
        """Wait for a question, answer it; what was shown before it."""
        seen = self.wait_for(question)
        os.write(self.terminal, words.encode() + b"\n")
        return seen

    def finish(self):
        """The exit status, once all is shown."""
        while self.take():
            pass
        _, errors = self.program.communicate(timeout=TIMEOUT_SECONDS)
        os.close(self.terminal)
        self.test.assertNotIn(b"Sanitizer", errors)
        self.test.check_secrecy(self.output + errors)
        return self.program.returncode


class Audit(CliTest):
    def known(self):
        path = os.path.join(self.folder, ".stanch-baseline")
        if not os.path.exists(path):
            return []
        with open(path, encoding="utf-8") as file:
            return file.read().splitlines()[1:]

    def endings(self):
        """Of each line what follows the identities."""
        return sorted(line.split(" ", 2)[2] for line in self.known())

    def find_two(self):
        self.write("a.txt", f"a = {self.secret()}\n")
        self.write("b.txt", f"b = {self.secret()}\n")

    def test_each_answer_is_saved_at_once(self):
        self.find_two()
        self.write("c.txt", f"c = {self.secret()}\n")
        person = Person(self)
        shown = person.answer("k")
        self.assertIn(b"[1 of 3] a.txt:1:5: critical", shown)
        self.assertIn(b"a = *****", shown)
        self.assertIn(b"checksum valid", shown)
        person.answer("revoked, kept for the test", b"why: ")
        person.answer("ada", b"owner: ")
        person.answer("2999-01-31", b"for ever: ")
        person.wait_for(b"saved")
        self.assertEqual(self.endings(), ["a.txt owner=ada until=2999-01-31 "
                                          "-- revoked, kept for the test"])
        self.assertIn(b"[2 of 3] b.txt", person.answer("f"))
        person.answer("a sample", b"if you like: ")
        person.answer("", b"owner: ")
        person.wait_for(b"saved")
        self.assertIn("b.txt -- false alarm: a sample", self.endings())
        person.answer("r")
        person.answer("", b"if you like: ")
        person.answer("", b"owner: ")
        person.wait_for(b"3 decided")
        self.assertEqual(person.finish(), CLEAN)
        self.assertIn("c.txt -- rotated", self.endings())
        self.assert_status(self.stanch("scan"), CLEAN)
        self.assert_status(self.stanch("baseline", "audit", "--check"), CLEAN)

    def test_skipping_and_leaving_decide_nothing(self):
        self.find_two()
        person = Person(self)
        person.answer("s")
        person.answer("q")
        self.assertEqual(person.finish(), FINDINGS)
        self.assertEqual(self.known(), [])
        person = Person(self, "--fail-on", "never")
        person.answer("\x04", QUESTION)  # the end of the input
        os.write(person.terminal, b"\x04")
        self.assertEqual(person.finish(), CLEAN)

    def test_back_shows_what_was_answered_and_changes_it(self):
        self.find_two()
        person = Person(self)
        person.answer("k")
        person.answer("first", b"why: ")
        person.answer("ada", b"owner: ")
        person.answer("", b"for ever: ")
        person.answer("b")
        shown = person.answer("k")
        self.assertIn(b"[1 of 2] a.txt", shown)
        self.assertIn(b"(known)", shown)
        self.assertIn(b"because: first", shown)
        person.answer("second", b"why [first]: ")
        person.answer("-", b"owner [ada]: ")
        person.answer("", b"for ever: ")
        person.answer("b")
        person.answer("d")
        person.wait_for(b"saved")
        self.assertEqual(self.known(), [])
        person.answer("b")
        self.assertIn(b"[1 of 2] a.txt", person.answer("q"))
        self.assertEqual(person.finish(), FINDINGS)

    def test_what_is_no_answer_is_asked_again(self):
        self.find_two()
        token = self.secret()
        person = Person(self)
        person.answer("x")
        self.assertIn(b"k  known", person.answer(""))
        person.answer("known")
        person.answer("d")
        self.assertIn(b"no entry to drop", person.answer("k"))
        person.answer("", b"why: ")
        self.assertIn(b"A reason is needed", person.answer("k"))
        person.answer("\x01 word" * 3, b"why: ")
        self.assertIn(b"not plain text", person.answer("k"))
        person.answer("long " * 400, b"why: ")
        person.answer("k")
        person.answer("good", b"why: ")
        person.answer("", b"owner: ")
        person.answer("2027-02-30", b"for ever: ")
        self.assertIn(b"no day", person.answer("q"))
        self.assertEqual(person.finish(), FINDINGS)
        self.assertEqual(self.known(), [])
        # The terminal shows what is typed; the file must not.
        person = Person(self)
        person.answer("k")
        person.answer("it was " + token, b"why: ")
        self.assertIn(b"seems to hold a secret", person.answer("q"))
        self.secrets.clear()
        self.assertEqual(person.finish(), FINDINGS)
        self.assertEqual(self.known(), [])

    def test_what_has_a_flaw_is_asked_about_and_nothing_else(self):
        self.find_two()
        self.write("c.txt", f"c = {self.secret()}\n")
        self.write("d.txt", f"d = {self.secret()}\n")
        for name, more in (("a.txt", ["--reason", "fine"]), ("b.txt", []),
                           ("c.txt", ["--reason", "for now", "--until",
                                      "2020-01-31"]),
                           ("d.txt", ["--reason", "gone"])):
            self.stanch("baseline", "write", name, *more)
        os.remove(os.path.join(self.folder, "d.txt"))
        person = Person(self)
        self.assertIn(b"[1 of 3] b.txt", person.answer("k"))
        person.answer("why not", b"why: ")
        person.answer("", b"owner: ")
        person.answer("", b"for ever: ")
        shown = person.answer("k")
        self.assertIn(b"[2 of 3] c.txt", shown)
        self.assertIn(b"counted until 2020-01-31", shown)
        person.answer("", b"why [for now]: ")
        person.answer("", b"owner: ")
        person.answer("2999-01-31", b"for ever: ")
        shown = person.answer("d")
        self.assertIn(b"[3 of 3] .stanch-baseline:5: entry matches nothing",
                      shown)
        self.assertIn(b"because: gone", shown)
        person.wait_for(b"3 decided")
        self.assertEqual(person.finish(), CLEAN)
        self.assertEqual(self.endings(), [
            "a.txt -- fine", "b.txt -- why not",
            "c.txt until=2999-01-31 -- for now"])
        person = Person(self)
        person.wait_for(b"Nothing is to be decided.")
        self.assertEqual(person.finish(), CLEAN)
        person = Person(self, "--every")
        self.assertIn(b"[1 of 3] a.txt", person.answer("q"))
        self.assertEqual(person.finish(), CLEAN)

    def test_options_are_what_is_offered(self):
        self.find_two()
        person = Person(self, "--reason", "a sample", "--owner", "ada",
                        "--until", "2999-01-31")
        person.answer("k")
        person.answer("", b"why [a sample]: ")
        person.answer("", b"owner [ada]: ")
        person.answer("", b"for ever [2999-01-31]: ")
        person.answer("q")
        self.assertEqual(person.finish(), FINDINGS)
        self.assertEqual(self.endings(), [
            "a.txt owner=ada until=2999-01-31 -- a sample"])

    def test_what_somebody_else_wrote_meanwhile_stays(self):
        self.find_two()
        person = Person(self)
        person.answer("f")
        theirs = "# stanch-baseline v1\n# theirs\n"
        self.write(".stanch-baseline", theirs)
        person.answer("", b"if you like: ")
        person.answer("", b"owner: ")
        self.assertEqual(person.finish(), INCOMPLETE)
        self.assertEqual(self.known(), ["# theirs"])

    def test_an_interrupt_leaves_what_was_saved(self):
        self.find_two()
        person = Person(self)
        person.answer("f")
        person.answer("", b"if you like: ")
        person.answer("", b"owner: ")
        person.wait_for(QUESTION)
        time.sleep(0.1)
        person.program.send_signal(signal.SIGINT)
        self.assertEqual(person.finish(), FINDINGS)
        self.assertEqual(self.endings(), ["a.txt -- false alarm"])

    def test_names_cannot_steer_the_terminal(self):
        self.write("a\x1b[2J\n::error.txt", f"a = {self.secret()}\n")
        person = Person(self)
        person.answer("f")
        person.answer("", b"if you like: ")
        person.answer("", b"owner: ")
        person.wait_for(b"1 decided")
        self.assertEqual(person.finish(), CLEAN)
        self.assertNotIn(b"\x1b", person.output)
        self.assertEqual(self.endings(),
                         ["a%1B[2J%0A::error.txt -- false alarm"])
        self.assert_status(self.stanch("scan"), CLEAN)

    def test_without_a_terminal_it_refuses(self):
        self.find_two()
        done = self.stanch("baseline", "audit")
        self.assert_status(done, USAGE)
        self.assertIn(b"--check", done.stderr)


if __name__ == "__main__":
    main()
