#!/usr/bin/env python3
"""Hold scanner/ to scanner/LAYERS: who may include whom, and which files are
the doors to a library.

    check.py SCANNER_FOLDER   check it
    check.py --self-test      check that violations are caught
"""

import fnmatch
import os
import re
import sys
import tempfile
import unittest

INCLUDE = re.compile(r'^\s*#\s*include\s*([<"])([^>"]+)[>"]')

# Programs of the build: they may use every layer and none may use them. The
# doors hold for them too.
OUTSIDE = "cmake"


class Layers:
    """What scanner/LAYERS says."""

    def __init__(self, path):
        self.level = {}
        self.doors = {}
        with open(path, encoding="utf-8") as lines:
            for number, line in enumerate(lines, 1):
                words = line.split("#")[0].split()
                if not words:
                    continue
                if words[0] == "door" and len(words) > 2:
                    self.doors.setdefault(words[1], []).extend(words[2:])
                elif words[0].isdigit() and len(words) > 1:
                    for folder in words[1:]:
                        self.level[folder] = int(words[0])
                else:
                    raise SystemExit(f"{path}:{number}: neither a level "
                                     "nor a door")


def includes(path):
    """Yield line number, bracket and name of every #include."""
    with open(path, encoding="utf-8") as lines:
        for number, line in enumerate(lines, 1):
            match = INCLUDE.match(line)
            if match:
                yield number, match.group(1), match.group(2)


def sources(root):
    """Yield every C file below root, relative to it."""
    for folder, folders, files in os.walk(root):
        folders.sort()
        for name in sorted(files):
            if name.endswith((".c", ".h")):
                yield os.path.relpath(os.path.join(folder, name), root)


def resolve(root, file, name):
    """Find an included file of ours, relative to root; None: not ours."""
    for base in ("", "include", os.path.dirname(file)):
        path = os.path.normpath(os.path.join(base, name))
        if os.path.isfile(os.path.join(root, path)):
            return path
    return None


def check(root):
    """Return one line for each violation, and how many files were read."""
    layers = Layers(os.path.join(root, "LAYERS"))
    problems = []
    count = 0

    for file in sources(root):
        count += 1
        folder = file.split(os.sep)[0]
        if folder != OUTSIDE and folder not in layers.level:
            problems.append(f"{file}:1: the folder {folder} is not in LAYERS")
            continue
        for number, bracket, name in includes(os.path.join(root, file)):
            place = f"{file}:{number}"
            target = resolve(root, file, name) if bracket == '"' else None
            if target is None:
                problems.extend(check_doors(layers, file, place, name))
                continue
            problems.extend(check_level(layers, folder, place, target))
    return problems, count


def check_level(layers, folder, place, target):
    """A folder includes itself and lower levels."""
    other = target.split(os.sep)[0]
    if other == folder or folder == OUTSIDE:
        return
    if other == OUTSIDE:
        yield f"{place}: {target} is part of the build, not of the program"
    elif other not in layers.level:
        yield f"{place}: the folder {other} is not in LAYERS"
    elif layers.level[other] >= layers.level[folder]:
        yield (f"{place}: {folder} (level {layers.level[folder]}) may not "
               f"include {target} (level {layers.level[other]})")


def check_doors(layers, file, place, name):
    """A library's headers are included by its doors alone."""
    for library, doors in layers.doors.items():
        if name.startswith(library):
            if not any(fnmatch.fnmatchcase(file, door) for door in doors):
                yield (f"{place}: only {' and '.join(doors)} may include "
                       f"<{name}>")


class Violations(unittest.TestCase):
    """Made-up trees, each with one thing wrong, or nothing."""

    LAYERS = ("# a comment\n"
              "0 include\n1 base\n2 text\n3 sources ruleset\n\n"
              "door git2 sources/git*\ndoor yaml.h base/yaml.c\n")

    def problems(self, files):
        with tempfile.TemporaryDirectory() as root:
            for name, content in {"LAYERS": self.LAYERS,
                                  "base/str.h": "",
                                  "text/text.h": "",
                                  "include/stanch.h": "",
                                  "ruleset/rule.h": "",
                                  **files}.items():
                path = os.path.join(root, name)
                os.makedirs(os.path.dirname(path), exist_ok=True)
                with open(path, "w", encoding="utf-8") as out:
                    out.write(content)
            return check(root)[0]

    def test_downwards_and_sideways_in_one_folder_is_fine(self):
        self.assertEqual(self.problems({
            "sources/git.c": '#include "sources/git.h"\n#include <git2.h>\n'
                             '#include "base/str.h"\n#include "stanch.h"\n',
            "sources/git.h": '#include "text/text.h"\n#include <stdio.h>\n',
            "base/yaml.c": "#include <yaml.h>\n",
            "cmake/embed.c": '#include "ruleset/rule.h"\n',
        }), [])

    def test_upwards_is_caught(self):
        found = self.problems({"base/a.c": '\n#include "text/text.h"\n'})
        self.assertEqual(found, ["base/a.c:2: base (level 1) may not include "
                                 "text/text.h (level 2)"])

    def test_a_neighbour_on_the_same_level_is_caught(self):
        found = self.problems({"sources/a.c": '# include "ruleset/rule.h"\n'})
        self.assertEqual(len(found), 1)

    def test_the_public_header_may_include_nothing_of_ours(self):
        found = self.problems({"include/a.h": '#include "base/str.h"\n'})
        self.assertEqual(len(found), 1)

    def test_a_library_beside_its_door_is_caught(self):
        for name in ("git2.h", "git2/sys/odb_backend.h"):
            found = self.problems({"sources/dir.c": f"#include <{name}>\n"})
            self.assertEqual(found, ["sources/dir.c:1: only sources/git* may "
                                     f"include <{name}>"])

    def test_a_library_in_quotes_is_caught(self):
        self.assertEqual(len(self.problems(
            {"sources/dir.c": '#include "git2.h"\n'})), 1)

    def test_a_folder_without_a_level_is_caught(self):
        self.assertEqual(len(self.problems({"extra/a.c": ""})), 1)

    def test_a_path_out_of_the_folder_is_resolved(self):
        self.assertEqual(len(self.problems(
            {"base/a.c": '#include "../text/text.h"\n'})), 1)

    def test_the_build_is_no_layer(self):
        self.assertEqual(len(self.problems(
            {"cmake/a.h": "", "sources/a.c": '#include "cmake/a.h"\n'})), 1)


def main():
    if sys.argv[1:] == ["--self-test"]:
        unittest.main(argv=sys.argv[:1])
    if len(sys.argv) != 2:
        raise SystemExit(__doc__)
    problems, count = check(sys.argv[1])
    for problem in problems:
        print(problem)
    print(f"{count} files, {len(problems)} violations")
    return 1 if problems or count == 0 else 0


if __name__ == "__main__":
    sys.exit(main())
