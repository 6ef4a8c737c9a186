#!/usr/bin/env python3
"""Listing, showing and checking rules."""

import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "../support"))

from cli import CLEAN, FINDINGS, RULE, USAGE, CliTest, main  # noqa: E402

GOOD = """version: 1
rules:
  - id: our-token
    title: Our token
    severity: high
    pattern: '\\b(ourtok_[a-z0-9]{20})\\b'
    examples: ['ourtok_{+}q8w3n5r2t7y1u6i4o9p0']
    counterexamples: ['ourtok_{+}q8w3']
"""

# Each a change of GOOD and a word of what `rules check` says.
REFUSED = {
    "a pattern that does not compile": ("{20})", "{20}", ""),
    "a pattern without a literal": ("ourtok_[a-z0-9]{20}", "[a-z0-9]{32}",
                                    "literal"),
    "an example that is not found": ("+}q8w3n5r2", "+}Q8W3N5R2", "example"),
    "a counterexample that is found":
        ("['ourtok_{+}q8w3']", "['ourtok_{+}q8w3n5r2t7y1u6i4o9p7']",
         "counterexample"),
    "keywords that do not occur": ("    examples", "    keywords: [other]\n"
                                   "    examples", "keyword"),
}

# Each a change of GOOD that is no rule at all, with where that is seen.
BROKEN = {
    "an unknown field": ("    title", "    titel", ":4:5:"),
    "an unknown severity": ("severity: high", "severity: bad", ":5:15:"),
    "an unknown confirm": ("    examples", "    confirm: [nonsense]\n"
                           "    examples", ":7:15:"),
    "an id that is no id": ("id: our-token", "id: Our_Token", ":3:9:"),
    "an id that is taken": ("id: our-token", f"id: {RULE}", ":3:"),
}


class Rules(CliTest):
    def test_list_names_every_rule_once(self):
        done = self.stanch("rules", "list")
        self.assert_status(done, CLEAN)
        ids = [line.split()[0] for line in done.stdout.decode().splitlines()
               if line.strip()]
        self.assertIn(RULE, ids)
        self.assertEqual(len(ids), len(set(ids)))

    def test_show_tells_what_a_rule_is_and_is_found_by(self):
        done = self.stanch("rules", "show", RULE)
        self.assert_status(done, CLEAN)
        self.assertIn(RULE.encode(), done.stdout)
        self.assertIn(b"ghp_", done.stdout)

    def test_show_of_an_unknown_rule_is_a_usage_error(self):
        self.assert_status(self.stanch("rules", "show", "no-such-rule"), USAGE)
        self.assert_status(self.stanch("rules", "show"), USAGE)
        self.assert_status(self.stanch("rules"), USAGE)
        self.assert_status(self.stanch("rules", "nonsense"), USAGE)

    def test_a_good_file_passes(self):
        self.write("ours.yml", GOOD)
        done = self.stanch("rules", "check", "ours.yml")
        self.assert_status(done, CLEAN)

    def test_check_refuses_what_would_be_a_bad_rule(self):
        for name, (old, new, word) in REFUSED.items():
            with self.subTest(name):
                self.assertIn(old, GOOD)
                self.write("ours.yml", GOOD.replace(old, new, 1))
                done = self.stanch("rules", "check", "ours.yml")
                self.assertNotEqual(done.returncode, CLEAN)
                said = (done.stdout + done.stderr).decode()
                self.assertIn("our-token", said)
                self.assertIn(word, said)

    def test_a_broken_file_is_refused_at_its_place(self):
        self.write("a.txt", "nothing\n")
        for name, (old, new, place) in BROKEN.items():
            with self.subTest(name):
                self.assertIn(old, GOOD)
                self.write("ours.yml", GOOD.replace(old, new, 1))
                done = self.stanch("scan", "a.txt", "--rules", "ours.yml")
                self.assert_status(done, USAGE)
                self.assertIn(f"ours.yml{place}", done.stderr.decode())

    def test_rules_are_added_to_those_built_in(self):
        self.write("ours.yml", GOOD)
        self.write("a.txt", "x = ourtok_" "q1w2n5r2t7y1u6i4o9p0\n"
                   f"key = {self.secret()}\n")
        report = self.report("scan", "a.txt", "--rules", "ours.yml",
                             status=FINDINGS)
        self.assertEqual([found["rule"] for found in report["findings"]],
                         ["our-token", RULE])
        only = self.report("scan", "a.txt", "--rules", "ours.yml", "--only",
                           "our-token", status=FINDINGS)
        self.assertEqual(len(only["findings"]), 1)
        self.assertNotEqual(only["tool"]["ruleset"],
                            self.report("scan", ".", "--only",
                                        "jwt*")["tool"]["ruleset"])

    def test_a_pattern_that_explodes_gives_up_and_says_so(self):
        self.write("ours.yml", """version: 1
rules:
  - id: explodes
    title: Backtracks without end
    severity: high
    pattern: 'boom(?:a+)+b(?<secret>x{20})'
""")
        self.write("a.txt", "boom" + "a" * 2000 + "x" * 20 + "\n")
        report = self.report("scan", "a.txt", "--rules", "ours.yml", status=3)
        self.assertIn("regex-limit", self.reasons(report))
        self.assertIn("explodes", str(report["coverage"]))


if __name__ == "__main__":
    main()
