#!/usr/bin/env python3
"""Run stanch over cases and compare what it finds with what is expected.

    run.py KIND_FOLDER [CASE]...

corpus/text/CASE/ holds one input.*, scanned under that name. corpus/git/CASE/
holds a folder for each commit, the commit's whole tree, in the order of their
names; "%XX" in a file's name stands for that byte. Both hold expected.json,
and config.yml where the case is about configuration. corpus/http/FORMAT/ is a
kind by itself: its cases are captures, one input each.

In inputs {+} is deleted, also where the file is UTF-16: until then nothing in
the tree looks like a leak. What follows it must not occur in any output.

expected.json: "about" says what the case shows. "run" holds the command's
arguments; left out, the input is scanned, or the history of HEAD. "parents",
of git cases, names the parents of commits that do not simply follow the folder
before. A commit's folder name, in braces in "run", stands for its id. The rest
is what STANCH_BLESS=1 rewrites; read that diff.
"""

import json
import os
import re
import shutil
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, os.pardir, "support"))

from program import environment, run  # noqa: E402
from repository import Repository  # noqa: E402

MARKS = [b"{+}", "{+}".encode("utf-16-le"), "{+}".encode("utf-16-be")]

# A made-up secret goes on for so many bytes after its mark, or is too short to
# be looked for.
CANARY = re.compile(rb"\{\+\}([A-Za-z0-9_+/=.-]{12,})")

COMPARED = ("rule", "file", "commit", "line", "column", "endLine",
            "endColumn", "location", "severity", "status")


def load(data):
    """An input as it is scanned: without its marks."""
    for mark in MARKS:
        data = data.replace(mark, b"")
    return data


def canaries(data):
    """What may not be printed of an input."""
    for encoding in ("utf-16-le", "utf-16-be"):
        if "{+}".encode(encoding) in data:
            data = data.decode(encoding, "replace").encode()
    return [match.group(1)[:16] for match in CANARY.finditer(data)]


class Case:
    """One folder."""

    def __init__(self, folder):
        self.folder = folder
        self.name = os.path.basename(folder)
        self.expected_path = os.path.join(folder, "expected.json")
        self.expected = {}
        if os.path.exists(self.expected_path):
            with open(self.expected_path, encoding="utf-8") as file:
                self.expected = json.load(file)
        self.canaries = []
        self.commits = {}  # folder name -> id

    def read(self, path):
        """Read an input file, and remember what may not be printed of it."""
        with open(path, "rb") as file:
            data = file.read()
        self.canaries += canaries(data)
        return load(data)

    def prepare(self, work):
        """Make what is scanned; the default arguments."""
        inputs = sorted(name for name in os.listdir(self.folder)
                        if name.startswith("input."))
        if inputs:
            for name in inputs:
                data = self.read(os.path.join(self.folder, name))
                with open(os.path.join(work, name), "wb") as file:
                    file.write(data)
            return ["scan", *inputs]
        self.build_repository(work)
        return ["git"]

    def build_repository(self, work):
        repository = Repository(work)
        last = None
        for name in sorted(os.listdir(self.folder)):
            tree = os.path.join(self.folder, name)
            if not os.path.isdir(tree):
                continue
            parents = self.expected.get("parents", {}).get(
                name, [last] if last else [])
            self.commits[name] = repository.commit_tree(
                list(self.entries(tree)),
                [self.commits[parent] for parent in parents], name)
            last = name
        repository.git("update-ref", "refs/heads/main", self.commits[last])
        repository.git("reset", "-q", "--hard")
        self.repository = repository

    def entries(self, tree):
        """Yield mode, path and content of every file of a commit."""
        root = os.fsencode(tree)
        for folder, folders, files in os.walk(root):
            folders.sort()
            for name in sorted(files):
                path = os.path.join(folder, name)
                inside = re.sub(rb"%([0-9A-F]{2})",
                                lambda hex: bytes([int(hex.group(1), 16)]),
                                os.path.relpath(path, root))
                if os.path.islink(path):
                    yield "120000", inside, os.readlink(path)
                    continue
                mode = "100755" if os.access(path, os.X_OK) else "100644"
                yield mode, inside, self.read(path)

    def arguments(self, default):
        words = self.expected.get("run", default)
        for name, commit in self.commits.items():
            words = [word.replace("{%s}" % name, commit) for word in words]
        config = os.path.join(self.folder, "config.yml")
        where = ["--config", config] if os.path.exists(config) \
            else ["--no-config"]
        return [*words, *where]

    def scan(self, work, default):
        """Scan once in each format; what was found, and problems."""
        problems = []
        arguments = self.arguments(default)
        env = environment(tempfile.gettempdir())
        done = run([*arguments, "--format", "json"], work, env=env)
        shown = run([*arguments, "--format", "text", "-v"], work, env=env)
        outputs = done.stdout + done.stderr + shown.stdout + shown.stderr
        for canary in self.canaries:
            if canary in outputs:
                problems.append("a secret was printed")
                break
        if shown.returncode != done.returncode:
            problems.append(f"exit status {done.returncode} with json, "
                            f"{shown.returncode} with text")
        try:
            report = json.loads(done.stdout)
        except ValueError:
            problems.append(f"no JSON, exit status {done.returncode}: "
                            + done.stderr.decode("utf-8", "replace"))
            return {}, problems
        return self.summary(report, done.returncode), problems

    def summary(self, report, status):
        """The part of a report that is compared."""
        names = {commit: name for name, commit in self.commits.items()}

        def short(item, keys):
            result = {key: item[key] for key in keys if key in item}
            if "commit" in result:
                result["commit"] = names.get(result["commit"],
                                             result["commit"])
            if "also" in item:
                result["also"] = [place["line"] for place in item["also"]]
            return result

        return {
            "exit": status,
            "findings": [short(item, COMPARED) for item in report["findings"]],
            "skipped": [short(item, ("file", "commit", "reason"))
                        for item in report["coverage"]["skipped"]],
        }

    def check(self, bless):
        """Problems, one line each; none: it passed."""
        work = tempfile.mkdtemp(prefix="stanch-corpus-")
        try:
            default = self.prepare(work)
            found, problems = self.scan(work, default)
            if self.commits and not problems:
                # Packed, objects are read in another way.
                self.repository.git("repack", "-adq")
                again, problems = self.scan(work, default)
                if again != found:
                    problems.append("packed, the findings differ")
        finally:
            shutil.rmtree(work)
        if bless and found:
            self.bless(found)
            return problems
        for key, value in found.items():
            problems += differences(key, self.expected.get(key), value)
        return problems

    def bless(self, found):
        kept = {key: self.expected[key] for key in ("about", "run", "parents")
                if key in self.expected}
        with open(self.expected_path, "w", encoding="utf-8") as file:
            file.write(layout({**kept, **found}))


def layout(expected):
    """JSON with one line for each finding, so that a diff can be read."""
    parts = []
    for key, value in expected.items():
        text = json.dumps(value, ensure_ascii=False)
        if isinstance(value, list) and value and isinstance(value[0], dict):
            text = "[\n    " + ",\n    ".join(
                json.dumps(item, ensure_ascii=False) for item in value
            ) + "\n  ]"
        parts.append(f"  {json.dumps(key)}: {text}")
    return "{\n" + ",\n".join(parts) + "\n}\n"


def differences(key, expected, found):
    """Yield what is missing and what is too much."""
    if not isinstance(found, list) or not isinstance(expected, list):
        if expected != found:
            yield f"{key}: expected {expected}, got {found}"
        return
    rest = list(found)
    for item in expected:
        if item in rest:
            rest.remove(item)
        else:
            yield f"{key}: missing {json.dumps(item, ensure_ascii=False)}"
    for item in rest:
        yield f"{key}: unexpected {json.dumps(item, ensure_ascii=False)}"
    if not rest and len(expected) == len(found) and expected != found:
        yield f"{key}: in another order"


def main(arguments):
    if not arguments:
        raise SystemExit(__doc__)
    root, names = arguments[0], arguments[1:]
    bless = os.environ.get("STANCH_BLESS") == "1"
    failed = 0
    names = names or sorted(os.listdir(root))
    for name in names:
        problems = Case(os.path.abspath(os.path.join(root, name))).check(bless)
        failed += bool(problems)
        for problem in problems:
            print(f"{root}/{name}: {problem}")
    print(f"{len(names)} cases, {failed} failed")
    return 1 if failed or not names else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
