#!/usr/bin/env python3
"""Captures of HTTP traffic: large, broken, packed, in streams."""

import base64
import gzip
import io
import json
import os
import re
import subprocess
import sys
import zipfile

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "../support"))

from cli import CLEAN, FINDINGS, INCOMPLETE, RULE, CliTest, main  # noqa: E402
from program import STANCH, environment  # noqa: E402

MEMORY_BYTES_MAX = 200 << 20


def entry(url="https://a.dev/", headers=None, body="", response=None):
    """An exchange of a HAR."""
    return {
        "request": {
            "method": "POST", "url": url,
            "headers": [{"name": name, "value": value}
                        for name, value in (headers or {}).items()],
            "postData": {"text": body},
        },
        "response": {"status": 200, "content": response or {"text": ""}},
    }


def har(*entries):
    return json.dumps({"log": {"entries": entries}}, indent=1)


def told(report):
    """What is found, wherever it stands."""
    return sorted((found["rule"], found["severity"],
                   re.sub(r"\[\d+\]", "[]", found.get("location", "")))
                  for found in report["findings"])


def is_sanitized():
    with open(STANCH, "rb") as file:
        return b"__asan_init" in file.read()


class Captures(CliTest):
    def locations(self, report):
        return [found.get("location", "") for found in report["findings"]]

    def exchanges(self):
        """Some exchanges with secrets, decoded and not."""
        return [
            entry(headers={"X-Own": self.secret()}),
            entry(url=f"https://a.dev/?t={self.secret()}"),
            entry(body=json.dumps({"a": self.secret()})),
            entry(response={"encoding": "base64",
                            "text": base64.b64encode(json.dumps(
                                {"b": self.secret()}).encode()).decode()}),
        ]


class Size(Captures):
    def test_a_large_har_tells_what_the_small_one_does(self):
        exchanges = self.exchanges()
        self.write("small.har", har(*exchanges))
        small = self.report("scan", "small.har", status=FINDINGS)
        self.assertEqual(len(small["findings"]), 4)
        filler = [entry(url=f"https://a.dev/{i}", body="text " * 200)
                  for i in range(3000)]
        text = har(*exchanges[:1], *filler, *exchanges[1:2], *filler,
                   *exchanges[2:3], *filler, *exchanges[3:])
        self.assertGreater(len(text), 10 << 20)
        self.write("large.har", text)
        large = self.report("scan", "large.har", status=FINDINGS)
        self.assertEqual(told(large), told(small))
        self.assertEqual(
            [int(re.search(r"entries\[(\d+)\]", place).group(1))
             for place in self.locations(large)], [0, 3001, 6002, 9003])
        for found in large["findings"][:3]:
            at = text.encode()[found["startByte"]:found["endByte"]]
            self.assertIn(at.decode(), self.secrets)

    def test_a_large_har_needs_little_memory(self):
        filler = [entry(url=f"https://a.dev/{i}", body="text " * 2000)
                  for i in range(2500)]
        path = self.write("large.har", har(*filler, *self.exchanges()))
        if is_sanitized():
            self.skipTest("the sanitizers need memory of their own")
        with open(os.devnull, "wb") as nothing:
            child = subprocess.Popen(
                [STANCH, "scan", path, "--no-config", "--jobs", "2"],
                stdout=nothing, stderr=nothing, env=environment(self.home))
            _, status, usage = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
        self.assertEqual(child.returncode, FINDINGS)
        self.assertLess(usage.ru_maxrss * 1024, MEMORY_BYTES_MAX)

    def test_a_string_of_many_megabytes_is_passed_over(self):
        exchanges = self.exchanges()
        film = {"encoding": "base64", "text": "AAAAIGZ0eXBpc29t" * (20 << 16)}
        self.write("film.har", har(*exchanges[:2], entry(response=film),
                                   *exchanges[2:]))
        report = self.report("scan", "film.har", status=FINDINGS)
        self.assertEqual(len(report["findings"]), 4)
        self.assertIn("entries[4].response.content.text › base64 › json.b",
                      self.locations(report)[3])

    def test_json_of_any_depth_is_scanned(self):
        secret = self.secret()
        deep = '{"a":' * 10000 + f'"{secret}"' + "}" * 10000
        text = har(entry(body="BODY"), *self.exchanges())
        self.write("deep.har", text.replace('"BODY"', json.dumps(deep)))
        self.write("deeper.har", text.replace('"BODY"', deep))
        for name in ("deep.har", "deeper.har"):
            report = self.report("scan", name, status=FINDINGS)
            self.assertEqual(len(report["findings"]), 5, name)


class Broken(Captures):
    def test_a_cut_har_is_read_as_far_as_it_goes(self):
        text = har(*self.exchanges(), entry())
        self.write("cut.har", text[:-150])
        report = self.report("scan", "cut.har", status=FINDINGS)
        self.assertEqual(len(report["findings"]), 4)
        self.assertEqual(self.locations(report)[0],
                         "entries[0].request.headers.X-Own")

    def test_a_har_that_is_a_page_is_text(self):
        self.write("page.har", "<!DOCTYPE html>\n<html><body>"
                   f"Sign in {self.secret()}</body></html>\n")
        report = self.report("scan", "page.har", status=FINDINGS)
        self.assertEqual(self.places(report), ["page.har:2"])

    def test_what_is_packed_too_well_is_not_scanned(self):
        bomb = base64.b64encode(gzip.compress(b"a" * (64 << 20))).decode()
        self.write("bomb.har", har(entry(
            response={"encoding": "base64", "text": bomb})))
        report = self.report("scan", "bomb.har", status=INCOMPLETE)
        self.assertEqual(self.reasons(report), ["undecoded"])
        self.assertEqual(report["findings"], [])


class Packed(Captures):
    def archive(self, members, name="a.zip"):
        data = io.BytesIO()
        with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
            for member, content in members.items():
                archive.writestr(member, content)
        return self.write(name, data.getvalue())

    def test_logs_of_a_run_in_an_archive(self):
        self.archive({
            "1_build.txt": "nothing\n",
            "test/2_run.txt": "2026-01-01T00:00:00.0000000Z > GET /a HTTP/1.1"
                              "\n2026-01-01T00:00:00.0000000Z > X-Own: "
                              f"{self.secret()}\n",
        })
        report = self.report("scan", "a.zip", status=FINDINGS)
        self.assertEqual([found["rule"] for found in report["findings"]],
                         [RULE])
        self.assertTrue(self.locations(report)[0]
                        .startswith("test/2_run.txt › "))

    def test_sessions_of_fiddler_are_an_archive(self):
        self.archive({
            "raw/1_c.txt": "POST https://a.dev/ HTTP/1.1\r\nHost: a.dev\r\n"
                           f"X-Own: {self.secret()}\r\n\r\n",
            "raw/1_s.txt": "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n"
                           f"\r\ntoken {self.secret()}",
            "[Content_Types].xml": "<Types/>",
        }, "a.saz")
        report = self.report("scan", "a.saz", status=FINDINGS)
        self.assertEqual(len(report["findings"]), 2)
        self.assertEqual({place.split(" › ")[0]
                          for place in self.locations(report)},
                         {"raw/1_c.txt", "raw/1_s.txt"})

    def test_an_encrypted_member_is_not_scanned(self):
        path = self.archive({"a.txt": "nothing at all, nothing at all\n"})
        with open(path, "rb") as file:
            data = bytearray(file.read())
        # The flag of both headers.
        data[6] |= 1
        data[data.index(b"PK\x01\x02") + 8] |= 1
        self.write("a.zip", bytes(data))
        report = self.report("scan", "a.zip", status=INCOMPLETE)
        self.assertEqual(self.reasons(report), ["undecoded"])


class Logs(Captures):
    def test_help_tells_of_logs(self):
        self.assertIn(b"\n  logs ", self.stanch("--help").stdout)
        done = self.stanch("logs", "--help")
        self.assert_status(done, CLEAN)
        self.assertIn(b"stanch logs", done.stdout)

    def test_events_of_a_test_run_from_standard_input(self):
        secret = self.secret()
        lines = ["=== RUN   TestGet\n", "> GET /a HTTP/1.1\n",
                 f"> X-Own: {secret}\n", "> \n", "--- PASS: TestGet\n"]
        events = "".join(json.dumps({
            "Time": "2026-01-01T00:00:00Z", "Action": "output",
            "Package": "a.dev/b", "Test": "TestGet", "Output": line}) + "\n"
            for line in lines)
        report = self.report("logs", status=FINDINGS, stdin=events.encode())
        self.assertEqual([(found["rule"], found["line"])
                          for found in report["findings"]], [(RULE, 3)])
        self.assertIn("TestGet", self.locations(report)[0])

    def test_captures_follow_each_other_in_a_stream(self):
        text = ("$ make test\n" + har(*self.exchanges()[:1]) +
                "\nsome words\n"
                f"> GET /a HTTP/1.1\n> X-Own: {self.secret()}\n> \n" +
                har(*self.exchanges()[1:2]) + "\ndone\n")
        report = self.report("logs", "-", status=FINDINGS,
                             stdin=text.encode())
        places = self.locations(report)
        self.assertEqual(len(places), 3)
        self.assertIn("entries[0].request.headers.X-Own", places[0])
        self.assertIn("request.headers.X-Own", places[1])
        self.assertIn("entries[0].request.url.t", places[2])

    def test_a_clean_log_is_clean(self):
        report = self.report("logs", status=CLEAN, stdin=b"ok\na.dev 1s\n")
        self.assertEqual(report["findings"], [])


class Names(Captures):
    def test_names_of_the_configuration_are_found(self):
        self.write(".stanch.yml", "version: 1\nhttp:\n  names: [x-our-door]\n")
        self.write("a.har", har(entry(headers={"X-Our-Door": "blue-door-8351"})))
        done = self.stanch("scan", "a.har", "--format", "json")
        self.assert_status(done, FINDINGS)
        report = json.loads(done.stdout)
        self.assertEqual([found["rule"] for found in report["findings"]],
                         ["http-configured-field"])
        self.assertEqual(self.locations(report),
                         ["entries[0].request.headers.X-Our-Door"])
        self.report("scan", "a.har", status=CLEAN)


if __name__ == "__main__":
    main()
