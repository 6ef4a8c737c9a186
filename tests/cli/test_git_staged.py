#!/usr/bin/env python3
"""What is staged, and what differs from HEAD on disk."""

import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "../support"))

from cli import CLEAN, FINDINGS, CliTest, main  # noqa: E402


class GitStaged(CliTest):
    def setUp(self):
        super().setUp()
        self.repo = self.repository()
        self.old = self.secret()
        self.repo.commit({"a.txt": f"old = {self.old}\n", "b.txt": "b\n"})

    def staged(self, status, **more):
        return self.places(self.report("git", "--staged", status=status,
                                       **more))

    def worktree(self, status, **more):
        return self.places(self.report("git", "--worktree", status=status,
                                       **more))

    def test_nothing_staged_is_clean(self):
        self.staged(CLEAN)

    def test_only_what_is_staged(self):
        self.write("b.txt", f"new = {self.secret()}\n")
        self.staged(CLEAN)
        self.repo.git("add", "b.txt")
        self.assertEqual(self.staged(FINDINGS), ["b.txt:1"])
        self.write("b.txt", "clean again, but not staged\n")
        self.assertEqual(self.staged(FINDINGS), ["b.txt:1"])

    def test_a_secret_that_head_has_is_not_new(self):
        self.write("a.txt", f"\nold = {self.old}\n")
        self.repo.git("add", "-A")
        self.staged(CLEAN)

    def test_a_partly_staged_file(self):
        self.write("b.txt", f"one = {self.secret()}\n")
        self.repo.git("add", "b.txt")
        self.write("b.txt", f"\n\ntwo = {self.secret()}\n")
        self.assertEqual(self.staged(FINDINGS), ["b.txt:1"])
        self.assertEqual(self.worktree(FINDINGS), ["b.txt:3"])

    def test_a_staged_deletion_and_rename(self):
        self.repo.git("rm", "-q", "b.txt")
        self.staged(CLEAN)
        self.repo.git("mv", "a.txt", "c.txt")
        self.staged(CLEAN)

    def test_the_index_that_git_names_is_read(self):
        # As in a pre-commit hook of `git commit PATH`.
        self.write("b.txt", f"new = {self.secret()}\n")
        other = self.path("other-index")
        self.repo.git("read-tree", "HEAD", GIT_INDEX_FILE=other)
        self.repo.git("add", "b.txt", GIT_INDEX_FILE=other)
        self.staged(CLEAN)
        self.assertEqual(self.staged(FINDINGS, GIT_INDEX_FILE=other),
                         ["b.txt:1"])
        relative = os.path.relpath(other, self.folder)
        self.assertEqual(self.staged(FINDINGS, GIT_INDEX_FILE=relative),
                         ["b.txt:1"])

    def test_every_version_of_the_index(self):
        for number in range(40):
            self.write(f"deep/folder/{number}.txt", "nothing\n")
        self.write("deep/new.txt", f"new = {self.secret()}\n")
        self.repo.git("add", "-A")
        for version in ("2", "3", "4"):
            self.repo.git("update-index", "--index-version", version)
            self.assertEqual(self.staged(FINDINGS), ["deep/new.txt:1"])
        self.repo.git("update-index", "--split-index")
        self.write("deep/more.txt", f"more = {self.secret()}\n")
        self.repo.git("add", "-A")
        self.assertEqual(self.staged(FINDINGS),
                         ["deep/more.txt:1", "deep/new.txt:1"])

    def test_intent_to_add_is_nothing_yet(self):
        self.write("new.txt", f"new = {self.secret()}\n")
        self.repo.git("add", "-N", "new.txt")
        self.staged(CLEAN)

    def test_a_conflict_is_not_passed_over(self):
        self.repo.git("checkout", "-q", "-b", "side")
        self.repo.commit({"b.txt": f"side = {self.secret()}\n"})
        self.repo.git("checkout", "-q", "main")
        self.repo.commit({"b.txt": "main\n"})
        try:
            self.repo.git("merge", "-q", "side")
        except RuntimeError:
            pass  # as it should
        done = self.stanch("git", "--staged", "--no-config")
        self.assertNotEqual(done.returncode, CLEAN)

    def test_a_staged_file_with_a_byte_order_mark_and_attributes(self):
        self.write(".gitattributes", "*.txt text eol=crlf\n")
        self.write("b.txt", f"b\r\nnew = {self.secret()}\r\n")
        self.repo.git("add", "-A")
        self.assertEqual(self.staged(FINDINGS), ["b.txt:2"])

    def test_an_unborn_branch(self):
        repo = self.repository(name="fresh")
        folder = self.path("fresh")
        self.staged(CLEAN, folder=folder)
        repo.write("a.txt", f"new = {self.secret()}\n")
        repo.git("add", "-A")
        self.assertEqual(self.staged(FINDINGS, folder=folder), ["a.txt:1"])

    def test_the_work_tree_against_head(self):
        self.worktree(CLEAN)
        self.write("b.txt", f"b\nnew = {self.secret()}\n")
        self.assertEqual(self.worktree(FINDINGS), ["b.txt:2"])
        self.repo.git("add", "-A")
        self.assertEqual(self.worktree(FINDINGS), ["b.txt:2"])

    def test_untracked_files_count_and_ignored_ones_do_not(self):
        self.write("new.txt", f"new = {self.secret()}\n")
        self.write("out/ignored.txt", f"new = {self.secret()}\n")
        self.write(".gitignore", "/out/\n")
        self.assertEqual(self.worktree(FINDINGS), ["new.txt:1"])

    def test_a_linked_work_tree_has_its_own_index(self):
        linked = self.path("linked")
        self.repo.git("worktree", "add", "-q", "-b", "topic", linked)
        with open(os.path.join(linked, "b.txt"), "w", encoding="ascii") as out:
            out.write(f"new = {self.secret()}\n")
        self.assertEqual(self.worktree(FINDINGS, folder=linked), ["b.txt:1"])
        self.repo.git("-C", linked, "add", "-A")
        self.assertEqual(self.staged(FINDINGS, folder=linked), ["b.txt:1"])
        self.staged(CLEAN)
        self.repo.git("-C", linked, "commit", "-q", "-m", "topic")
        report = self.report("git", "main..HEAD", folder=linked,
                             status=FINDINGS)
        self.assertEqual(self.places(report), ["b.txt:1"])

    def test_a_submodule_is_another_repository(self):
        module = self.repository(name="module")
        module.commit({"m.txt": f"m = {self.secret()}\n"})
        self.repo.git("-c", "protocol.file.allow=always", "submodule",
                      "--quiet", "add", self.path("module"), "module")
        report = self.report("git", "--staged", status=CLEAN)
        self.assertIn("submodule", self.reasons(report))
        self.repo.commit()
        self.report("git", "--worktree", status=CLEAN)
        report = self.report("git", "HEAD~1..HEAD", status=CLEAN)
        self.assertIn("submodule", self.reasons(report))


if __name__ == "__main__":
    main()
