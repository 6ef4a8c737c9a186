#!/usr/bin/env python3
"""Every format of a report, read by a real parser of it, whatever the names
are; and no secret in any of them."""

import base64
import csv
import io
import json
import os
import re
import sys
import xml.etree.ElementTree

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "../support"))

from cli import CLEAN, FINDINGS, INCOMPLETE, RULE, USAGE  # noqa: E402
from cli import CliTest, main  # noqa: E402
from program import environment, run  # noqa: E402

# What attackers would call a file.
HOSTILE = (
    "a b.txt",
    "::error file=x::pwned.txt",
    "  ::warning::x.txt",
    "line\nbreak\r\n::error::pwned.txt",
    "##[error]pwned.txt",
    "##vso[task.complete result=Succeeded].txt",
    "\x1b[2J\x1b]0;title\x07.txt",
    "=HYPERLINK(1).txt",
    "+1.txt", "-1.txt", "@x.txt",
    "a,b;c\"d'e`f|g<h>&i%25%0A.txt",
    "[x](javascript:alert(1)).txt",
    "\u202egnp.exe", "\u2028.txt", "\ufffe\uffff.txt", "\U0001f511.txt",
    b"\xff\xfe\xc3.txt",
    "\\x41\\n.txt",
    "]]><!--.txt",
)
# Every folder name may be 255 bytes; a path as long as they come.
DEEP = "/".join(["d" * 250] * 15) + "/deep.txt"


def formats():
    """Their names, from --help."""
    done = run(["scan", "--help"], "/", env=environment("/"))
    listed = re.search(r"--format NAME[^\n]*\n((?: {30}.*\n)+)",
                       done.stdout.decode()).group(1)
    return ["text", *re.split(r",\s*", listed.strip())]


def bytes_of(name):
    return name if isinstance(name, bytes) else name.encode()


# What a runner of GitHub's makes of a line, after TryParseV2() and TryParse()
# of actions/runner, src/Runner.Common/ActionCommand.cs.
NAMES = {"error", "warning", "notice", "group", "endgroup", "debug",
         "set-output", "add-mask", "stop-commands", "set-env", "add-path"}


def unescape(text, more=()):
    for code, char in (("%0D", "\r"), ("%0A", "\n"), *more, ("%25", "%")):
        text = text.replace(code, char)
    return text


def parse_command(line):
    line = line.strip()
    if line.startswith("::") and "::" in line[2:]:
        info, data = line[2:].split("::", 1)
        name, _, rest = info.partition(" ")
        if name in NAMES:
            properties = dict(pair.split("=", 1)
                              for pair in rest.strip().split(",") if pair)
            return name, {key: unescape(value, (("%3A", ":"), ("%2C", ",")))
                          for key, value in properties.items()}, unescape(data)
    found = re.search(r"##\[([a-z-]+)[^\]]*\]", line)
    if found and found.group(1) in NAMES:
        return found.group(1), {}, ""
    return None


class Formats(CliTest):
    def names(self):
        """Write the hostile files, each with a secret; their names."""
        for name in (*HOSTILE, DEEP):
            path = os.path.join(os.fsencode(self.folder), bytes_of(name))
            self.write_deep(path, f"ü k = {self.secret()}\n".encode())
        return [*HOSTILE, DEEP]

    def write_deep(self, path, content):
        """Also where the path is longer than the system takes at once."""
        folder, name = os.path.split(path)
        here = os.getcwd()
        try:
            for part in folder.split(b"/"):
                part = part or b"/"
                if not os.path.isdir(part):
                    os.mkdir(part)
                os.chdir(part)
            with open(name, "wb") as file:
                file.write(content)
        finally:
            os.chdir(here)

    def output(self, name, *arguments, status=FINDINGS, **env):
        done = self.stanch("scan", ".", "--no-config", "--format", name,
                           *arguments, **env)
        self.assert_status(done, status)
        self.assertNotIn(b"\x1b", done.stdout)
        return done.stdout.decode()

    def count(self):
        return len(HOSTILE) + 1

    def setUp(self):
        super().setUp()
        if self._testMethodName.startswith("test_hostile"):
            self.names()

    def test_there_are_all_formats(self):
        self.assertLessEqual(
            {"text", "json", "sarif", "github", "github-summary",
             "gitlab-code-quality", "gitlab-secret-detection", "junit",
             "rdjsonl", "csv"}, set(formats()))

    def test_hostile_names_give_the_annotations_meant_and_no_other(self):
        out = self.output("github")
        commands = [parse_command(line) for line in out.split("\n")]
        commands = [command for command in commands if command]
        kinds = [name for name, _, _ in commands]
        self.assertEqual(kinds, ["error"] * 10 + ["group", "endgroup"])
        self.assertRegex(commands[9][2], f"^{self.count() - 9} more ")
        for _, properties, message in commands[:9]:
            self.assertEqual(properties["line"], "1")
            self.assertEqual(properties["col"], "7")
            self.assertEqual(properties["title"],
                             "GitHub personal access token (classic)")
            self.assertNotIn("\n", message)
        files = {properties["file"] for _, properties, _ in commands[:9]}
        self.assertIn("::error file=x::pwned.txt", files)
        self.assertIn("##[error]pwned.txt", files)

    def test_an_annotation_names_the_very_file(self):
        for name in ("line\nbreak\r\n::error::pwned.txt", "%0A:,%25.txt",
                     "a,b;c\"d'e`f|g<h>&i.txt"):
            path = self.write(name, f"k = {self.secret()}\n")
            out = self.output("github", "-q")
            self.assertEqual(parse_command(out)[1]["file"], name)
            self.assertEqual(out.count("\n"), 1)
            os.remove(path)

    def test_hostile_names_stay_in_the_cells_of_the_summary(self):
        out = self.output("github-summary",
                          GITHUB_SERVER_URL="https://git.example",
                          GITHUB_REPOSITORY="o/r", GITHUB_SHA="abc")
        rows = [line for line in out.split("\n")
                if line.startswith("| critical")]
        self.assertEqual(len(rows), self.count())
        for row in rows:
            self.assertEqual(row.count("|"), 7, row)
            # Outside of code spans and links there is nothing from outside.
            rest = re.sub(r"`[^`]*`", "", row)
            rest = re.sub(r"\]\(https://git\.example/o/r/blob/abc/"
                          r"[A-Za-z0-9._~/%-]+#L1\)", "]", rest)
            self.assertRegex(rest, r"^\| critical \|  \| \[?:1\]? \|  \|  \|  "
                             r"\|$")

    def test_hostile_names_are_valid_json(self):
        expected = {bytes_of(name) for name in HOSTILE} | {bytes_of(DEEP)}

        def check(paths):
            back = set()
            for path in paths:
                raw = path.encode()
                raw = re.sub(rb"\\x([0-9A-F]{2})",
                             lambda hit: bytes.fromhex(hit.group(1).decode()),
                             raw)
                back.add(raw)
            self.assertEqual(back, expected)

        issues = json.loads(self.output("gitlab-code-quality"))
        check(issue["location"]["path"] for issue in issues)
        self.assertEqual(len({issue["fingerprint"] for issue in issues}),
                         self.count())
        report = json.loads(self.output("gitlab-secret-detection"))
        check(item["location"]["file"] for item in report["vulnerabilities"])
        self.assertEqual(len({item["id"]
                              for item in report["vulnerabilities"]}),
                         self.count())
        lines = self.output("rdjsonl").split("\n")
        self.assertEqual(lines.pop(), "")
        diagnostics = [json.loads(line) for line in lines]
        check(item["location"]["path"] for item in diagnostics)
        for item in diagnostics:
            self.assertEqual(item["location"]["range"],
                             {"start": {"line": 1, "column": 8},
                              "end": {"line": 1, "column": 48}})
        check(item["file"]
              for item in json.loads(self.output("json"))["findings"])

    def test_hostile_names_are_valid_xml(self):
        root = xml.etree.ElementTree.fromstring(self.output("junit").encode())
        self.assertEqual(root.tag, "testsuites")
        self.assertEqual(root.get("failures"), str(self.count()))
        cases = root.findall("testsuite/testcase")
        self.assertEqual(len(cases), self.count() + 1)
        self.assertEqual(len([case for case in cases if len(case) == 0]), 1)
        files = {case.get("file") for case in cases}
        self.assertIn("]]><!--.txt", files)
        self.assertIn("a,b;c\"d'e`f|g<h>&i%25%0A.txt", files)
        self.assertIn("\\xFF\\xFE\\xC3.txt", files)

    def test_hostile_names_are_valid_csv(self):
        out = self.output("csv")
        self.assertEqual(out.count("\n"), out.count("\r\n"))
        rows = list(csv.DictReader(io.StringIO(out, newline=""), strict=True))
        self.assertEqual(len(rows), self.count())
        for row in rows:
            self.assertEqual(row["rule"], RULE)
            self.assertNotIn(None, row)
            for value in row.values():
                self.assertNotRegex(value, r"^\s*[=+\-@\t\r]")
                self.assertNotRegex(value, r"[\x00-\x1f]")
        files = {row["file"] for row in rows}
        self.assertIn("'=HYPERLINK(1).txt", files)
        self.assertIn("a,b;c\"d'e`f|g<h>&i%25%0A.txt", files)

    def test_hostile_names_are_no_commands_in_any_log(self):
        for name in formats():
            if name in ("github", "github-summary"):
                continue
            for line in self.output(name).split("\n"):
                self.assertIsNone(parse_command(line), f"{name}: {line}")

    def test_no_format_passes_an_incomplete_run_for_a_clean_one(self):
        self.write("clean.txt", "nothing\n")
        done = {}
        for name in formats():
            self.write("c.yml", "version: 1\nlimits: {file_bytes: 4}\n")
            done[name] = self.stanch("scan", "clean.txt", "--config", "c.yml",
                                     "--format", name)
            self.assert_status(done[name], INCOMPLETE)
            self.assertRegex(done[name].stdout, b"too-large|incomplete|not all of it",
                             name)
        out = {name: done[name].stdout.decode() for name in done}
        self.assertEqual(parse_command(out["github"].split("\n")[0])[1],
                         {"title": "stanch could not scan everything"})
        self.assertEqual(len(json.loads(out["gitlab-code-quality"])), 1)
        scan = json.loads(out["gitlab-secret-detection"])["scan"]
        self.assertEqual(scan["status"], "failure")
        root = xml.etree.ElementTree.fromstring(out["junit"])
        self.assertEqual(root.get("errors"), "1")
        self.assertEqual(len(root.findall(".//error")), 1)
        self.assertEqual(json.loads(out["rdjsonl"])["severity"], "ERROR")
        self.assertEqual(len(out["csv"].splitlines()), 2)

    def test_what_is_suppressed_is_marked_or_left_out(self):
        self.write("a.txt", f"k = {self.secret()} # stanch:allow {RULE} -- x\n")
        left_out = ("github", "github-summary", "gitlab-code-quality",
                    "gitlab-secret-detection", "rdjsonl")
        for name in left_out:
            self.assertNotIn("a.txt", self.output(name, status=CLEAN), name)
        self.assertIn("<skipped message=\"allowed: x\"/>",
                      self.output("junit", status=CLEAN))
        row = self.output("csv", status=CLEAN).splitlines()[1]
        self.assertTrue(row.startswith("allowed,"), row)

    def test_times_are_those_of_the_run(self):
        report = json.loads(self.output("gitlab-secret-detection",
                                        status=CLEAN))
        for key in ("start_time", "end_time"):
            self.assertRegex(report["scan"][key],
                             r"^2\d{3}-\d\d-\d\dT\d\d:\d\d:\d\d$")


class Canary(CliTest):
    """Secrets of many kinds, in all the ways they can come."""

    def plant(self):
        repo = self.repository()
        tokens = [self.secret() for _ in range(8)]
        password = self.secret()[6:22]
        basic = base64.b64encode(f"ada:{password}".encode()).decode()
        self.secrets.append(basic)
        entry = {"request": {
            "method": "POST", "url": f"https://x.example/?token={tokens[0]}",
            "headers": [{"name": "Authorization", "value": f"Basic {basic}"},
                        {"name": "Cookie", "value": f"session={tokens[1]}"}],
            "postData": {"text": f"password={password}"}},
            "response": {"status": 200, "headers": [], "content": {
                "text": base64.b64encode(json.dumps(
                    {"access_token": tokens[2]}).encode()).decode(),
                "encoding": "base64"}}}
        self.write("login.har", json.dumps(
            {"log": {"version": "1.2", "entries": [entry]}}))
        self.write("two.env", f"A={tokens[3]} B={tokens[4]} C={tokens[3]}\n")
        self.write("wide.txt", f"k = {tokens[5]}\r\n".encode("utf-16"))
        self.write("db.yml", f"url: postgres://ada:{password}@db.internal/x\n")
        self.write("leak.go", "package p\n\nimport \"os\"\n\nfunc f() {\n"
                   f"\tg, err := os.Open(\"{tokens[6]}\")\n"
                   "\tif err != nil {\n\t\treturn\n\t}\n"
                   "\tg.Name()\n}\n")
        self.write("go.mod", "module x\n\ngo 1.22\n")
        repo.git("add", "-A")
        repo.git("commit", "-q", "-m", f"with {tokens[7]}")
        return repo

    def check_folder(self, folder):
        """Whatever was written, reports and what may be left of them."""
        for place, _, names in os.walk(folder):
            for name in names:
                with open(os.path.join(place, name), "rb") as file:
                    self.check_secrecy(file.read())

    def test_no_report_holds_a_secret(self):
        self.plant()
        out = self.path("out")
        temporary = self.path("temporary")
        os.mkdir(out)
        os.mkdir(temporary)
        reports = []
        for name in formats():
            reports += ["--report", f"{name}={out}/{name}"]
        for arguments in (["scan", "."], ["git"], ["logs", "login.har"]):
            for more in ([], ["-v"], ["-q"], ["--only", "go"]):
                done = self.stanch(*arguments, *more, *reports,
                                   "--fail-on", "note", TMPDIR=temporary)
                self.assertIn(done.returncode, (CLEAN, FINDINGS))
                self.assertEqual(sorted(os.listdir(out)), sorted(formats()))
                self.check_folder(out)
                self.check_folder(temporary)

    def test_the_canaries_are_found(self):
        self.plant()
        found = self.report("scan", ".")["findings"]
        self.assertGreaterEqual(len(found), 9)
        files = {item["file"] for item in found}
        self.assertEqual(files, {"login.har", "two.env", "wide.txt", "db.yml",
                                 "leak.go"})
        # The message of a commit is one, too.
        self.assertIn("(commit message)", {
            item["file"] for item in self.report("git")["findings"]})

    def test_a_line_hash_does_not_follow_the_secret(self):
        hashes = []
        for _ in range(2):
            self.write("k.txt", f"k = {self.secret()}\n")
            done = self.stanch("scan", "k.txt", "--format", "sarif")
            result = json.loads(done.stdout)["runs"][0]["results"][0]
            hashes.append(result["partialFingerprints"]
                          ["primaryLocationLineHash"])
        self.assertEqual(hashes[0], hashes[1])


class Several(CliTest):
    """Many reports of one run."""

    def setUp(self):
        super().setUp()
        self.write("a.txt", f"one = {self.secret()}\n")

    def test_every_format_beside_the_others(self):
        reports = []
        for name in formats():
            reports += ["--report", f"{name}=r.{name}"]
        done = self.stanch("scan", "a.txt", *reports)
        self.assert_status(done, FINDINGS)
        for name in formats():
            with open(os.path.join(self.folder, f"r.{name}"), "rb") as file:
                self.assertIn(b"a.txt", file.read(), name)

    def test_every_format_by_the_configuration(self):
        self.write("c.yml", "version: 1\nreports:\n" + "".join(
            f"  - {{format: {name}, path: r.{name}}}\n"
            for name in formats()))
        self.stanch("scan", "a.txt", "--config", "c.yml")
        for name in formats():
            self.assertTrue(os.path.exists(
                os.path.join(self.folder, f"r.{name}")), name)

    def test_one_that_cannot_be_written_loses_none_of_the_others(self):
        self.write("clean.txt", "nothing\n")
        done = self.stanch("scan", "clean.txt",
                           "--report", "json=no/r.json",
                           "--report", "csv=r.csv",
                           "--report", "junit=none/r.xml",
                           "--report", "sarif=r.sarif")
        self.assert_status(done, INCOMPLETE)
        self.assertIn(b"no/r.json", done.stderr)
        self.assertIn(b"none/r.xml", done.stderr)
        self.assertIn(b"clean", done.stdout)
        self.assertEqual(sorted(os.listdir(self.folder)),
                         ["a.txt", "clean.txt", "r.csv", "r.sarif"])

    def test_a_dash_is_standard_output_after_the_main_report(self):
        done = self.stanch("scan", "a.txt", "--report", "github=-", "-q")
        lines = done.stdout.decode().split("\n")
        self.assertTrue(lines[0].startswith("a.txt:1:7: "), lines)
        self.assertTrue(lines[1].startswith("::error file=a.txt,"), lines)
        done = self.stanch("scan", "a.txt", "--format", "json", "-o", "-")
        json.loads(done.stdout)
        self.assertEqual(os.listdir(self.folder), ["a.txt"])

    def test_a_configuration_writes_to_files_alone(self):
        self.write("c.yml", "version: 1\n"
                   "reports: [{format: github, path: '-'}]\n")
        done = self.stanch("scan", "a.txt", "--config", "c.yml")
        self.assert_status(done, USAGE)
        self.assertIn(b"c.yml:2:", done.stderr)

    def test_an_unknown_format_is_told_which_there_are(self):
        self.write("c.yml", "version: 1\nreports: [{format: x, path: y}]\n")
        for arguments in (["--format", "x"], ["--report", "x=y"],
                          ["--config", "c.yml"]):
            done = self.stanch("scan", "a.txt", *arguments)
            self.assert_status(done, USAGE)
            for name in formats():
                self.assertIn(name.encode(), done.stderr)


if __name__ == "__main__":
    main()
