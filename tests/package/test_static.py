#!/usr/bin/env python3
"""The static build: built here, then run in a folder that holds nothing but
the program and what it is to scan, with that folder as root. No /etc, /lib,
/dev, /proc or /tmp: as where GitHub Enterprise Server runs hooks."""

import json
import os
import platform
import shutil
import subprocess
import sys
import tarfile
import unittest

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "../support"))

from cli import CLEAN, FINDINGS, INCOMPLETE, CliTest, main  # noqa: E402

TREE = os.path.abspath(os.path.join(os.path.dirname(__file__), "../.."))
BUILD = os.path.join(TREE, "build/static")
STATIC = os.path.join(BUILD, "scanner/stanch")
NOBODY = 65534
SKIPPED = 77  # the status that CTest takes for that
EPOCH = "1767258000"

GO = """package p

import "os"

func all(names []string) {
\tfor _, name := range names {
\t\tf, err := os.Open(name)
\t\tif err != nil {
\t\t\tcontinue
\t\t}
\t\tdefer f.Close()
\t}
}
"""


def skip(why):
    sys.stderr.write(f"SKIPPED: {why}\n")
    sys.exit(SKIPPED)


def call(*words, folder=TREE):
    return subprocess.run(
        words, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        env={**os.environ, "SOURCE_DATE_EPOCH": EPOCH}, check=False)


def debian_version():
    """"12" of Debian 12, else ""."""
    try:
        release = platform.freedesktop_os_release()
    except (AttributeError, OSError):
        return ""
    return release.get("VERSION_ID", "") if release["ID"] == "debian" else ""


def build():
    """Build it, or tell why that cannot be; elsewhere than on Debian 12, for
    which it is made, a failure is no fault."""
    for words in (["plugin/setup.sh", "--static"],
                  ["cmake", "--preset", "static"],
                  ["cmake", "--build", "--preset", "static"]):
        done = call(*words)
        if done.returncode != 0:
            sys.stderr.write(done.stdout.decode("utf-8", "replace")[-4000:])
            if debian_version() == "12":
                sys.exit(1)
            skip("the static build is for Debian 12")


def can_change_root():
    """Whether this process may."""
    child = os.fork()
    if child == 0:
        try:
            os.chroot("/")
        except OSError:
            os._exit(1)
        os._exit(0)
    return os.waitpid(child, 0)[1] == 0


class EmptyRoot(CliTest):
    def setUp(self):
        super().setUp()
        self.root = self.path("root")
        os.mkdir(self.root)
        shutil.copy(STATIC, os.path.join(self.root, "stanch"))
        os.chmod(self.top, 0o755)

    def put(self, name, content):
        path = os.path.join(self.root, name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "w", encoding="utf-8") as file:
            file.write(content)

    def put_repository(self, files):
        """A bare repository of two commits; the ids of both."""
        repository = self.repository()
        first = repository.commit({"README": "nothing\n"})
        second = repository.commit(files)
        repository.git("clone", "-q", "--bare", ".",
                       os.path.join(self.root, "repo.git"))
        return first, second

    def run_there(self, *arguments, stdin=b"", user=NOBODY):
        """Run it as nobody, without any environment."""
        def enter():
            os.chroot(self.root)
            os.chdir("/")
            os.setgroups([])
            os.setgid(user)
            os.setuid(user)

        done = subprocess.run(
            ["/stanch", *arguments], input=stdin, stdout=subprocess.PIPE,
            stderr=subprocess.PIPE, env={}, preexec_fn=enter, timeout=60,
            check=False)
        return self.check_run(done)

    def expect(self, status, *arguments, **more):
        done = self.run_there(*arguments, **more)
        self.assert_status(done, status)
        return done

    def test_it_tells_about_itself(self):
        self.assertRegex(self.expect(CLEAN, "version").stdout,
                         rb"\Astanch \d+\.\d+\.\d+, \d+ rules")
        rules = self.expect(CLEAN, "rules", "list").stdout
        self.assertGreater(rules.count(b"\n"), 100)
        self.expect(CLEAN, "rules", "show", "jwt")
        self.expect(CLEAN, "config", "show")
        self.expect(CLEAN, "config", "check")
        self.expect(CLEAN, "completion", "bash")
        self.expect(CLEAN, "--help")

    def test_files_are_scanned_by_many_threads(self):
        for number in range(200):
            self.put(f"src/{number}/file.txt", f"nothing in {number}\n")
        self.expect(CLEAN, "scan", "--jobs", "8", "src")
        self.put("src/7/key.txt", self.secret() + "\n")
        done = self.expect(FINDINGS, "scan", "--jobs", "8", "--format",
                           "json", ".")
        self.assertEqual(self.places(json.loads(done.stdout)),
                         ["src/7/key.txt:1"])

    def test_go_captures_and_input_are_scanned(self):
        self.put("p/p.go", GO)
        self.put("a.har", json.dumps({"log": {"version": "1.2", "entries": [{
            "request": {"method": "GET", "url": "https://api.acme.example/",
                        "headers": [{"name": "Authorization",
                                     "value": "token " + self.secret()}]},
            "response": {}}]}}))
        done = self.expect(CLEAN, "scan", "--format", "json", "p")
        self.assertEqual([found["rule"] for found
                          in json.loads(done.stdout)["findings"]],
                         ["go-defer-in-loop"])
        done = self.expect(FINDINGS, "scan", "--format", "json", "a.har")
        self.assertIn("Authorization",
                      json.loads(done.stdout)["findings"][0]["location"])
        self.expect(FINDINGS, "logs", stdin=self.secret().encode())
        self.expect(FINDINGS, "scan", "-", stdin=self.secret().encode())
        self.expect(CLEAN, "redact", "a.har")

    def test_a_bare_repository_of_somebody_else_is_scanned(self):
        first, second = self.put_repository({"key.txt": self.secret() + "\n"})
        for arguments in ([], ["--all"], [f"{first}..{second}"]):
            done = self.expect(FINDINGS, "git", "-C", "/repo.git", "--format",
                               "json", *arguments)
            report = json.loads(done.stdout)
            self.assertEqual(self.places(report), ["key.txt:1"])
            self.assertEqual(report["findings"][0]["commit"], second)
        self.expect(INCOMPLETE, "git", "-C", "/repo.git",
                    f"{second}..{second}")

    def test_it_is_a_hook(self):
        first, second = self.put_repository({"key.txt": self.secret() + "\n"})
        repository = os.path.join(self.root, "repo.git")
        subprocess.run(["git", "-C", repository, "update-ref",
                        "refs/heads/main", first], check=True)
        update = f"{first} {second} refs/heads/main\n".encode()
        done = self.expect(FINDINGS, "hook", "pre-receive", "-C", "/repo.git",
                           stdin=update)
        self.assertIn(b"key.txt", done.stdout + done.stderr)

    def test_reports_are_written(self):
        self.put("a.txt", "nothing\n")
        self.expect(CLEAN, "scan", "a.txt", "-o", "/a.json", "--format",
                    "json", "--report", "sarif=/a.sarif", user=0)
        for name in ("a.json", "a.sarif"):
            with open(os.path.join(self.root, name), encoding="utf-8") as file:
                json.load(file)
        self.assertEqual(sorted(os.listdir(self.root)),
                         ["a.json", "a.sarif", "a.txt", "stanch"])


class Tarball(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        done = call("cpack", folder=BUILD)
        if done.returncode != 0:
            raise RuntimeError(done.stdout.decode())
        version = call(STATIC, "version").stdout.decode().split()[1].strip(",")
        cls.name = f"stanch-{version}-linux-{platform.machine()}"
        cls.path = os.path.join(BUILD, cls.name + ".tar.gz")

    def test_it_holds_what_users_want(self):
        with tarfile.open(self.path) as tarball:
            members = tarball.getmembers()
            licences = tarball.extractfile(
                self.name + "/LICENSES-OF-PARTS").read().decode()
        names = [member.name for member in members]
        self.assertEqual(names, sorted(names))
        self.assertEqual([name.removeprefix(self.name).lstrip("/")
                          for name in names],
                         ["", "LICENSE", "LICENSES-OF-PARTS", "README.md",
                          "completions", "completions/_stanch",
                          "completions/stanch.bash", "completions/stanch.fish",
                          "stanch", "stanch.1", "stanch.schema.json"])
        for member in members:
            self.assertEqual((member.uid, member.gid, member.mtime),
                             (0, 0, int(EPOCH)), member.name)
            executable = member.isdir() or member.name.endswith("/stanch")
            self.assertEqual(member.mode, 0o755 if executable else 0o644)
        for part in ("libgit2", "mbedTLS", "scan", "PCRE2", "LibYAML", "zlib",
                     "http-parser", "tree-sitter", "cJSON", "Brotli"):
            self.assertIn(part.lower(), licences.lower())

    def test_made_again_it_is_the_same(self):
        with open(self.path, "rb") as file:
            first = file.read()
        for name in ("README.md", "schema/stanch.schema.json"):
            os.utime(os.path.join(TREE, name))
        self.assertEqual(call("cpack", folder=BUILD).returncode, 0)
        with open(self.path, "rb") as file:
            self.assertEqual(file.read(), first)

    def test_the_program_does_not_tell_where_it_was_built(self):
        with open(STATIC, "rb") as file:
            self.assertNotIn(TREE.encode(), file.read())


if __name__ == "__main__":
    build()
    if not can_change_root():
        skip("to change the root takes root")
    main()
