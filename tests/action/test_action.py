#!/usr/bin/env python3
"""action.yml, its steps run as a runner runs them, against a local origin."""

import hashlib
import json
import os
import platform
import shutil
import subprocess
import sys
import unittest

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "../support"))

from ci import ZERO, Origin, merge_group, pull_request, push  # noqa: E402
from ci import write_event  # noqa: E402
from cli import CliTest, main  # noqa: E402
from program import STANCH  # noqa: E402

try:
    import yaml

    from runner import Job
except ImportError:
    print("SKIPPED: there is no module yaml for this Python, so action.yml "
          "cannot be read")
    sys.exit(77)

ROOT = os.path.abspath(os.path.join(os.path.dirname(__file__), "../.."))

HOSTILE_NAMES = (
    "a\n::error file=x,line=1::injected",
    "::error::injected",
    "  ::error::injected",
    "b\r##[error]injected",
    "##[error]injected",
    "c,line=99,title=injected::d",
    "e%0A::error::injected",
    "f\x1b[31m\x1b]0;injected\x07",
    "g\"'`$(touch injected)`;&|<>*?[x]",
    "h | i <b>injected</b> ![x](y)",
    "::stop-commands::injected",
    "\u202ej\u2028::error::injected",
)


class ActionTest(CliTest):
    def setUp(self):
        super().setUp()
        self.origin = Origin(self.top)
        self.origin.commit({"a.txt": "nothing\n"})
        self.base = self.origin.commit({"b.txt": "nothing\n"})
        self.origin.push("main")
        programs = self.path("bin")
        os.mkdir(programs)
        os.symlink(STANCH, os.path.join(programs, "stanch"))
        self.programs = programs

    def request(self, files, name="topic"):
        """A request of one commit; its head and the merge GitHub makes."""
        work = self.origin.work
        work.git("checkout", "-q", "-B", name, "main")
        if isinstance(files, dict):
            head = self.origin.commit(files)
        else:
            # No disk may hold such names: the head is its own merge.
            head = work.commit_tree(files, ["main"], "names")
            self.origin.push(f"{head}:refs/pull/1/merge")
            return head, head
        work.git("checkout", "-q", "--detach", "main")
        work.git("merge", "-q", "--no-ff", "-m", "merge", head)
        merge = work.git("rev-parse", "HEAD")
        self.origin.push(f"{head}:refs/pull/1/head",
                         f"{merge}:refs/pull/1/merge")
        return head, merge

    def act(self, event_name, event, workspace, action=ROOT, install="none",
            **more):
        env = {name: more.pop(name) for name in list(more) if name.isupper()}
        inputs = {"install": install}
        inputs.update((name.replace("_", "-"), value)
                      for name, value in more.items())
        job = Job(action, self.path("runner"), workspace, self.programs)
        path = write_event(self.path("event.json"), event)
        job.code = job.run(event_name, path, inputs, **env)
        self.check_secrecy(job.log)
        self.assertNotIn(b"Sanitizer", job.log)
        return job

    def annotations(self, job, kind="error"):
        return [(properties, data) for name, properties, data in job.commands
                if name == kind]


class Verdicts(ActionTest):
    def test_a_clean_request_passes(self):
        head, merge = self.request({"c.txt": "nothing\n"})
        job = self.act("pull_request", pull_request(head, self.base),
                       self.origin.checkout(merge, "clone"))
        self.assertEqual(job.code, 0, job.log)
        self.assertEqual(
            {name: job.outputs[name]
             for name in ("exit-code", "findings", "commits-scanned", "base",
                          "head")},
            {"exit-code": "0", "findings": "0", "commits-scanned": "1",
             "base": self.base, "head": head})
        self.assertEqual(self.annotations(job), [])

    def test_a_leak_is_shown_on_its_line_and_blocks(self):
        head, merge = self.request({"c.txt": f"a\nk = {self.secret()}\n"})
        job = self.act("pull_request", pull_request(head, self.base),
                       self.origin.checkout(merge, "clone"))
        self.assertEqual(job.code, 1, job.log)
        self.assertEqual(job.outputs["exit-code"], "1")
        self.assertEqual(job.outputs["findings"], "1")
        (properties, data), = self.annotations(job)
        self.assertEqual((properties["file"], properties["line"],
                          properties["endLine"]), ("c.txt", "2", "2"))
        self.assertEqual((properties["col"], properties["endColumn"]),
                         ("5", "45"))
        self.assertIn(head[:12], data)
        with open(job.summary, encoding="utf-8") as file:
            self.assertIn("c.txt", file.read())
        with open(job.outputs["report-file"], encoding="utf-8") as file:
            self.assertEqual(json.load(file)["verdict"], "findings")
        with open(job.outputs["sarif-file"], encoding="utf-8") as file:
            sarif = json.load(file)
        self.assertEqual(len(sarif["runs"][0]["results"]), 1)
        for path in (job.summary, job.outputs["report-file"],
                     job.outputs["sarif-file"]):
            with open(path, "rb") as file:
                self.check_secrecy(file.read())

    def test_a_request_cannot_allow_its_own_leak(self):
        files = {"c.txt": f"k = {self.secret()}  # stanch:allow "
                          "github-pat-classic -- fine\n",
                 ".stanch.yml": "version: 1\nfail_on: never\nallow:\n"
                                "  - {rule: '*', path: '**', reason: x}\n"}
        head, merge = self.request(files)
        folder = self.origin.checkout(merge, "clone")
        for name, event in (
                ("pull_request", pull_request(head, self.base)),
                ("merge_group", merge_group(merge, self.base)),
                ("push", push("refs/heads/topic", self.base, head)),
                ("push", push("refs/heads/topic", ZERO, head))):
            with self.subTest(event=name):
                job = self.act(name, event, folder)
                self.assertEqual(job.code, 1, job.log)
                self.assertEqual(self.annotations(job)[0][0]["file"], "c.txt")

    def test_annotations_and_summary_can_be_switched_off(self):
        head, merge = self.request({"c.txt": f"k = {self.secret()}\n"})
        job = self.act("pull_request", pull_request(head, self.base),
                       self.origin.checkout(merge, "clone"),
                       annotations="false", summary="false")
        self.assertEqual(job.code, 1, job.log)
        self.assertEqual(job.commands, [])
        self.assertFalse(os.path.exists(job.summary))

    def test_inputs_reach_stanch(self):
        head, merge = self.request({"c.txt": f"k = {self.secret()}\n"})
        folder = self.origin.checkout(merge, "clone")
        event = pull_request(head, self.base)
        job = self.act("pull_request", event, folder, fail_on="never")
        self.assertEqual(job.code, 0, job.log)
        job = self.act("pull_request", event, folder, args="--skip jwt  "
                       "--skip\tgithub-pat-classic")
        self.assertEqual(job.code, 0, job.log)
        sarif = self.path("out.sarif")
        job = self.act("schedule", {}, folder, base=self.base, head=head,
                       sarif_file=sarif)
        self.assertEqual(job.code, 1, job.log)
        self.assertTrue(os.path.exists(sarif))
        self.assertEqual(job.outputs["sarif-file"], sarif)
        job = self.act("pull_request", event, folder, fail_on="worst")
        self.assertEqual((job.code, job.outputs["exit-code"]), (2, "2"))

    def test_nothing_in_an_input_is_run(self):
        head, merge = self.request({"c.txt": "nothing\n"})
        folder = self.origin.checkout(merge, "clone")
        trap = f"$(touch {self.path('ran')})`touch {self.path('ran')}`"
        for name in ("command", "paths", "base", "head", "config", "fail_on",
                     "args", "annotations", "summary", "sarif_file", "fetch",
                     "version", "install"):
            for text in (trap, f"\"; touch {self.path('ran')}; \"",
                         f"x\ntouch {self.path('ran')}"):
                more = {name: text}
                self.act("pull_request", pull_request(head, self.base),
                         folder, **more)
                self.assertFalse(os.path.exists(self.path("ran")), name)


class Clones(ActionTest):
    def test_a_shallow_checkout_is_completed(self):
        head, merge = self.request({"c.txt": f"k = {self.secret()}\n"})
        for depth in (1, 2):
            job = self.act("pull_request", pull_request(head, self.base),
                           self.origin.checkout(merge, f"clone{depth}", depth))
            self.assertEqual(job.code, 1, job.log)
            self.assertEqual(job.outputs["commits-scanned"], "1")

    def test_one_that_cannot_be_completed_fails_with_the_remedy(self):
        head, merge = self.request({"c.txt": "nothing\n"})
        event = pull_request(head, self.base)
        folder = self.origin.checkout(merge, "clone", depth=1)
        job = self.act("pull_request", event, folder, fetch="never")
        self.check_cannot(job)
        os.rename(self.origin.folder, self.origin.folder + "-gone")
        self.check_cannot(self.act("pull_request", event, folder))

    def check_cannot(self, job):
        self.assertEqual((job.code, job.outputs["exit-code"]), (3, "3"))
        (properties, data), = self.annotations(job)
        self.assertEqual(properties["title"], "stanch could not scan")
        self.assertIn("fetch-depth: 0", data)

    def test_no_checkout(self):
        empty = self.path("empty")
        os.mkdir(empty)
        job = self.act("push", push("refs/heads/main", ZERO, self.base), empty)
        self.assertEqual(job.code, 2, job.log)
        self.assertEqual(len(self.annotations(job)), 1)

    def test_a_program_that_dies_is_no_success(self):
        os.remove(os.path.join(self.programs, "stanch"))
        with open(os.path.join(self.programs, "stanch"), "w",
                  encoding="ascii") as out:
            out.write("#!/bin/sh\nkill -SEGV $$\n")
        os.chmod(os.path.join(self.programs, "stanch"), 0o755)
        job = self.act("schedule", {}, self.origin.checkout("main", "clone"))
        self.assertEqual((job.code, job.outputs["exit-code"]), (3, "3"))
        self.assertEqual(len(self.annotations(job)), 1)


class Hostile(ActionTest):
    def check_harmless(self, job):
        """Every command is one of ours, about a file that there is."""
        for name, properties, data in job.commands:
            self.assertIn(name, ("error", "warning", "notice", "group",
                                 "endgroup"))
            self.assertLessEqual(set(properties), {
                "file", "line", "endLine", "col", "endColumn", "title"})
            self.assertNotIn("injected", properties.get("title", ""))
            if "file" in properties:
                self.assertEqual(properties["line"], "1")
            self.assertFalse(data.startswith("injected"))
        self.assertNotIn(b"\x1b", job.log)
        self.assertFalse(os.path.exists(os.path.join(job.workspace,
                                                     "injected")))

    def test_file_names(self):
        names = [*HOSTILE_NAMES, "x/" * 600 + "long"]
        for name in names:
            head, merge = self.request(
                [("100644", name.encode(), f"k = {self.secret()}\n".encode())])
            clone = self.path("clone")
            shutil.rmtree(clone, ignore_errors=True)
            folder = self.bare_checkout(merge)
            with self.subTest(name=name[:40]):
                job = self.act("pull_request", pull_request(head, self.base),
                               folder)
                self.assertEqual(job.code, 1, job.log)
                self.assertEqual(len(self.annotations(job)), 1, job.log)
                self.check_harmless(job)

    def bare_checkout(self, commit):
        """A checkout without its files, whose names no disk may hold."""
        work = self.origin.work
        clone = self.path("clone")
        work.git("clone", "-q", "--no-checkout", self.origin.url, clone)
        work.git("-C", clone, "fetch", "-q", "origin", commit)
        return clone

    def test_an_ordinary_name_is_annotated_as_it_is(self):
        name = "sub dir/a,b:c%25=d é.txt"
        head, merge = self.request(
            [("100644", name.encode(), f"k = {self.secret()}\n".encode())])
        job = self.act("pull_request", pull_request(head, self.base),
                       self.bare_checkout(merge))
        self.assertEqual(self.annotations(job)[0][0]["file"], name)

    def test_ref_names_and_events(self):
        folder = self.origin.checkout("main", "clone")
        for name in HOSTILE_NAMES:
            for event_name, event in (
                    ("push", push(f"refs/heads/{name}", ZERO, self.base)),
                    ("push", push("refs/heads/x", ZERO, self.base,
                                  repository={"default_branch": name})),
                    ("push", push(f"refs/heads/{name}", ZERO, name)),
                    ("merge_group", {"merge_group": {
                        "head_sha": self.base, "base_sha": self.base,
                        "base_ref": name}}),
                    (name, {})):
                with self.subTest(name=name, event=event_name):
                    job = self.act(event_name, event, folder)
                    self.check_harmless(job)

    def test_authors_and_messages(self):
        work = self.origin.work
        work.git("checkout", "-q", "-b", "topic")
        work.write("c.txt", f"k = {self.secret()}\n")
        work.git("add", "-A")
        work.git("commit", "-q", "-m", "::error::injected\n##[error]injected",
                 "--author", "::error::injected ##[error]x <a@b.example>")
        head = work.git("rev-parse", "HEAD")
        self.origin.push("topic")
        job = self.act("push", push("refs/heads/topic", self.base, head),
                       self.origin.checkout("topic", "clone"))
        self.assertEqual(job.code, 1, job.log)
        self.check_harmless(job)


class Logs(ActionTest):
    def setUp(self):
        super().setUp()
        self.clone = self.origin.checkout("main", "clone")
        self.event = push("refs/heads/main", ZERO, self.base)

    def log_file(self, name, text="nothing\n"):
        path = os.path.join(self.clone, name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "w", encoding="utf-8") as out:
            out.write(text)

    def act_logs(self, paths, **more):
        return self.act("push", self.event, self.clone, command="logs",
                        paths=paths, **more)

    def test_patterns_name_them(self):
        self.log_file("out/deep/er/run one.log",
                      f"> Authorization: Bearer {self.secret()}\n")
        self.log_file("out/other.txt", f"k = {self.secret()}\n")
        job = self.act_logs("  out/**/*.log  \r\n\n")
        self.assertEqual(job.code, 1, job.log)
        self.assertEqual([properties["file"]
                          for properties, _ in self.annotations(job)],
                         ["out/deep/er/run one.log"])
        job = self.act_logs("out/*.log\nout/other.txt")
        self.assertEqual(job.code, 1, job.log)

    def test_clean_ones_pass(self):
        self.log_file("run.log")
        self.assertEqual(self.act_logs("*.log").code, 0)

    def test_no_match_is_not_clean(self):
        for paths in ("*.log", "no/such.log", "*.log\nb*.log"):
            job = self.act_logs(paths)
            self.assertIn(job.code, (2, 3), job.log)
            self.assertEqual(len(self.annotations(job)), 1)
        self.assertEqual(self.act_logs("*.log").outputs["exit-code"], "3")
        self.assertEqual(self.act_logs("").code, 2)

    def test_names_that_look_like_something_else(self):
        secret = self.secret()
        for name in ("--no-config", "-", "a b", "$(touch ran)", "~"):
            self.log_file(name, f"> Authorization: Bearer {secret}\n")
            with self.subTest(name=name):
                job = self.act_logs(name)
                self.assertEqual(job.code, 1, job.log)
            os.remove(os.path.join(self.clone, name))
        self.assertFalse(os.path.exists(os.path.join(self.clone, "ran")))

    def test_a_folder_of_its_own(self):
        self.log_file("sub/run.log", f"k = {self.secret()}\n")
        job = self.act_logs("run.log", working_directory="sub")
        self.assertEqual(job.code, 1, job.log)


STAND_INS = {
    "plugin/setup.sh": "echo setup >>\"$CALLS\"\n",
    "plugin/run.sh": "echo build >>\"$CALLS\"\n"
                     "d=$(dirname \"$0\")/../build/release/scanner\n"
                     "mkdir -p \"$d\"; cp \"$STAND_IN\" \"$d/stanch\"\n",
}


class Install(ActionTest):
    """The ways to come by a program, with stand-ins for what they call."""

    def setUp(self):
        super().setUp()
        os.remove(os.path.join(self.programs, "stanch"))
        self.action = self.path("action")
        for name in ("action.yml", "CMakeLists.txt", "CMakePresets.json",
                     "plugin/action/install.sh", "plugin/action/scan.sh",
                     "plugin/action/checksums.txt"):
            target = os.path.join(self.action, name)
            os.makedirs(os.path.dirname(target), exist_ok=True)
            shutil.copy(os.path.join(ROOT, name), target)
        for name in ("rules", "scanner"):
            os.makedirs(os.path.join(self.action, name))
        for name, body in STAND_INS.items():
            self.script(os.path.join(self.action, name), body)
        self.calls_file = self.path("calls")
        self.clone = self.origin.checkout("main", "clone")

    def script(self, path, body):
        with open(path, "w", encoding="ascii") as out:
            out.write("#!/bin/bash\n" + body)
        os.chmod(path, 0o755)

    def calls(self):
        with open(self.calls_file, "a+", encoding="ascii") as file:
            file.seek(0)
            calls = file.read().split()
        os.remove(self.calls_file)
        return calls

    def install(self, how, **more):
        return self.act("push", push("refs/heads/main", ZERO, self.base),
                        self.clone, action=self.action, install=how,
                        CALLS=self.calls_file, STAND_IN=STANCH, **more)

    def test_build_once_then_from_the_cache(self):
        job = self.install("build")
        self.assertEqual(job.code, 0, job.log)
        self.assertEqual(self.calls(), ["setup", "build"])
        job.save_cache()
        shutil.rmtree(os.path.join(self.action, "build"))
        job = self.install("build")
        self.assertEqual(job.code, 0, job.log)
        self.assertEqual(self.calls(), ["setup"])

    def test_other_source_is_built_anew(self):
        job = self.install("build")
        job.save_cache()
        self.calls()
        shutil.rmtree(os.path.join(self.action, "build"))
        with open(os.path.join(self.action, "rules/more.yml"), "w",
                  encoding="ascii") as out:
            out.write("# another rule\n")
        self.assertEqual(self.install("build").code, 0)
        self.assertEqual(self.calls(), ["setup", "build"])

    def test_a_build_that_fails_fails(self):
        self.script(os.path.join(self.action, "plugin/run.sh"), "exit 1\n")
        job = self.install("build")
        self.assertNotEqual(job.code, 0)
        self.assertEqual(job.outputs["exit-code"], "")

    def test_none_takes_what_is_on_the_path(self):
        job = self.install("none")
        self.assertNotEqual(job.code, 0)
        self.assertEqual(len(self.annotations(job)), 1)
        os.symlink(STANCH, os.path.join(self.programs, "stanch"))
        self.assertEqual(self.install("none").code, 0)
        self.assertEqual(self.calls(), [])

    def test_without_a_release_it_builds_and_says_so(self):
        job = self.install("release")
        self.assertEqual(job.code, 0, job.log)
        self.assertEqual(len(self.annotations(job, "notice")), 1)
        self.assertEqual(self.calls(), ["setup", "build"])
        # But never another release than was asked for.
        job = self.install("release", version="9.9.9")
        self.assertNotEqual(job.code, 0)
        self.assertEqual(self.calls(), [])

    def pack(self):
        """A release as the workflow makes one; its file."""
        static = os.path.join(self.action, "build/static/scanner")
        os.makedirs(static, exist_ok=True)
        shutil.copy(STANCH, static)
        for name in ("LICENSE", "README.md", "plugin/action/pack.sh"):
            shutil.copy(os.path.join(ROOT, name),
                        os.path.join(self.action, name))
        machine = platform.machine()
        done = subprocess.run(
            [os.path.join(self.action, "plugin/action/pack.sh"), "v0.1.0",
             f"linux-{machine}"], stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT, check=False)
        self.assertEqual(done.returncode, 0, done.stdout)
        sum_, path = done.stdout.decode().split()
        with open(path, "rb") as file:
            self.assertEqual(hashlib.sha256(file.read()).hexdigest(), sum_)
        return path, sum_

    def release(self, tamper=False):
        """A release, and a curl that serves it."""
        packed, sum_ = self.pack()
        path = self.path(os.path.basename(packed))
        shutil.move(packed, path)
        shutil.rmtree(os.path.join(self.action, "build"))
        name = os.path.basename(path)
        if tamper:
            with open(path, "ab") as file:
                file.write(b"more")
        with open(os.path.join(self.action, "plugin/action/checksums.txt"),
                  "w", encoding="ascii") as out:
            out.write(f"{sum_}  {name}\n")
            out.write("0" * 64 + "  stanch-0.1.0-linux-other.tar.gz\n")
        self.script(os.path.join(self.programs, "curl"),
                    'while [ "$1" != --output ]; do shift; done\n'
                    f'cp {path} "$2"\n'
                    f'echo "${{@: -1}}" >>{self.path("urls")}\n')
        return name

    def test_a_release_packs_to_the_same_bytes(self):
        _, first = self.pack()
        _, second = self.pack()
        self.assertEqual(first, second)

    def test_a_release_is_taken_if_its_sum_is_right(self):
        name = self.release()
        job = self.install("release")
        self.assertEqual(job.code, 0, job.log)
        with open(self.path("urls"), encoding="ascii") as file:
            self.assertEqual(file.read(),
                             "https://github.example/quay/stanch/releases/"
                             f"download/v0.1.0/{name}\n")
        self.assertEqual(self.install("release", version="v0.1.0").code, 0)
        self.assertEqual(self.calls(), [])

    def test_one_that_was_tampered_with_is_refused(self):
        self.release(tamper=True)
        job = self.install("release")
        self.assertNotEqual(job.code, 0)
        self.assertIn("SHA-256", self.annotations(job)[0][1])
        self.assertEqual(self.calls(), [])


class Written(unittest.TestCase):
    """How action.yml is written."""

    def test_no_expression_stands_in_a_script(self):
        with open(os.path.join(ROOT, "action.yml"), encoding="utf-8") as file:
            definition = yaml.safe_load(file)
        for step in definition["runs"]["steps"]:
            self.assertNotIn("${{", step.get("run", ""))
            if "run" in step:
                self.assertEqual(step["shell"], "bash")
            if "uses" in step:
                self.assertRegex(step["uses"], "@[0-9a-f]{40}$")

    def test_nothing_asks_for_a_token(self):
        with open(os.path.join(ROOT, "action.yml"), encoding="utf-8") as file:
            text = file.read()
        self.assertNotIn("secrets.", text)
        self.assertNotIn("github.token", text)


if __name__ == "__main__":
    main()
