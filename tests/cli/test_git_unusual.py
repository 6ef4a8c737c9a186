#!/usr/bin/env python3
"""Repositories that are cut off, of another kind, or someone else's."""

import hashlib
import os
import shutil
import sys
import unittest

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "../support"))

from cli import CLEAN, FINDINGS, INCOMPLETE, CliTest, main  # noqa: E402


class GitUnusual(CliTest):
    def setUp(self):
        super().setUp()
        self.repo = self.repository()
        self.repo.commit({"a.txt": f"old = {self.secret()}\n"})
        self.repo.commit({"a.txt": "nothing\n", "b.txt": "nothing\n"})
        self.repo.commit({"b.txt": "still nothing\n"})

    def clone(self, *arguments, source=None):
        """Clone as over a network; the clone's folder."""
        target = self.path("clone")
        self.repo.git("config", "uploadpack.allowFilter", "true")
        self.repo.git("clone", "-q", *arguments,
                      f"file://{source or self.folder}", target)
        return target

    def in_clone(self, *arguments):
        """Run git in the clone."""
        return self.repo.git("-C", self.path("clone"), *arguments)

    def test_a_shallow_clone_is_never_clean(self):
        clone = self.clone("--depth", "1")
        report = self.report("git", folder=clone, status=INCOMPLETE)
        self.assertEqual(self.reasons(report), ["shallow"])
        done = self.stanch("git", folder=clone)
        self.assertIn(b"fetch", done.stdout + done.stderr)

    def test_a_shallow_clone_that_hides_the_base(self):
        clone = self.clone("--depth", "2")
        done = self.stanch("git", "HEAD~2..HEAD", folder=clone)
        self.assertNotEqual(done.returncode, CLEAN)
        # All that the range needs is there.
        self.report("git", "HEAD~1..HEAD", folder=clone, status=CLEAN)

    def test_a_finding_in_a_shallow_clone(self):
        self.repo.commit({"c.txt": f"new = {self.secret()}\n"})
        clone = self.clone("--depth", "1")
        report = self.report("git", folder=clone, status=FINDINGS)
        self.assertEqual(self.places(report), ["c.txt:1"])

    def test_a_blobless_clone_is_never_clean(self):
        clone = self.clone("--filter=blob:none", "--no-checkout")
        report = self.report("git", folder=clone, status=INCOMPLETE)
        self.assertEqual(self.reasons(report), ["missing"])

    def test_a_treeless_clone_is_never_clean(self):
        clone = self.clone("--filter=tree:0", "--no-checkout")
        self.report("git", folder=clone, status=INCOMPLETE)

    def test_a_sha256_repository_is_not_passed_over(self):
        repo = self.repository("--object-format=sha256", name="sha256")
        repo.commit({"a.txt": f"new = {self.secret()}\n"})
        for arguments in ([], ["--staged"], ["HEAD~1..HEAD"]):
            done = self.stanch("git", *arguments, folder=self.path("sha256"))
            self.assertNotEqual(done.returncode, CLEAN)
            self.assertIn(b"sha256", done.stderr)

    def test_a_bare_repository(self):
        clone = self.clone("--bare")
        report = self.report("git", folder=clone, status=FINDINGS)
        self.assertEqual(self.places(report), ["a.txt:1"])
        self.assertEqual(self.places(self.report("git", "-C", clone)),
                         ["a.txt:1"])

    def test_a_bare_repository_has_no_work_tree(self):
        clone = self.clone("--bare")
        done = self.stanch("git", "--worktree", folder=clone)
        self.assertNotEqual(done.returncode, CLEAN)

    def test_a_linked_work_tree_has_its_own_head(self):
        self.repo.git("worktree", "add", "-q", "-b", "topic",
                      self.path("clone"))
        with open(self.path("clone", "c.txt"), "w", encoding="ascii") as out:
            out.write(f"new = {self.secret()}\n")
        self.in_clone("add", "-A")
        self.in_clone("commit", "-q", "-m", "topic")
        here = self.report("git", folder=self.folder, status=FINDINGS)
        there = self.report("git", folder=self.path("clone"), status=FINDINGS)
        self.assertEqual(self.places(here), ["a.txt:1"])
        self.assertEqual(self.places(there), ["a.txt:1", "c.txt:1"])

    def test_an_unborn_branch(self):
        self.repository(name="fresh")
        done = self.stanch("git", folder=self.path("fresh"))
        self.assertIn(done.returncode, (CLEAN, INCOMPLETE))
        done = self.stanch("git", "HEAD~1..HEAD", folder=self.path("fresh"))
        self.assertNotEqual(done.returncode, CLEAN)

    def test_objects_borrowed_from_another_repository(self):
        clone = self.clone("--bare")
        shared = self.path("shared")
        self.repo.git("clone", "-q", "--shared", clone, shared)
        self.assertEqual(self.places(self.report("git", folder=shared,
                                                 status=FINDINGS)),
                         ["a.txt:1"])
        # Borrowed by a borrower, and by a relative path.
        with open(os.path.join(shared, ".git/objects/info/alternates"), "w",
                  encoding="ascii") as out:
            out.write("../../../clone/objects\n")
        self.repo.git("clone", "-q", "--shared", shared, self.path("third"))
        self.assertEqual(self.places(self.report("git",
                                                 folder=self.path("third"),
                                                 status=FINDINGS)),
                         ["a.txt:1"])

    def test_objects_under_quarantine(self):
        # As in a pre-receive hook: what is pushed lies in a folder of its own.
        clone = self.clone("--bare")
        new = self.repo.commit({"c.txt": f"new = {self.secret()}\n"})
        quarantine = os.path.join(clone, "objects", "incoming-x")
        os.makedirs(os.path.join(quarantine, "pack"))
        pack = self.repo.git("pack-objects", "--revs", "-q",
                             os.path.join(quarantine, "pack", "pack"),
                             stdin=f"{new}\n^{new}~1\n".encode())
        self.assertRegex(pack, "^[0-9a-f]{40}$")
        env = {"GIT_DIR": ".", "GIT_OBJECT_DIRECTORY": quarantine,
               "GIT_ALTERNATE_OBJECT_DIRECTORIES":
                   os.path.join(clone, "objects"),
               "GIT_QUARANTINE_PATH": quarantine}
        report = self.report("git", f"{new}~1..{new}", folder=clone,
                             status=FINDINGS, **env)
        self.assertEqual(self.places(report), ["c.txt:1"])

    def test_an_lfs_pointer_is_not_its_content(self):
        oid = hashlib.sha256(b"content").hexdigest()
        base = self.repo.git("rev-parse", "HEAD")
        self.repo.commit({"big.bin":
                          "version https://git-lfs.github.com/spec/v1\n"
                          f"oid sha256:{oid}\nsize 7\n"})
        report = self.report("git", f"{base}..HEAD", status=INCOMPLETE)
        self.assertEqual(self.reasons(report), ["lfs"])

    def test_replacements_hide_nothing(self):
        first = self.repo.git("rev-list", "--max-parents=0", "HEAD")
        blob = self.repo.git("rev-parse", f"{first}:a.txt")
        clean = self.repo.git("hash-object", "-w", "--stdin",
                              stdin=b"nothing\n")
        self.repo.git("replace", blob, clean)
        report = self.report("git", status=FINDINGS)
        self.assertEqual(self.places(report), ["a.txt:1"])

    @unittest.skipUnless(os.geteuid() == 0, "only root may give files away")
    def test_someone_else_s_repository(self):
        for folder, folders, files in os.walk(self.folder):
            for name in folders + files:
                shutil.chown(os.path.join(folder, name), 65534, 65534)
        shutil.chown(self.folder, 65534, 65534)
        report = self.report("git", status=FINDINGS)
        self.assertEqual(self.places(report), ["a.txt:1"])


if __name__ == "__main__":
    main()
