#!/usr/bin/env python3
"""The cache of clean objects: with it a report says the same, whatever has
happened to it."""

import json
import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "../support"))

from cli import FINDINGS, USAGE, CliTest, main  # noqa: E402

HEADER = 64
ENTRY = 32


class Cache(CliTest):
    def setUp(self):
        super().setUp()
        self.cache = self.path("cache")
        self.table = os.path.join(self.cache, "clean")

    def history(self):
        repository = self.repository()
        for i in range(12):
            files = {f"clean/{i}.txt": f"nothing {i}\n" * (i + 1),
                     f"later/{i}.txt": f"word-{i:04}-ACME\n",
                     "pic.png": b"\x89PNG\0" + bytes([i]),
                     "main.go": f"package main\n\nvar x{i} = 1\n"}
            if i % 5 == 0:
                files[f"leak/{i}.env"] = f"TOKEN={self.secret()}\n"
            repository.commit(files, message=f"change {i}")
        repository.git("tag", "-a", "v1", "-m", "clean")
        return repository

    def run_git(self, *arguments, **env):
        """A report, without its counts of the cache; those counts."""
        done = self.stanch("git", *arguments, "--format", "json", "--cache",
                           self.cache, **env)
        self.assertIn(done.returncode, (0, FINDINGS), done.stderr.decode())
        report = json.loads(done.stdout)
        cached = report["coverage"].pop("cached", 0)
        notes = [note for note in report.pop("notes", [])
                 if "cache" in note]
        return report, cached, notes

    def plain(self, *arguments):
        return json.loads(self.stanch("git", *arguments, "--format",
                                      "json").stdout)

    def check(self, *arguments, cached=None, noted=False, **env):
        report, count, notes = self.run_git(*arguments, **env)
        self.assertEqual(report, self.plain(*arguments))
        if cached is not None:
            self.assertEqual(count > 0, cached, count)
        self.assertEqual(len(notes) > 0, noted, notes)
        return count

    def test_cold_and_warm_say_the_same(self):
        self.history()
        for arguments in ((), ("--all",), ("HEAD~7..HEAD",), ("HEAD^!",)):
            self.check(*arguments, "--jobs", "2")
            self.check(*arguments, "--jobs", "3", cached=True)
        report, count, _ = self.run_git()
        # Pictures are no texts, and what leaks is read again.
        self.assertEqual(count, report["coverage"]["texts"] - 3)

    def test_ways_of_looking_share_it(self):
        repository = self.history()
        self.check(cached=False)
        self.check("HEAD~7..HEAD", cached=True)
        repository.write("clean/0.txt", "nothing 3\n" * 4)
        repository.git("add", "-A")
        self.check("--staged", cached=True)

    def test_parts_have_it_too(self):
        self.history()
        self.check(cached=False)
        paths = []
        for index in (1, 2):
            path = self.path(f"{index}.json")
            self.stanch("git", "--shard", f"{index}/2", "--cache", self.cache,
                        "--format", "json", "-o", path)
            paths.append(path)
        merged = json.loads(self.stanch("report", "merge", "--format", "json",
                                        *paths).stdout)
        self.assertEqual(merged["coverage"].pop("cached"),
                         merged["coverage"]["texts"] - 3)
        self.assertEqual(merged, self.plain())

    def test_other_rules_find_what_is_clean_by_some(self):
        self.history()
        rules = self.path("rules.yml")
        self.check(cached=False)
        for word in ("ACME", "NONE", "ACME"):
            with open(rules, "w", encoding="ascii") as file:
                file.write("version: 1\nrules:\n  - id: acme\n    title: Acme\n"
                           "    severity: high\n    source: https://acme."
                           "example/\n    keywords: [word-]\n    pattern: "
                           f"'word-[0-9]{{4}}-{word}'\n    examples: "
                           f"['word-{{+}}1234-{word}']\n")
            report, _, _ = self.run_git("--rules", rules)
            self.assertEqual(report, self.plain("--rules", rules))
            found = [f for f in report["findings"] if f["rule"] == "acme"]
            self.assertEqual(len(found), 12 if word == "ACME" else 0)
        self.check(cached=True)
        self.check("--only", "jwt", cached=False)

    def test_a_rule_for_some_paths(self):
        """What is clean at one path may not be at another."""
        repository = self.repository()
        rules = self.path("rules.yml")
        with open(rules, "w", encoding="ascii") as file:
            file.write("version: 1\nrules:\n  - id: acme\n    title: Acme\n"
                       "    severity: high\n    source: https://acme."
                       "example/\n    keywords: [word-]\n    pattern: "
                       "'word-[0-9]{4}-ACME'\n    paths: {skip: ['docs/**']}\n"
                       "    examples: ['word-{+}1234-ACME']\n")
        repository.commit({"a.txt": "a\n"})
        repository.commit({"docs/a.txt": "word-1234-ACME\n"})
        self.check("HEAD^!", "--rules", rules)
        repository.commit({"src/a.txt": "word-1234-ACME\n"})
        self.check("HEAD^!", "--rules", rules)
        report, _, _ = self.run_git("HEAD^!", "--rules", rules)
        self.assertEqual(self.places(report), ["src/a.txt:1"])

    def rewrite(self, change):
        with open(self.table, "rb") as file:
            data = bytearray(file.read())
        change(data)
        with open(self.table, "wb") as file:
            file.write(data)

    def test_a_damaged_cache_is_no_cache(self):
        self.history()
        self.check()

        def flip(data):
            for at in range(HEADER, len(data), 7):
                data[at] ^= 0x55

        self.rewrite(flip)
        self.check(cached=False)
        self.check(cached=True)
        self.rewrite(lambda data: data.__setitem__(0, 0))
        self.check(cached=False, noted=True)
        self.check(cached=True)
        self.rewrite(lambda data: data.__delitem__(slice(1000, None)))
        self.check(cached=False, noted=True)
        with open(os.path.join(self.cache, "key"), "wb") as file:
            file.write(b"short")
        self.check(cached=False, noted=True)

    def test_nobody_without_the_key_can_make_a_leak_clean(self):
        """Entries moved to the place and mark of what leaks."""
        repository = self.history()
        self.check()
        leak = bytes.fromhex(repository.git("rev-parse",
                                            "HEAD:leak/0.env"))
        clean = bytes.fromhex(repository.git("rev-parse",
                                             "HEAD:clean/1.txt"))

        def forge(data):
            buckets = (len(data) - HEADER) // (8 * ENTRY)

            def place(oid):
                return HEADER + 8 * ENTRY * (
                    int.from_bytes(oid[8:16], "big") % buckets)

            entry = bytearray(data[place(clean):place(clean) + ENTRY])
            self.assertNotEqual(entry, bytes(ENTRY))
            for i in range(8):
                entry[i] ^= clean[i] ^ leak[i]
            data[place(leak):place(leak) + ENTRY] = entry

        self.rewrite(forge)
        self.check(cached=True)

    def test_a_key_of_ones_own(self):
        self.history()
        self.check(STANCH_CACHE_KEY="one")
        self.assertEqual(os.listdir(self.cache), ["clean"])
        self.check(STANCH_CACHE_KEY="one", cached=True)
        self.check(STANCH_CACHE_KEY="two", cached=False)

    def test_it_has_a_size(self):
        self.history()
        self.write(".stanch.yml", "version: 1\ncache: {path: "
                   f"'{self.cache}', bytes: 100KiB}}\n")
        for _ in range(2):
            self.stanch("git")
            self.assertLess(os.path.getsize(self.table), 100 << 10)
        self.assertEqual(os.stat(self.table).st_mode & 0o777, 0o600)
        self.assertEqual(os.stat(self.cache).st_mode & 0o777, 0o700)

    def assert_refused(self, *words):
        done = self.stanch("git", "--cache", self.cache)
        self.assert_status(done, USAGE)
        for word in words:
            self.assertIn(word, done.stderr.decode())

    def test_it_is_nobody_elses(self):
        self.history()
        os.mkdir(self.cache)
        os.chmod(self.cache, 0o777)
        self.assert_refused("nobody else")
        os.chmod(self.cache, 0o700)
        self.check()
        os.chmod(os.path.join(self.cache, "key"), 0o644)
        self.check(cached=False, noted=True)
        os.chmod(os.path.join(self.cache, "key"), 0o600)
        os.rename(self.table, self.path("elsewhere"))
        os.symlink(self.path("elsewhere"), self.table)
        self.check(cached=False, noted=True)
        self.cache = os.path.join(self.folder, "cache")
        self.assert_refused("in a repository")

    def test_the_configuration_names_it_from_the_root_on(self):
        self.history()
        self.write(".stanch.yml", "version: 1\ncache: {path: here}\n")
        self.assert_status(self.stanch("git"), USAGE)

    def test_runs_at_a_time(self):
        import threading
        self.history()
        want = self.plain()
        results = []

        def run():
            results.append(self.run_git()[0])

        threads = [threading.Thread(target=run) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.assertEqual(results, [want] * 4)
        self.check(cached=True)


if __name__ == "__main__":
    main()
