#!/usr/bin/env python3
"""Completion: what the shells are told, driven as they would."""

import os
import re
import shlex
import shutil
import subprocess
import sys
import unittest

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "../support"))

from cli import CLEAN, USAGE, CliTest, main  # noqa: E402
from manual import commands, options, verbs  # noqa: E402
from program import STANCH, environment  # noqa: E402

SHELLS = ("bash", "fish", "zsh")
PROGRAM = shlex.quote(STANCH)

# Prints what _stanch makes of the words given, one a line.
DRIVER = """
source "$1"; shift
COMP_WORDS=("$@") COMP_CWORD=$(($# - 1)) COMPREPLY=()
_stanch "$1"
printf '%s\\n' "${COMPREPLY[@]}"
"""


def have(shell):
    if shutil.which(shell) is None:
        sys.stderr.write(f"SKIPPED: there is no {shell} here\n")
        return False
    return True


class Completion(CliTest):
    scripts = {}

    def text(self, shell):
        if shell not in self.scripts:
            done = self.stanch("completion", shell)
            self.assert_status(done, CLEAN)
            self.assertEqual(done.stderr, b"")
            self.scripts[shell] = done.stdout.decode()
        return self.scripts[shell]

    def script(self, shell):
        path = self.path("completion." + shell)
        with open(path, "w", encoding="utf-8") as file:
            file.write(self.text(shell))
        return path

    def sh(self, *words):
        return subprocess.run(
            words, cwd=self.folder, env=environment(self.home), check=False,
            stdout=subprocess.PIPE, stderr=subprocess.PIPE)

    def offered(self, *words):
        """What bash would offer for the last of these words."""
        done = self.sh("bash", "-c", DRIVER, "bash", self.script("bash"),
                       STANCH, *words)
        self.assertEqual((done.returncode, done.stderr), (0, b""))
        return done.stdout.decode().splitlines()

    def test_an_unknown_shell_is_an_error(self):
        for arguments in ([], ["tcsh"], ["bash", "zsh"]):
            self.assert_status(self.stanch("completion", *arguments), USAGE)

    def test_bash_knows_every_command_verb_and_option_of_help(self):
        self.assertEqual(self.offered(""),
                         [*commands(), "help", "--help", "--version"])
        for command in commands():
            with self.subTest(command=command):
                known = verbs(command)
                if known:
                    self.assertLessEqual(set(known),
                                         set(self.offered(command, "")))
                told = set()
                for verb in known or [""]:
                    words = [command, verb] if verb in self.offered(
                        command, "") and verb else [command]
                    told.update(self.offered(*words, "-"))
                self.assertLessEqual(set(options(command)), told)

    def test_the_others_know_them_too(self):
        fish, zsh = self.text("fish"), self.text("zsh")
        for command in commands():
            self.assertRegex(fish, rf"-a {command} -d '")
            self.assertIn(f"'{command}:", zsh)
            for verb in verbs(command):
                self.assertIn(verb, fish)
                self.assertIn(verb, zsh)
            for option in options(command):
                name = option.lstrip("-")
                flag = "l" if option.startswith("--") else "s"
                if name != "h" or "l" == flag:
                    self.assertIn(f" -{flag} {name} ", fish)
                self.assertRegex(zsh, re.escape(option) + r"[+=]?\[")

    def test_values_are_offered(self):
        severities = ["note", "low", "medium", "high", "critical"]
        self.assertEqual(self.offered("scan", "--fail-on", ""),
                         [*severities, "never"])
        self.assertEqual(self.offered("redact", "--min-severity", ""),
                         severities)
        self.assertIn("sarif", self.offered("git", "--format", ""))
        self.assertEqual(self.offered("rules", "list", "--format", ""),
                         ["text", "json"])
        self.assertEqual(self.offered("logs", "--color", "a"),
                         ["auto", "always"])

    def test_a_value_may_follow_an_equals_sign(self):
        self.assertEqual(self.offered("scan", "--fail-on", "=", "me"),
                         ["medium"])
        self.assertIn("text", self.offered("scan", "--format", "="))
        self.write("report.json", "")
        for words in (["--report", "json", "=", "re"],
                      ["--report", "=", "json", "=", "re"]):
            self.assertEqual(self.offered("scan", *words), ["report.json"])
        self.assertEqual(self.offered("scan", "--report", "js"), ["json="])

    def test_rule_ids_come_from_the_program(self):
        listed = {line.split()[0] for line in
                  self.stanch("rules", "list").stdout.decode().splitlines()}
        self.assertEqual(set(self.offered("rules", "show", "")), listed)
        self.assertEqual(set(self.offered("scan", "--only", "")),
                         listed | {"secret", "go"})

    def test_operands_are_files_folders_or_revisions(self):
        repository = self.repository()
        repository.commit({"a file": "x\n", "folder/b": "y\n"})
        repository.git("branch", "feature")
        self.assertEqual(self.offered("scan", "a"), ["a file"])
        self.assertEqual(self.offered("redact", "-o", ""), [".git", "folder"])
        self.assertEqual(self.offered("git", "fe"), ["feature"])
        self.assertEqual(self.offered("git", "main..f"), ["main..feature"])

    def test_the_name_of_a_branch_runs_nothing(self):
        repository = self.repository()
        repository.commit()
        for name in ("$(touch${IFS}ran)", "`touch${IFS}ran`", "a;b"):
            repository.git("branch", name)
        self.assertEqual(self.offered("git", ""), ["HEAD", "main"])
        self.assertFalse(os.path.exists(os.path.join(self.folder, "ran")))

    def test_each_shell_reads_its_script(self):
        for shell in SHELLS:
            with self.subTest(shell=shell):
                script = self.script(shell)
                if not have(shell):
                    continue
                done = self.sh(shell, "-n", script)
                self.assertEqual((done.returncode, done.stderr), (0, b""))

    @unittest.skipUnless(have("fish"), "there is no fish here")
    def test_fish_offers_them(self):
        script = shlex.quote(self.script("fish"))

        def offered(line):
            done = self.sh("fish", "--no-config", "-c",
                           f"source {script}; complete -C "
                           f"{shlex.quote(PROGRAM + ' ' + line)}")
            self.assertEqual(done.stderr, b"")
            return [line.split("\t")[0]
                    for line in done.stdout.decode().splitlines()]

        self.assertEqual(offered("rul"), ["rules"])
        self.assertEqual(offered("rules l"), ["list"])
        self.assertEqual(offered("rules show aws-session-token-"),
                         ["aws-session-token-field"])
        self.assertEqual(offered("scan --fail-on n"), ["never", "note"])


if __name__ == "__main__":
    main()
