#!/usr/bin/env python3
"""Go checks through the command: which packages are looked at, what of them a
change brought, what is allowed, and what is never shown."""

import json
import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "../support"))

from cli import CLEAN, FINDINGS, INCOMPLETE, USAGE, CliTest, main  # noqa: E402

RULE = "go-defer-eager-arg"

HEAD = """package p

import "time"

"""

BAD = """func {name}(record func(time.Duration)) {{
\tstart := time.Now()
\tdefer record(time.Since(start))
}}

"""


def bad(*names):
    """A file with one finding for each name: on lines 7, 12, 17 ..."""
    return HEAD + "".join(BAD.format(name=name) for name in names)


class GoTest(CliTest):
    def go(self, *arguments, **more):
        """The report of the Go checks alone."""
        return self.report(*arguments, "--only", "go", **more)

    def statuses(self, report):
        return [f"{found['file']}:{found['line']} {found['status']}"
                for found in report["findings"]]


class Folders(GoTest):
    def test_every_folder_with_go_files_is_a_package(self):
        self.write("a/a.go", bad("a"))
        self.write("a/b.go", bad("b"))
        self.write("c/c.go", bad("c"))
        self.write("c/c.txt", bad("c"))
        report = self.go("scan", ".")
        self.assertEqual(self.places(report),
                         ["a/a.go:7", "a/b.go:7", "c/c.go:7"])
        self.assertEqual(report["coverage"]["packages"], 2)
        found = report["findings"][0]
        self.assertEqual(found["category"], "go")
        self.assertEqual(found["location"], "func a")
        self.assertEqual(found["evidence"], ["time.Since is evaluated now"])
        self.assertNotIn("preview", found)

    def test_the_same_whatever_the_number_of_threads(self):
        for number in range(40):
            self.write(f"p{number}/a.go", bad("a", "b"))
        reports = [self.stanch("scan", ".", "--format", "json", "--no-config",
                               "--jobs", jobs).stdout
                   for jobs in ("1", "2", "7")]
        self.assertEqual(len(json.loads(reports[0])["findings"]), 80)
        self.assertEqual(reports[0], reports[1])
        self.assertEqual(reports[0], reports[2])

    def test_folders_that_the_go_tool_leaves_out_are_left_out(self):
        for folder in ("testdata", "vendor/x", "_old", ".hidden", "a/vendor"):
            self.write(f"{folder}/a.go", bad("a"))
        self.write("a/_a.go", bad("a"))
        self.write("a/a.go", bad("a"))
        self.assertEqual(self.places(self.go("scan", ".")), ["a/a.go:7"])
        report = self.go("scan", "vendor", "a/_a.go", "testdata/a.go")
        self.assertEqual(self.places(report),
                         ["a/_a.go:7", "testdata/a.go:7", "vendor/x/a.go:7"])

    def test_secrets_are_found_in_there_all_the_same(self):
        self.write("vendor/a.go", f'package p\n\nvar t = "{self.secret()}"\n')
        self.assertEqual(self.places(self.report("scan", ".")),
                         ["vendor/a.go:3"])

    def test_one_file_is_read_with_those_beside_it(self):
        self.write("a.go", bad("a"))
        self.write("b.go", bad("b"))
        report = self.go("scan", "a.go")
        self.assertEqual(self.places(report), ["a.go:7"])
        report = self.go("scan", self.path("work", "b.go"), "a.go")
        self.assertEqual(len(report["findings"]), 2)

    def test_symbolic_links_are_no_files_of_a_package(self):
        self.write("a/a.go", bad("a"))
        os.symlink("a.go", self.path("work", "a", "b.go"))
        self.assertEqual(self.places(self.go("scan", ".")), ["a/a.go:7"])

    def test_paths_skip_holds(self):
        self.write("a/a.go", bad("a"))
        self.write("b/a.go", bad("a"))
        self.write("b/b.go", bad("b"))
        self.write("c.yml", "version: 1\n"
                            "paths: {skip: ['a/**', 'b/b.go']}\n")
        done = self.stanch("scan", ".", "--config", "c.yml", "--format",
                           "json")
        self.assertEqual(self.places(json.loads(done.stdout)), ["b/a.go:7"])

    def test_standard_input_is_go_by_its_content(self):
        report = self.go("scan", "-", stdin=bad("a").encode())
        self.assertEqual(self.places(report), ["<stdin>:7"])
        report = self.go("scan", "-", stdin=b"to do:\n" + bad("a").encode())
        self.assertEqual(report["findings"], [])
        self.assertNotIn("packages", report["coverage"])

    def test_a_large_stream_of_go_is_not_checked_and_said_to_be_so(self):
        source = bad("a") + "// " + "x" * (5 << 20) + "\n"
        report = self.go("scan", "-", stdin=source.encode(),
                         status=INCOMPLETE)
        self.assertEqual(self.reasons(report), ["unchecked"])
        self.write("a.go", source)
        report = self.go("scan", "a.go")
        self.assertEqual(self.places(report), ["a.go:7"])

    def test_a_file_that_is_too_large_is_not_checked_and_said_to_be_so(self):
        self.write("a.go", bad("a") + "// " + "x" * (17 << 20) + "\n")
        self.write("b.go", bad("b"))
        report = self.go("scan", ".", status=INCOMPLETE)
        self.assertEqual(self.places(report), ["b.go:7"])
        self.assertEqual(self.reasons(report), ["unchecked"])

    def test_what_does_not_parse_is_told_and_is_no_failure(self):
        self.write("a.go", bad("a") + "func {\n")
        report = self.go("scan", ".", status=CLEAN)
        self.assertEqual(self.places(report), ["a.go:7"])
        self.assertEqual(self.reasons(report), ["unparsed"])

    def test_generated_files_are_not_checked(self):
        self.write("a.go", "// Code generated by x. DO NOT EDIT.\n" + bad("a"))
        self.assertEqual(self.go("scan", ".")["findings"], [])


class Changes(GoTest):
    def setUp(self):
        super().setUp()
        self.repo = self.repository()
        self.base = self.repo.commit({"go.mod": "module m\n\ngo 1.21\n",
                                      "p/a.go": bad("a", "b", "c"),
                                      "p/z.go": bad("z"),
                                      "q/q.go": bad("q")})

    def touch(self, name, line):
        """Change one line of a file; its new content."""
        with open(self.path("work", name), encoding="utf-8") as file:
            lines = file.read().split("\n")
        lines[line - 1] += " // changed"
        return "\n".join(lines)

    def test_a_range_brings_what_it_touched(self):
        commit = self.repo.commit({"p/a.go": self.touch("p/a.go", 12)})
        report = self.go("git", f"{self.base}..HEAD")
        self.assertEqual(self.statuses(report), [
            "p/a.go:7 known", "p/a.go:12 new", "p/a.go:17 known"])
        self.assertEqual(report["coverage"]["packages"], 1)
        old, new = report["findings"][:2]
        self.assertEqual(old["reason"], "not touched by this change")
        self.assertNotIn("commit", old)
        self.assertEqual(new["commit"], commit)
        self.assertEqual(new["author"], "Ada Author <ada@stanch.example>")

    def test_what_was_there_does_not_block(self):
        self.repo.commit({"p/a.go": self.touch("p/a.go", 1)})
        self.assertEqual(
            self.stanch("git", f"{self.base}..HEAD", "--fail-on",
                        "note").returncode, CLEAN)
        self.repo.commit({"p/a.go": self.touch("p/a.go", 7)})
        self.assertEqual(
            self.stanch("git", f"{self.base}..HEAD", "--fail-on",
                        "note").returncode, FINDINGS)

    def test_the_end_of_a_range_counts(self):
        self.repo.commit({"p/n.go": bad("n")})
        self.repo.commit({"p/n.go": HEAD + "var n time.Time\n"})
        self.assertEqual(self.go("git", f"{self.base}..HEAD")["findings"], [])

    def test_a_finding_names_the_newest_commit_of_its_file(self):
        self.repo.commit({"p/n.go": bad("n")})
        second = self.repo.commit({"p/n.go": bad("n", "o")})
        self.repo.commit({"q/q.txt": "x"})
        report = self.go("git", f"{self.base}..HEAD")
        self.assertEqual([found["commit"] for found in report["findings"]],
                         [second, second])

    def test_what_the_other_side_brought_is_not_of_the_range(self):
        self.repo.git("checkout", "-qb", "side")
        self.repo.commit({"p/side.go": bad("side")})
        self.repo.git("checkout", "-q", "main")
        self.repo.commit({"p/main.go": bad("main")})
        report = self.go("git", "main..side")
        self.assertEqual(self.places(report), ["p/side.go:7"])

    def test_a_renamed_file_is_compared_with_what_it_was(self):
        text = self.touch("p/a.go", 17)
        os.remove(self.path("work", "p/a.go"))
        self.repo.commit({"r/moved.go": text})
        self.assertEqual(self.statuses(self.go("git", f"{self.base}..")), [
            "r/moved.go:7 known", "r/moved.go:12 known", "r/moved.go:17 new"])

    def test_lines_taken_away_touch_the_statement_around_them(self):
        wide = HEAD + ("func w(record func(string, time.Duration)) {\n"
                       "\tstart := time.Now()\n"
                       "\tdefer record(\n"
                       "\t\t\"a\",\n"
                       "%s"
                       "\t\ttime.Since(start),\n"
                       "\t)\n"
                       "}\n")
        base = self.repo.commit({"w/w.go": wide % "\t\t// b\n"})
        self.repo.commit({"w/w.go": wide % ""})
        self.assertEqual(self.statuses(self.go("git", f"{base}..")),
                         ["w/w.go:9 new"])

    def test_a_release_taken_away_brings_the_leak(self):
        text = ("package p\n\nimport \"os\"\n\n"
                "func name(path string) (string, error) {\n"
                "\tfile, err := os.Open(path)\n"
                "\tif err != nil {\n\t\treturn \"\", err\n\t}\n"
                "%s"
                "\treturn file.Name(), nil\n}\n")
        base = self.repo.commit({"o/o.go": text % "\tdefer file.Close()\n"})
        for instead in ("", "\tprintln(path)\n"):
            self.repo.commit({"o/o.go": text % instead})
            self.assertEqual(self.statuses(self.go("git", f"{base}..")),
                             ["o/o.go:6 new"])

    def test_one_commit_is_compared_with_its_parent(self):
        self.repo.commit({"p/a.go": self.touch("p/a.go", 12)})
        self.assertEqual(self.statuses(self.go("git", "HEAD^!")), [
            "p/a.go:7 known", "p/a.go:12 new", "p/a.go:17 known"])
        report = self.go("git", f"{self.base}^!")
        self.assertEqual(len(report["findings"]), 5)
        self.assertEqual({found["status"] for found in report["findings"]},
                         {"new"})

    def test_staged_changes_are_read_from_the_index(self):
        self.write("p/a.go", self.touch("p/a.go", 12))
        self.repo.git("add", "-A")
        self.write("p/a.go", HEAD)
        self.write("p/unknown.go", bad("unknown"))
        report = self.go("git", "--staged")
        self.assertEqual(self.statuses(report), [
            "p/a.go:7 known", "p/a.go:12 new", "p/a.go:17 known"])
        self.assertNotIn("commit", report["findings"][1])

    def test_the_work_tree_is_read_from_disk(self):
        self.write("p/a.go", self.touch("p/a.go", 12))
        self.write("p/new.go", bad("new"))
        self.write("vendor/v.go", bad("v"))
        self.assertEqual(self.statuses(self.go("git", "--worktree")), [
            "p/a.go:7 known", "p/a.go:12 new", "p/a.go:17 known",
            "p/new.go:7 new"])

    def test_a_renamed_file_of_the_index_and_the_work_tree(self):
        self.repo.git("mv", "p/a.go", "p/b.go")
        self.write("p/b.go", self.touch("p/b.go", 12))
        expected = ["p/b.go:7 known", "p/b.go:12 new", "p/b.go:17 known"]
        self.repo.git("add", "-A")
        self.assertEqual(self.statuses(self.go("git", "--staged")), expected)
        self.assertEqual(self.statuses(self.go("git", "--worktree")), expected)

    def test_a_history_is_checked_as_it_is_now(self):
        head = self.repo.commit({"p/a.go": bad("a"), "vendor/v.go": bad("v")})
        os.symlink("a.go", self.path("work", "p", "link.go"))
        head = self.repo.commit()
        report = self.go("git")
        self.assertEqual(self.statuses(report),
                         ["p/a.go:7 new", "p/z.go:7 new", "q/q.go:7 new"])
        self.assertEqual({found["commit"] for found in report["findings"]},
                         {head})
        self.assertNotIn("author", report["findings"][0])

    def test_a_repository_without_commits_has_no_packages(self):
        self.repository(name="empty")
        report = self.go("git", folder=self.path("empty"), status=INCOMPLETE)
        self.assertEqual(report["findings"], [])

    def test_paths_skip_holds_in_a_range(self):
        self.repo.commit({"p/n.go": bad("n"), "p/o.go": bad("o")})
        self.write("c.yml", "version: 1\npaths: {skip: ['p/n.go']}\n")
        done = self.stanch("git", f"{self.base}..", "--config", "c.yml",
                           "--format", "json")
        self.assertEqual(self.places(json.loads(done.stdout)), ["p/o.go:7"])

    def test_a_shallow_clone_is_checked_as_far_as_it_is_there(self):
        self.repo.commit({"p/a.go": self.touch("p/a.go", 12)})
        self.repo.git("clone", "-q", "--depth", "1",
                      "file://" + self.folder, self.path("clone"))
        report = self.go("git", "HEAD^!", folder=self.path("clone"),
                         status=INCOMPLETE)
        self.assertEqual(len(report["findings"]), 5)


class Policy(GoTest):
    LINE = "\tdefer record(time.Since(start))"

    def statuses_of(self, source, *arguments):
        self.write("a.go", source)
        report = self.go("scan", "a.go", *arguments)
        return [found["status"] for found in report["findings"]]

    def test_marks_on_the_line_and_above_it_count(self):
        source = bad("a")
        mark = f"//stanch:allow {RULE} -- harmless"
        for marked in (f"{self.LINE} {mark}", f"\t{mark}\n{self.LINE}",
                       f"{self.LINE} //nolint:stanch",
                       f"{self.LINE} //stanch:allow go-* -- harmless"):
            with self.subTest(marked):
                self.assertEqual(
                    self.statuses_of(source.replace(self.LINE, marked)),
                    ["allowed"])
        for marked in (f"{self.LINE} //stanch:allow go-other -- harmless",
                       f"{self.LINE} //stanch:allow {RULE}",
                       f"{self.LINE}\n\t{mark}"):
            with self.subTest(marked):
                self.assertEqual(
                    self.statuses_of(source.replace(self.LINE, marked)),
                    ["new"])

    def test_the_configuration_allows_by_rule_path_and_fingerprint(self):
        self.write("a.go", bad("a"))
        found = self.go("scan", "a.go")["findings"][0]
        for entry in ("rule: 'go-*'", f"path: a.go, rule: {RULE}",
                      f"fingerprint: '{found['fingerprint']}'"):
            with self.subTest(entry):
                self.write("c.yml", f"version: 1\nallow:\n  - {{{entry}, "
                                    "reason: known}\n")
                done = self.stanch("scan", "a.go", "--config", "c.yml",
                                   "--format", "json")
                report = json.loads(done.stdout)
                self.assertEqual(report["findings"][0]["status"], "allowed")

    def test_the_configuration_ranks_a_check(self):
        self.write("a.go", bad("a"))
        self.assertEqual(self.stanch("scan", "a.go").returncode, CLEAN)
        self.write("c.yml", "version: 1\n"
                            f"rules: {{severity: {{{RULE}: critical}}}}\n")
        done = self.stanch("scan", "a.go", "--config", "c.yml")
        self.assert_status(done, FINDINGS)
        self.assertIn(b"critical " + RULE.encode(), done.stdout)

    def test_checks_are_chosen_like_other_rules(self):
        self.write("a.go", bad("a"))
        for arguments, count in ((["--skip", "go"], 0), (["--only", RULE], 1),
                                 (["--only", "secret"], 0),
                                 (["--skip", RULE], 0), ([], 1)):
            with self.subTest(arguments):
                report = self.report("scan", ".", *arguments)
                self.assertEqual(len(report["findings"]), count)

    def test_without_a_check_no_package_is_read(self):
        self.write("a.go", bad("a"))
        for arguments, is_read in ((["--skip", "go"], False),
                                   (["--only", "secret"], False), ([], True)):
            with self.subTest(arguments):
                report = self.report("scan", ".", *arguments)
                self.assertEqual("packages" in report["coverage"], is_read)

    def test_a_fingerprint_survives_moves(self):
        self.write("a.go", bad("a"))
        before = self.go("scan", "a.go")["findings"][0]["fingerprint"]
        self.write("a.go", bad("z", "a").replace(
            "defer record(time", "defer  record(time"))
        after = [found["fingerprint"]
                 for found in self.go("scan", "a.go")["findings"]]
        self.assertIn(before, after)

    def test_a_wrong_go_version_is_refused(self):
        self.write("c.yml", "version: 1\ngo: {version: new}\n")
        done = self.stanch("scan", ".", "--config", "c.yml")
        self.assert_status(done, USAGE)
        self.assertIn(b"c.yml:2:15: expected a version of Go", done.stderr)


class Secrecy(GoTest):
    """The statement is shown, and nothing secret that is in it."""

    def everything(self, *arguments):
        """What every format prints; stanch() looks for secrets in it."""
        said = b""
        for more in (["-v"], ["--format", "json"], ["--only", "go", "-v"],
                     ["--only", "go", "--format", "json"],
                     ["--skip", "secret", "-v"]):
            said += self.stanch(*arguments, "--no-config", *more).stdout
        return said

    def source(self, secret, comment=""):
        return HEAD + ("func a(record func(string, time.Duration)) {\n"
                       "\tstart := time.Now()\n"
                       f"\tdefer record(\"{secret}\", time.Since(start))"
                       f"{comment}\n}}\n")

    def test_a_secret_on_the_line_is_never_shown(self):
        self.write("a.go", self.source(self.secret()))
        said = self.everything("scan", "a.go")
        self.assertIn(b'record("********", time.Since(start))', said)

    def test_a_reason_with_a_secret_is_not_repeated(self):
        secret = self.secret()
        self.write("a.go", self.source(
            secret, f" //stanch:allow {RULE} -- it is {secret}"))
        said = self.everything("scan", "a.go")
        self.assertIn(b"the reason given holds a secret", said)

    def test_a_function_named_like_a_secret_is_not_named(self):
        secret = self.secret()
        self.write("a.go", bad(secret))
        self.assertIn(b"in func ********", self.everything("scan", "a.go"))

    def test_a_fingerprint_confirms_no_guess(self):
        prints = []
        for _ in range(2):
            self.write("a.go", HEAD + (
                "func a(record func(time.Duration, string)) {\n"
                "\tstart := time.Now()\n"
                f"\tdefer record(time.Since(start /* {self.secret()} */), "
                "\"\")\n}\n"))
            prints.append(self.go("scan", "a.go")["findings"][0]
                          ["fingerprint"])
        self.assertEqual(prints[0], prints[1])

    def test_nor_is_one_in_a_range(self):
        repo = self.repository()
        base = repo.commit({"b.txt": "x"})
        repo.commit({"a.go": self.source(self.secret())})
        self.everything("git", f"{base}..")
        self.everything("git")


class Rules(GoTest):
    def test_checks_are_listed_and_shown_with_bad_and_good_code(self):
        listed = self.stanch("rules", "list").stdout.decode()
        self.assertRegex(listed, f"{RULE} +medium +go ")
        rules = json.loads(self.stanch("rules", "list", "--format",
                                       "json").stdout)
        rule = [item for item in rules if item["id"] == RULE][0]
        self.assertEqual(rule["check"], "defer-eager-arg")
        shown = self.stanch("rules", "show", RULE).stdout.decode()
        bad_at = shown.index("\nbad:\n")
        self.assertIn("defer record(time.Since(start))",
                      shown[bad_at:shown.index("\ngood:\n")])

    FILE = """version: 1
rules:
  - id: our-eager
    title: Ours
    severity: high
    check: defer-eager-arg
    default: off
    examples:
      - |
        func f() {
            defer print(recover())
        }
    counterexamples:
      - |
        package q

        func f() {
            defer print(1)
        }
"""

    def test_a_rule_of_the_users_own_may_be_a_check(self):
        self.write("ours.yml", self.FILE)
        self.assert_status(self.stanch("rules", "check", "ours.yml"), CLEAN)
        self.assertIn(b"our-eager", self.stanch(
            "rules", "list", "--rules", "ours.yml").stdout)

    def test_what_is_off_runs_where_it_is_named(self):
        self.write("ours.yml", self.FILE)
        self.write("a.go", bad("a"))
        for arguments, rules in (
                ([], [RULE]), (["--only", "go"], [RULE]),
                (["--only", "our-eager"], ["our-eager"]),
                (["--only", "*eager*"], [RULE, "our-eager"])):
            with self.subTest(arguments):
                report = self.report("scan", "a.go", "--rules", "ours.yml",
                                     *arguments)
                self.assertEqual([found["rule"]
                                  for found in report["findings"]], rules)
        self.write("c.yml", "version: 1\n"
                            "rules: {files: [ours.yml], enable: [our-eager]}\n")
        done = self.stanch("scan", "a.go", "--config", "c.yml")
        self.assert_status(done, FINDINGS)
        self.assertIn(b'enable: ["our-eager"]', self.stanch(
            "config", "show", "--config", "c.yml").stdout)

    def test_examples_of_checks_are_tried(self):
        for old, new, word in (
                ("print(recover())", "print(1)", b"example 1 is not found"),
                ("print(1)", "print(recover())", b"counterexample 1 is found"),
                ("print(1)", "print(", b"counterexample 1 is no Go")):
            with self.subTest(word):
                self.write("ours.yml", self.FILE.replace(old, new))
                done = self.stanch("rules", "check", "ours.yml")
                self.assert_status(done, FINDINGS)
                self.assertIn(word, done.stdout)

    def test_a_rule_is_a_pattern_or_a_check(self):
        for line, place in (("    pattern: x\n", b":7:5:"),
                            ("    keywords: [x]\n", b":7:5:")):
            with self.subTest(line):
                self.write("ours.yml", self.FILE.replace(
                    "    default: off\n", line))
                done = self.stanch("rules", "check", "ours.yml")
                self.assert_status(done, USAGE)
                self.assertIn(place, done.stderr)
        self.write("ours.yml", self.FILE.replace("check: defer-eager-arg",
                                                 "check: nonsense"))
        done = self.stanch("scan", ".", "--rules", "ours.yml")
        self.assert_status(done, USAGE)
        self.assertIn(b':6:12: unknown check "nonsense"', done.stderr)


if __name__ == "__main__":
    main()
