#!/usr/bin/env python3
"""Ranges of commits."""

import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "../support"))

from cli import CLEAN, FINDINGS, INCOMPLETE, USAGE, CliTest, main  # noqa: E402


class GitRange(CliTest):
    def setUp(self):
        super().setUp()
        self.repo = self.repository()
        self.old = self.secret()
        self.first = self.repo.commit({"a.txt": f"old = {self.old}\n",
                                       "b.txt": "nothing\n"})

    def test_only_what_the_commits_bring(self):
        self.repo.commit({"b.txt": "still nothing\n"})
        report = self.report("git", f"{self.first}..HEAD", status=CLEAN)
        self.assertEqual(report["coverage"]["commits"], 1)
        self.repo.commit({"b.txt": f"new = {self.secret()}\n"})
        report = self.report("git", f"{self.first}..HEAD", status=FINDINGS)
        self.assertEqual(self.places(report), ["b.txt:1"])

    def test_an_old_secret_on_a_moved_line_is_not_new(self):
        self.repo.commit({"a.txt": f"\n\nmore\n  old = {self.old}\n"})
        self.report("git", f"{self.first}..HEAD", status=CLEAN)

    def test_an_old_secret_on_another_line_is_new_there(self):
        self.repo.commit({"a.txt": f"old = {self.old}\ncopy = {self.old}\n"})
        report = self.report("git", f"{self.first}..HEAD", status=FINDINGS)
        self.assertEqual(self.places(report), ["a.txt:2"])

    def test_an_old_secret_in_another_file_is_new_there(self):
        self.repo.commit({"c.txt": f"x = 1\ncopy = {self.old}\n"})
        report = self.report("git", f"{self.first}..HEAD", status=FINDINGS)
        self.assertEqual(self.places(report), ["c.txt:2"])

    def test_a_range_may_be_named_in_any_way_git_knows(self):
        self.repo.git("tag", "-a", "-m", "note", "v1")
        self.repo.git("branch", "-q", "base")
        self.repo.commit({"b.txt": f"new = {self.secret()}\n"})
        for name in ("v1..HEAD", "base..main", "HEAD~1..HEAD", "HEAD^..",
                     f"{self.first[:10]}..main",
                     "refs/tags/v1..refs/heads/main"):
            report = self.report("git", name, status=FINDINGS)
            self.assertEqual(self.places(report), ["b.txt:1"])

    def test_an_empty_range_is_not_clean(self):
        done = self.stanch("git", "HEAD..HEAD")
        self.assert_status(done, INCOMPLETE)
        report = self.report("git", "HEAD..HEAD", status=INCOMPLETE)
        self.assertEqual(self.reasons(report), ["nothing"])

    def test_a_range_that_does_not_resolve_scans_nothing(self):
        for name in ("no-such-branch..HEAD", "HEAD..no-such-branch",
                     "0000000000000000000000000000000000000000..HEAD",
                     "..", "-x..HEAD", "HEAD:a.txt..HEAD"):
            with self.subTest(name):
                done = self.stanch("git", "--", name)
                self.assertIn(done.returncode, (USAGE, INCOMPLETE))
                self.assertNotEqual(done.stderr + done.stdout, b"")

    def test_a_side_branch_merged_inside_the_range(self):
        self.repo.git("checkout", "-q", "-b", "side")
        self.repo.commit({"side.txt": f"s = {self.secret()}\n"})
        self.repo.git("checkout", "-q", "main")
        self.repo.commit({"b.txt": "on main\n"})
        self.repo.git("merge", "-q", "--no-ff", "-m", "merge", "side")
        self.repo.git("branch", "-q", "-D", "side")
        report = self.report("git", f"{self.first}..HEAD", status=FINDINGS)
        self.assertEqual(self.places(report), ["side.txt:1"])
        self.assertEqual(report["coverage"]["commits"], 3)

    def test_a_merge_from_the_base_brings_nothing_of_the_base(self):
        self.repo.git("checkout", "-q", "-b", "topic")
        self.repo.commit({"topic.txt": "nothing\n"})
        self.repo.git("checkout", "-q", "main")
        self.repo.commit({"base.txt": f"b = {self.secret()}\n"})
        self.repo.git("checkout", "-q", "topic")
        self.repo.git("merge", "-q", "--no-ff", "-m", "update", "main")
        self.report("git", "main..topic", status=CLEAN)

    def test_history_without_a_common_commit(self):
        self.repo.git("checkout", "-q", "--orphan", "other")
        self.repo.git("rm", "-rfq", ".")
        self.repo.commit({"o.txt": f"o = {self.secret()}\n"})
        report = self.report("git", "main..other", status=FINDINGS)
        self.assertEqual(self.places(report), ["o.txt:1"])

    def test_a_reverted_secret_is_still_reported(self):
        self.repo.commit({"b.txt": f"new = {self.secret()}\n"})
        self.repo.commit({"b.txt": "nothing\n"})
        report = self.report("git", f"{self.first}..HEAD", status=FINDINGS)
        self.assertEqual(self.places(report), ["b.txt:1"])

    def test_a_secret_of_the_base_that_comes_back(self):
        self.repo.commit({"a.txt": "nothing\n"})
        middle = self.repo.git("rev-parse", "HEAD")
        self.repo.commit({"a.txt": f"old = {self.old}\n"})
        report = self.report("git", f"{middle}..HEAD", status=FINDINGS)
        self.assertEqual(self.places(report), ["a.txt:1"])


if __name__ == "__main__":
    main()
