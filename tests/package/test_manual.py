#!/usr/bin/env python3
"""The man page and the completions that are installed, against --help."""

import os
import re
import shutil
import subprocess
import sys
import unittest

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "../support"))

from cli import CliTest, main  # noqa: E402
from manual import commands, options, verbs  # noqa: E402
from program import STANCH  # noqa: E402

MADE = os.path.join(os.path.dirname(STANCH), "package")


def read(name):
    with open(os.path.join(MADE, name), encoding="utf-8") as file:
        return file.read()


class Manual(CliTest):
    def setUp(self):
        super().setUp()
        self.page = re.sub(r"\\f[BIR]|\\&", "", read("stanch.1"))
        self.page = self.page.replace("\\-", "-").replace("\\e", "\\")

    def assert_told(self, text):
        self.assertRegex(self.page, rf"(?<![\w-]){re.escape(text)}(?![\w-])")

    def test_every_command_verb_and_option_is_told(self):
        for command in commands():
            self.assertIn(f"\n.SS stanch {command}\n", self.page)
            for verb in verbs(command):
                self.assert_told(verb)
            for option in options(command):
                self.assert_told(option)

    def test_nothing_else_is_told(self):
        section = self.page.split("\n.SH OPTIONS\n")[1].split("\n.SH ")[0]
        told = set(re.findall(r"(?<![\w-])(--?\w[\w-]*)(?=[, \n])",
                              "\n".join(re.findall(r"\.TP\n(.*\n)", section))))
        there = set()
        for command in commands():
            there.update(options(command))
            for verb in verbs(command):
                try:
                    there.update(options(command, verb))
                except RuntimeError: # a word that is an operand
                    pass
        self.assertEqual(told, there)

    def test_no_mark_of_the_template_is_left(self):
        self.assertNotRegex(self.page, r"@[A-Z]+@")

    @unittest.skipUnless(shutil.which("mandoc"), "there is no mandoc here")
    def test_it_is_well_formed(self):
        done = subprocess.run(
            ["mandoc", "-Tlint", os.path.join(MADE, "stanch.1")],
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False)
        self.assertEqual((done.returncode, done.stdout), (0, b""))


class Completions(CliTest):
    def test_what_is_installed_is_what_is_printed(self):
        for shell, name in (("bash", "stanch.bash"), ("fish", "stanch.fish"),
                            ("zsh", "_stanch")):
            done = self.stanch("completion", shell)
            self.assertEqual(done.stdout.decode(), read(name))


if __name__ == "__main__":
    if not shutil.which("mandoc"):
        sys.stderr.write("SKIPPED: no mandoc to check the man page with\n")
    main()
