#!/usr/bin/env python3
"""The configuration file, and what is wrong with it."""

import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "../support"))

from cli import CLEAN, FINDINGS, RULE, USAGE, CliTest, main  # noqa: E402

# Each a file and the place and word its error must name.
ERRORS = {
    "an unknown key": ("version: 1\nfial_on: high\n", "2:1", "fail_on"),
    "a duplicate key": ("version: 1\nfail_on: high\nfail_on: low\n", "3:1",
                        "fail_on"),
    "a wrong type": ("version: 1\npaths: {skip: 'vendor/**'}\n", "2:15",
                     "list"),
    "an unknown severity": ("version: 1\nfail_on: hgih\n", "2:10", "high"),
    "an unknown version": ("version: 2\n", "1:10", "version"),
    "an alias": ("version: 1\nfail_on: &a high\n", "2:10", "anchor"),
    "a tag": ("version: 1\nfail_on: !!str high\n", "2:10", "tag"),
    "a second document": ("version: 1\n---\nversion: 1\n", "2:1", "document"),
    "no YAML": ("version: 1\nfail_on: [\n", "3:1", ""),
    "an allow entry without a reason":
        ("version: 1\nallow:\n  - {rule: jwt}\n", "3:5", "reason"),
    "an allow entry for everything":
        ("version: 1\nallow:\n  - {reason: because}\n", "3:5", "rule"),
    "a day that is none":
        ("version: 1\nallow:\n"
         "  - {rule: jwt, reason: r, until: 2027-02-30}\n", "3:35", "day"),
    "a bad glob": ("version: 1\npaths: {skip: ['a[']}\n", "2:16", ""),
    "a size that is none": ("version: 1\nlimits: {file_bytes: much}\n",
                            "2:22", ""),
    "an unknown format":
        ("version: 1\nreports: [{format: nope, path: x}]\n", "2:20", "json"),
    "text after wide characters":
        ("version: 1\nhttp: {names: [\"漢字\"], nmaes: []}\n", "2:23",
         "names"),
}


class Config(CliTest):
    def test_an_error_names_file_line_and_column(self):
        for name, (content, place, word) in ERRORS.items():
            with self.subTest(name):
                self.write(".stanch.yml", content)
                for command in (["scan", "."], ["config", "check"],
                                ["config", "show"]):
                    done = self.stanch(*command)
                    self.assert_status(done, USAGE)
                    self.assertEqual(done.stdout, b"")
                    message = done.stderr.decode()
                    self.assertIn(f".stanch.yml:{place}: ", message)
                    self.assertIn(word, message)
                    self.assertEqual(message.count("\n"), 1)

    def test_the_file_in_the_working_folder_counts(self):
        self.write("a.txt", f"key = {self.secret()}\n")
        self.write(".stanch.yml", "version: 1\nfail_on: never\n")
        self.assert_status(self.stanch("scan"), CLEAN)
        self.assert_status(self.stanch("scan", "--no-config"), FINDINGS)
        self.assert_status(self.stanch("scan", "--fail-on", "low"), FINDINGS)

    def test_the_file_at_the_root_of_the_repository_counts_below_it(self):
        self.repository()
        self.write(".stanch.yml", "version: 1\nfail_on: never\n")
        self.write("sub/a.txt", f"key = {self.secret()}\n")
        done = self.stanch("scan", folder=os.path.join(self.folder, "sub"))
        self.assert_status(done, CLEAN)

    def test_a_file_above_the_repository_does_not_count(self):
        self.repository(name="work/repo")
        self.write(".stanch.yml", "version: 1\nfail_on: never\n")
        self.write("repo/a.txt", f"key = {self.secret()}\n")
        done = self.stanch("scan", folder=os.path.join(self.folder, "repo"))
        self.assert_status(done, FINDINGS)

    def test_two_files_are_an_error(self):
        self.write(".stanch.yml", "version: 1\n")
        self.write(".stanch.yaml", "version: 1\n")
        done = self.stanch("scan")
        self.assert_status(done, USAGE)
        self.assertIn(b".stanch.yaml", done.stderr)

    def test_the_user_s_file_comes_after(self):
        path = os.path.join(self.home, ".config/stanch/config.yml")
        os.makedirs(os.path.dirname(path))
        with open(path, "w", encoding="ascii") as file:
            file.write("version: 1\nfail_on: never\n")
        self.write("a.txt", f"key = {self.secret()}\n")
        self.assert_status(self.stanch("scan"), CLEAN)
        self.write(".stanch.yml", "version: 1\nfail_on: high\n")
        self.assert_status(self.stanch("scan"), FINDINGS)

    def test_an_allow_entry_keeps_the_finding_in_the_report(self):
        self.write("a.txt", f"key = {self.secret()}\n")
        config = self.write("c.yml", "version: 1\nallow:\n"
                            "  - {path: a.txt, reason: a sample}\n")
        done = self.stanch("scan", ".", "--config", config, "--format",
                           "json")
        self.assert_status(done, CLEAN)
        self.assertIn(b'"allowed"', done.stdout)
        self.assertIn(b"a sample", done.stdout)

    def test_an_allow_entry_by_fingerprint(self):
        self.write("a.txt", f"one = {self.secret()}\ntwo = {self.secret()}\n")
        report = self.report("scan", ".", status=FINDINGS)
        first = report["findings"][0]["fingerprint"]
        self.write("b.yml", "version: 1\nallow:\n"
                   f"  - {{fingerprint: '{first}', reason: rotated}}\n")
        # Two lines further down it is still the same finding.
        with open(os.path.join(self.folder, "a.txt"), encoding="ascii") as old:
            self.write("a.txt", "\n\n" + old.read())
        done = self.stanch("scan", "a.txt", "--config", "b.yml", "--format",
                           "json")
        self.assert_status(done, FINDINGS)
        self.assertEqual(done.stdout.count(b'"allowed"'), 1)

    def test_an_entry_that_is_not_used_is_reported(self):
        config = self.write("c.yml", "version: 1\nallow:\n"
                            "  - {path: gone.txt, reason: a sample}\n")
        done = self.stanch("scan", ".", "--config", config)
        self.assert_status(done, CLEAN)
        self.assertIn(b"c.yml:3", done.stdout + done.stderr)

    def test_rules_beside_the_configuration(self):
        self.write("ci/ours.yml",
                   "version: 1\nrules:\n"
                   "  - id: our-token\n    title: Our token\n"
                   "    severity: high\n"
                   "    pattern: '\\b(ourtok_[a-z0-9]{20})\\b'\n"
                   "    examples: ['ourtok_q8w3n5r2t7y1u6i4o9p0']\n"
                   "    counterexamples: ['ourtok_q8w3']\n")
        self.write("ci/stanch.yml",
                   "version: 1\nrules: {files: [ours.yml]}\n")
        self.write("a.txt", "x = ourtok_" "q1w2n5r2t7y1u6i4o9p0\n"
                   f"key = {self.secret()}\n")
        done = self.stanch("scan", "a.txt", "--config", "ci/stanch.yml",
                           "--format", "json")
        self.assert_status(done, FINDINGS)
        self.assertIn(b'"our-token"', done.stdout)
        self.assertIn(f'"{RULE}"'.encode(), done.stdout)

    def test_show_prints_what_can_be_read_again(self):
        config = self.write(
            "c.yml", "version: 1\nfail_on: medium\n"
            "paths: {skip: ['vendor/**', \"a'b\\\\\\\"c\"]}\n"
            "allow:\n  - {rule: jwt, path: 'docs/**', reason: samples, "
            "until: 2027-01-31}\n"
            "limits: {file_bytes: 64MiB, per_rule: 5}\n")
        first = self.stanch("config", "show", "--config", config)
        self.assert_status(first, CLEAN)
        self.write("again.yml", first.stdout)
        again = self.stanch("config", "show", "--config", "again.yml")
        self.assert_status(again, CLEAN)
        body = [done.stdout.split(b"\n", 1)[1] for done in (first, again)]
        self.assertEqual(*body)

    def test_check_says_yes(self):
        self.write(".stanch.yml", "version: 1\n")
        done = self.stanch("config", "check")
        self.assert_status(done, CLEAN)
        self.assertIn(b".stanch.yml", done.stdout)


if __name__ == "__main__":
    main()
