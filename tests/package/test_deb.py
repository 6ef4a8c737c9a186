#!/usr/bin/env python3
"""The .deb of this build: what it holds, and that it comes and goes whole."""

import gzip
import os
import shutil
import subprocess
import sys
import tempfile
import unittest

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "../support"))

from program import STANCH  # noqa: E402

BUILD = os.path.dirname(os.path.dirname(STANCH))
SKIPPED = 77  # the status that CTest takes for that

FILES = {
    "usr/bin/stanch",
    "usr/share/bash-completion/completions/stanch",
    "usr/share/doc/stanch/README.md",
    "usr/share/doc/stanch/changelog.gz",
    "usr/share/doc/stanch/copyright",
    "usr/share/doc/stanch/licences",
    "usr/share/fish/vendor_completions.d/stanch.fish",
    "usr/share/man/man1/stanch.1.gz",
    "usr/share/stanch/stanch.schema.json",
    "usr/share/zsh/vendor-completions/_stanch",
}


def call(*words, folder="/"):
    done = subprocess.run(words, cwd=folder, stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT, check=False)
    if done.returncode != 0:
        raise RuntimeError(f"{words}: {done.stdout.decode()}")
    return done.stdout.decode()


def files_below(root):
    return {os.path.relpath(os.path.join(folder, name), root)
            for folder, _, names in os.walk(root) for name in names}


class Package(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.top = tempfile.mkdtemp(prefix="stanch-deb-")
        cls.addClassCleanup(shutil.rmtree, cls.top)
        call("cpack", "-G", "DEB", "-B", cls.top, "--config",
             os.path.join(BUILD, "CPackConfig.cmake"))
        cls.deb, = (os.path.join(cls.top, name) for name
                    in os.listdir(cls.top) if name.endswith(".deb"))

    def field(self, name):
        return call("dpkg-deb", "-f", self.deb, name).strip()

    def test_it_tells_what_it_is_and_needs(self):
        self.assertEqual(self.field("Package"), "stanch")
        self.assertEqual(self.field("Section"), "devel")
        self.assertIn("libgit2-", self.field("Depends"))
        self.assertIn("libpcre2-8-0", self.field("Depends"))
        self.assertTrue(self.field("Description").startswith("find leaked"))

    def test_it_holds_what_is_installed_and_that_runs(self):
        root = os.path.join(self.top, "extracted")
        call("dpkg-deb", "-x", self.deb, root)
        self.assertEqual(files_below(root), FILES)
        version = call(os.path.join(root, "usr/bin/stanch"), "version")
        self.assertIn(self.field("Version"), version)
        page = os.path.join(root, "usr/share/man/man1/stanch.1.gz")
        with gzip.open(page, "rt", encoding="utf-8") as file:
            self.assertIn(".TH STANCH 1", file.read())

    def test_it_comes_and_goes_whole(self):
        root = os.path.join(self.top, "root")
        for name in ("info", "updates", "triggers"):
            os.makedirs(os.path.join(root, "var/lib/dpkg", name))
        for name in ("status", "available"):
            with open(os.path.join(root, "var/lib/dpkg", name), "w",
                      encoding="ascii"):
                pass
        dpkg = ["dpkg", f"--root={root}", "--force-not-root",
                "--force-depends", f"--log={self.top}/log"]
        call(*dpkg, "-i", self.deb)
        self.assertLessEqual(FILES, files_below(root))
        self.assertIn("stanch", call(*dpkg, "-l", "stanch"))
        call(*dpkg, "-P", "stanch")
        left = {name for name in files_below(root)
                if not name.startswith("var/lib/dpkg/")}
        self.assertEqual(left, set())


if __name__ == "__main__":
    sys.dont_write_bytecode = True
    if not (shutil.which("dpkg-deb") and shutil.which("dpkg-shlibdeps")):
        sys.stderr.write("SKIPPED: there is no dpkg-dev here\n")
        sys.exit(SKIPPED)
    unittest.main()
