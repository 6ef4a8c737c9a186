"""Throw-away git repositories, whose commits have the same ids on every
machine."""

import os
import subprocess

from program import environment

IDENTITY = {
    "GIT_AUTHOR_NAME": "Ada Author",
    "GIT_AUTHOR_EMAIL": "ada@stanch.example",
    "GIT_COMMITTER_NAME": "Carl Committer",
    "GIT_COMMITTER_EMAIL": "carl@stanch.example",
}

FIRST_DATE = 1767258000  # 2026-01-01 09:00:00 UTC


class Repository:
    """A repository in a folder. Each commit is an hour after the one before,
    the author's an hour earlier still and two hours east of Greenwich."""

    def __init__(self, folder, *arguments):
        self.folder = folder
        self.commits = 0
        os.makedirs(folder, exist_ok=True)
        self.git("init", "-q", "--initial-branch=main", *arguments)

    def environment(self, **more):
        date = FIRST_DATE + 3600 * self.commits
        return environment(
            self.folder, **IDENTITY,
            GIT_AUTHOR_DATE=f"{date - 3600} +0200",
            GIT_COMMITTER_DATE=f"{date} +0000", **more)

    def git(self, *arguments, stdin=b"", **more):
        """Run git; its standard output, without the last line break."""
        done = subprocess.run(
            ["git", *arguments], cwd=self.folder, input=stdin,
            stdout=subprocess.PIPE, stderr=subprocess.PIPE,
            env=self.environment(**more), check=False)
        if done.returncode != 0:
            raise RuntimeError(f"git {arguments}: {done.stderr.decode()}")
        return done.stdout.decode("utf-8", "surrogateescape").rstrip("\n")

    def write(self, name, content):
        """Write a file of the work tree; its path."""
        path = os.path.join(os.fsencode(self.folder), os.fsencode(name))
        os.makedirs(os.path.dirname(path), exist_ok=True)
        if isinstance(content, str):
            content = content.encode()
        with open(path, "wb") as out:
            out.write(content)
        return path

    def commit(self, files=None, message="change"):
        """Write files, add everything and commit; the commit's id."""
        for name, content in (files or {}).items():
            self.write(name, content)
        self.git("add", "-A")
        self.git("commit", "-q", "--allow-empty", "-m", message)
        self.commits += 1
        return self.git("rev-parse", "HEAD")

    def commit_tree(self, entries, parents, message):
        """Commit exactly these entries, whatever the attributes say.

        entries: (mode, path, content), all but the mode in bytes.
        """
        self.git("read-tree", "--empty")
        lines = []
        for mode, path, content in entries:
            blob = self.git("hash-object", "-w", "--no-filters", "--stdin",
                            stdin=content)
            lines.append(f"{mode} {blob}\t".encode() + path + b"\0")
        self.git("update-index", "-z", "--index-info", stdin=b"".join(lines))
        tree = self.git("write-tree")
        arguments = [word for parent in parents for word in ("-p", parent)]
        commit = self.git("commit-tree", tree, *arguments, "-m", message)
        self.commits += 1
        return commit
