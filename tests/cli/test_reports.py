#!/usr/bin/env python3
"""Reports: what they hold and where they are written."""

import json
import os
import stat
import subprocess
import sys

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "../support"))

from cli import CLEAN, FINDINGS, RULE, CliTest, main  # noqa: E402

# Every finding in a file has these.
KEYS = {"rule", "title", "category", "severity", "file", "line", "column",
        "endLine", "endColumn", "startByte", "endByte", "preview",
        "fingerprint", "status", "evidence", "advice"}


class Reports(CliTest):
    def setUp(self):
        super().setUp()
        self.write("a.txt", f"one = {self.secret()}\n")
        self.write("b.txt", f"two = {self.secret()}\n")

    def read(self, name):
        with open(os.path.join(self.folder, name), "rb") as file:
            content = file.read()
        self.check_secrecy(content)
        return content

    def test_the_json_report_has_the_keys_of_the_contract(self):
        report = self.report("scan", ".", status=FINDINGS)
        self.assertEqual(report["schema"], "stanch-report/1")
        self.assertEqual(report["verdict"], "findings")
        self.assertEqual(report["tool"]["name"], "stanch")
        self.assertRegex(report["tool"]["version"], r"^\d+\.\d+\.\d+$")
        self.assertRegex(report["tool"]["ruleset"], r"^sha256:[0-9a-f]{64}$")
        self.assertGreater(report["tool"]["rules"], 0)
        self.assertEqual(report["coverage"]["texts"], 2)
        self.assertEqual(report["coverage"]["bytes"], 94)
        self.assertEqual(report["coverage"]["skipped"], [])
        found = report["findings"][0]
        self.assertLessEqual(set(found), KEYS)
        self.assertLessEqual(KEYS - {"advice", "evidence"}, set(found))
        self.assertEqual(found["rule"], RULE)
        self.assertEqual((found["startByte"], found["endByte"]), (6, 46))
        self.assertEqual(found["status"], "new")
        self.assertRegex(found["fingerprint"],
                         f"^v1:{RULE}:[0-9a-f]{{16}}:[0-9a-f]{{5}}:1$")

    def test_a_clean_report_is_one_too(self):
        os.remove(os.path.join(self.folder, "a.txt"))
        os.remove(os.path.join(self.folder, "b.txt"))
        report = self.report("scan", ".", status=CLEAN)
        self.assertEqual(report["verdict"], "clean")
        self.assertEqual(report["findings"], [])

    def test_the_preview_shows_four_characters(self):
        for found in self.report("scan", ".")["findings"]:
            self.assertEqual(found["preview"], "ghp_…")

    def test_a_report_file_holds_what_standard_output_would(self):
        out = self.stanch("scan", ".", "--format", "json").stdout
        done = self.stanch("scan", ".", "--format", "json", "-o", "r.json")
        self.assert_status(done, FINDINGS)
        self.assertEqual(done.stdout, b"")
        self.assertEqual(self.read("r.json"), out)

    def test_reports_beside_the_main_output(self):
        done = self.stanch("scan", "a.txt", "b.txt", "--report", "json=r.json",
                           "--report", "text=r.txt")
        self.assert_status(done, FINDINGS)
        self.assertIn(b"a.txt", done.stdout)
        self.assertEqual(len(json.loads(self.read("r.json"))["findings"]), 2)
        self.assertIn(b"b.txt", self.read("r.txt"))

    def test_reports_named_by_the_configuration(self):
        self.write("c.yml", "version: 1\n"
                   "reports: [{format: json, path: out.json}]\n")
        done = self.stanch("scan", "a.txt", "--config", "c.yml")
        self.assert_status(done, FINDINGS)
        self.assertEqual(len(json.loads(self.read("out.json"))["findings"]), 1)

    def mode(self, name):
        return os.stat(os.path.join(self.folder, name)).st_mode & 0o777

    def test_a_report_file_is_private(self):
        self.stanch("scan", "a.txt", "-o", "r.txt")
        self.assertEqual(self.mode("r.txt"), 0o600)

    def test_a_report_file_is_replaced_whole_and_keeps_its_mode(self):
        os.chmod(self.write("r.json", "old " * 10000), 0o640)
        self.stanch("scan", "a.txt", "--format", "json", "-o", "r.json")
        json.loads(self.read("r.json"))
        self.assertEqual(self.mode("r.json"), 0o640)

    def test_sarif_has_uris_fixes_and_suppressions(self):
        code = ("package p\n\nimport \"sync\"\n\n"
                "func f(mu *sync.RWMutex) {\n"
                "\tmu.RLock()\n\tdefer mu.Unlock()\n}\n")
        self.write("go/ü.go", code)
        self.write("x:?#%41\n.txt", f"three = {self.secret()}\n")
        self.write("ok.txt",
                   f"k = {self.secret()} # stanch:allow {RULE} -- a sample\n")
        done = self.stanch("scan", "go", "x:?#%41\n.txt", "ok.txt",
                           "--format", "sarif")
        self.assert_status(done, FINDINGS)
        log = json.loads(done.stdout)
        self.assertEqual(log["version"], "2.1.0")
        run = log["runs"][0]
        self.assertEqual(run["invocations"][0]["exitCode"], FINDINGS)
        found = {result["locations"][0]["physicalLocation"]
                 ["artifactLocation"]["uri"]: result
                 for result in run["results"]}
        self.assertEqual(set(found), {"go/%C3%BC.go", "ok.txt",
                                      "x%3A%3F%23%2541%0A.txt"})
        self.assertEqual(found["ok.txt"]["suppressions"],
                         [{"kind": "inSource", "status": "accepted",
                           "justification": "a sample"}])
        change = found["go/%C3%BC.go"]["fixes"][0]["artifactChanges"][0]
        self.assertEqual(change["artifactLocation"]["uri"], "go/%C3%BC.go")
        fixed = code
        for edit in reversed(change["replacements"]):
            start = edit["deletedRegion"]["byteOffset"]
            end = start + edit["deletedRegion"]["byteLength"]
            fixed = (fixed[:start] + edit.get("insertedContent",
                                              {}).get("text", "") +
                     fixed[end:])
        self.assertEqual(fixed, code.replace("mu.Unlock", "mu.RUnlock"))

    def test_a_report_that_cannot_be_written_is_never_clean(self):
        self.write("clean.txt", "nothing\n")
        for arguments in (["-o", "no/such/folder/r.json"],
                          ["--report", "json=no/such/folder/r.json"]):
            done = self.stanch("scan", "clean.txt", *arguments)
            self.assertNotEqual(done.returncode, CLEAN)
            self.assertIn(b"no/such/folder", done.stderr)
            done = self.stanch("scan", "a.txt", *arguments)
            self.assert_status(done, FINDINGS)
        self.assertEqual(sorted(os.listdir(self.folder)),
                         ["a.txt", "b.txt", "clean.txt"])

    def test_a_report_goes_through_a_named_pipe(self):
        pipe = os.path.join(self.folder, "pipe")
        os.mkfifo(pipe)
        with subprocess.Popen(["cat", pipe], stdout=subprocess.PIPE) as reader:
            done = self.stanch("scan", "a.txt", "--format", "json", "-o",
                               "pipe")
            self.assert_status(done, FINDINGS)
            json.loads(reader.stdout.read())
        self.assertTrue(stat.S_ISFIFO(os.stat(pipe).st_mode))

    def test_a_link_is_replaced_and_what_it_leads_to_untouched(self):
        # A change under review may bring a link that leads out of the tree.
        real = self.write("real.json", "old")
        link = os.path.join(self.folder, "link.json")
        os.symlink(real, link)
        self.stanch("scan", "a.txt", "--format", "json", "-o", "link.json")
        self.assertFalse(os.path.islink(link))
        json.loads(self.read("link.json"))
        self.assertEqual(self.read("real.json"), b"old")

    def test_ceilings_of_the_configuration(self):
        self.write("many.txt", f"k = {self.secret()}\n" * 10)
        self.write("c.yml", "version: 1\nlimits: {same: 3}\n")
        done = self.stanch("scan", "many.txt", "--config", "c.yml",
                           "--format", "json")
        self.assert_status(done, FINDINGS)
        self.assertEqual(len(json.loads(done.stdout)["findings"]), 3)


if __name__ == "__main__":
    main()
