"""Other scanners, measured beside ours when they are on the PATH."""

import os
import shutil

import harness

# How each is told to scan a folder and a history, without network access, its
# report thrown away, findings no failure.
RIVALS = {
    "gitleaks": {
        "folder": ["dir", "{path}", "--no-banner", "--exit-code", "0",
                   "-l", "error"],
        "history": ["git", "{path}", "--no-banner", "--exit-code", "0",
                    "-l", "error", "--log-opts=--all --full-history"],
    },
    "betterleaks": {
        "folder": ["dir", "{path}", "--no-banner", "--exit-code", "0",
                   "-l", "error"],
        "history": ["git", "{path}", "--no-banner", "--exit-code", "0",
                    "-l", "error", "--log-opts=--all --full-history"],
    },
    "ripsecrets": {"folder": ["{path}"]},
    "kingfisher": {
        "folder": ["scan", "{path}", "--no-validate", "--no-update-check"],
        "history": ["scan", "{path}", "--no-validate", "--no-update-check"],
    },
    "trufflehog": {
        "folder": ["filesystem", "{path}", "--no-verification",
                   "--no-update"],
        "history": ["git", "file://{path}", "--no-verification",
                    "--no-update", "--bare"],
    },
}


def command(name, mode, path):
    argv = [part.format(path=os.path.abspath(path))
            for part in RIVALS[name][mode]]
    return harness.Command(name, [name] + argv, expects=range(256))


def bench(table, folder, repositories, stanch, runs):
    """A row for each rival that is there, for a folder and each history."""
    quiet = ["--no-config", "--fail-on", "never", "-q", "-o", os.devnull]
    works = [("folder", folder, [stanch, "scan"] + quiet + [folder])]
    for path in repositories:
        works.append(("history", path,
                      [stanch, "git", "--all", "-C", path] + quiet))
    for mode, path, argv in works:
        for name in RIVALS:
            if shutil.which(name) is None or mode not in RIVALS[name]:
                continue
            ours = harness.Command("stanch", argv, expects=(0, 3))
            theirs = command(name, mode, path)
            harness.interleave([ours, theirs], runs)
            table.add("%s (%s)" % (mode, os.path.basename(path)),
                      "%s, %.0f MiB against %.0f" % (
                          name, theirs.peak_mib, ours.peak_mib),
                      "%.2f s" % ours.wall, "%.2f s" % theirs.wall,
                      "%.1fx" % (theirs.wall / ours.wall))
