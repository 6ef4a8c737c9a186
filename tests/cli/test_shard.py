#!/usr/bin/env python3
"""Parts of a scan, and their reports joined: together they say what the whole
says, byte for byte."""

import hashlib
import json
import os
import re
import subprocess
import sys

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "../support"))

from cli import CLEAN, FINDINGS, INCOMPLETE, RULE  # noqa: E402
from cli import USAGE, CliTest, main  # noqa: E402
from program import STANCH, environment  # noqa: E402

try:
    import yaml
except ImportError:
    yaml = None

PLUGIN = os.path.abspath(os.path.join(os.path.dirname(__file__),
                                      "../../plugin"))

COUNTS = (1, 2, 3, 7)

LEAK = """package shop

import "os"

func Load(names []string) error {
\tfor _, name := range names {
\t\tf, err := os.Open(name)
\t\tif err != nil {
\t\t\treturn err
\t\t}
\t\tdefer f.Close()
\t}
\treturn nil
}
"""


class ShardTest(CliTest):

    def part(self, index, count, *arguments, **more):
        """The report of one part, in a file."""
        done = self.stanch(*arguments, "--shard", f"{index}/{count}",
                           "--format", "json", **more)
        self.assertIn(done.returncode, (CLEAN, FINDINGS, INCOMPLETE),
                      done.stderr.decode())
        path = self.path(f"part-{index}-of-{count}.json")
        with open(path, "wb") as out:
            out.write(done.stdout)
        return path

    def parts(self, count, *arguments, **more):
        """The reports of all parts, in files."""
        return [self.part(index, count, *arguments, **more)
                for index in range(1, count + 1)]

    def merge(self, paths, *arguments, **more):
        return self.stanch("report", "merge", *arguments, *paths, **more)

    def check(self, *arguments, counts=(4,), **more):
        """That the parts, however many, come to the whole; its report."""
        sarif = self.path("whole.sarif")
        whole = self.stanch(*arguments, "--format", "json",
                            "--report", f"sarif={sarif}", **more)
        for count in counts:
            paths = self.parts(count, *arguments, "--jobs",
                               str(count % 3 + 1), **more)
            other = self.path("merged.sarif")
            merged = self.merge(paths[::-1], "--format", "json",
                                "--report", f"sarif={other}")
            self.assertEqual(merged.stdout, whole.stdout, count)
            self.assert_status(merged, whole.returncode)
            with open(sarif, "rb") as one, open(other, "rb") as two:
                self.assertEqual(one.read(), two.read(), count)
        return whole

    def sections(self, paths):
        """How many findings each part has."""
        result = []
        for path in paths:
            with open(path, "rb") as file:
                result.append(len(json.load(file)["findings"]))
        return result

    def leaky_folder(self):
        for i in range(20):
            self.write(f"src/{i % 4}/{i}.env",
                       "# a line\n" * i + f"TOKEN={self.secret()}\n")
        shared = self.secret()
        for name in ("one.env", "src/two.env", "src/3/three.env"):
            self.write(name, f"\n\nTOKEN={shared}\nTOKEN={shared}\n")
        self.write("pic.png", b"\x89PNG\0\0" + bytes(600))
        self.write("src/pic.png", b"\x89PNG\0\0" + bytes(900))
        self.write("clean.txt", "nothing\n")
        self.write(b"odd\xff\\x41#[name.env".decode(
            "utf-8", "surrogateescape"), f"TOKEN={self.secret()}\n")
        os.symlink("clean.txt", os.path.join(self.folder, "link"))
        os.mkfifo(os.path.join(self.folder, "pipe"))
        self.write("skipped/x.env", f"TOKEN={self.secret()}\n")
        self.write("src/skipped.env", f"TOKEN={self.secret()}\n")

    def test_a_folder(self):
        self.leaky_folder()
        self.write(".stanch.yml",
                   "version: 1\n"
                   "paths: {skip: ['skipped/**', '**/skipped.env']}\n")
        self.check("scan", ".", counts=COUNTS)
        self.assertTrue(all(self.sections(self.parts(3, "scan", "."))))

    def test_a_folder_by_another_name_has_the_same_parts(self):
        self.leaky_folder()

        def names(folder, argument):
            with open(self.parts(3, "scan", argument, folder=folder)[1],
                      "rb") as file:
                return [found["file"].replace("work/", "", 1)
                        for found in json.load(file)["findings"]]

        self.assertEqual(names(self.folder, "."), names(self.top, "work/"))

    def test_many_paths_some_within_others(self):
        self.leaky_folder()
        self.check("scan", "src", "src/2", "one.env", "src/2/2.env")

    def test_ceilings_count_over_all_parts(self):
        self.leaky_folder()
        for limits in ("same: 1", "per_rule: 5", "same: 2, per_rule: 9"):
            self.write(".stanch.yml", f"version: 1\nlimits: {{{limits}}}\n")
            whole = self.check("scan", ".")
            self.assertGreater(
                json.loads(whole.stdout)["coverage"]["dropped"], 0)

    def test_a_folder_that_cannot_be_read(self):
        self.leaky_folder()
        shut = os.path.join(self.folder, "src", "shut")
        os.mkdir(shut, 0)
        if os.access(shut, os.R_OK):
            os.rmdir(shut)
            deep = os.path.join(self.folder, *["d"] * 520)
            os.makedirs(deep)
        self.check("scan", ".", "--fail-on", "never")

    def test_standard_input_is_in_one_part(self):
        text = f"TOKEN={self.secret()}\n"
        whole = self.stanch("scan", "-", "--format", "json",
                            stdin=text.encode())
        paths = self.parts(3, "scan", "-", stdin=text.encode())
        found = sorted(self.sections(paths))
        self.assertEqual(found, [0, 0, 1])
        self.assertEqual(self.merge(paths, "--format", "json").stdout,
                         whole.stdout)

    def test_captures(self):
        for i in range(9):
            token = self.secret()
            entries = [{
                "request": {
                    "method": "GET", "url": f"https://shop.example/{n}",
                    "headers": [{"name": "Authorization",
                                 "value": f"Bearer {token}"}]},
                "response": {"status": 200, "headers": [],
                             "content": {"text": ""}},
            } for n in range(30)]
            self.write(f"testdata/{i}.har", json.dumps(
                {"log": {"version": "1.2", "entries": entries}}, indent=1))
            self.write(f"testdata/{i}.log",
                       f"> GET /{i} HTTP/1.1\n> Authorization: Bearer "
                       f"{self.secret()}\n")
        whole = self.check("logs", "testdata", counts=COUNTS)
        self.assertIn(b"alsoCount", self.stanch(
            "logs", "testdata", "--format", "json").stdout)
        self.assert_status(whole, FINDINGS)

    def test_go_packages(self):
        self.write("go.mod", "module shop.example\n\ngo 1.22\n")
        for i in range(8):
            self.write(f"p{i}/load.go", LEAK)
            self.write(f"p{i}/other.go", "package shop\n\n"
                       f"const token = \"{self.secret()}\"\n")
        self.write("broken/b.go", "package broken\n\nfunc {\n")
        whole = self.check("scan", ".", counts=COUNTS)
        self.assertIn(b"go-defer-in-loop", whole.stdout)
        self.check("scan", "p1/load.go", "p1/other.go", "p2")

    def history(self):
        """Versions of files, with lines that move and secrets that change."""
        repository = self.repository()
        shared = self.secret()
        for i in range(12):
            repository.commit({
                "app.env": "\n" * i + f"TOKEN={shared}\n" +
                           f"OTHER={self.secret()}\n",
                f"f{i}.env": f"A={self.secret()}\n",
                "same.env": f"# {i}\nTOKEN={shared}\n",
                "main.go": LEAK + f"\nconst x{i} = {i}\n",
                "pic.png": b"\x89PNG\0" + bytes([i]),
                "go.mod": "module shop.example\n\ngo 1.22\n",
            }, message=f"change {i}\n\nsee {self.secret()}")
        for i in range(4):
            repository.git("tag", "-a", f"v{i}", "-m",
                           f"release {self.secret()}", f"HEAD~{i}")
        repository.git("tag", "-a", "also", "-m",
                       f"release {self.secret()}", "HEAD~1")
        return repository

    def test_a_history(self):
        self.history()
        whole = self.check("git", counts=COUNTS)
        self.assertIn(b"commit message", whole.stdout)
        self.check("git", "--all")
        self.assertTrue(all(self.sections(self.parts(3, "git"))))

    def test_a_shallow_history(self):
        self.history()
        self.repository(name="other").git(
            "fetch", "-q", "--depth", "4", f"file://{self.folder}", "main")
        other = self.path("other")
        self.repository(name="other").git("reset", "-q", "--hard",
                                          "FETCH_HEAD")
        whole = self.check("git", "--fail-on", "never", folder=other)
        self.assert_status(whole, INCOMPLETE)

    def test_a_range(self):
        self.history()
        self.check("git", "HEAD~6..HEAD", counts=COUNTS)
        self.check("git", "HEAD^!")
        whole = self.check("git", "HEAD..HEAD")
        self.assert_status(whole, INCOMPLETE)

    def test_what_is_staged_and_what_is_not(self):
        repository = self.history()
        for i in range(6):
            repository.write(f"new{i}.env", f"A={self.secret()}\n")
        repository.write("app.env", f"B={self.secret()}\n")
        self.check("git", "--worktree")
        repository.git("add", "-A")
        self.check("git", "--staged")

    def test_stages_of_a_conflict(self):
        repository = self.repository()
        repository.commit({"a.env": "A=1\n"})
        lines = []
        for stage in (1, 2, 3):
            blob = repository.git("hash-object", "-w", "--stdin", stdin=(
                f"TOKEN={self.secret()}\n").encode())
            lines.append(f"100644 {blob} {stage}\ta.env\n")
        repository.git("update-index", "--force-remove", "a.env")
        repository.git("update-index", "--index-info",
                       stdin="".join(lines).encode())
        whole = self.check("git", "--staged")
        self.assertEqual(whole.stdout.count(RULE.encode() + b'","title'), 3)

    def test_allow_entries_are_unused_only_if_all_parts_say_so(self):
        self.leaky_folder()
        self.write(".stanch.yml",
                   "version: 1\nallow:\n"
                   f"  - {{rule: {RULE}, path: 'src/1/*', reason: made up}}\n"
                   f"  - {{rule: {RULE}, path: 'gone/*', reason: never}}\n"
                   f"  - {{rule: {RULE}, path: one.env, reason: old,"
                   " until: 2020-01-01}\n")
        self.check("scan", ".")
        paths = self.parts(7, "scan", ".")
        done = self.merge(paths, "-v")
        text = done.stdout
        whole = re.sub(rb", [0-9.]+ m?s\)", b")",
                       self.stanch("scan", ".", "-v").stdout)
        self.assertEqual(text, whole)
        self.assertEqual(text.count(b"matched nothing"), 1)
        part = self.stanch("scan", ".", "--shard", "2/7")
        self.assertNotIn(b"matched nothing", part.stdout)
        self.assertIn(b"part 2 of 7 of .", part.stdout)

    def test_an_empty_part_is_no_incomplete_one(self):
        self.write("a.txt", "nothing\n")
        for path in self.parts(7, "scan", "."):
            with open(path, "rb") as file:
                self.assertEqual(json.load(file)["verdict"], "clean")
        self.check("scan", ".")

    def test_every_format_has_the_merged_report(self):
        self.leaky_folder()
        paths = self.parts(3, "scan", ".")
        report = self.path("out.sarif")
        done = self.merge(paths, "--format", "json", "--report",
                          f"sarif={report}", "-o", self.path("out.json"))
        self.assert_status(done, FINDINGS)
        self.assertEqual(done.stdout, b"")
        with open(report, "rb") as file:
            self.assertEqual(file.read(), self.stanch(
                "scan", ".", "--format", "sarif").stdout)

    def assert_refused(self, paths, status, words, **more):
        done = self.merge(paths, "--format", "json", **more)
        self.assert_status(done, status)
        self.assertEqual(done.stdout, b"")
        self.assertIn(words, done.stderr.decode())

    def test_a_missing_part_is_no_verdict(self):
        self.leaky_folder()
        paths = self.parts(7, "scan", ".")
        self.assert_refused(paths[:2] + paths[3:], INCOMPLETE,
                            "part 3 of 7 is missing")
        self.assert_refused(paths[:1], INCOMPLETE,
                            "parts 2, 3, 4, 5, 6, 7 of 7 are missing")
        self.assert_refused([paths[0], self.path("none.json")], INCOMPLETE,
                            "none.json")

    def test_parts_that_do_not_belong_together(self):
        self.leaky_folder()
        one, two = self.parts(2, "scan", ".")
        self.assert_refused([one, one], USAGE, "part 1 of 2 is there already")
        self.assert_refused([one, self.part(2, 3, "scan", ".")], USAGE,
                            "how many parts")
        for more, words in ((("--only", RULE), "of rules"),
                            (("--fail-on", "low"), "of options"),
                            (("--skip", "go"), "of rules")):
            other = self.part(2, 2, "scan", ".", *more)
            self.assert_refused([one, other], USAGE, words)
        self.write("src/another.txt", "\n")
        other = self.part(2, 2, "scan", ".")
        self.assert_refused([one, other], USAGE, "other files")
        whole = self.path("whole.json")
        self.stanch("scan", ".", "--format", "json", "-o", whole)
        self.assert_refused([one, whole], USAGE, "is no part of a scan")

    def test_a_commit_that_came_in_between(self):
        repository = self.history()
        one = self.part(1, 2, "git")
        repository.commit({"more.txt": "more\n"})
        two = self.part(2, 2, "git")
        self.assert_refused([one, two], USAGE, "other commits")

    def read(self, path):
        with open(path, "rb") as file:
            return file.read()

    def rewrite(self, path, data, change, reseal=False):
        """Write what becomes of the bytes of a part."""
        changed = change(data)
        self.assertNotEqual(changed, data)
        if reseal:
            body = changed[:changed.rindex(b",\n\"seal\"")]
            changed = body + b",\n\"seal\":\"sha256:" + hashlib.sha256(
                body).hexdigest().encode() + b"\"}\n"
        with open(path, "wb") as file:
            file.write(changed)

    def test_a_damaged_part(self):
        self.leaky_folder()
        changes = {
            "cut off": lambda data: data[:len(data) // 2],
            "its last byte": lambda data: data[:-1],
            "empty": lambda data: b"",
            "a severity": lambda data: data.replace(
                b"\"severity\":\"critical\"", b"\"severity\":\"low\"", 1),
            "a finding": lambda data: re.sub(
                rb"\{\"rule\".*,\n", b"", data, count=1),
            "a space": lambda data: data + b" ",
        }
        one, two = self.parts(2, "scan", ".")
        kept = self.read(two)
        for what, change in changes.items():
            self.rewrite(two, kept, change)
            with self.subTest(what):
                done = self.merge([one, two])
                self.assert_status(done, INCOMPLETE)
                self.assertEqual(done.stdout, b"")

    def test_a_part_changed_and_sealed_anew(self):
        """What can be told without a key."""
        self.leaky_folder()
        changes = {
            "another place": lambda data: data.replace(
                b"\"critical\",\"file\":\"src/",
                b"\"critical\",\"file\":\"doc/", 1),
            "another rule": lambda data: data.replace(
                b"v1:" + RULE.encode(), b"v1:x" + RULE.encode(), 1),
            "a status": lambda data: data.replace(
                b"\"status\":\"new\"", b"\"status\":\"fine\"", 1),
            "a verdict": lambda data: data.replace(
                b"\"verdict\":\"findings\"", b"\"verdict\":\"clean\"", 1),
            "no findings": lambda data: re.sub(
                rb"\"findings\":\[.*?\n\],\n\"shard\"",
                b"\"findings\":[],\n\"shard\"", data, flags=re.S),
            "an unknown key": lambda data: data.replace(
                b"\"coverage\"", b"\"more\":1,\n\"coverage\"", 1),
            "a key twice": lambda data: data.replace(
                b"\"coverage\"", b"\"verdict\":\"clean\",\n\"coverage\"", 1),
            "a title": lambda data: data.replace(
                b"\"title\":\"GitHub", b"\"title\":\"Git", 1),
            "a number": lambda data: data.replace(
                b"\"texts\":", b"\"texts\":-", 1),
            "brackets": lambda data: data.replace(
                b"\"skipped\":[", b"\"skipped\":[" + b"[" * 100000, 1),
            "an index": lambda data: data.replace(
                b"\"index\":2", b"\"index\":9", 1),
        }
        one, two = self.parts(2, "scan", ".")
        kept = self.read(two)
        for what, change in changes.items():
            self.rewrite(two, kept, change, reseal=True)
            with self.subTest(what):
                done = self.merge([one, two])
                self.assert_status(done, INCOMPLETE)
                self.assertEqual(done.stdout, b"")

    def test_a_key_seals_for_good(self):
        self.leaky_folder()
        key = {"STANCH_SHARD_KEY": "a secret of the pipeline's"}
        one, two = self.parts(2, "scan", ".", **key)
        done = self.merge([one, two], "--format", "json", **key)
        self.assert_status(done, FINDINGS)
        self.assertEqual(done.stdout,
                         self.stanch("scan", ".", "--format", "json").stdout)
        self.assert_refused([one, two], USAGE, "STANCH_SHARD_KEY")
        self.assert_refused([one, two], INCOMPLETE, "does not fit",
                            STANCH_SHARD_KEY="another")
        self.rewrite(two, self.read(two), lambda data: data.replace(
            b"\"new\"", b"\"known\""), reseal=True)
        self.assert_refused([one, two], USAGE, "without a key", **key)

    def run_manifest(self, script, **more):
        """Run what a CI system would run; its status."""
        folder = self.path("bin")
        os.makedirs(folder, exist_ok=True)
        link = os.path.join(folder, "stanch")
        if not os.path.lexists(link):
            os.symlink(STANCH, link)
        env = environment(self.home, **more)
        env["PATH"] = folder + os.pathsep + env["PATH"]
        done = subprocess.run(["/bin/sh", "-ec", script], cwd=self.folder,
                              env=env, stdout=subprocess.PIPE,
                              stderr=subprocess.PIPE, check=False)
        self.check_run(done)
        return done.returncode

    def manifest(self, name):
        if yaml is None:
            self.skipTest("python3-yaml is not here")
        with open(os.path.join(PLUGIN, name), encoding="utf-8") as file:
            return yaml.safe_load(file)

    def test_the_manifest_for_gitlab(self):
        self.history()
        jobs = self.manifest("gitlab/sharded.yml")
        part, verdict = jobs["stanch-part"], jobs["stanch-verdict"]
        self.assertEqual(verdict["needs"], ["stanch-part"])
        for index in range(part["parallel"]):
            self.assertEqual(self.run_manifest(
                part["script"][0], CI_NODE_INDEX=str(index + 1),
                CI_NODE_TOTAL=str(part["parallel"])), CLEAN)
        self.assertEqual(self.run_manifest(verdict["script"][0]), FINDINGS)
        os.unlink(os.path.join(self.folder, "part-2.json"))
        self.assertEqual(self.run_manifest(verdict["script"][0]), INCOMPLETE)

    def test_the_manifest_for_kubernetes(self):
        self.history()
        spec = self.manifest("kubernetes/parts.yml")["spec"]
        pod, = spec["template"]["spec"]["containers"]
        self.assertEqual(str(spec["completions"]), pod["env"][0]["value"])
        work = self.path("parts")
        os.mkdir(work)

        def here(pod):
            return pod["args"][0].replace("/stanch/", work + "/").replace(
                "/repository", self.folder)

        for index in range(spec["completions"]):
            self.assertEqual(self.run_manifest(
                here(pod), JOB_COMPLETION_INDEX=str(index),
                PARTS=pod["env"][0]["value"]), CLEAN)
        pod, = self.manifest("kubernetes/merge.yml")[
            "spec"]["template"]["spec"]["containers"]
        self.assertEqual(self.run_manifest(here(pod)), FINDINGS)
        self.assertIn("stanch.sarif", os.listdir(work))

    def test_the_manifest_for_github(self):
        self.history()
        jobs = self.manifest("github/sharded.yml")["jobs"]
        parts = jobs["part"]["strategy"]["matrix"]["part"]
        scan, = [step["run"] for step in jobs["part"]["steps"]
                 if step.get("name") == "Scan"]
        join, = [step["run"] for step in jobs["verdict"]["steps"]
                 if step.get("name") == "Join the parts"]
        temp = self.path("bin")
        for part in parts:
            self.assertEqual(self.run_manifest(
                scan, PART=str(part), PARTS=str(len(parts)),
                RUNNER_TEMP=temp, STANCH_SHARD_KEY=""), CLEAN)
        os.mkdir(os.path.join(self.folder, "parts"))
        for part in parts:
            os.rename(os.path.join(temp, f"part-{part}.json"), os.path.join(
                self.folder, "parts", f"part-{part}.json"))
        self.assertEqual(self.run_manifest(join, RUNNER_TEMP=temp,
                                           STANCH_SHARD_KEY=""), FINDINGS)

    def test_usage(self):
        for words in ("0/3", "4/3", "1", "1/", "/2", "1/1001", "a/b", "-1/2",
                      "1/2/3", "1/2 "):
            self.assert_status(self.stanch("scan", ".", "--shard", words),
                               USAGE)
        self.assert_status(self.stanch("report"), USAGE)
        self.assert_status(self.stanch("report", "merge"), USAGE)
        self.assert_status(self.stanch("report", "join", "x"), USAGE)
        self.write("a.txt", "nothing\n")
        done = self.stanch("scan", ".", "--format", "json",
                           STANCH_SHARD="2/2")
        self.assertEqual(json.loads(done.stdout)["shard"]["index"], 2)


if __name__ == "__main__":
    main()
