#!/usr/bin/env python3
"""The baseline: what is known, and stays so when code moves."""

import json
import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "../support"))

from cli import (CLEAN, FINDINGS, INCOMPLETE, RULE, USAGE,  # noqa: E402
                 CliTest, main)

HEADER = "# stanch-baseline v1\n"
PLACE = f"v1:{RULE}:00000000000000ab:0000c:1"


class BaselineTest(CliTest):
    def known(self, name=".stanch-baseline"):
        """The lines of the baseline but for its header."""
        with open(os.path.join(self.folder, name), encoding="utf-8") as file:
            lines = file.read().split("\n")
        self.assertEqual(lines[0] + "\n", HEADER)
        self.assertEqual(lines.pop(), "")
        return lines[1:]

    def baseline(self, *arguments, status=CLEAN, **more):
        done = self.stanch("baseline", *arguments, **more)
        self.assert_status(done, status)
        return done

    def statuses(self, *arguments, **more):
        """file -> status of every finding of a scan."""
        done = self.stanch(*arguments, "--format", "json", **more)
        return {found["file"]: found["status"]
                for found in json.loads(done.stdout)["findings"]}


class Identity(BaselineTest):
    """What is known stays known, and what is new is new."""

    def setUp(self):
        super().setUp()
        self.repo = self.repository()
        self.token = self.secret()
        self.code = f"import os\n\n\ndef run():\n    key = '{self.token}'\n"
        self.repo.commit({"app/run.py": self.code, "other.txt": "nothing\n"})
        self.baseline("write")
        self.first = self.repo.commit(message="baseline")
        self.assert_status(self.stanch("scan"), CLEAN)
        self.assert_status(self.stanch("git"), CLEAN)

    def assert_all(self, expected):
        """The same in the files, staged, in a range and in the history."""
        self.repo.git("add", "-A")
        staged = self.stanch("git", "--staged")
        self.repo.commit()
        for done in (self.stanch("scan"), staged,
                     self.stanch("git", "HEAD^..HEAD"), self.stanch("git")):
            self.assert_status(done, expected)

    def test_lines_that_move_stay_known(self):
        self.repo.write("app/run.py", "# above\n\n\n" + self.code)
        self.assert_all(CLEAN)

    def test_a_line_that_is_indented_anew_stays_known(self):
        self.repo.write("app/run.py",
                        self.code.replace("    key", "\t\t  key"))
        self.assert_all(CLEAN)

    def test_a_renamed_file_stays_known(self):
        self.repo.git("mv", "app/run.py", "main.py")
        self.assert_all(CLEAN)
        self.assertEqual(self.statuses("scan"), {"main.py": "known"})

    def test_a_renamed_file_that_changes_stays_known(self):
        self.repo.git("mv", "app/run.py", "main.py")
        self.repo.write("main.py", "# more\n" * 20 + self.code)
        self.assert_all(CLEAN)
        # And once the entry has followed it.
        self.baseline("update")
        self.assertIn(" main.py", self.known()[0])
        self.assert_status(self.stanch("scan"), CLEAN)
        self.assert_status(self.stanch("git"), CLEAN)
        self.assert_status(self.stanch("git", "HEAD^..HEAD"), CLEAN)

    def test_a_file_renamed_twice_in_a_range_stays_known(self):
        for name, above in (("b.py", "# b\n"), ("c.py", "# c\n")):
            self.repo.git("mv", "app/run.py" if name == "b.py" else "b.py",
                          name)
            self.repo.commit({name: above + self.code})
        for arguments in (["scan"], ["git"], ["git", f"{self.first}..HEAD"]):
            self.assert_status(self.stanch(*arguments), CLEAN)

    def test_a_renamed_file_stays_known_on_disk(self):
        os.rename(os.path.join(self.folder, "app/run.py"),
                  os.path.join(self.folder, "main.py"))
        self.assert_status(self.stanch("git", "--worktree"), CLEAN)
        self.assert_status(self.stanch("scan", "main.py"), CLEAN)

    def test_one_of_many_secrets_of_a_renamed_file_is_new(self):
        self.repo.git("mv", "app/run.py", "main.py")
        self.repo.write("main.py", self.code + f"x = '{self.secret()}'\n")
        self.assert_all(FINDINGS)
        self.assertEqual(sorted(
            (found["status"], found["line"]) for found in json.loads(
                self.stanch("scan", "--format", "json").stdout)["findings"]),
            [("known", 5), ("new", 6)])

    def test_a_changed_secret_is_new(self):
        changed = self.code.replace(self.token, self.secret())
        self.repo.write("app/run.py", changed)
        self.assert_all(FINDINGS)

    def test_a_changed_secret_in_a_renamed_file_is_new(self):
        self.repo.git("mv", "app/run.py", "main.py")
        self.repo.write("main.py",
                        self.code.replace(self.token, self.secret()))
        self.assert_all(FINDINGS)

    def test_a_copy_is_new(self):
        self.repo.write("copy.py", "# a copy\n" + self.code)
        self.assert_all(FINDINGS)
        self.assertEqual(self.statuses("scan"),
                         {"app/run.py": "known", "copy.py": "new"})

    def test_a_copy_of_the_same_bytes_is_new(self):
        self.repo.write("copy.py", self.code)
        self.repo.git("add", "-A")
        self.assert_status(self.stanch("git", "--staged"), FINDINGS)
        self.repo.commit()
        self.assert_status(self.stanch("scan"), FINDINGS)
        self.assert_status(self.stanch("git", "HEAD^..HEAD"), FINDINGS)

    def test_of_two_copies_in_place_of_one_file_one_is_known(self):
        self.repo.git("mv", "app/run.py", "b.py")
        self.repo.write("b.py", "# changed\n" + self.code)
        self.repo.write("a.py", "# changed, too\n" + self.code)
        self.repo.commit()
        self.assert_status(self.stanch("git"), FINDINGS)
        for arguments in (["scan"], ["scan", "--jobs", "1"]):
            self.assertEqual(self.statuses(*arguments),
                             {"a.py": "known", "b.py": "new"})

    def test_the_same_line_twice_in_a_file_is_two(self):
        self.repo.write("app/run.py", self.code + self.code)
        self.assert_all(FINDINGS)

    def test_what_is_gone_and_comes_back_elsewhere_is_new_in_a_range(self):
        self.repo.git("rm", "-q", "app/run.py")
        self.repo.commit()
        self.repo.write("back.py", self.code)
        self.repo.commit()
        self.assert_status(self.stanch("git", "HEAD^..HEAD"), FINDINGS)

    def test_a_rebase_keeps_what_is_known(self):
        self.repo.git("checkout", "-q", "-b", "topic")
        self.repo.commit({"app/run.py": self.code + "\n\ndef more(): pass\n"})
        self.repo.git("checkout", "-q", "main")
        self.repo.commit({"app/run.py": "# a licence\n" + self.code})
        self.repo.git("checkout", "-q", "topic")
        self.repo.git("rebase", "-q", "main")
        self.assert_status(self.stanch("git", "main..topic"), CLEAN)
        self.assert_status(self.stanch("git"), CLEAN)
        self.assert_status(self.stanch("scan"), CLEAN)

    def test_branches_that_add_entries_merge(self):
        tokens = {"left": self.secret(), "right": self.secret()}
        for name, token in tokens.items():
            self.repo.git("checkout", "-q", "-b", name, self.first)
            self.repo.write(f"{name}.txt", f"token = {token}\n")
            self.repo.write(".gitattributes", ".stanch-baseline merge=union\n")
            self.baseline("write", "--reason", f"of {name}")
            self.repo.commit()
        self.repo.git("merge", "-q", "-m", "both", "left")
        self.assertEqual(len(self.known()), 3)
        self.assert_status(self.stanch("scan"), CLEAN)
        self.baseline("update")
        self.assertEqual(self.known(), sorted(self.known()))

    def test_without_the_attribute_only_neighbours_conflict(self):
        """Entries on either side of one that both branches have."""
        tokens = [self.secret() for _ in range(12)]
        self.repo.write("many.txt", "".join(
            f"token_{i} = {token}\n" for i, token in enumerate(tokens)))
        self.baseline("write")
        base = self.repo.commit()
        lines = self.known()
        for name, line in (("left", lines[1]), ("right", lines[10])):
            self.repo.git("checkout", "-q", "-b", name, base)
            self.repo.write(".stanch-baseline", HEADER + "".join(
                (entry + f" -- {name}\n") if entry == line else entry + "\n"
                for entry in lines))
            self.repo.commit()
        self.repo.git("merge", "-q", "-m", "both", "left")
        self.assertEqual([line.split(" -- ")[1] for line in self.known()
                          if " -- " in line], ["left", "right"])


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
