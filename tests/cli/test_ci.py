#!/usr/bin/env python3
"""`stanch ci`: events against clones as CI systems make them."""

import json
import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "../support"))

from ci import (ZERO, Origin, commands, merge_group,  # noqa: E402
                pull_request, push, read_outputs, write_event)
from cli import CLEAN, FINDINGS, INCOMPLETE, USAGE, CliTest, main  # noqa: E402


class CiTest(CliTest):
    def setUp(self):
        super().setUp()
        self.origin = Origin(self.top)
        self.base = self.origin.commit({"a.txt": "nothing\n"}, "first")
        self.base = self.origin.commit({"b.txt": "nothing\n"}, "second")
        self.origin.push("main")

    def branch(self, name="topic"):
        self.origin.work.git("checkout", "-q", "-b", name)

    def merge(self):
        """The merge that GitHub makes of a request to test it."""
        work = self.origin.work
        head = work.git("rev-parse", "HEAD")
        work.git("checkout", "-q", "--detach", "main")
        work.git("merge", "-q", "--no-ff", "-m", "merge", head)
        merge = work.git("rev-parse", "HEAD")
        self.origin.push(f"{head}:refs/pull/1/head",
                         f"{merge}:refs/pull/1/merge")
        return merge

    def request(self, *contents):
        """Commits of a pull request, one for each content of a file; its head
        and its merge."""
        self.branch()
        for number, content in enumerate(contents, 1):
            head = self.origin.commit({"c.txt": content}, f"step {number}")
        return head, self.merge()

    def github(self, name, event, folder, *arguments, **env):
        path = write_event(self.path("event.json"), event)
        self.outputs = self.path("outputs")
        for file in ("outputs", "summary"):
            with open(self.path(file), "w", encoding="ascii"):
                pass
        return self.stanch("ci", *arguments, folder=folder,
                           GITHUB_ACTIONS="true", CI="true",
                           GITHUB_EVENT_NAME=name, GITHUB_EVENT_PATH=path,
                           GITHUB_OUTPUT=self.outputs,
                           GITHUB_STEP_SUMMARY=self.path("summary"), **env)

    def assert_says(self, done, words):
        self.assertIn(words, (done.stdout + done.stderr).decode())

    def assert_cannot(self, done, words, status=INCOMPLETE):
        """It could not look, and says so where people see it."""
        self.assert_status(done, status)
        self.assert_says(done, words)
        self.assertRegex(done.stdout,
                         rb"(?m)^::error title=stanch could not scan::")
        self.assertEqual(read_outputs(self.outputs)["exit-code"], str(status))


class Events(CiTest):
    def test_a_pull_request_is_its_own_commits(self):
        head, merge = self.request("one\n", "two\n", "three\n")
        folder = self.origin.checkout(merge, "clone")
        done = self.github("pull_request",
                           pull_request(head, self.base, commits=3), folder)
        self.assert_status(done, CLEAN)
        self.assert_says(done, f"pull_request #12: 3 commits, "
                               f"{self.base[:12]}..{head[:12]}\n")
        outputs = read_outputs(self.outputs)
        self.assertEqual(outputs["exit-code"], "0")
        self.assertEqual(outputs["commits-scanned"], "3")
        self.assertEqual(outputs["findings"], "0")
        self.assertEqual((outputs["base"], outputs["head"]),
                         (self.base, head))

    def test_a_secret_taken_away_again_is_found(self):
        head, merge = self.request(f"k = {self.secret()}\n", "clean\n")
        folder = self.origin.checkout(merge, "clone")
        done = self.github("pull_request", pull_request(head, self.base),
                           folder)
        self.assert_status(done, FINDINGS)
        self.assert_says(done, "c.txt:1")
        outputs = read_outputs(self.outputs)
        self.assertEqual((outputs["exit-code"], outputs["findings"]),
                         ("1", "1"))

    def test_what_the_base_has_is_not_the_request_s(self):
        self.origin.commit({"old.txt": f"k = {self.secret()}\n"})
        base = self.origin.work.git("rev-parse", "HEAD")
        self.origin.push("main")
        head, merge = self.request("clean\n")
        folder = self.origin.checkout(merge, "clone")
        done = self.github("pull_request", pull_request(head, base), folder)
        self.assert_status(done, CLEAN)

    def test_a_merge_group_is_scanned_like_a_request(self):
        head, merge = self.request(f"k = {self.secret()}\n")
        del head
        folder = self.origin.checkout(merge, "clone")
        done = self.github("merge_group", merge_group(merge, self.base),
                           folder)
        self.assert_status(done, FINDINGS)
        self.assert_says(done, "merge_group for refs/heads/main")

    def test_a_request_without_commits_is_not_clean(self):
        folder = self.origin.checkout("main", "clone")
        done = self.github("pull_request",
                           pull_request(self.base, self.base), folder)
        self.assert_cannot(done, "no commit to scan")

    def test_the_target_event_scans_only_what_is_here(self):
        head, merge = self.request(f"k = {self.secret()}\n")
        folder = self.origin.checkout("main", "base", depth=1)
        event = pull_request(head, self.base)
        done = self.github("pull_request_target", event, folder,
                           "--fetch=auto")
        self.assert_cannot(done, "pull_request_target")
        folder = self.origin.checkout(merge, "both")
        done = self.github("pull_request_target", event, folder)
        self.assert_status(done, FINDINGS)

    def test_a_push_is_what_it_adds(self):
        secret = self.secret()
        after = self.origin.commit({"c.txt": f"k = {secret}\n"})
        self.origin.push("main")
        folder = self.origin.checkout("main", "clone")
        done = self.github("push", push("refs/heads/main", self.base, after),
                           folder)
        self.assert_status(done, FINDINGS)
        self.assert_says(done, "push to refs/heads/main")

    def test_a_deleted_ref_has_nothing_to_scan(self):
        folder = self.origin.checkout("main", "clone")
        done = self.github("push", push("refs/heads/x", self.base, ZERO),
                           folder)
        self.assert_status(done, CLEAN)
        self.assert_says(done, "nothing to scan")
        self.assertEqual(read_outputs(self.outputs)["exit-code"], "0")

    def test_of_two_branches_made_at_once_neither_hides_the_other(self):
        self.branch("one")
        after = self.origin.commit({"c.txt": f"k = {self.secret()}\n"})
        self.origin.push("one", f"{after}:refs/heads/two")
        folder = self.origin.checkout("one", "clone")
        for name in ("one", "two"):
            done = self.github("push", push(f"refs/heads/{name}", ZERO, after),
                               folder)
            self.assert_status(done, FINDINGS)

    def test_a_branch_of_known_commits_is_clean(self):
        self.origin.push("main:refs/heads/copy")
        folder = self.origin.checkout("main", "clone")
        done = self.github("push", push("refs/heads/copy", ZERO, self.base),
                           folder)
        self.assert_status(done, CLEAN)
        self.assertEqual(read_outputs(self.outputs)["commits-scanned"], "0")

    def test_the_first_push_of_all_is_the_whole_history(self):
        after = self.origin.commit({"c.txt": f"k = {self.secret()}\n"})
        after = self.origin.commit({"c.txt": "gone\n"})
        self.origin.push("main")
        folder = self.origin.checkout("main", "clone")
        done = self.github("push", push("refs/heads/main", ZERO, after),
                           folder)
        self.assert_status(done, FINDINGS)
        self.assertEqual(read_outputs(self.outputs)["commits-scanned"], "4")

    def test_a_forced_push_whose_past_is_gone(self):
        self.branch()
        before = self.origin.commit({"c.txt": "old\n"})
        self.origin.work.git("reset", "-q", "--hard", "HEAD~1")
        after = self.origin.commit({"c.txt": f"k = {self.secret()}\n"})
        self.origin.push("topic")
        folder = self.origin.checkout("topic", "clone")
        event = push("refs/heads/topic", before, after, forced=True)
        done = self.github("push", event, folder)
        self.assert_status(done, FINDINGS)
        self.assertEqual(read_outputs(self.outputs)["commits-scanned"], "1")

    def test_an_annotated_tag_with_a_secret_in_its_message(self):
        work = self.origin.work
        work.git("tag", "-a", "-m", f"k = {self.secret()}", "v1")
        tag = work.git("rev-parse", "v1")
        self.origin.push("v1")
        folder = self.origin.checkout("v1^{}", "clone")
        done = self.github("push", push("refs/tags/v1", ZERO, tag), folder)
        self.assert_status(done, FINDINGS)

    def test_a_schedule_is_the_whole_history(self):
        self.origin.commit({"c.txt": f"k = {self.secret()}\n"})
        self.origin.commit({"c.txt": "gone\n"})
        self.origin.push("main")
        folder = self.origin.checkout("main", "clone")
        done = self.github("schedule", {"schedule": "0 3 * * 1"}, folder)
        self.assert_status(done, FINDINGS)
        self.assert_says(done, "schedule: the whole history of HEAD")

    def test_a_dispatch_names_branches_before_tags(self):
        after = self.origin.commit({"c.txt": f"k = {self.secret()}\n"})
        self.origin.push("main:refs/heads/topic", f"{after}:refs/tags/main")
        folder = self.origin.checkout("HEAD", "clone")
        event = {"inputs": {"base": "main", "head": "topic"}}
        done = self.github("workflow_dispatch", event, folder)
        self.assert_status(done, FINDINGS)

    def test_any_other_event_is_the_checkout(self):
        self.origin.commit({"c.txt": f"k = {self.secret()}\n"})
        self.origin.push("main")
        folder = self.origin.checkout("main", "clone", depth=1)
        done = self.github("issue_comment", {}, folder)
        self.assert_status(done, FINDINGS)
        self.assert_says(done, "issue_comment: the files of the checkout; "
                               "this event names no commits")

    def test_nothing_checked_out_is_not_clean(self):
        done = self.github("issue_comment", {}, self.folder)
        self.assert_cannot(done, "checkout")
        done = self.github("push", push("refs/heads/main", ZERO, self.base),
                           self.folder)
        self.assert_cannot(done, "repository", USAGE)

    def test_what_looked_at_nothing_reports_no_clean_verdict(self):
        folder = self.path("bare")
        os.mkdir(folder)
        done = self.stanch("ci", "--format", "json", folder=folder)
        self.assert_status(done, INCOMPLETE)
        report = json.loads(done.stdout)
        self.assertEqual(report["verdict"], "incomplete")
        self.assertEqual(report["coverage"]["skipped"][0]["reason"], "nothing")

    def test_a_base_of_one_s_own(self):
        head, merge = self.request("one\n", f"k = {self.secret()}\n")
        folder = self.origin.checkout(merge, "clone")
        done = self.github("schedule", {}, folder, "--base", f"{head}~1",
                           "--head", head)
        self.assert_status(done, FINDINGS)
        self.assertEqual(read_outputs(self.outputs)["commits-scanned"], "1")
        done = self.stanch("ci", folder=folder, STANCH_BASE="origin/main")
        self.assert_status(done, FINDINGS)
        self.assert_says(done, "--base origin/main: origin/main..HEAD")

    def test_without_a_ci_system_the_checkout_is_scanned(self):
        folder = self.origin.checkout("main", "clone")
        done = self.stanch("ci", folder=folder)
        self.assert_status(done, CLEAN)
        self.assert_says(done, "--base REV")
        self.assertNotIn(b"::", done.stdout)


class Trust(CiTest):
    """A change does not judge itself."""

    def attempts(self):
        """Files by which a request would allow its own secret."""
        secret = self.secret()
        allow = ("version: 1\nallow:\n"
                 "  - {rule: '*', path: '**', reason: fine}\n")
        return {
            "entry": {"c.txt": f"k = {secret}\n", ".stanch.yml": allow},
            "mark": {"c.txt": f"k = {secret}  # stanch:allow "
                              "github-pat-classic -- fine\n"},
            "skip": {"c.txt": f"k = {secret}\n", ".stanch.yml":
                     "version: 1\npaths: {skip: ['**']}\n"},
            "fail_on": {"c.txt": f"k = {secret}\n", ".stanch.yml":
                        "version: 1\nfail_on: never\n"},
            "broken": {"c.txt": f"k = {secret}\n", ".stanch.yml": "?"},
        }

    def test_no_event_of_a_change_takes_its_word(self):
        for name, files in self.attempts().items():
            self.origin.work.git("checkout", "-q", "-B", name, "main")
            head = self.origin.commit(files)
            merge = self.merge()
            folder = self.origin.checkout(merge, f"clone-{name}")
            self.origin.push(f"{head}:refs/heads/{name}")
            for event, payload in (
                    ("pull_request", pull_request(head, self.base)),
                    ("merge_group", merge_group(merge, self.base)),
                    ("push", push("refs/heads/topic", self.base, head)),
                    ("push", push("refs/heads/topic", ZERO, head))):
                with self.subTest(attempt=name, event=event):
                    done = self.github(event, payload, folder)
                    self.assert_status(done, FINDINGS)
                    self.assert_says(done, "c.txt:1")

    def test_nor_does_a_scan_of_files_in_its_run(self):
        head = None
        for name, files in self.attempts().items():
            self.origin.work.git("checkout", "-q", "-B", name, "main")
            head = self.origin.commit(files)
            folder = self.origin.checkout(self.merge(), f"clone-{name}")
            done = self.github("pull_request", pull_request(head, self.base),
                               folder, "--command=scan")
            self.assert_status(done, FINDINGS)

    def test_without_a_base_no_file_of_the_change_counts(self):
        after = self.origin.commit({
            "c.txt": f"k = {self.secret()}\n",
            "ours.yml": "version: 1\nfail_on: never\n",
            "rules.yml": "version: 1\nrules: []\n"})
        self.origin.push("main")
        folder = self.origin.checkout("main", "clone")
        event = push("refs/heads/main", ZERO, after)
        self.assert_status(self.github("push", event, folder), FINDINGS)
        for arguments in (["--config=ours.yml"], ["--rules=rules.yml"],
                          [f"--config={folder}/.git/../ours.yml"]):
            done = self.github("push", event, folder, *arguments)
            self.assert_cannot(done, "outside of the repository", USAGE)
        outside = self.path("admin.yml")
        with open(outside, "w", encoding="ascii") as out:
            out.write("version: 1\nfail_on: never\n")
        done = self.github("push", event, folder, f"--config={outside}")
        self.assert_status(done, CLEAN)

    def test_what_the_base_allows_is_allowed(self):
        self.origin.commit({".stanch.yml": "version: 1\nallow:\n"
                            "  - {rule: '*', path: c.txt, reason: fine}\n"})
        base = self.origin.work.git("rev-parse", "HEAD")
        self.origin.push("main")
        head, merge = self.request(f"k = {self.secret()}\n")
        folder = self.origin.checkout(merge, "clone")
        done = self.github("pull_request", pull_request(head, base), folder)
        self.assert_status(done, CLEAN)
        self.assertEqual(read_outputs(self.outputs)["findings"], "0")

    def test_a_schedule_takes_the_checkout_s_word(self):
        self.origin.commit({"c.txt": f"k = {self.secret()}\n",
                            ".stanch.yml": "version: 1\nallow:\n"
                            "  - {rule: '*', path: c.txt, reason: fine}\n"})
        self.origin.push("main")
        folder = self.origin.checkout("main", "clone")
        self.assert_status(self.github("schedule", {}, folder), CLEAN)


class GitLab(CiTest):
    def gitlab(self, folder, *arguments, **env):
        return self.stanch("ci", *arguments, folder=folder, GITLAB_CI="true",
                           CI="true", CI_DEFAULT_BRANCH="main", **env)

    def test_a_merge_request(self):
        head, merge = self.request(f"k = {self.secret()}\n")
        folder = self.origin.checkout(merge, "clone")
        env = {"CI_PIPELINE_SOURCE": "merge_request_event",
               "CI_MERGE_REQUEST_IID": "7", "CI_COMMIT_SHA": head,
               "CI_MERGE_REQUEST_DIFF_BASE_SHA": self.base}
        done = self.gitlab(folder, **env)
        self.assert_status(done, FINDINGS)
        self.assert_says(done, "merge request !7")
        self.assertNotIn(b"::", done.stdout)

    def test_a_shallow_clone_says_what_to_set(self):
        head, merge = self.request("clean\n")
        folder = self.origin.checkout(merge, "clone", depth=1)
        env = {"CI_PIPELINE_SOURCE": "push", "CI_COMMIT_SHA": head,
               "CI_COMMIT_BEFORE_SHA": self.base, "CI_COMMIT_BRANCH": "topic"}
        done = self.gitlab(folder, **env)
        self.assert_status(done, INCOMPLETE)
        self.assert_says(done, "GIT_DEPTH: 0")
        self.assert_status(self.gitlab(folder, "--fetch=auto", **env), CLEAN)


class Clones(CiTest):
    """No clone, however little it holds, is clean for want of looking."""

    def setUp(self):
        super().setUp()
        self.head, self.merged = self.request("one\n", "two\n")
        self.events = [
            ("pull_request", pull_request(self.head, self.base)),
            ("merge_group", merge_group(self.merged, self.base)),
            ("push", push("refs/heads/topic", self.base, self.head)),
            ("push", push("refs/heads/topic", ZERO, self.head)),
            ("schedule", {}),
        ]

    def check_all(self, folder, words=None, *arguments):
        for name, event in self.events:
            with self.subTest(event=name):
                done = self.github(name, event, folder, *arguments)
                self.assert_status(done, INCOMPLETE)
                self.assertEqual(read_outputs(self.outputs)["exit-code"], "3")
                if words is not None:
                    self.assert_says(done, words)

    def test_of_one_commit(self):
        folder = self.origin.checkout(self.merged, "clone", depth=1)
        self.check_all(folder, "fetch-depth: 0")

    def test_of_two_commits(self):
        folder = self.origin.checkout(self.merged, "clone", depth=2)
        self.check_all(folder, "fetch-depth: 0")

    def test_completed_by_a_fetch(self):
        for depth in (1, 2):
            for number, (name, event) in enumerate(self.events):
                with self.subTest(event=name, depth=depth):
                    folder = self.origin.checkout(
                        self.merged, f"clone-{depth}-{number}", depth=depth)
                    done = self.github(name, event, folder, "--fetch=auto")
                    self.assert_status(done, CLEAN)
                    count = int(read_outputs(self.outputs)["commits-scanned"])
                    self.assertEqual(count, {"pull_request": 2,
                                             "merge_group": 3, "push": 2,
                                             "schedule": 5}[name])

    def test_whose_origin_is_gone(self):
        folder = self.origin.checkout(self.merged, "clone", depth=1)
        os.rename(self.origin.folder, self.origin.folder + "-gone")
        self.check_all(folder, "fetch-depth: 0", "--fetch=auto")
        done = self.github(*self.events[0], folder, "--fetch=auto")
        self.assert_cannot(done, "git fetch failed: fatal: ")

    def test_what_the_other_side_says_is_no_command_and_no_password(self):
        folder = self.origin.checkout(self.merged, "clone", depth=1)
        fake = self.path("fake")
        os.mkdir(fake)
        with open(os.path.join(fake, "git"), "w", encoding="ascii") as out:
            out.write("#!/bin/sh\nprintf 'remote: x\\n::error::y\\n"
                      "fatal: ##[error]z\\033[31m https://me:word@host/\\n"
                      "late\\n' >&2\nexit 128\n")
        os.chmod(os.path.join(fake, "git"), 0o755)
        done = self.github(*self.events[0], folder, "--fetch=auto",
                           PATH=fake + ":" + os.environ["PATH"])
        self.assert_cannot(done, "git fetch failed: fatal: ")
        output = done.stdout + done.stderr
        self.assertEqual([name for name, _, _ in commands(output)], ["error"])
        self.assertNotIn(b"word", output)
        self.assertNotIn(b"\x1b", output)

    def test_without_git(self):
        folder = self.origin.checkout(self.merged, "clone", depth=1)
        done = self.github(*self.events[0], folder, "--fetch=auto",
                           PATH=self.folder)
        self.assert_cannot(done, "fetch-depth: 0")

    def test_without_blobs(self):
        clone = self.path("clone")
        self.origin.push("topic")
        self.origin.work.git("clone", "-q", "--filter=blob:none",
                             "--no-checkout", self.origin.url, clone)
        self.check_all(clone, None)

    def test_without_the_base(self):
        folder = self.origin.checkout(self.merged, "clone")
        gone = "1" * 40
        for arguments in ([], ["--fetch=auto"]):
            done = self.github("pull_request", pull_request(self.head, gone),
                               folder, *arguments)
            self.assert_cannot(done, gone)

    def test_with_ids_of_another_kind(self):
        folder = self.origin.checkout(self.merged, "clone")
        done = self.github("pull_request",
                           pull_request(self.head + "0" * 24, self.base),
                           folder)
        self.assert_cannot(done, "is not in this clone")

    def test_of_sha256(self):
        repo = self.repository("--object-format=sha256", name="sha256")
        base = repo.commit({"a.txt": "nothing\n"})
        head = repo.commit({"a.txt": f"k = {self.secret()}\n"})
        done = self.github("pull_request", pull_request(head, base),
                           self.path("sha256"), "--fetch=auto")
        self.assert_cannot(done, "sha256")
        done = self.github("schedule", {}, self.path("sha256"))
        self.assert_cannot(done, "sha256")

    def test_without_any_commit(self):
        self.repository(name="fresh")
        self.check_all(self.path("fresh"))
        self.repository("--bare", name="empty")
        self.check_all(self.path("empty"))

    def test_of_a_created_branch_gets_the_default_one(self):
        self.origin.push("topic")
        clone = self.repository(name="single")
        clone.git("remote", "add", "origin", self.origin.url)
        clone.git("fetch", "-q", "origin",
                  "+refs/heads/topic:refs/remotes/origin/topic")
        clone.git("checkout", "-q", "refs/remotes/origin/topic")
        event = push("refs/heads/topic", ZERO, self.head)
        # Without it, all that the branch has counts as new.
        done = self.github("push", event, clone.folder)
        self.assert_status(done, CLEAN)
        self.assertEqual(read_outputs(self.outputs)["commits-scanned"], "4")
        done = self.github("push", event, clone.folder, "--fetch=auto")
        self.assert_status(done, CLEAN)
        self.assertEqual(read_outputs(self.outputs)["commits-scanned"], "2")

    def test_a_fetch_runs_nothing_of_the_repository(self):
        folder = self.origin.checkout(self.merged, "clone", depth=1)
        trace = self.path("ran")
        hook = os.path.join(folder, ".git/hooks/reference-transaction")
        os.makedirs(os.path.dirname(hook), exist_ok=True)
        with open(hook, "w", encoding="ascii") as out:
            out.write(f"#!/bin/sh\ntouch {trace}\n")
        os.chmod(hook, 0o755)
        done = self.github(*self.events[0], folder, "--fetch=auto")
        self.assert_status(done, CLEAN)
        self.assertFalse(os.path.exists(trace))


class Calls(CiTest):
    def test_a_broken_event_is_never_clean(self):
        folder = self.origin.checkout("main", "clone")
        for event in (b"", b"{", b"[]", {}, {"pull_request": None},
                      pull_request("x", "y"),
                      pull_request(self.base, "--upload-pack=x")):
            done = self.github("pull_request", event, folder)
            self.assert_cannot(done, "--base", USAGE)

    def test_an_event_that_is_not_there(self):
        folder = self.origin.checkout("main", "clone")
        for env in ({}, {"GITHUB_EVENT_PATH": self.path("none")}):
            done = self.stanch("ci", folder=folder, GITHUB_ACTIONS="true",
                               GITHUB_EVENT_NAME="push", **env)
            self.assert_status(done, USAGE)
            self.assertIn(b"GITHUB_EVENT_PATH", done.stderr)

    def test_a_huge_event(self):
        folder = self.origin.checkout("main", "clone")
        event = pull_request(self.base, self.base)
        event["pull_request"]["body"] = "x" * (33 << 20)
        done = self.github("pull_request", event, folder)
        self.assert_cannot(done, "bytes")

    def test_logs_are_scanned_by_name(self):
        folder = self.origin.checkout("main", "clone")
        with open(os.path.join(folder, "run.log"), "w",
                  encoding="ascii") as out:
            out.write(f"> Authorization: Bearer {self.secret()}\n")
        event = push("refs/heads/main", ZERO, self.base)
        done = self.github("push", event, folder, "--command=logs", "run.log")
        self.assert_status(done, FINDINGS)
        done = self.github("push", event, folder, "--command=logs")
        self.assert_cannot(done, "paths", USAGE)
        done = self.github("push", event, folder, "--command=logs", "none.log")
        self.assertNotEqual(done.returncode, CLEAN)

    def test_files_and_history_can_be_asked_for(self):
        self.origin.commit({"c.txt": f"k = {self.secret()}\n"})
        self.origin.commit({"c.txt": "gone\n"})
        self.origin.push("main")
        folder = self.origin.checkout("main", "clone")
        event = push("refs/heads/main", "2" * 40,
                     self.origin.work.git("rev-parse", "HEAD"))
        done = self.github("push", event, folder, "--command=scan")
        self.assert_status(done, CLEAN)
        done = self.github("push", event, folder, "--command=git")
        self.assert_status(done, FINDINGS)
        done = self.github("push", event, folder, "--command=other")
        self.assert_cannot(done, "--command", USAGE)
        done = self.github("push", event, folder, "a.txt")
        self.assert_cannot(done, "paths", USAGE)

    def test_reports_are_named_in_the_outputs(self):
        folder = self.origin.checkout("main", "clone")
        sarif, report = self.path("a\nb.sarif"), self.path("report.json")
        event = push("refs/heads/main", ZERO, self.base)
        done = self.github("push", event, folder, f"--report=sarif={sarif}",
                           f"--report=json={report}")
        self.assert_status(done, CLEAN)
        outputs = read_outputs(self.outputs)
        self.assertEqual(outputs["sarif-file"], sarif)
        self.assertEqual(outputs["report-file"], report)
        with open(report, encoding="utf-8") as file:
            self.assertEqual(json.load(file)["verdict"], "clean")

    def test_outputs_that_cannot_be_written_are_no_success(self):
        folder = self.origin.checkout("main", "clone")
        path = write_event(self.path("event.json"),
                           push("refs/heads/main", ZERO, self.base))
        done = self.stanch("ci", folder=folder, GITHUB_ACTIONS="true",
                           GITHUB_EVENT_NAME="push", GITHUB_EVENT_PATH=path,
                           GITHUB_OUTPUT=self.path("no/such/file"))
        self.assert_status(done, INCOMPLETE)

    def test_a_hostile_event_name_starts_no_command(self):
        folder = self.origin.checkout("main", "clone")
        done = self.github("x\n::error::y##[error]z\x1b[31m", {}, folder)
        self.assert_status(done, CLEAN)
        self.assertEqual(commands(done.stdout + done.stderr), [])
        self.assertNotIn(b"\x1b", done.stdout + done.stderr)


if __name__ == "__main__":
    main()
