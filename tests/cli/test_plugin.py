#!/usr/bin/env python3
"""The scripts of plugin/, with stand-ins for what they call."""

import os
import shutil
import subprocess
import sys
import tempfile
import unittest

PLUGIN = os.path.abspath(os.path.join(os.path.dirname(__file__),
                                      "../../plugin"))

# Each notes that it was called; BUILT says whether there is nothing to build.
STAND_INS = {
    "plugin/setup.sh": 'echo setup >>"$LOG"; echo noise',
    "bin/cmake": 'echo "cmake $*" >>"$LOG"; echo noise\n'
                 'touch "$TREE/build/release/build.ninja"',
    "bin/ninja": 'case "$*" in\n'
                 '*-n) if [ -e "$TREE/built" ]; then\n'
                 '         echo "ninja: no work to do."\n'
                 '     else echo "[1/2] work"; fi;;\n'
                 '*) cat; echo build >>"$LOG"; echo noise\n'
                 '   [ ! -e "$TREE/broken" ] || exit 1\n'
                 '   touch "$TREE/built";;\n'
                 'esac',
    "build/release/scanner/stanch": 'pwd\nprintf "<%s>\\n" "$@"\ncat\nexit 3',
}


class RunScript(unittest.TestCase):
    def setUp(self):
        self.tree = os.path.realpath(tempfile.mkdtemp(prefix="stanch-run-"))
        self.addCleanup(shutil.rmtree, self.tree)
        self.log = os.path.join(self.tree, "log")
        for name, body in STAND_INS.items():
            path = os.path.join(self.tree, name)
            os.makedirs(os.path.dirname(path), exist_ok=True)
            with open(path, "w", encoding="ascii") as script:
                script.write("#!/bin/sh\n" + body + "\n")
            os.chmod(path, 0o755)
        shutil.copy(os.path.join(PLUGIN, "run.sh"),
                    os.path.join(self.tree, "plugin"))
        self.elsewhere = os.path.join(self.tree, "else where")
        os.mkdir(self.elsewhere)

    def run_script(self, *arguments, script="plugin/run.sh"):
        env = {**os.environ, "LOG": self.log, "TREE": self.tree,
               "PATH": os.path.join(self.tree, "bin") + ":"
               + os.environ["PATH"]}
        return subprocess.run(
            [os.path.join(self.tree, script), *arguments], input=b"input",
            cwd=self.elsewhere, env=env, stdout=subprocess.PIPE,
            stderr=subprocess.PIPE, check=False)

    def calls(self):
        with open(self.log, encoding="ascii") as log:
            lines = log.read().splitlines()
        os.remove(self.log)
        return [line.split()[0] for line in lines]

    def expected(self, *arguments):
        return "".join([f"{self.elsewhere}\n",
                        *(f"<{word}>\n" for word in arguments),
                        "input"]).encode()

    def test_folder_arguments_input_and_status_are_the_caller_s(self):
        arguments = ("scan", "a b", "", "*", "$HOME")
        done = self.run_script(*arguments)
        self.assertEqual(done.stdout, self.expected(*arguments))
        self.assertEqual(done.returncode, 3)
        self.assertEqual(self.calls(), ["setup", "cmake", "build"])

    def test_the_second_run_builds_nothing_and_says_nothing(self):
        self.run_script()
        self.calls()
        with open(os.path.join(self.tree, "plugin/setup.sh"), "w",
                  encoding="ascii") as quiet:
            quiet.write("#!/bin/sh\n")
        done = self.run_script("scan")
        self.assertEqual(done.stdout, self.expected("scan"))
        self.assertEqual(done.stderr, b"")
        self.assertFalse(os.path.exists(self.log))

    def test_a_build_that_fails_runs_nothing(self):
        with open(os.path.join(self.tree, "broken"), "w", encoding="ascii"):
            pass
        done = self.run_script("scan")
        self.assertNotEqual(done.returncode, 0)
        self.assertEqual(done.stdout, b"")

    def test_it_may_be_called_through_a_link(self):
        os.symlink("../plugin/run.sh", os.path.join(self.tree, "bin/stanch"))
        done = self.run_script("scan", script="bin/stanch")
        self.assertEqual(done.stdout, self.expected("scan"))


class SetUpScript(unittest.TestCase):
    def test_when_all_is_there_it_does_nothing(self):
        done = subprocess.run([os.path.join(PLUGIN, "setup.sh"), "--tests"],
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                              check=False)
        self.assertEqual((done.returncode, done.stdout), (0, b""))

    def test_an_unknown_option_is_refused(self):
        done = subprocess.run([os.path.join(PLUGIN, "setup.sh"), "--nonsense"],
                              stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                              check=False)
        self.assertEqual(done.returncode, 1)
        self.assertIn(b"--nonsense", done.stderr)


if __name__ == "__main__":
    sys.dont_write_bytecode = True
    unittest.main()
