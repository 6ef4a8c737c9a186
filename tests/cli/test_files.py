#!/usr/bin/env python3
"""Files and folders as they are found on disks."""

import os
import shutil
import socket
import subprocess
import sys
import unittest

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "../support"))

from cli import CLEAN, FINDINGS, INCOMPLETE, CliTest, main  # noqa: E402
from program import STANCH, environment  # noqa: E402

NOBODY = "65534"


class Files(CliTest):
    def test_a_folder_is_walked_in_the_order_of_names(self):
        for name in ("b.txt", "a/z.txt", "a.txt", "c/d/e.txt", ".hidden"):
            self.write(name, f"key = {self.secret()}\n")
        report = self.report("scan", ".", status=FINDINGS)
        self.assertEqual([found["file"] for found in report["findings"]],
                         sorted(["b.txt", "a/z.txt", "a.txt", "c/d/e.txt",
                                 ".hidden"]))

    def test_paths_are_shown_as_they_were_named(self):
        path = self.write("sub/a.txt", f"key = {self.secret()}\n")
        for named in ("sub/a.txt", path):
            report = self.report("scan", named, status=FINDINGS)
            self.assertEqual(report["findings"][0]["file"], named)
        report = self.report("scan", "sub", status=FINDINGS)
        self.assertEqual(report["findings"][0]["file"], "sub/a.txt")

    def test_a_file_named_twice_is_found_once(self):
        self.write("a.txt", f"key = {self.secret()}\n")
        report = self.report("scan", "a.txt", "a.txt", ".", status=FINDINGS)
        self.assertEqual(len(report["findings"]), 1)

    def test_a_repository_s_own_files_are_not_walked(self):
        self.repository()
        self.write(".git/a.txt", f"key = {self.secret()}\n")
        self.report("scan", ".", status=CLEAN)

    def test_a_symbolic_link_is_not_followed(self):
        outside = self.path("outside.txt")
        with open(outside, "w", encoding="ascii") as file:
            file.write(f"key = {self.secret()}\n")
        os.symlink(outside, os.path.join(self.folder, "link.txt"))
        os.symlink(".", os.path.join(self.folder, "loop"))
        report = self.report("scan", ".", status=CLEAN)
        self.assertIn("symlink", self.reasons(report))

    def test_a_named_symbolic_link_is_followed(self):
        self.write("a.txt", f"key = {self.secret()}\n")
        os.symlink("a.txt", os.path.join(self.folder, "link.txt"))
        self.report("scan", "link.txt", status=FINDINGS)

    def test_special_files_in_a_folder_do_not_stop_it(self):
        self.write("a.txt", f"key = {self.secret()}\n")
        os.mkfifo(os.path.join(self.folder, "pipe"))
        with socket.socket(socket.AF_UNIX) as listener:
            listener.bind(os.path.join(self.folder, "socket"))
            report = self.report("scan", ".", status=FINDINGS)
        self.assertIn("special", self.reasons(report))

    def test_a_file_name_may_be_any_bytes(self):
        name = b"caf\xe9\x1b[2J\n.txt"
        with open(os.path.join(os.fsencode(self.folder), name), "wb") as file:
            file.write(f"key = {self.secret()}\n".encode())
        self.report("scan", ".", status=FINDINGS)
        done = self.stanch("scan", ".")
        self.assert_status(done, FINDINGS)
        self.assertNotIn(b"\x1b", done.stdout)
        done.stdout.decode()

    def test_folders_may_be_deep(self):
        folder = self.folder
        for _ in range(300):
            folder = os.path.join(folder, "d")
            os.mkdir(folder)
        with open(os.path.join(folder, "a.txt"), "w") as file:
            file.write(f"key = {self.secret()}\n")
        self.report("scan", ".", status=FINDINGS)

    def test_a_skipped_path_is_left_out_and_counted(self):
        self.write("vendor/a.txt", f"key = {self.secret()}\n")
        self.write("src/a.txt", "nothing\n")
        config = self.write("c.yml",
                            "version: 1\npaths: {skip: ['vendor/**']}\n")
        done = self.stanch("scan", ".", "--config", config)
        self.assert_status(done, CLEAN)

    def test_a_named_file_over_the_limit_is_a_gap(self):
        self.write("a.txt", "nothing\n" * 1000)
        config = self.write("c.yml",
                            "version: 1\nlimits: {file_bytes: 4KiB}\n")
        done = self.stanch("scan", ".", "--config", config)
        self.assert_status(done, INCOMPLETE)

    @unittest.skipUnless(os.path.exists("/proc/self/mem"), "no /proc")
    def test_a_file_that_cannot_be_read_is_a_gap(self):
        report = self.report("scan", "/proc/self/mem", status=INCOMPLETE)
        self.assertIn("unreadable", self.reasons(report))


def can_become_nobody():
    """Whether the tests run as root, and nobody may run the program."""
    if os.geteuid() != 0 or shutil.which("setpriv") is None:
        return False
    return subprocess.run(
        ["setpriv", "--reuid", NOBODY, "--regid", NOBODY, "--clear-groups",
         STANCH, "version"],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        check=False).returncode == 0


class Unreadable(CliTest):
    """As someone who may not read everything."""

    def as_user(self, *arguments):
        command = [STANCH, *arguments]
        if os.geteuid() == 0:
            command = ["setpriv", "--reuid", NOBODY, "--regid", NOBODY,
                       "--clear-groups", *command]
        done = subprocess.run(command, cwd=self.folder,
                              env=environment("/"), stdout=subprocess.PIPE,
                              stderr=subprocess.PIPE, check=False)
        return self.check_run(done)

    def setUp(self):
        super().setUp()
        if os.geteuid() == 0 and not can_become_nobody():
            self.skipTest("root reads everything, and nobody may not run "
                          "the program")
        for folder in (self.top, self.folder):
            os.chmod(folder, 0o755)

    def test_an_unreadable_folder_is_a_gap(self):
        self.write("closed/a.txt", "nothing\n")
        closed = os.path.join(self.folder, "closed")
        os.chmod(closed, 0)
        done = self.as_user("scan", ".", "--no-config")
        os.chmod(closed, 0o755)
        self.assert_status(done, INCOMPLETE)
        self.assertIn(b"closed", done.stdout + done.stderr)

    def test_an_unreadable_file_is_a_gap(self):
        os.chmod(self.write("a.txt", "nothing\n"), 0)
        for named in (".", "a.txt"):
            done = self.as_user("scan", named, "--no-config")
            self.assert_status(done, INCOMPLETE)
            self.assertIn(b"a.txt", done.stdout + done.stderr)

    def test_a_finding_beside_an_unreadable_file_is_reported(self):
        os.chmod(self.write("a.txt", "nothing\n"), 0)
        self.write("b.txt", f"key = {self.secret()}\n")
        done = self.as_user("scan", ".", "--no-config")
        self.assert_status(done, FINDINGS)
        self.assertIn(b"b.txt", done.stdout)


if __name__ == "__main__":
    main()
