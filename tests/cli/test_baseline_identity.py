#!/usr/bin/env python3
"""The baseline: what moves stays known, and what is new is new."""

import json
import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "../support"))

from baseline import HEADER, BaselineTest  # noqa: E402
from cli import CLEAN, FINDINGS, main  # noqa: E402


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

    def test_in_a_push_too(self):
        """As git tells the hook: what remote refs were and will be."""
        def push():
            head, base = (self.repo.git("rev-parse", name)
                          for name in ("HEAD", "HEAD^"))
            lines = f"refs/heads/main {head} refs/heads/main {base}\n"
            return self.stanch("hook", "pre-push", "origin", "x",
                               stdin=lines.encode())
        self.repo.git("mv", "app/run.py", "main.py")
        self.repo.commit({"main.py": "# changed\n" + self.code})
        self.assert_status(push(), CLEAN)
        self.repo.commit({"copy.py": self.code})
        self.assert_status(push(), FINDINGS)

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


if __name__ == "__main__":
    main()
