#!/usr/bin/env python3
"""Run every Go check over the packages of corpus/go and compare what is found
with the marks in them.

    go.py FOLDER

A folder with .go files is a package; folders may be nested and have a go.mod.
A line where findings start names their rules, and where it matters how bad
they are:

    defer f.Close() // want "go-defer-in-loop" "go-other:note"

What is found without a mark is as wrong as a mark without a finding. Where
gofmt is at hand, every file must be as it writes them.
"""

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, os.pardir, "support"))

from program import environment, run  # noqa: E402

WANT = re.compile(r"//\s*want((?:\s+\"[^\"]*\")+)\s*$")
WORD = re.compile(r"\"([^\"]*)\"")


def go_files(top):
    """Every Go file below a folder, sorted."""
    found = []
    for folder, folders, names in os.walk(top):
        folders.sort()
        found += [os.path.relpath(os.path.join(folder, name), top)
                  for name in sorted(names) if name.endswith(".go")]
    return sorted(found)


def wanted(top):
    """The marks of all files: (file, line, rule, severity or None)."""
    marks = []
    for name in go_files(top):
        with open(os.path.join(top, name), encoding="utf-8") as file:
            for number, line in enumerate(file, 1):
                match = WANT.search(line)
                for word in WORD.findall(match.group(1)) if match else []:
                    rule, _, severity = word.partition(":")
                    marks.append((name, number, rule, severity or None))
    return marks


def scan(top):
    """What stanch finds, each as (file, line, rule, severity); what it did
    not look at."""
    with tempfile.TemporaryDirectory() as home:
        done = run(["scan", ".", "--no-config", "--format", "json", "--only",
                    "go-*"], top, env=environment(home))
    if done.returncode not in (0, 1):
        raise RuntimeError(done.stderr.decode())
    report = json.loads(done.stdout)
    found = [(item["file"], item["line"], item["rule"], item["severity"])
             for item in report["findings"]]
    return found, [f"{skip.get('file', '')}: {skip['reason']}"
                   for skip in report["coverage"]["skipped"]]


def compare(marks, found):
    """What is missing, and what is too much, a line each."""
    problems = []
    rest = list(found)
    for name, line, rule, severity in marks:
        for item in rest:
            if item[:3] == (name, line, rule) and severity in (None, item[3]):
                rest.remove(item)
                break
        else:
            what = f"{rule}:{severity}" if severity else rule
            problems.append(f"{name}:{line}: wants {what}, which is not found")
    problems += [f"{name}:{line}: found {rule}:{severity}, which is not wanted"
                 for name, line, rule, severity in rest]
    return problems


def check_format(top):
    """What gofmt does not accept."""
    gofmt = shutil.which("gofmt")
    names = go_files(top)
    if gofmt is None or not names:
        return []
    done = subprocess.run([gofmt, "-e", "-l", *names], cwd=top,
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                          check=False)
    return [f"gofmt: {line}" for line in done.stdout.decode().splitlines()]


def main():
    top = os.path.abspath(sys.argv[1])
    marks = wanted(top)
    found, skipped = scan(top)
    problems = compare(marks, found) + check_format(top)
    problems += [f"not looked at: {skip}" for skip in skipped]
    if not marks:
        problems.append("no file has a mark")
    for problem in problems:
        print(problem)
    print(f"{len(go_files(top))} files, {len(marks)} marks, "
          f"{len(problems)} problems")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
