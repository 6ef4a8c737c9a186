#!/usr/bin/env python3
"""The hooks of a developer, and putting hooks in place."""

import os
import shutil
import subprocess
import sys
import unittest

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "../support"))

from cli import CLEAN, FINDINGS, USAGE, CliTest, main  # noqa: E402
from program import STANCH  # noqa: E402
from push import Server  # noqa: E402

ROOT = os.path.abspath(os.path.join(os.path.dirname(__file__), "../.."))
ZERO = "0" * 40
PRE_COMMIT = shutil.which("pre-commit")


class LocalTest(CliTest):
    def setUp(self):
        super().setUp()
        self.repo = self.repository()

    def run_git(self, *arguments, accepted=True, **env):
        done = subprocess.run(
            ["git", *arguments], cwd=self.repo.folder,
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT, env=self.repo.environment(**env),
            check=False, timeout=300)
        self.check_secrecy(done.stdout)
        self.assertNotIn(b"Sanitizer", done.stdout)
        self.assertEqual(done.returncode == 0, accepted, done.stdout.decode())
        return done.stdout.decode("utf-8", "replace")


class Install(LocalTest):
    def install(self, *arguments, status=CLEAN, folder=None):
        done = self.stanch("hook", "install", *arguments, folder=folder)
        self.assert_status(done, status)
        return done.stdout.decode().split()

    def test_where_git_looks(self):
        hooks = self.path("work/.git/hooks")
        self.assertEqual(self.install(), [os.path.join(hooks, "pre-commit")])
        mode = os.stat(os.path.join(hooks, "pre-commit")).st_mode
        self.assertEqual(mode & 0o777, 0o755)
        self.repo.git("config", "core.hooksPath", ".git-hooks")
        self.assertEqual(self.install("pre-push"),
                         [self.path("work/.git-hooks/pre-push")])
        self.repo.git("config", "core.hooksPath", self.path("all-hooks"))
        self.assertEqual(self.install("pre-commit", "pre-push"),
                         [self.path("all-hooks/pre-commit"),
                          self.path("all-hooks/pre-push")])
        bare = self.repository("--bare", name="bare.git")
        self.assertEqual(self.install(folder=bare.folder),
                         [self.path("bare.git/hooks/pre-receive")])
        self.assertEqual(self.install("update", "-C", bare.folder),
                         [self.path("bare.git/hooks/update")])
        self.repo.commit({"a.txt": "nothing\n"})
        self.repo.git("config", "--unset", "core.hooksPath")
        self.repo.git("worktree", "add", "-q", self.path("linked"))
        self.assertEqual(self.install(folder=self.path("linked")),
                         [os.path.join(hooks, "pre-commit")])

    def test_nothing_of_others_is_overwritten(self):
        theirs = self.repo.write(".git/hooks/pre-commit", "#!/bin/sh\n")
        done = self.stanch("hook", "install")
        self.assert_status(done, USAGE)
        self.assertIn(b"--force", done.stderr)
        with open(theirs, "rb") as file:
            self.assertEqual(file.read(), b"#!/bin/sh\n")
        self.install("--force")
        self.install()
        os.remove(theirs)
        os.symlink("nowhere", theirs)
        self.assert_status(self.stanch("hook", "install"), USAGE)
        left = [name for name in os.listdir(self.path("work/.git/hooks"))
                if not name.endswith(".sample")]
        self.assertEqual(left, ["pre-commit"])

    def test_what_is_no_hook(self):
        self.assert_status(self.stanch("hook", "install", "post-merge"), USAGE)
        self.assert_status(
            self.stanch("hook", "install", folder=self.home), USAGE)

    def test_a_path_that_a_shell_would_take_apart(self):
        folder = self.path("a 'b' $(c)")
        os.mkdir(folder)
        shutil.copy(STANCH, folder)
        done = subprocess.run(
            [os.path.join(folder, os.path.basename(STANCH)), "hook",
             "install"], cwd=self.repo.folder, check=True,
            stdout=subprocess.PIPE, env=self.repo.environment())
        self.assertIn(b"pre-commit", done.stdout)
        self.repo.write("a.txt", f"k = {self.secret()}\n")
        self.run_git("add", "a.txt")
        self.run_git("commit", "-m", "x", accepted=False)

    def test_a_program_that_is_gone_blocks(self):
        self.install()
        path = self.path("work/.git/hooks/pre-commit")
        with open(path, encoding="utf-8") as file:
            text = file.read()
        with open(path, "w", encoding="utf-8") as file:
            file.write(text.replace(STANCH, "/nonexistent/stanch"))
        self.repo.write("a.txt", "nothing\n")
        self.run_git("add", "a.txt")
        self.run_git("commit", "-m", "x", accepted=False)


class PreCommit(LocalTest):
    def setUp(self):
        super().setUp()
        self.assert_status(self.stanch("hook", "install"), CLEAN)

    def test_what_is_staged(self):
        self.repo.write("a.txt", "nothing\n")
        self.run_git("add", "a.txt")
        self.assertNotIn("stanch:", self.run_git("commit", "-m", "one"))
        self.repo.write("a.txt", f"k = {self.secret()}\n")
        self.run_git("add", "a.txt")
        said = self.run_git("commit", "-m", "two", accepted=False)
        self.assertIn("error: stanch: 1 secret in 1 file\n", said)
        self.assertIn("a.txt:1  github-pat-classic", said)
        self.assertIn("git add it again", said)
        self.repo.write("a.txt", "nothing more\n")
        self.run_git("commit", "-m", "three", "a.txt")

    def test_a_commit_of_named_files_alone(self):
        self.repo.write("a.txt", "nothing\n")
        self.repo.write("b.txt", "nothing\n")
        self.run_git("add", "-A")
        self.run_git("commit", "-m", "one")
        self.repo.write("a.txt", f"k = {self.secret()}\n")
        self.run_git("add", "a.txt")
        self.repo.write("b.txt", "more\n")
        self.run_git("commit", "-m", "two", "b.txt")
        self.run_git("commit", "-m", "three", accepted=False)

    def test_the_work_trees_configuration_counts(self):
        self.repo.write(".stanch.yml", "version: 1\npaths:\n"
                        "  skip: ['samples/**']\n")
        self.repo.write("samples/a.txt", f"k = {self.secret()}\n")
        self.run_git("add", "-A")
        self.run_git("commit", "-m", "one")


class PrePush(LocalTest):
    def setUp(self):
        super().setUp()
        self.server = Server(self.path("server.git"))
        self.repo.git("remote", "add", "origin", self.server.folder)
        self.assert_status(self.stanch("hook", "install", "pre-push"), CLEAN)
        self.repo.commit({"a.txt": "nothing\n"})

    def test_what_the_remote_does_not_have(self):
        self.run_git("push", "-q", "origin", "main")
        self.run_git("push", "-q", "origin", "main")
        self.repo.commit({"a.txt": f"k = {self.secret()}\n"})
        self.repo.commit({"a.txt": "nothing\n"})
        said = self.run_git("push", "origin", "main", accepted=False)
        self.assertIn("error: stanch: 1 secret in 1 commit\n", said)
        self.run_git("push", "-q", "--no-verify", "origin", "main")
        # What it has once is not told again, whatever it is called.
        self.run_git("push", "-q", "origin", "main:refs/heads/more")
        self.run_git("push", "-q", "origin", ":refs/heads/more")
        self.repo.git("commit", "-q", "--allow-empty", "-m", "more")
        self.run_git("push", "-q", "origin", "HEAD~0:refs/heads/more")

    def test_what_somebody_else_pushed_is_not_here(self):
        self.run_git("push", "-q", "origin", "main")
        other = self.repository(name="other")
        other.git("pull", "-q", self.server.folder, "main")
        other.commit({"b.txt": "theirs\n"})
        other.git("push", "-q", self.server.folder, "main")
        self.repo.commit({"c.txt": "ours\n"})
        self.run_git("push", "-q", "--force", "origin", "main")

    def test_an_address_without_a_name(self):
        self.run_git("push", "-q", self.server.folder, "main")
        self.repo.commit({"a.txt": f"k = {self.secret()}\n"})
        self.run_git("push", self.server.folder, "main", accepted=False)

    def test_what_git_would_not_say(self):
        head = self.repo.git("rev-parse", "HEAD")
        for stdin, status in (
                (b"", CLEAN),
                (f"(delete) {ZERO} refs/heads/x {head}\n".encode(), CLEAN),
                (f":/a b {head} refs/heads/x {ZERO}\n".encode(), CLEAN),
                (b"x\n", USAGE), (b"refs/heads/x\n", USAGE),
                (f"{head} refs/heads/x {ZERO}\n".encode(), USAGE)):
            with self.subTest(stdin):
                done = self.stanch("hook", "pre-push", "origin", "x",
                                   stdin=stdin)
                self.assert_status(done, status)
        done = self.stanch("hook", "pre-push", "a", "b", "c")
        self.assert_status(done, USAGE)

    def test_what_the_framework_tells(self):
        """Its variables, as pre-commit sets them."""
        base = self.repo.git("rev-parse", "HEAD")
        self.repo.commit({"a.txt": f"k = {self.secret()}\n"})
        head = self.repo.git("rev-parse", "HEAD")
        common = {"PRE_COMMIT": "1", "PRE_COMMIT_REMOTE_NAME": "origin",
                  "PRE_COMMIT_REMOTE_BRANCH": "refs/heads/main"}
        done = self.stanch("hook", "pre-push", **common,
                           PRE_COMMIT_FROM_REF=base, PRE_COMMIT_TO_REF=head)
        self.assert_status(done, FINDINGS)
        done = self.stanch("hook", "pre-push", **common,
                           PRE_COMMIT_FROM_REF=head, PRE_COMMIT_TO_REF=head)
        self.assert_status(done, CLEAN)
        self.assert_status(self.stanch("hook", "pre-push", **common), FINDINGS)
        self.repo.git("update-ref", "refs/remotes/origin/main", head)
        self.assert_status(self.stanch("hook", "pre-push", **common), CLEAN)


@unittest.skipIf(PRE_COMMIT is None, "there is no pre-commit here")
class Framework(LocalTest):
    """The manifest, as the pre-commit framework takes it."""

    def setUp(self):
        super().setUp()
        self.manifest = self.repository(name="stanch")
        shutil.copy(os.path.join(ROOT, ".pre-commit-hooks.yaml"),
                    self.manifest.folder)
        self.manifest.commit()
        self.bin = self.path("bin")
        os.mkdir(self.bin)
        os.symlink(STANCH, os.path.join(self.bin, "stanch"))

    def environment(self):
        return {"PATH": self.bin + os.pathsep + os.environ["PATH"],
                "PRE_COMMIT_HOME": self.path("cache")}

    def run_framework(self, *arguments, accepted=True):
        done = subprocess.run(
            [PRE_COMMIT, *arguments], cwd=self.repo.folder,
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            env=self.repo.environment(**self.environment()), check=False,
            timeout=300)
        self.check_secrecy(done.stdout)
        self.assertEqual(done.returncode == 0, accepted, done.stdout.decode())
        return done.stdout.decode("utf-8", "replace")

    def test_a_try(self):
        self.repo.commit({"a.txt": "nothing\n"})
        self.run_framework("try-repo", self.manifest.folder, "stanch")
        self.repo.write("a.txt", f"k = {self.secret()}\n")
        self.repo.git("add", "a.txt")
        said = self.run_framework("try-repo", self.manifest.folder, "stanch",
                                  accepted=False)
        self.assertIn("error: stanch: 1 secret in 1 file", said)

    def test_commits_and_pushes(self):
        self.repo.write(".pre-commit-config.yaml", (
            "repos:\n"
            f"  - repo: {self.manifest.folder}\n"
            f"    rev: {self.manifest.git('rev-parse', 'HEAD')}\n"
            "    hooks: [{id: stanch, stages: [commit]}, "
            "{id: stanch-push, stages: [push]}]\n"))
        self.run_framework("install", "-t", "pre-commit", "-t", "pre-push")
        env = self.environment()
        self.repo.write("a.txt", f"k = {self.secret()}\n")
        self.run_git("add", "-A")
        self.run_git("commit", "-m", "one", accepted=False, **env)
        self.run_git("commit", "-m", "one", "--no-verify", **env)
        server = Server(self.path("server.git"))
        self.repo.git("remote", "add", "origin", server.folder)
        said = self.run_git("push", "origin", "HEAD:refs/heads/main",
                            accepted=False, **env)
        self.assertIn("error: stanch: 1 secret in 1 commit", said)


if __name__ == "__main__":
    main()
