#!/usr/bin/env python3
"""The history of ordinary repositories."""

import os
import subprocess
import sys

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "../support"))

from cli import CLEAN, FINDINGS, INCOMPLETE, USAGE, CliTest, main  # noqa: E402


class Git(CliTest):
    def setUp(self):
        super().setUp()
        self.repo = self.repository()

    def test_a_finding_names_commit_author_and_date(self):
        self.repo.commit({"a.txt": "nothing\n"})
        commit = self.repo.commit({"b.txt": f"key = {self.secret()}\n"})
        self.repo.commit({"c.txt": "nothing\n"})
        found, = self.report("git", status=FINDINGS)["findings"]
        self.assertEqual(found["commit"], commit)
        self.assertEqual(found["author"], "Ada Author <ada@stanch.example>")
        self.assertEqual(found["date"], "2026-01-01T11:00:00+02:00")
        self.assertEqual((found["file"], found["line"], found["column"]),
                         ("b.txt", 1, 7))

    def test_what_is_only_on_disk_is_not_history(self):
        self.repo.commit({"a.txt": "nothing\n"})
        self.write("b.txt", f"key = {self.secret()}\n")
        report = self.report("git", status=CLEAN)
        self.assertEqual(report["coverage"]["commits"], 1)

    def test_messages_of_commits_and_tags_are_texts(self):
        base = self.repo.commit({"a.txt": "nothing\n"})
        commit = self.repo.commit({"a.txt": "more\n"},
                                  message=f"more\n\nwith {self.secret()}")
        self.repo.git("tag", "-a", "-m", f"with {self.secret()}", "v1")
        for arguments in ([], [f"{base}..HEAD"]):
            found, = self.report("git", *arguments,
                                 status=FINDINGS)["findings"]
            self.assertEqual((found["commit"], found["line"],
                              found["column"]), (commit, 3, 6))
        report = self.report("git", "--all", status=FINDINGS)
        self.assertEqual(len(report["findings"]), 2)

    def test_all_includes_every_ref(self):
        self.repo.commit({"a.txt": "nothing\n"})
        self.repo.git("checkout", "-q", "-b", "side")
        self.repo.commit({"b.txt": f"key = {self.secret()}\n"})
        self.repo.git("checkout", "-q", "--orphan", "other")
        self.repo.commit({"c.txt": f"key = {self.secret()}\n"})
        self.repo.git("tag", "-a", "-m", "note", "v1")
        self.repo.git("checkout", "-q", "main")
        self.repo.git("branch", "-q", "-D", "other")
        self.report("git", status=CLEAN)
        report = self.report("git", "--all", status=FINDINGS)
        self.assertEqual(self.places(report), ["b.txt:1", "c.txt:1"])
        self.repo.git("pack-refs", "--all")
        self.assertEqual(self.report("git", "--all"), report)

    def test_a_tag_of_a_blob_or_tree_is_survived(self):
        self.repo.commit({"a.txt": "nothing\n"})
        self.repo.git("tag", "-a", "-m", "note", "tree", "HEAD^{tree}")
        self.repo.git("tag", "blob", "HEAD:a.txt")
        self.report("git", "--all", status=CLEAN)

    def test_a_detached_head(self):
        self.repo.commit({"a.txt": f"key = {self.secret()}\n"})
        self.repo.git("checkout", "-q", "--detach")
        self.report("git", status=FINDINGS)

    def test_another_folder(self):
        self.repo.commit({"sub/a.txt": f"key = {self.secret()}\n"})
        sub = os.path.join(self.folder, "sub")
        for arguments, folder in ((["-C", self.folder], self.home),
                                  (["-C", sub], self.home), ([], sub)):
            report = self.report("git", *arguments, folder=folder,
                                 status=FINDINGS)
            self.assertEqual(self.places(report), ["sub/a.txt:1"])

    def test_outside_a_repository_it_is_a_usage_error(self):
        done = self.stanch("git", folder=self.home)
        self.assert_status(done, USAGE)
        done = self.stanch("git", "-C", "no/such/folder")
        self.assert_status(done, USAGE)

    def test_choices_exclude_each_other(self):
        self.repo.commit({"a.txt": "nothing\n"})
        for arguments in (["--all", "--staged"], ["--staged", "--worktree"],
                          ["HEAD~1..HEAD", "--all"], ["A..B", "C..D"]):
            self.assert_status(self.stanch("git", *arguments), USAGE)

    def test_packed_with_deltas_it_finds_the_same(self):
        lines = [f"line {number} of a long file\n" for number in range(400)]
        for number in range(12):
            lines[number * 30] = f"changed {number}\n"
            lines[number * 30 + 1] = f"k{number} = {self.secret()}\n"
            self.repo.commit({"long.txt": "".join(lines)})
        loose = self.report("git", status=FINDINGS)
        self.assertEqual(len(loose["findings"]), 12)
        for arguments in (["-adq", "--depth=50"], ["-adfq", "--depth=2"]):
            self.repo.git("repack", *arguments)
            self.assertEqual(self.report("git")["findings"],
                             loose["findings"])

    def test_a_rewritten_history_is_not_searched(self):
        self.repo.commit({"a.txt": "nothing\n"})
        self.repo.commit({"b.txt": f"key = {self.secret()}\n"})
        self.repo.git("reset", "-q", "--hard", "HEAD~1")
        self.repo.git("repack", "-adq")
        self.report("git", status=CLEAN)
        self.repo.git("repack", "-Adq")
        self.report("git", status=CLEAN)

    def test_an_octopus_and_a_criss_cross_merge(self):
        base = self.repo.commit({"a.txt": "nothing\n"})
        sides = []
        for name in "xyz":
            self.repo.git("checkout", "-q", "-b", name, base)
            sides.append(self.repo.commit({f"{name}.txt":
                                           f"k = {self.secret()}\n"}))
        self.repo.git("checkout", "-q", "main")
        self.repo.git("merge", "-q", "--no-ff", "-m", "octopus", "x", "y", "z")
        report = self.report("git", status=FINDINGS)
        self.assertEqual(self.places(report),
                         ["x.txt:1", "y.txt:1", "z.txt:1"])
        self.assertEqual([found["commit"] for found in report["findings"]],
                         sides)

    def test_the_author_s_name_cannot_steer_a_terminal(self):
        self.write("a.txt", f"key = {self.secret()}\n")
        self.repo.git("add", "-A")
        self.repo.git("-c", "user.name=x", "commit", "-q", "-m", "m",
                      "--author", "Eve \x1b[2J\u202e <e@stanch.example>")
        done = self.stanch("git", "-v")
        self.assert_status(done, FINDINGS)
        self.assertNotIn(b"\x1b", done.stdout)
        self.assertNotIn("\u202e".encode(), done.stdout)

    def test_a_damaged_object_is_a_gap(self):
        self.repo.commit({"a.txt": "nothing\n"})
        blob = self.repo.git("rev-parse", "HEAD:a.txt")
        path = os.path.join(self.folder, ".git/objects", blob[:2], blob[2:])
        os.chmod(path, 0o644)
        with open(path, "r+b") as file:
            file.truncate(5)
        report = self.report("git", status=INCOMPLETE)
        self.assertEqual(self.reasons(report), ["unreadable"])
        os.remove(path)
        report = self.report("git", status=INCOMPLETE)
        self.assertEqual(self.reasons(report), ["missing"])

    def test_a_missing_tree_is_a_gap(self):
        self.repo.commit({"sub/a.txt": "nothing\n", "b.txt": "nothing\n"})
        tree = self.repo.git("rev-parse", "HEAD:sub")
        os.remove(os.path.join(self.folder, ".git/objects", tree[:2],
                               tree[2:]))
        self.report("git", status=INCOMPLETE)

    def test_nothing_is_written_to_the_repository(self):
        self.repo.commit({"a.txt": f"key = {self.secret()}\n"})
        self.write("a.txt", "changed\n")

        def state():
            listing = subprocess.run(
                ["find", ".", "-printf", "%p %s %T@\n"], cwd=self.folder,
                stdout=subprocess.PIPE, check=True).stdout
            return sorted(listing.splitlines())

        before = state()
        for arguments in ([], ["--all"], ["--staged"], ["--worktree"]):
            self.stanch("git", *arguments)
        self.assertEqual(state(), before)


if __name__ == "__main__":
    main()
