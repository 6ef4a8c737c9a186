#!/usr/bin/env python3
"""Captures without their secrets."""

import json
import os
import re
import stat
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "../support"))
sys.path.insert(0, os.path.join(HERE, "../corpus"))

from cli import (CLEAN, FINDINGS, INCOMPLETE, USAGE,  # noqa: E402
                 CliTest, main)
from run import canaries, load  # noqa: E402

CORPUS = os.path.join(HERE, "../../corpus/http")

# Secrets in archives, and in compressed bodies over many rows of a log.
REFUSED = {"curl/trace-gzip", "playwright/har-zip", "playwright/trace"}

# Cut to a length, or in base64 as HTTP's Basic scheme has it, too.
STAND_IN = re.compile(rb"REDACTED(?:-[A-Z]+)*(?:-\d+)?x*|x{4,}"
                      rb"|UkVEQUNURUQ6UkVEQUNURUQ=?")
SECRET_BYTES_MAX = 2000

# Where all of what holds a secret is written anew, digit by digit, or in rows
# too short for a mark.
PACKED = re.compile(" \u203a (?:gzip|deflate|brotli|base64|hex|bytes)")
DUMPED = {"burp/items", "curl/trace", "curl/trace-time", "newman/cli",
          "newman/report"}
# Numbers of more digits than others.
NUMBERS = {"newman/report"}


def captures():
    """Yield FORMAT/CASE and the path of its input."""
    for kind in sorted(os.listdir(CORPUS)):
        for case in sorted(os.listdir(os.path.join(CORPUS, kind))):
            folder = os.path.join(CORPUS, kind, case)
            for name in sorted(os.listdir(folder)):
                if name.startswith("input."):
                    yield f"{kind}/{case}", os.path.join(folder, name)


def plain(data):
    """Text of UTF-16 as such; anything else by its bytes."""
    if data[:2] == b"\xff\xfe":
        return data[2:].decode("utf-16-le").encode()
    return data


def documents(text):
    """One of JSON, or one a line."""
    text = plain(text).decode("utf-8-sig")
    try:
        return [json.loads(text)]
    except ValueError:
        return [json.loads(line) for line in text.splitlines()
                if line.strip()]


class Redact(CliTest):
    def redact(self, *arguments, status=CLEAN, **more):
        done = self.stanch("redact", "--no-config", *arguments, **more)
        self.assert_status(done, status)
        return done

    def read(self, name):
        with open(os.path.join(self.folder, name), "rb") as file:
            return file.read()

    def test_one_file_goes_to_standard_output(self):
        secret = self.secret()
        self.write("a.log", f"\r\n token {secret}\r\n\n")
        done = self.redact("a.log")
        self.assertEqual(done.stdout, b"\r\n token REDACTED-TOKEN-1\r\n\n")
        self.assertEqual(done.stderr, b"a.log:2:8 -> REDACTED-TOKEN-1\n")
        self.assertIn(secret.encode(), self.read("a.log"))

    def test_standard_input_is_a_file_too(self):
        done = self.redact("-", stdin=f"a {self.secret()}".encode())
        self.assertEqual(done.stdout, b"a REDACTED-TOKEN-1")
        self.assertEqual(done.stderr, b"<stdin>:1:3 -> REDACTED-TOKEN-1\n")

    def test_quiet_tells_nothing(self):
        self.write("a.log", self.secret())
        self.assertEqual(self.redact("-q", "a.log").stderr, b"")

    def test_a_text_without_secrets_is_as_it_was(self):
        self.write("a.log", b"\xef\xbb\xbfnothing\r\n\xff")
        done = self.redact("a.log")
        self.assertEqual(done.stdout, b"\xef\xbb\xbfnothing\r\n\xff")
        self.assertEqual(done.stderr, b"")

    def test_files_are_replaced_with_their_permissions(self):
        path = self.write("a.log", self.secret())
        clean = self.write("b.log", "nothing")
        os.chmod(path, 0o640)
        before = os.stat(clean)
        self.redact("--in-place", "a.log", "b.log")
        self.assertEqual(self.read("a.log"), b"REDACTED-TOKEN-1")
        self.assertEqual(stat.S_IMODE(os.stat(path).st_mode), 0o640)
        # What has no secrets is not touched.
        self.assertEqual(os.stat(clean).st_ino, before.st_ino)
        self.assertEqual(sorted(os.listdir(self.folder)), ["a.log", "b.log"])

    def test_links_are_not_replaced(self):
        secret = self.secret()
        self.write("a.log", secret)
        os.symlink("a.log", os.path.join(self.folder, "link"))
        done = self.redact("--in-place", "link", status=INCOMPLETE)
        self.assertIn(b"regular file", done.stderr)
        self.assertEqual(self.read("a.log"), secret.encode())
        self.assertTrue(os.path.islink(os.path.join(self.folder, "link")))

    def test_results_go_to_a_folder_under_their_names(self):
        os.mkdir(os.path.join(self.folder, "out"))
        self.write("x/a.log", self.secret())
        self.write("b.log", "nothing")
        self.redact("-o", "out", "x/a.log", "b.log")
        self.assertEqual(self.read("out/a.log"), b"REDACTED-TOKEN-1")
        self.assertEqual(self.read("out/b.log"), b"nothing")

    def test_no_result_replaces_what_was_read(self):
        secret = self.secret()
        self.write("a.log", secret)
        self.redact("-o", ".", "a.log", status=INCOMPLETE)
        self.assertEqual(self.read("a.log"), secret.encode())

    def test_check_writes_nothing_and_tells(self):
        secret = self.secret()
        self.write("a.log", secret)
        self.write("b.log", "nothing")
        done = self.redact("--check", "a.log", "b.log", status=FINDINGS)
        self.assertEqual(done.stdout, b"")
        self.assertEqual(done.stderr, b"a.log:1:1 -> REDACTED-TOKEN-1\n")
        self.assertEqual(self.read("a.log"), secret.encode())
        self.redact("--check", "b.log")

    def test_a_file_that_cannot_be_read_is_no_success(self):
        self.write("a.log", "nothing")
        self.redact("--check", "a.log", "b.log", status=INCOMPLETE)
        self.redact(".", status=INCOMPLETE)

    def test_a_file_that_is_too_large_is_no_success(self):
        self.write("a.log", "nothing\n" * 1000)
        config = self.write("c.yml", "version: 1\nlimits: "
                                     "{file_bytes: 4KiB}\n")
        done = self.stanch("redact", "--config", config, "a.log")
        self.assert_status(done, INCOMPLETE)
        self.assertEqual(done.stdout, b"")
        self.assertIn(b"4096 bytes", done.stderr)

    def test_what_makes_no_sense_is_refused(self):
        self.write("a.log", "")
        self.write("x/a.log", "")
        for arguments in ([], ["a.log", "x/a.log"], ["--in-place", "-"],
                          ["--in-place", "--check", "a.log"],
                          ["-o", ".", "a.log", "x/a.log"],
                          ["-o", ".", "-"], ["-o", ".", "--check", "a.log"],
                          ["--min-severity", "never", "a.log"]):
            with self.subTest(arguments=arguments):
                self.redact(*arguments, status=USAGE)

    def test_what_the_configuration_allows_stays(self):
        secret = self.secret()
        self.write("a.log", secret)
        config = self.write("c.yml", "version: 1\nallow:\n  - {path: a.log, "
                                     "reason: a sample}\n")
        done = self.stanch("redact", "--config", config, "--check", "a.log")
        self.assert_status(done, CLEAN)

    def test_lengths_that_no_longer_fit_are_told(self):
        self.write("a.http", "POST http://h/\r\nContent-Length: 60\r\n\r\n"
                             f"{{\"password\": \"{self.secret()}\"}}\r\n")
        self.assertIn(b"Content-Length", self.redact("a.http").stderr)
        self.assertNotIn(b"Content-Length",
                         self.redact("--same-length", "a.http").stderr)

    def test_a_name_cannot_steer_a_terminal(self):
        name = "a\x1b[2J\nb"
        self.write(name, self.secret())
        done = self.redact(name)
        self.assertNotIn(b"\x1b", done.stderr)
        self.assertEqual(done.stderr.count(b"\n"), 1)


class Captures(CliTest):
    """Every capture of the corpus that can be redacted."""

    def unload(self):
        """Write them below the working folder; FORMAT/CASE/input.* of each,
        with its bytes."""
        texts = {}
        for name, path in captures():
            if name in REFUSED:
                continue
            file = f"{name}/{os.path.basename(path)}"
            with open(path, "rb") as source:
                texts[file] = load(source.read())
            self.write(file, texts[file])
        return texts

    def redact_all(self, *options):
        """Redact them; the bytes before, the bytes after, and what was told
        of each."""
        texts = self.unload()
        done = self.stanch("redact", "--no-config", "--in-place", *options,
                           *texts)
        self.assert_status(done, CLEAN)
        told = {file: [] for file in texts}
        for line in done.stderr.decode().splitlines():
            file = line.removeprefix("stanch: ").partition(":")[0]
            told[file].append(line)
        again = self.stanch("redact", "--no-config", "--check", *options,
                            *texts)
        self.assert_status(again, CLEAN)
        self.assertEqual(self.left(), [], "something is found in the result")
        return {file: (before, self.read(file), told[file])
                for file, before in texts.items()}

    def read(self, name):
        with open(os.path.join(self.folder, name), "rb") as file:
            return file.read()

    def left(self):
        """What is still found in the folder, but for notes."""
        report = self.report("scan", ".")
        return [(found["file"], found["line"], found["rule"])
                for found in report["findings"]
                if found["severity"] != "note"]

    def check_json(self, before, after):
        """What was JSON, or lines of it, still is."""
        try:
            count = len(documents(before))
        except ValueError:
            return
        self.assertEqual(count, len(documents(after)))

    def check_rest(self, before, after):
        """What is not put in for a secret is all there, in its order."""
        before, at = plain(before), 0
        pieces = STAND_IN.split(plain(after))
        self.assertTrue(before.startswith(pieces[0]))
        self.assertTrue(before.endswith(pieces[-1]))
        for piece in pieces:
            found = before.find(piece, at)
            self.assertGreaterEqual(found, at, "bytes around a secret differ")
            self.assertLess(found, at + SECRET_BYTES_MAX)
            at = found + len(piece)

    def test_only_secrets_are_replaced(self):
        for file, (before, after, told) in self.redact_all().items():
            with self.subTest(capture=file):
                if file.endswith((".json", ".har")):
                    self.check_json(before, after)
                if os.path.dirname(file) not in DUMPED and \
                        not PACKED.search("\n".join(told)):
                    self.check_rest(before, after)

    def test_every_secret_can_keep_its_length(self):
        for file, (before, after, told) in self.redact_all(
                "--same-length").items():
            with self.subTest(capture=file):
                if os.path.dirname(file) not in NUMBERS and \
                        not PACKED.search("\n".join(told)):
                    self.assertEqual(len(before), len(after))

    def test_nothing_is_told_of_a_secret(self):
        for name, path in captures():
            with open(path, "rb") as file:
                marked = file.read()
            self.write(name, load(marked))
            self.secrets += [canary.decode() for canary in canaries(marked)]
        self.stanch("redact", "--no-config", "--check",
                    *(name for name, _ in captures()))

    def test_secrets_out_of_reach_are_refused(self):
        for name, path in captures():
            if name not in REFUSED:
                continue
            with self.subTest(capture=name):
                with open(path, "rb") as file:
                    self.write("input", load(file.read()))
                done = self.stanch("redact", "--no-config", "input")
                self.assert_status(done, INCOMPLETE)
                self.assertEqual(done.stdout, b"")


if __name__ == "__main__":
    main()
