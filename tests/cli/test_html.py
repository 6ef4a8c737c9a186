#!/usr/bin/env python3
"""The HTML report: whole, inert whatever is scanned, and without a secret."""

import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "../support"))

from cli import CLEAN, FINDINGS, INCOMPLETE, RULE, CliTest, main  # noqa: E402
from page import Page  # noqa: E402

# What would act if it were anything but text, and what would hide.
HOSTILE = [
    "</script><script>alert(1)</script>",
    "\"><img src=x onerror=alert(1)>",
    "' onmouseover='alert(1)",
    "--><!-- <![CDATA[ ]]> <?php",
    "</style></title></textarea></pre></code></details>",
    "&lt;b&gt; &#x3c; &amp",
    "\u202etxt.exe\u2066\u200f\u2028",
    "\x1b[2J\x07\r\n::error::x ##[error]y",
    "javascript:alert(1)//%3Cscript%3E{{1}}${1}",
    "<svg/onload=alert(1)><base href=//stanch.example>",
]

# Of these, what a rule may be called.
PRINTABLE = [words for words in HOSTILE
             if words.isascii() and words.isprintable()]

RULES = """version: 1
rules:
  - id: our-token
    title: {words}
    advice: {words}
    source: {source}
    severity: medium
    pattern: '\\b(ourtok_[a-z0-9]{{20}})\\b'
    examples: ['ourtok_{{+}}q8w3n5r2t7y1u6i4o9p0']
    counterexamples: ['ourtok_{{+}}q8w3']
"""

TREACHEROUS = [*range(0x20), 0x7F, *range(0x80, 0xA0), 0x61C, 0x200E, 0x200F,
               *range(0x2028, 0x202F), *range(0x2066, 0x206A), 0xFEFF]


class Html(CliTest):
    def page(self, *arguments, status, **more):
        done = self.stanch(*arguments, "--format", "html", **more)
        self.assert_status(done, status)
        page = Page(done.stdout.decode())
        for code in TREACHEROUS:
            if code != 0x0A:
                self.assertNotIn(chr(code), page.text())
        self.assertEqual(page.policy,
                         "default-src 'none'; style-src " +
                         page.digest("style") + "; script-src " +
                         page.digest("script") +
                         "; base-uri 'none'; form-action 'none'")
        self.assertEqual(page.count("script"), 1)
        self.assertEqual(page.count("style"), 1)
        return page

    def test_a_clean_run(self):
        self.write("a.txt", "nothing\n")
        page = self.page("scan", ".", status=CLEAN)
        self.assertIn("Clean", page.text())
        self.assertIn("nothing was found", page.text())
        self.assertEqual(page.count("article"), 0)

    def test_an_incomplete_run(self):
        self.repository().commit({"a.txt": "nothing\n"})
        page = self.page("git", "HEAD..HEAD", status=INCOMPLETE)
        self.assertIn("Incomplete", page.text())
        self.assertIn("There was nothing to scan", page.text())

    def test_findings_of_every_kind(self):
        self.write("a.txt", f"one = {self.secret()}\n")
        self.write("b.txt", f"k = {self.secret()} # stanch:allow {RULE} -- old"
                   " & <revoked>\n")
        self.write("c.go", "package p\n\nimport \"sync\"\n\n"
                   "func f(mu *sync.RWMutex) {\n"
                   "\tmu.RLock()\n\tdefer mu.Unlock()\n}\n")
        self.write("d.har", '{"log": {"version": "1.2", "creator": {"name": '
                   '"x", "version": "1"}, "entries": [{"request": {"method": '
                   '"GET", "url": "http://a.example/", "headers": [{"name": '
                   f'"Authorization", "value": "Bearer {self.secret()}"}}]}},'
                   ' "response": {"status": 200, "headers": []}}]}}')
        page = self.page("scan", ".", status=FINDINGS)
        text = page.text()
        for words in ("Blocked", "Rotate first.", "Clean the captures.",
                      "Mend the Go code.", "a.txt", "old & <revoked>",
                      "request.headers.Authorization", "mu.RUnlock",
                      f"v1:{RULE}:", "Allowed by a mark"):
            self.assertIn(words, text)
        # Severity, status, category, rule.
        kinds = [attributes["data-k"].split()
                 for tag, attributes in page.elements if tag == "article"]
        self.assertEqual({status for _, status, _, _ in kinds}, {"0", "1"})
        self.assertEqual({category for _, _, category, _ in kinds},
                         {"0", "1"})

    def test_whatever_is_scanned_stays_text(self):
        for number, words in enumerate(HOSTILE):
            name = words.replace("/", "\u2215")
            self.write(f"{name}/{number}\n{name}",
                       f"{words} = {self.secret()} {words}\n".encode())
        self.write(os.fsdecode(b"\xff\xc3(\xed\xa0\x80"),
                   b"\xff\xfd\xc3 " + self.secret().encode() + b" \xed\xa0\n")
        page = self.page("scan", ".", status=FINDINGS)
        self.assertEqual(page.count("article"), len(HOSTILE) + 1)
        self.assertIn("</script><script>alert(1)</script> =", page.text())

    def test_the_words_of_a_rule_stay_text(self):
        words = '"' + " ".join(PRINTABLE).replace('"', '\\"') + '"'
        self.write("a.txt", "x = ourtok_" + "q8w3n5r2t7y1u6i4o9p0\n")
        for source in ("https://a.example/?b=1&c=2#d",
                       "https://a.example/'><script>(1)</script>"):
            self.write("rules.yml", RULES.format(words=words,
                                                 source=f'"{source}"'))
            page = self.page("scan", "a.txt", "--rules", "rules.yml",
                             "--fail-on", "medium", status=FINDINGS)
            self.assertEqual(source in page.links, "script" not in source)
            self.assertIn(" ".join(PRINTABLE), page.text())

    def test_a_history_tells_who_brought_it_and_stays_text(self):
        repository = self.repository()
        for number, words in enumerate(HOSTILE):
            repository.write(f"{number}.txt", f"t = {self.secret()}\n")
            repository.git("add", "-A")
            repository.git("commit", "-q", "-m", words, "--author",
                           words.replace("<", "\u2039").replace(
                               "\n", " ").replace("\r", " ") +
                           " <eve@stanch.example>")
        page = self.page("git", status=FINDINGS)
        self.assertEqual(page.count("article"), len(HOSTILE))
        self.assertIn("Then decide about the history.", page.text())
        self.assertIn("<eve@stanch.example>", page.text())

    def test_places_are_links_where_a_ci_system_tells_it(self):
        self.write('a"><b>.txt', f"t = {self.secret()}\n")
        page = self.page("scan", ".", status=FINDINGS, GITHUB_SHA="abc",
                         GITHUB_SERVER_URL="https://git.example",
                         GITHUB_REPOSITORY="o/r")
        self.assertIn("https://git.example/o/r/blob/abc/a%22%3E%3Cb%3E.txt#L1",
                      page.links)

    def test_names_of_four_kilobytes(self):
        folder = "/".join(["n" * 250] * 15)
        entries = [("100644", f"{folder}/{'<' * 200}".encode(),
                    f"t = {self.secret()}\n".encode())]
        repository = self.repository()
        commit = repository.commit_tree(entries, [], "long")
        repository.git("update-ref", "refs/heads/main", commit)
        page = self.page("git", "--all", status=FINDINGS)
        self.assertIn("<" * 200, page.text())

    def test_an_allow_entry_that_matches_nothing_is_noted(self):
        self.write("a.txt", "nothing\n")
        self.write("c.yml", "version: 1\nallow:\n"
                   "  - {rule: jwt, reason: '<b>unused</b>'}\n")
        page = self.page("scan", "a.txt", "--config", "c.yml", status=CLEAN)
        self.assertIn("c.yml:3: allow entry matched nothing", page.text())

    def test_equal_runs_give_equal_bytes(self):
        for number in range(20):
            self.write(f"{number}.txt", f"t = {self.secret()}\n")
        done = [self.stanch("scan", ".", "--format", "html", "--jobs", jobs)
                for jobs in ("1", "4")]
        self.assertEqual(done[0].stdout, done[1].stdout)


if __name__ == "__main__":
    main()
