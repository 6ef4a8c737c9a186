"""Pushing to a bare repository whose hook is stanch, as a server has it."""

import os
import shlex
import subprocess

from cli import CliTest
from program import STANCH
from repository import Repository


class Server:
    """A bare repository. `hook` writes its hook; what a push says and whether
    it is accepted comes back from `push`."""

    def __init__(self, folder):
        self.folder = folder
        self.repo = Repository(folder, "--bare")

    def hook(self, name="pre-receive", *arguments, before="", after=""):
        """Put a hook in place that is `stanch hook NAME ARGUMENTS`."""
        path = os.path.join(self.folder, "hooks", name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        words = " ".join(map(shlex.quote, [STANCH, "hook", name, *arguments]))
        with open(path, "w", encoding="utf-8") as out:
            out.write(f'#!/bin/sh\n{before}\n{words} "$@"\nstatus=$?\n'
                      f"{after}\nexit $status\n")
        os.chmod(path, 0o755)
        return path

    def push(self, repo, *refspecs, options=(), env=None):
        """Push; the finished process, what it says in bytes."""
        return subprocess.run(
            ["git", "push", *options, self.folder, *refspecs], cwd=repo.folder,
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
            stderr=subprocess.PIPE, env=repo.environment(**(env or {})),
            check=False, timeout=300)


def remote_lines(done):
    """What the hook said, without what git puts around it."""
    return [line[len(b"remote: "):].rstrip().decode("utf-8", "replace")
            for line in done.stderr.splitlines()
            if line.startswith(b"remote:")]


class HookTest(CliTest):
    """A repository, and a server that it pushes to."""

    def setUp(self):
        super().setUp()
        self.repo = self.repository()
        self.server = Server(self.path("server.git"))
        self.server.hook()

    def config(self, text):
        path = self.path("config.yml")
        with open(path, "w", encoding="utf-8") as out:
            out.write("version: 1\n" + text)
        return path

    def push(self, *refspecs, accepted=True, **more):
        done = self.server.push(self.repo, *refspecs, **more)
        self.check_secrecy(done.stdout + done.stderr)
        self.assertNotIn(b"Sanitizer", done.stderr)
        self.assertEqual(done.returncode == 0, accepted, done.stderr.decode())
        for line in remote_lines(done):
            self.assertLessEqual(len(line), 72, line)
            self.assertTrue(line.isprintable(), repr(line))
        return "\n".join(remote_lines(done))

    def leak(self, name="leak.txt"):
        return self.repo.commit({name: f"key = {self.secret()}\n"})
