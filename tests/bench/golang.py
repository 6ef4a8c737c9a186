"""Go sources: all of a folder, and the five files of a commit."""

import os
import shutil
import subprocess

import inputs

# Of the standard library: five files of four packages, from small to large.
CHANGED = ["bufio/scan.go", "encoding/csv/reader.go", "log/log.go",
           "log/slog/logger.go", "text/template/exec.go"]


def sources(folder):
    """The library's own files, without tests of the compiler and what is
    generated for them; copied once. Its files and bytes."""
    source = os.path.join(inputs.go_sources()[0], "")
    mark = os.path.join(folder, ".complete")
    if not os.path.exists(mark):
        shutil.rmtree(folder, ignore_errors=True)
        shutil.copytree(source, folder, symlinks=True,
                        ignore=shutil.ignore_patterns("testdata", "vendor"))
        open(mark, "w").close()
    paths = []
    for root, _, names in os.walk(folder):
        paths += [os.path.join(root, name) for name in names
                  if name.endswith(".go")]
    return sorted(paths), sum(os.path.getsize(path) for path in paths)


def staged(repository, folder):
    """A repository of the library in which five files are staged."""
    git = ["git", "-C", repository, "-c", "user.name=Bench",
           "-c", "user.email=bench@stanch.example"]
    if not os.path.isdir(os.path.join(repository, ".git")):
        shutil.rmtree(repository, ignore_errors=True)
        shutil.copytree(folder, repository, symlinks=True)
        for command in (["init", "-q"], ["add", "-A"],
                        ["commit", "-q", "-m", "base"]):
            subprocess.run(git + command, check=True)
        for name in CHANGED:
            with open(os.path.join(repository, name), "a") as file:
                file.write("\nfunc stanchBench() {}\n")
        subprocess.run(git + ["add", "-A"], check=True)
    return [os.path.join(repository, name) for name in CHANGED]
