#!/usr/bin/env python3
"""The hooks of a server: real pushes to bare repositories."""

import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "../support"))

from cli import CLEAN, FINDINGS, USAGE, main  # noqa: E402
from push import HookTest, Server  # noqa: E402

ZERO = "0" * 40


class PreReceive(HookTest):
    def test_a_clean_push_says_nothing(self):
        self.repo.commit({"a.txt": "nothing\n"})
        self.assertEqual(self.push("main"), "")
        self.repo.commit({"a.txt": "still nothing\n"})
        self.assertEqual(self.push("main"), "")

    def test_a_secret_is_kept_out_and_told(self):
        self.repo.commit({"a.txt": "nothing\n"})
        self.push("main")
        commit = self.leak("deploy/prod.env")
        said = self.push("main", accepted=False)
        lines = said.split("\n")
        self.assertEqual(lines[0], "")
        self.assertEqual(lines[1], "error: stanch: 1 secret in 1 commit")
        self.assertTrue(lines[2].startswith(
            "  deploy/prod.env:1  github-pat-classic  ghp_"))
        self.assertIn(f"hint:     git rebase -i {commit[:12]}^", said)
        self.assertEqual(lines[-1], "")

    def test_added_then_removed_inside_one_push(self):
        self.repo.commit({"a.txt": "nothing\n"})
        self.push("main")
        self.leak("a.txt")
        self.repo.commit({"a.txt": "nothing\n"})
        self.assertIn("a.txt:1", self.push("main", accepted=False))

    def test_an_old_secret_blocks_no_later_push(self):
        self.server.hook("pre-receive", "--only", "none-of-them",
                         after="status=0")
        self.leak("a.txt")
        self.push("main")
        self.server.hook()
        self.repo.commit({"b.txt": "nothing\n"})
        self.push("main")
        self.repo.git("branch", "more")
        self.push("more")
        self.repo.git("checkout", "-q", "more")
        self.repo.commit({"c.txt": "nothing\n"})
        self.push("more")

    def test_what_comes_back_is_new(self):
        self.server.hook("pre-receive", after="status=0")
        self.leak("a.txt")
        self.push("main")
        self.repo.commit({"a.txt": "nothing\n"})
        self.push("main")
        self.server.hook()
        self.repo.git("revert", "--no-edit", "HEAD")
        self.assertIn("a.txt:1", self.push("main", accepted=False))

    def test_a_forced_push(self):
        first = self.repo.commit({"a.txt": "nothing\n"})
        self.repo.commit({"b.txt": "nothing\n"})
        self.push("main")
        self.repo.git("reset", "-q", "--hard", first)
        self.repo.commit({"c.txt": "other\n"})
        self.push("+main")
        self.repo.git("reset", "-q", "--hard", first)
        self.leak("d.txt")
        self.assertIn("d.txt:1", self.push("+main", accepted=False))

    def test_deletes_alone(self):
        self.repo.commit({"a.txt": "nothing\n"})
        self.push("main", "main:refs/heads/gone", "main:refs/tags/gone")
        self.assertEqual(
            self.push(":refs/heads/gone", ":refs/tags/gone"), "")

    def test_a_new_branch_where_one_is(self):
        self.repo.commit({"a.txt": "nothing\n"})
        self.push("main")
        self.assertEqual(self.push("main:refs/heads/same"), "")

    def test_an_annotated_tags_message(self):
        self.repo.commit({"a.txt": "nothing\n"})
        self.push("main")
        self.repo.git("tag", "-a", "-m", f"token {self.secret()}", "v1")
        said = self.push("v1", accepted=False)
        self.assertIn("(tag message):1", said)
        self.repo.git("tag", "-f", "-a", "-m", "words", "v1")
        self.push("v1")

    def test_a_commit_message(self):
        self.repo.commit({"a.txt": "nothing\n"}, f"use {self.secret()}")
        self.assertIn("(commit message):1", self.push("main", accepted=False))

    def test_a_tag_on_a_blob_or_a_tree(self):
        self.repo.commit({"a.txt": "nothing\n"})
        self.push("main")
        blob = self.repo.git("hash-object", "-w", "--stdin",
                             stdin=f"key = {self.secret()}\n".encode())
        self.repo.git("tag", "blob", blob)
        self.assertIn(f"(object {blob})", self.push("blob", accepted=False)
                      .replace("\n  ", ""))
        tree = self.repo.git("mktree",
                             stdin=f"100644 blob {blob}\tin.txt\n".encode())
        self.repo.git("tag", "tree", tree)
        self.assertIn("in.txt:1", self.push("tree", accepted=False))
        self.repo.git("tag", "-f", "tree", "main^{tree}")
        self.push("tree")

    def test_notes(self):
        self.repo.commit({"a.txt": "nothing\n"})
        self.push("main")
        self.repo.git("notes", "add", "-m", f"key = {self.secret()}")
        self.push("refs/notes/commits", accepted=False)
        self.repo.git("notes", "add", "-f", "-m", "fine")
        self.repo.git("update-ref", "-d", "refs/notes/commits")
        self.repo.git("notes", "add", "-m", "fine")
        self.push("refs/notes/commits")

    def test_an_evil_merge(self):
        self.repo.commit({"a.txt": "nothing\n"})
        self.push("main")
        self.repo.git("checkout", "-q", "-b", "side")
        self.repo.commit({"b.txt": "side\n"})
        self.repo.git("checkout", "-q", "main")
        self.repo.commit({"c.txt": "main\n"})
        self.repo.git("merge", "-q", "--no-ff", "--no-commit", "side")
        self.leak("d.txt")
        self.assertIn("d.txt:1", self.push("main", accepted=False))

    def test_a_thin_pack_and_loose_objects(self):
        """git keeps a push of less than 100 objects loose."""
        text = "".join(f"line {i}\n" for i in range(2000))
        self.repo.commit({"a.txt": text})
        self.push("main")
        for i in range(120):
            self.repo.commit({"a.txt": text + f"{i}\n"})
        self.push("main")
        self.repo.commit({"a.txt": text + f"k = {self.secret()}\n"})
        for i in range(60):
            self.repo.commit({"a.txt": text + f"{i}\n"})
        self.assertIn("a.txt:2001", self.push("main", accepted=False))

    def test_many_refs_are_one_walk(self):
        base = self.repo.commit({"a.txt": "nothing\n"})
        lines = [f"create refs/heads/b{i} {base}" for i in range(2000)]
        self.repo.git("update-ref", "--stdin",
                      stdin="\n".join(lines).encode() + b"\n")
        self.push("refs/heads/*:refs/heads/*")
        self.leak()
        self.repo.git("update-ref", "refs/heads/b7", "HEAD")
        self.assertIn("1 secret in 1 commit",
                      self.push("--mirror", accepted=False))

    def test_a_mirror_of_many_branches(self):
        base = self.repo.commit({"a.txt": "nothing\n"})
        for i in range(30):
            self.repo.git("checkout", "-q", "--detach", base)
            self.repo.commit({f"f{i}.txt": f"{i}\n", "p/a.go": "package p\n"})
            self.repo.git("branch", f"b{i}")
        self.push("--mirror")

    def test_a_wiki_without_a_name_we_know(self):
        self.repo.commit({"Home.md": "# wiki\n"})
        self.push("main:refs/heads/master")
        self.push("main:refs/for/main/topic")

    def test_go_that_a_push_brings(self):
        old = ("package p\n\nimport \"sync\"\n\nvar m sync.Mutex\n\n"
               "func old() {\n\tm.Lock()\n\tdefer m.Lock()\n}\n")
        self.server.hook("pre-receive", after="status=0")
        self.repo.commit({"p/old.go": old})
        self.push("main")
        self.server.hook()
        self.repo.commit({"p/new.go": "package p\n\nfunc fine() {}\n"})
        self.push("main")
        self.repo.commit({"p/new.go": "package p\n\nfunc bad() {\n"
                          "\tm.Lock()\n\tdefer m.Lock()\n}\n"})
        said = self.push("main", accepted=False)
        self.assertIn("1 mistake in Go code, in 1 commit", said)
        self.assertIn("p/new.go:5", said)
        self.assertNotIn("p/old.go", said)

    def test_hostile_names(self):
        secret = self.secret()
        content = f"key = {secret}\n".encode()
        names = [b"new\nline", b"::error::x", b"##[error]x", b"\x1b[31mred",
                 b"a" * 200 + b"/" + b"b" * 200, b"quote\"'`$(x)", b"bad\xff",
                 b"\xe2\x80\xaeback"]
        entries = [("100644", name, content) for name in sorted(names)]
        commit = self.repo.commit_tree(entries, [], "words")
        said = self.push(f"{commit}:refs/heads/a'b\"c`$(d)", accepted=False)
        self.assertIn("8 secrets in 1 commit", said)
        for line in said.splitlines():
            self.assertNotIn("##[", line)
            self.assertFalse(line.lstrip().startswith("::"), line)

    def test_findings_past_the_first_are_counted(self):
        text = "".join(f"k{i} = {self.secret()}\n" for i in range(30))
        self.repo.commit({"a.txt": text})
        said = self.push("main", accepted=False)
        self.assertIn("30 secrets in 1 commit", said)
        self.assertIn("and 10 more", said)

    def test_a_repository_that_borrows_is_walked(self):
        """A commit that a fork has need not have passed this hook."""
        self.repo.commit({"a.txt": "nothing\n"})
        self.push("main")
        self.leak()
        fork = Server(self.path("fork.git"))
        fork.push(self.repo, "main")
        self.repo.git("update-ref", "refs/stanch/x", "HEAD")
        with open(os.path.join(self.server.folder, "objects/info/alternates"),
                  "w", encoding="utf-8") as out:
            out.write(os.path.join(fork.folder, "objects") + "\n")
        self.assertIn("leak.txt:1", self.push("main", accepted=False))
        config = self.config("hook: {strict: false}\n")
        self.server.hook("pre-receive", "--config", config)
        self.push("main")

    def test_strict_looks_at_what_other_refs_have(self):
        self.repo.commit({"a.txt": "nothing\n"})
        self.push("main")
        self.leak()
        self.server.hook("pre-receive", after="status=0")
        self.push("HEAD:refs/pull/1/head")
        self.server.hook()
        self.push("HEAD:refs/heads/topic")
        self.push(":refs/heads/topic")
        config = self.config("hook: {strict: true}\n")
        self.server.hook("pre-receive", "--config", config)
        self.assertIn("leak.txt:1",
                      self.push("HEAD:refs/heads/topic", accepted=False))

    def test_by_hand_without_a_quarantine(self):
        first = self.repo.commit({"a.txt": "nothing\n"})
        second = self.leak()
        for stdin, status in (
                (f"{ZERO} {first} refs/heads/main\n", CLEAN),
                (f"{first} {second} refs/heads/x\n", CLEAN),
                (f"{first} {second} refs/heads/x", CLEAN),
                (f"{second} {ZERO} refs/heads/x\n", CLEAN)):
            done = self.stanch("hook", "pre-receive", stdin=stdin.encode())
            self.assert_status(done, status)
        self.repo.git("checkout", "-q", "--detach", second)
        self.repo.git("update-ref", "refs/heads/main", first)
        done = self.stanch("hook", "pre-receive",
                           stdin=f"{first} {second} refs/heads/x\n".encode())
        self.assert_status(done, FINDINGS)
        # Both of its values are not here: nothing bounds it.
        done = self.stanch("hook", "pre-receive", stdin=(
            f"{'1' * 40} {'2' * 40} refs/heads/x\n").encode())
        self.assertNotEqual(done.returncode, CLEAN)

    def test_what_git_would_not_say(self):
        first = self.repo.commit({"a.txt": "nothing\n"})
        for stdin in ("", "\n", "x\n", f"{first} {first}\n",
                      f"{first} {first} \n", f"{first[1:]} {first} refs/x\n",
                      f"{first} {first} refs/x\n\n", f"{first}\0 {first} x\n",
                      f"{first} refs/x {first}\n", f"{first}{first} {first} x"):
            with self.subTest(stdin):
                done = self.stanch("hook", "pre-receive", stdin=stdin.encode())
                self.assert_status(done, USAGE)
                self.assertIn(b"error: stanch: ", done.stderr)
        done = self.stanch("hook", "pre-receive", "more", stdin=b"")
        self.assert_status(done, USAGE)
        done = self.stanch("hook", "none", stdin=b"")
        self.assert_status(done, USAGE)

    def test_ids_of_sha256(self):
        """libgit2 does not read such repositories: then nothing passes."""
        self.repository("--bare", "--object-format=sha256", name="long.git")
        done = self.stanch("hook", "pre-receive", folder=self.path("long.git"),
                           stdin=(f"{'0' * 64} {'1' * 64} refs/heads/x\n")
                           .encode())
        self.assertNotEqual(done.returncode, CLEAN)
        self.assertIn(b"sha256", done.stderr)

    def test_an_unborn_repository(self):
        done = self.stanch("hook", "pre-receive", folder=self.server.folder,
                           stdin=f"{'1' * 40} {ZERO} refs/heads/x\n".encode())
        self.assert_status(done, CLEAN)


class Policy(HookTest):
    def test_what_is_pushed_says_nothing(self):
        self.repo.commit({
            ".stanch.yml": "version: 1\nrules: {disable: ['*']}\n",
            "a.txt": f"k = {self.secret()} # stanch:allow {'x'} -- mine\n",
            "b.txt": f"k = {self.secret()} # gitleaks:allow\n"})
        self.assertIn("2 secrets", self.push("main", accepted=False))

    def test_the_servers_configuration_counts(self):
        config = self.config("allow: [{path: 'samples/**', reason: samples}]\n")
        self.server.hook("pre-receive", "--config", config)
        self.leak("samples/a.txt")
        self.assertIn("1 finding is allowed or known", self.push("main"))
        self.server.hook("pre-receive", "--config", self.path("none.yml"))
        self.repo.commit({"a.txt": "nothing\n"})
        self.assertIn("error: stanch: ", self.push("main", accepted=False))

    def test_the_repository_counts_if_the_server_says_so(self):
        config = self.config("hook: {trust_repository: true}\n")
        self.server.hook("pre-receive", "--config", config)
        self.repo.commit({"a.txt": "nothing\n"})
        self.push("main")
        self.repo.commit({".stanch.yml": "version: 1\npaths:\n"
                          "  skip: ['samples/**']\n",
                          "samples/a.txt": f"k = {self.secret()}\n"})
        # Not in the push that brings it.
        self.push("main", accepted=False)
        os.remove(os.path.join(self.repo.folder, "samples/a.txt"))
        self.repo.git("add", "-A")
        self.repo.git("commit", "-q", "--amend", "-m", "configuration")
        self.push("main")
        self.leak("samples/a.txt")
        self.push("main")
        self.leak("other.txt")
        said = self.push("main", accepted=False)
        self.assertIn("1 secret in 1 commit", said)

    def test_a_bypass(self):
        self.server.repo.git("config", "receive.advertisePushOptions", "true")
        config = self.config("hook: {bypass: {push_option: stanch.skip}}\n")
        self.leak()
        why = ("-o", "other=1", "-o", "stanch.skip=revoked, INC-7 \x1b[31m")
        self.push("main", options=why, accepted=False)
        self.server.hook("pre-receive", "--config", config)
        said = self.push("main", options=("-o", "stanch.skip"), accepted=False)
        self.assertIn("needs a reason", said)
        said = self.push("main", options=("-o", "stanch.skip= "),
                         accepted=False)
        self.push("main", options=("-o", "stanch.skipped=x"), accepted=False)
        said = self.push("main", options=why)
        self.assertIn("warning: stanch: not scanned, and that is logged: "
                      "revoked, INC-7\nwarning: \\x1B[31m\n", said)

    def test_no_time(self):
        self.repo.commit({"a.txt": "nothing\n"})
        self.server.hook("pre-receive", "--deadline", "0.000001")
        said = self.push("main", accepted=False)
        self.assertIn("error: stanch: not all of it could be looked at", said)
        config = self.config("hook: {deadline: 0.000001, on_deadline: allow}\n")
        self.server.hook("pre-receive", "--config", config)
        self.assertIn("warning: stanch: out of time", self.push("main"))
        self.repo.commit({"b.txt": "nothing\n"})
        self.server.hook("pre-receive", "--config", config, "--deadline", "60")
        self.assertEqual(self.push("main"), "")

    def test_gitlab_shows_what_is_marked(self):
        self.leak()
        self.server.hook(before="GL_ID=user-1; export GL_ID")
        said = self.push("main", accepted=False)
        self.assertIn("GL-HOOK-ERR: error: stanch: 1 secret in 1 commit", said)
        for line in said.splitlines():
            self.assertTrue(line == "" or line.startswith("GL-HOOK-ERR: "))


class Update(HookTest):
    def setUp(self):
        super().setUp()
        os.remove(os.path.join(self.server.folder, "hooks/pre-receive"))
        self.server.hook("update")

    def test_ref_by_ref(self):
        self.repo.commit({"a.txt": "nothing\n"})
        self.push("main")
        self.leak()
        self.repo.git("tag", "-a", "-m", "fine", "v1", "main^")
        said = self.push("main", "v1", accepted=False)
        self.assertIn("1 secret in 1 commit", said)
        self.assertIn("refs/tags/v1", self.server.repo.git("for-each-ref"))
        self.push(":refs/tags/v1")

    def test_its_arguments(self):
        for arguments in ((), ("refs/x",), ("refs/x", ZERO, "x"),
                          ("", ZERO, ZERO)):
            self.assert_status(self.stanch("hook", "update", *arguments),
                               USAGE)


if __name__ == "__main__":
    main()
