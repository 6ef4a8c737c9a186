"""What the tests of the command share: a folder for each test, made-up
secrets, and a run of stanch that checks what must hold for every run."""

import json
import os
import shutil
import sys
import tempfile
import unittest
import zlib

from program import CLEAN, FINDINGS, INCOMPLETE, USAGE  # noqa: F401
from program import environment, run
from repository import Repository

BASE62 = ("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
          "abcdefghijklmnopqrstuvwxyz")

# The rule that finds what secret() makes.
RULE = "github-pat-classic"


def base62(number, width):
    digits = ""
    for _ in range(width):
        number, digit = divmod(number, 62)
        digits = BASE62[digit] + digits
    return digits


class CliTest(unittest.TestCase):
    """A test with its own folder, made empty before and removed after."""

    def setUp(self):
        self.top = tempfile.mkdtemp(prefix="stanch-cli-")
        self.addCleanup(shutil.rmtree, self.top, ignore_errors=True)
        self.folder = self.path("work")
        os.mkdir(self.folder)
        self.home = self.path("home")
        os.mkdir(self.home)
        self.secrets = []

    def path(self, *names):
        return os.path.join(self.top, *names)

    def write(self, name, content):
        """Write a file below the working folder; its path."""
        path = os.path.join(self.folder, name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        if isinstance(content, str):
            content = content.encode()
        with open(path, "wb") as file:
            file.write(content)
        return path

    def repository(self, *arguments, name="work"):
        return Repository(self.path(name), *arguments)

    def secret(self):
        """A token as GitHub would issue it, checksum and all, but made up.
        None is made twice; what stanch prints must not hold it."""
        number = zlib.crc32(f"{self.id()} {len(self.secrets)}".encode())
        body = base62(pow(number | 1, 7, 62 ** 30), 30)
        token = "ghp_" + body + base62(zlib.crc32(body.encode()), 6)
        self.secrets.append(token)
        return token

    def check_secrecy(self, output):
        """At most the first four characters of a secret may be shown."""
        for secret in self.secrets:
            for start in range(4, len(secret) - 8):
                if secret[start:start + 8].encode() in output:
                    self.fail("a part of a secret was printed")

    def check_run(self, done):
        self.check_secrecy(done.stdout + done.stderr)
        self.assertIn(done.returncode, (0, 1, 2, 3), done.stderr.decode())
        self.assertNotIn(b"Sanitizer", done.stderr)
        self.assertNotIn(b"runtime error", done.stderr)
        if done.returncode == USAGE:
            self.assertNotEqual(done.stderr, b"", "no word about why")
        if done.returncode == INCOMPLETE:
            self.assertNotEqual(done.stdout + done.stderr, b"",
                                "no word about why")
        return done

    def stanch(self, *arguments, stdin=b"", folder=None, **env):
        """Run stanch; its result, checked for what must always hold."""
        done = run(arguments, folder or self.folder, stdin,
                   environment(self.home, **env))
        return self.check_run(done)

    def report(self, *arguments, status=None, **more):
        """Run stanch for its JSON report, with no configuration."""
        done = self.stanch(*arguments, "--no-config", "--format", "json",
                           **more)
        if status is not None:
            self.assertEqual(done.returncode, status, done.stderr.decode())
        return json.loads(done.stdout)

    def places(self, report):
        """file:line of every finding, in the report's order."""
        return [f"{found['file']}:{found['line']}"
                for found in report["findings"]]

    def reasons(self, report):
        """Why texts were skipped."""
        return sorted({skip["reason"]
                       for skip in report["coverage"]["skipped"]})

    def assert_status(self, done, status):
        self.assertEqual(done.returncode, status,
                         (done.stdout + done.stderr).decode(
                             "utf-8", "replace"))


def main():
    """Run the calling file's tests."""
    sys.dont_write_bytecode = True
    unittest.main()
