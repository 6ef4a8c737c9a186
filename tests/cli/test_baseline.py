#!/usr/bin/env python3
"""The baseline: written, updated, read and found wrong."""

import json
import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "../support"))

from baseline import HEADER, PLACE, BaselineTest  # noqa: E402
from cli import (CLEAN, FINDINGS, INCOMPLETE, RULE, USAGE,  # noqa: E402
                 main)


class Writing(BaselineTest):
    def test_what_is_written_is_sorted_and_holds_no_secret(self):
        self.write("b c.txt", f"a = {self.secret()}\nb = {self.secret()}\n")
        self.write("a/b.txt", f"a = {self.secret()}\n")
        self.baseline("write", "--reason", "before the gate", "--owner",
                      "team a", "--until", "2999-01-31")
        lines = self.known()
        self.assertEqual(len(lines), 3)
        self.assertEqual(lines, sorted(lines))
        for line in lines:
            self.assertRegex(line, rf"^v1:{RULE}:[0-9a-f]{{16}}:[0-9a-f]{{5}}"
                             r":1 [0-9a-f]{16} (a/b|b%20c)\.txt "
                             r"owner=team%20a until=2999-01-31 "
                             r"-- before the gate$")
            self.check_secrecy(line.encode())
        with open(os.path.join(self.folder, ".stanch-baseline"), "rb") as file:
            before = file.read()
        self.assertIn(b"as they were", self.baseline("write").stderr)
        with open(os.path.join(self.folder, ".stanch-baseline"), "rb") as file:
            self.assertEqual(file.read(), before)

    def test_reason_and_owner_are_in_reports(self):
        self.write("a.txt", f"a = {self.secret()}\n")
        self.baseline("write", "--reason", "rotated", "--owner", "ada")
        report = json.loads(self.stanch("scan", "--format", "json").stdout)
        found = report["findings"][0]
        self.assertEqual((found["status"], found["reason"], found["owner"]),
                         ("known", "rotated", "ada"))
        self.assertIn(b"owner: ada", self.stanch("scan", "-v").stdout)
        sarif = json.loads(self.stanch("scan", "--format", "sarif").stdout)
        suppression = sarif["runs"][0]["results"][0]["suppressions"][0]
        self.assertEqual(suppression["kind"], "external")
        self.assertEqual(suppression["justification"], "rotated")
        self.assertEqual(suppression["properties"]["owner"], "ada")

    def test_write_keeps_reasons_and_comments_and_drops_what_is_gone(self):
        self.write("a.txt", f"a = {self.secret()}\n")
        self.write("b.txt", f"b = {self.secret()}\n")
        self.baseline("write", "--reason", "kept", "--owner", "ada")
        path = self.write(".stanch-baseline", HEADER + "# ask ada\n"
                          + "\n".join(self.known()) + "\n")
        os.remove(os.path.join(self.folder, "b.txt"))
        self.write("c.txt", f"c = {self.secret()}\n")
        done = self.baseline("write")
        self.assertIn(b"2 entries, 1 new, 0 moved, 1 dropped", done.stderr)
        comment, *lines = self.known()
        self.assertEqual(comment, "# ask ada")
        self.assertEqual(
            sorted(line.partition(" ")[2].split(" ", 1)[1] for line in lines),
            ["a.txt owner=ada -- kept", "c.txt"])
        self.assertTrue(os.path.exists(path))

    def test_update_follows_and_drops_and_adds_when_told(self):
        self.write("a.txt", f"a = {self.secret()}\n")
        self.write("b.txt", f"b = {self.secret()}\n")
        self.baseline("update", status=USAGE)
        self.baseline("write", "--reason", "kept")
        os.rename(os.path.join(self.folder, "a.txt"),
                  os.path.join(self.folder, "moved.txt"))
        os.remove(os.path.join(self.folder, "b.txt"))
        self.write("c.txt", f"c = {self.secret()}\n")
        done = self.baseline("update", status=FINDINGS)
        self.assertIn(b"1 entry, 0 new, 1 moved, 1 dropped", done.stderr)
        self.assertIn(b"1 finding at or above high still counts", done.stderr)
        self.assertTrue(self.known()[0].endswith(" moved.txt -- kept"))
        self.assertEqual(self.statuses("scan"),
                         {"c.txt": "new", "moved.txt": "known"})
        self.baseline("update", "--add")
        self.assertEqual(len(self.known()), 2)
        self.assert_status(self.stanch("scan"), CLEAN)

    def test_only_a_whole_and_complete_scan_drops(self):
        self.write("a/a.txt", f"a = {self.secret()}\n")
        self.write("b/b.txt", f"b = {self.secret()}\n")
        self.baseline("write")
        os.remove(os.path.join(self.folder, "a/a.txt"))
        self.baseline("update", "b")
        self.assertEqual(len(self.known()), 2)
        self.baseline("update", "--only", "jwt")
        self.assertEqual(len(self.known()), 2)
        self.baseline("update", "--deadline", "0.000001", status=INCOMPLETE)
        self.assertEqual(len(self.known()), 2)
        self.baseline("update")
        self.assertEqual(len(self.known()), 1)

    def test_from_a_folder_below_paths_are_from_the_root(self):
        self.repository()
        self.write("sub/a.txt", f"a = {self.secret()}\n")
        self.write("top.txt", f"b = {self.secret()}\n")
        below = os.path.join(self.folder, "sub")
        self.baseline("write", folder=below)
        self.assertEqual(self.known()[0].split(" ")[2], "sub/a.txt")
        self.baseline("write", "..", folder=below)
        self.assertEqual(len(self.known()), 2)
        self.assert_status(self.stanch("scan"), CLEAN)
        self.assert_status(self.stanch("scan", self.folder), CLEAN)
        self.assert_status(self.stanch("scan", folder=below), CLEAN)
        self.assert_status(self.stanch("scan", "..", folder=below), CLEAN)
        self.write("sub/copy.txt", open_text(self, "top.txt"))
        self.assert_status(self.stanch("scan", folder=below), FINDINGS)

    def test_what_the_history_holds_is_not_unused_in_the_files(self):
        repo = self.repository()
        repo.commit({"a.txt": f"a = {self.secret()}\n"})
        repo.git("rm", "-q", "a.txt")
        repo.commit({"b.txt": "nothing\n"})
        self.baseline("write", "--history", "--reason", "rotated")
        self.assertTrue(
            self.known()[0].endswith(" a.txt in=history -- rotated"))
        self.assert_status(self.stanch("git"), CLEAN)
        done = self.stanch("scan")
        self.assertNotIn(b"matches nothing", done.stdout)
        self.baseline("update")
        self.baseline("update", "--history")
        self.assertEqual(len(self.known()), 1)
        self.baseline("update", "--all")
        self.assertEqual(len(self.known()), 1)

    def test_what_a_range_brings_is_added_and_nothing_dropped(self):
        repo = self.repository()
        repo.commit({"a.txt": f"a = {self.secret()}\n"})
        self.baseline("write")
        repo.commit({"b.txt": f"b = {self.secret()}\n"})
        repo.git("rm", "-q", "a.txt")
        repo.commit()
        self.baseline("write", "--range", "HEAD~2..HEAD")
        self.assertEqual(len(self.known()), 2)
        self.assert_status(
            self.stanch("baseline", "write", "--range", "no..such"), USAGE)
        self.assert_status(
            self.stanch("baseline", "write", "--all", "--history"), USAGE)

    def test_a_ceiling_of_the_configuration_leaves_nothing_out(self):
        self.write("a.txt", "".join(f"a{i} = {self.secret()}\n"
                                    for i in range(5)))
        self.write(".stanch.yml", "version: 1\nlimits: {per_rule: 2}\n")
        self.baseline("write")
        self.assertEqual(len(self.known()), 5)
        # What is known takes no place of what is new.
        self.write("b.txt", f"b = {self.secret()}\n")
        self.assertEqual(self.statuses("scan")["b.txt"], "new")

    def test_nothing_is_written_where_nothing_is_found(self):
        self.write("a.txt", "nothing\n")
        self.baseline("write")
        self.assertFalse(
            os.path.exists(os.path.join(self.folder, ".stanch-baseline")))


def open_text(test, name):
    with open(os.path.join(test.folder, name), encoding="utf-8") as file:
        return file.read()


class Reading(BaselineTest):
    def test_option_environment_and_configuration_name_it(self):
        self.write("a.txt", f"a = {self.secret()}\n")
        self.baseline("write", "--baseline", "known.txt")
        self.assert_status(self.stanch("scan"), FINDINGS)
        self.assert_status(self.stanch("scan", "--baseline", "known.txt"),
                           CLEAN)
        self.assert_status(self.stanch("scan", "--no-config", "--baseline",
                                       "known.txt"), CLEAN)
        self.assert_status(self.stanch("scan", STANCH_BASELINE="known.txt"),
                           CLEAN)
        self.write("ci/stanch.yml", "version: 1\nbaseline: ../known.txt\n")
        self.assert_status(self.stanch("scan", "--config", "ci/stanch.yml"),
                           CLEAN)
        self.assert_status(self.stanch("scan", "--config", "ci/stanch.yml",
                                       "--no-baseline"), FINDINGS)
        shown = self.stanch("config", "show", "--config", "ci/stanch.yml")
        self.assertIn(b'baseline: "ci/../known.txt"', shown.stdout)

    def test_without_configuration_the_default_is_none(self):
        self.write("a.txt", f"a = {self.secret()}\n")
        self.baseline("write")
        self.assert_status(self.stanch("scan"), CLEAN)
        self.assert_status(self.stanch("scan", "--no-config"), FINDINGS)
        self.assert_status(self.stanch("scan", "--no-baseline"), FINDINGS)

    def test_one_that_is_named_must_exist(self):
        done = self.stanch("scan", "--baseline", "no.txt")
        self.assert_status(done, USAGE)
        self.assertIn(b"no.txt", done.stderr)

    def test_an_error_names_file_line_and_column(self):
        for content, place in (
                ("nonsense\n", "1:1"),
                (HEADER + f"{PLACE} x a\n", f"2:{len(PLACE) + 2}"),
                (HEADER + f"{PLACE} 00000000000000cd a\n" * 2, "3:1"),
                (HEADER + "x" * 20000, "2:1"),
                (HEADER + "<<<<<<< HEAD\n", "2:1"),
                (HEADER + "\0\n", "2:1")):
            self.write(".stanch-baseline", content)
            for command in (["scan"], ["config", "check"],
                            ["baseline", "write"],
                            ["baseline", "audit", "--check"]):
                done = self.stanch(*command)
                self.assert_status(done, USAGE)
                self.assertIn(f".stanch-baseline:{place}: ".encode(),
                              done.stderr)
                self.assertEqual(done.stderr.count(b"\n"), 1)

    def test_a_hundred_thousand_entries_take_no_time(self):
        self.write("a.txt", f"a = {self.secret()}\n")
        self.write(".stanch-baseline", HEADER + "".join(
            f"v1:jwt:{i * 7919:016x}:0000c:1 {i:016x} deploy/{i}.env -- r\n"
            for i in range(100000)))
        self.assert_status(self.stanch("scan", "a.txt"), FINDINGS)
        done = self.stanch("scan")
        self.assertIn(b"entry matches nothing", done.stdout)

    def test_an_entry_past_its_date_does_not_count(self):
        self.write("a.txt", f"a = {self.secret()}\n")
        self.baseline("write", "--reason", "for now", "--until", "2020-01-31",
                      status=FINDINGS)
        done = self.stanch("scan")
        self.assert_status(done, FINDINGS)
        self.assertIn(b".stanch-baseline:2: entry counted until 2020-01-31",
                      done.stdout)
        done = self.baseline("write", status=FINDINGS)
        self.assertIn(b"still counts", done.stderr)

    def test_an_unused_entry_is_told_in_a_whole_scan_alone(self):
        repo = self.repository()
        self.write("a.txt", f"a = {self.secret()}\n")
        self.baseline("write")
        repo.commit()
        self.write("a.txt", "nothing\n")
        repo.commit()
        for command, is_told in ((["scan"], True), (["scan", "a.txt"], False),
                                 (["git", "HEAD^..HEAD"], False)):
            done = self.stanch(*command)
            self.assertEqual(b"entry matches nothing" in done.stdout, is_told)

    def test_check_tells_what_is_wrong_with_entries(self):
        self.write("a.txt", f"a = {self.secret()}\n")
        self.write("b.txt", f"b = {self.secret()}\n")
        self.baseline("audit", "--check", status=USAGE)
        self.baseline("write", "a.txt", "--reason", "rotated")
        self.baseline("audit", "--check")
        self.baseline("write")
        done = self.baseline("audit", "--check", status=FINDINGS)
        self.assertIn(b": b.txt: entry has no reason\n", done.stdout)
        os.remove(os.path.join(self.folder, "b.txt"))
        done = self.baseline("audit", "--check", status=FINDINGS)
        self.assertIn(b": b.txt: entry has no reason, matches nothing\n",
                      done.stdout)
        self.assertEqual(done.stdout.count(b"\n"), 1)

    def test_allow_entries_have_owners(self):
        self.write("a.txt", f"a = {self.secret()}\n")
        self.write(".stanch.yml", "version: 1\nallow:\n  - {path: a.txt, "
                   "reason: a sample, owner: ada}\n  - {path: b.txt, "
                   "reason: gone, owner: bob}\n")
        report = json.loads(self.stanch("scan", "--format", "json").stdout)
        self.assertEqual(report["findings"][0]["owner"], "ada")
        done = self.stanch("scan", "-v")
        self.assertIn(b"owner: ada", done.stdout)
        self.assertIn(b"matched nothing (owner: bob)", done.stdout)
        self.assertIn(b'owner: "ada"', self.stanch("config", "show").stdout)


if __name__ == "__main__":
    main()
