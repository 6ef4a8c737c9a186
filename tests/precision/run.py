#!/usr/bin/env python3
"""Measure how many high findings in public Go code are right.

    run.py [--stanch FILE] [--std FOLDER] [--new]

Fetches the modules of modules.txt with the go command, scans each and the
library of Go, and holds every high finding against verdicts.tsv. Exits with 1
if one has no verdict, or a verdict has no finding; --new prints the lines that
are missing.
"""

import argparse
import collections
import json
import os
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
VERDICTS = ("true", "harmless", "false")
# As stanch has it: what the go command leaves out.
SKIPPED = ("vendor", "testdata")


def read_modules():
    """The version of Go, and (path, version, sum) of each module."""
    version, modules = None, []
    with open(os.path.join(HERE, "modules.txt"), encoding="utf-8") as file:
        for line in file:
            words = line.split("#")[0].split()
            if words[:1] == ["go"]:
                version = words[1]
            elif words:
                modules.append(tuple(words))
    return version, modules


def read_verdicts():
    """Of (module, path, line, rule) the verdict."""
    verdicts = {}
    with open(os.path.join(HERE, "verdicts.tsv"), encoding="utf-8") as file:
        for number, line in enumerate(file, 1):
            if line.startswith("#") or not line.strip():
                continue
            module, path, at, rule, verdict, reason = \
                line.rstrip("\n").split("\t")
            key = (module, path, int(at), rule)
            if verdict not in VERDICTS or not reason or key in verdicts:
                raise SystemExit(f"verdicts.tsv:{number}: not a verdict")
            verdicts[key] = verdict
    return verdicts


def fetch(modules, cache):
    """The folder of each module. The sums of modules.txt stand in for those of
    a server, which is not asked."""
    os.makedirs(cache, exist_ok=True)
    names = [f"{path}@{version}" for path, version, _ in modules]
    sums = {path: known for path, _, known in modules}
    done = subprocess.run(
        ["go", "mod", "download", "-json", *names], cwd=cache, check=False,
        stdout=subprocess.PIPE,
        env={**os.environ, "GOMODCACHE": cache, "GO111MODULE": "on",
             "GOWORK": "off", "GOSUMDB": "off",
             "GOFLAGS": "-modcacherw"})
    text, at, folders = done.stdout.decode(), 0, {}
    decoder = json.JSONDecoder()
    while text[at:].strip():
        at += len(text[at:]) - len(text[at:].lstrip())
        item, at = decoder.raw_decode(text, at)
        if item.get("Error"):
            raise SystemExit(f"{item['Path']}: {item['Error']}")
        if item["Sum"] != sums[item["Path"]]:
            raise SystemExit(f"{item['Path']}: its sum is {item['Sum']}")
        folders[item["Path"]] = item["Dir"]
    return folders


def library():
    """The version of the installed Go, and the folder of its library."""
    done = subprocess.run(["go", "env", "GOVERSION", "GOROOT"], check=True,
                          stdout=subprocess.PIPE)
    version, root = done.stdout.decode().split()
    return version[2:], os.path.join(root, "src")


def is_generated(text):
    """https://go.dev/s/generatedcode"""
    return any(line.startswith(b"// Code generated ") and
               line.rstrip().endswith(b" DO NOT EDIT.")
               for line in text[:65536].splitlines())


def count_lines(top):
    """Lines of Go that are looked at, but for tests."""
    lines = 0
    for folder, folders, names in os.walk(top):
        folders[:] = [name for name in folders
                      if name not in SKIPPED and name[0] not in "_."]
        for name in names:
            if not name.endswith(".go") or name.endswith("_test.go") or \
                    name[0] in "_.":
                continue
            with open(os.path.join(folder, name), "rb") as file:
                text = file.read()
            if not is_generated(text):
                lines += text.count(b"\n")
    return lines


def scan(stanch, top):
    """High findings: (path, line, rule)."""
    done = subprocess.run(
        [stanch, "scan", "--only", "go", "--format", "json", "--no-config",
         "--fail-on", "never", "--quiet", "."], cwd=top, check=False,
        stdout=subprocess.PIPE)
    if done.returncode not in (0, 3):
        raise SystemExit(f"{top}: stanch exits with {done.returncode}")
    return [(item["file"], item["line"], item["rule"])
            for item in json.loads(done.stdout)["findings"]
            if item["severity"] == "high"]


def table(found, verdicts, lines):
    """What is printed, a line each; a row for each rule."""
    counts = collections.defaultdict(collections.Counter)
    for key in found:
        for rule in (key[3], "all"):
            counts[rule][verdicts.get(key, "unlabelled")] += 1
    yield f"{lines:,} lines of Go, without tests and generated files"
    yield ""
    yield "| rule | high | true | harmless | false | unlabelled | precision |"
    yield "| --- | ---: | ---: | ---: | ---: | ---: | ---: |"
    for rule in sorted(counts, key=lambda rule: (rule == "all", rule)):
        one = counts[rule]
        high = sum(one.values())
        yield (f"| {rule} | {high} | {one['true']} | {one['harmless']} | "
               f"{one['false']} | {one['unlabelled']} | "
               f"{100 * one['true'] / high:.1f} % |")
    alarms = counts["all"]["false"] + counts["all"]["harmless"]
    yield ""
    yield (f"{alarms} false alarms, harmless ones among them: "
           f"{1e6 * alarms / max(lines, 1):.2f} in a million lines")


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--stanch", default=os.environ.get(
        "STANCH", os.path.join(ROOT, "build/release/scanner/stanch")))
    parser.add_argument("--cache", default=os.environ.get(
        "STANCH_PRECISION_CACHE", os.path.join(ROOT, "build/precision")))
    parser.add_argument("--std", help="the src folder of the Go of modules.txt")
    parser.add_argument("--new", action="store_true",
                        help="print findings without a verdict as its lines")
    options = parser.parse_args()

    version, modules = read_modules()
    verdicts = read_verdicts()
    installed, std = library()
    if options.std is None and installed != version:
        raise SystemExit(f"this is Go {installed}, not {version}: "
                         "name its src folder with --std")
    tops = {"std": options.std or std}
    tops.update(fetch(modules, os.path.abspath(options.cache)))
    found, lines = [], 0
    for module, top in tops.items():
        lines += count_lines(top)
        found += [(module, *item)
                  for item in scan(os.path.abspath(options.stanch), top)]
    for line in table(found, verdicts, lines):
        print(line)
    missing = [key for key in found if key not in verdicts]
    stale = sorted(set(verdicts) - set(found))
    if missing:
        print(f"\n{len(missing)} without a verdict", file=sys.stderr)
    for key in missing if options.new else ():
        print("\t".join(map(str, key)) + "\t?\t?")
    for key in stale:
        print("no longer found: " + "\t".join(map(str, key)), file=sys.stderr)
    return 1 if missing or stale else 0


if __name__ == "__main__":
    sys.exit(main())
