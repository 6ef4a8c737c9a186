#!/usr/bin/env python3
"""Hold a report of stanch against what was planted.

    check.py CORPUS REPORT.json        REPORT: of `stanch scan CORPUS/...`
    check.py --run STANCH CORPUS       loads the captures, scans them itself

A line for each capture: its format and case, what made it, how many secrets
are planted, how many are found at a right line, and the findings that are none
of them. -v names the misses and the false ones.
"""

import argparse
import collections
import json
import os
import subprocess
import sys
import tempfile

import finder
import store
from planted import MARK, load


def cases(corpus):
    """Yield FORMAT/CASE and its folder."""
    for kind in sorted(os.listdir(corpus)):
        folder = os.path.join(corpus, kind)
        for case in sorted(os.listdir(folder)):
            if os.path.exists(os.path.join(folder, case, "planted.json")):
                yield f"{kind}/{case}", os.path.join(folder, case)


def unload(corpus, target):
    """Write the captures without their marks."""
    for name, folder in cases(corpus):
        os.makedirs(os.path.join(target, name))
        for file in os.listdir(folder):
            if file.startswith("input."):
                text, encoding = store.read(os.path.join(folder, file))
                store.write(os.path.join(target, name, file),
                            text.replace(MARK, ""), encoding)


def scan(stanch, corpus):
    with tempfile.TemporaryDirectory() as work:
        unload(corpus, work)
        done = subprocess.run(
            [os.path.abspath(stanch), "scan", ".", "--no-config",
             "--format", "json"],
            cwd=work, stdout=subprocess.PIPE, check=False)
        if done.returncode not in (0, 1, 3):
            raise SystemExit(f"stanch ended with {done.returncode}")
        return json.loads(done.stdout)


def lines_of(finding):
    """Every line at which a finding says its secret stands."""
    return {finding["line"], *(place["line"]
                               for place in finding.get("also", []))}


def is_near(entry, finding):
    """Whether a finding is where a secret was planted: in an archive by its
    member, which has no lines of its own there, else by the line."""
    if entry["encoding"].startswith("zip"):
        member = entry["where"].partition(" ")[2]
        return any(member in place.get("location", "")
                   for place in (finding, *finding.get("also", [])))
    return bool(lines_of(finding) & {entry["line"], *entry.get("also", [])})


def holds(data, encoding, finding, secrets):
    """Names of the secrets that stand at a finding's bytes."""
    start, end = finding.get("startByte"), finding.get("endByte")
    if start is None or end is None:
        return set()
    text = data[start:end].decode(encoding, "replace")
    # The rows of a trace, as if they were a trace of their own.
    rows = f"=> Send\n0000: {text}"
    return {place.secret.name for piece in (text, rows)
            for place in finder.find(piece, secrets)}


def compare(planted, findings, data, encoding, secrets):
    """The misses, and the findings that are of nothing planted.

    A finding is of the secret that stands at its bytes. Where those do not
    tell (an archive), it is of one that stands in its line; a line that holds
    several secrets is worth as many findings.
    """
    found, spare = set(), []
    for finding in findings:
        names = holds(data, encoding, finding, secrets)
        at_line = {entry["secret"] for entry in planted
                   if is_near(entry, finding)}
        found |= names & at_line
        if not names:
            spare.append((finding, at_line))
    false = []
    for finding, at_line in spare:
        open_ones = sorted(at_line - found)
        if open_ones:
            found.add(open_ones[0])
        elif not at_line:
            false.append(finding)
    missed = [entry for entry in planted if entry["secret"] not in found
              and entry.get("kind") != "identifier"]
    return missed, false


def read_capture(folder):
    """A capture's bytes without marks, and its encoding."""
    name = next(name for name in os.listdir(folder)
                if name.startswith("input."))
    text, encoding = store.read(os.path.join(folder, name))
    data = text.replace(MARK, "").encode(encoding)
    return (b"\xff\xfe" if encoding != "latin-1" else b"") + data, encoding


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("corpus")
    parser.add_argument("report", nargs="?")
    parser.add_argument("--run", metavar="STANCH")
    parser.add_argument("-v", action="store_true", dest="verbose")
    options = parser.parse_args()
    if options.run:
        report = scan(options.run, options.corpus)
    else:
        with open(options.report, encoding="utf-8") as file:
            report = json.load(file)

    by_case = collections.defaultdict(list)
    for finding in report["findings"]:
        by_case["/".join(finding["file"].split("/")[-3:-1])].append(finding)
    secrets = [finder.Secret(*item) for item in load().items()]
    total = collections.Counter()
    print(f"{'capture':32} {'planted':>7} {'found':>5} {'false':>5}  made with")
    for name, folder in cases(options.corpus):
        with open(os.path.join(folder, "planted.json"),
                  encoding="utf-8") as file:
            planted = json.load(file)
        with open(os.path.join(folder, "about"), encoding="utf-8") as file:
            about = file.read().strip()
        missed, false = compare(planted, by_case[name],
                                *read_capture(folder), secrets)
        count = sum(entry.get("kind") != "identifier" for entry in planted)
        print(f"{name:32} {count:7} {count - len(missed):5} "
              f"{len(false):5}  {about}")
        total.update(planted=count, found=count - len(missed),
                     false=len(false))
        if options.verbose:
            for entry in missed:
                print(f"    missed {entry['secret']}, line {entry['line']}, "
                      f"{entry['where']}, {entry['encoding']}")
            for finding in false:
                print(f"    false {finding['rule']}, line {finding['line']}")
    print(f"{'all':32} {total['planted']:7} {total['found']:5} "
          f"{total['false']:5}")
    return total["found"] < total["planted"] or total["false"] > 0


if __name__ == "__main__":
    sys.exit(main())
