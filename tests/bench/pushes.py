"""Pushes to a server's repository, kept as a hook sees them, and what is
staged in a work tree."""

import os
import random
import shutil
import subprocess

COMMITS = 10000
REFS = 3000
FILES = 1200
FILE_BYTES = 12000
FIRST_DATE = 1700000000


def read_files(folder):
    """Some files of a tree of ordinary ones, as lists of lines, by the name
    they get."""
    files = {}
    for root, names, here in os.walk(folder):
        names.sort()
        for name in sorted(here):
            with open(os.path.join(root, name), "rb") as file:
                data = file.read(FILE_BYTES)
            if b"\0" in data or len(data) < 200:
                continue
            path = f"part{len(files) % 12}/module{len(files) % 40}/{name}"
            files.setdefault(path, data.splitlines())
            if len(files) == FILES:
                return files
    return files


def put_data(out, data):
    out.write(b"data %d\n%s\n" % (len(data), data))


def put_commit(out, ref, number, changed, files, start):
    """One commit of a stream of git fast-import."""
    out.write(b"commit %s\ncommitter Ada <ada@stanch.example> %d +0000\n"
              % (ref, FIRST_DATE + 600 * number))
    put_data(out, b"change %d\n\nas it was to be" % number)
    if start:
        out.write(start)
    for path in changed:
        out.write(b"M 100644 inline %s\n" % path.encode())
        put_data(out, b"\n".join(files[path]) + b"\n")


def write_history(out, ref, files, chooser, first, count, start=None):
    """Commits that alter a line of one to four files each."""
    paths = sorted(files)
    for number in range(first, first + count):
        changed = paths if number == 0 else chooser.sample(
            paths, chooser.randint(1, 4))
        for path in changed:
            lines = files[path]
            at = chooser.randrange(len(lines))
            lines[at] = b"  value_%d = call(%d);" % (number, at)
        put_commit(out, ref, number, changed, files,
                   start if number == first else None)


def run(*arguments, **more):
    subprocess.run(["git", *arguments], check=True, stdout=subprocess.DEVNULL,
                   stderr=subprocess.DEVNULL, **more)


def import_stream(repository, write):
    process = subprocess.Popen(
        ["git", "-C", repository, "fast-import", "--quiet", "--force"],
        stdin=subprocess.PIPE)
    write(process.stdin)
    process.stdin.close()
    if process.wait() != 0:
        raise SystemExit("bench: git fast-import failed")


def server(folder, tree):
    """A bare repository with a long history and many refs, packed."""
    if os.path.exists(os.path.join(folder, "complete")):
        return folder
    shutil.rmtree(folder, ignore_errors=True)
    run("init", "-q", "--bare", "--initial-branch=main", folder)
    files = read_files(tree)
    chooser = random.Random(1)
    import_stream(folder, lambda out: write_history(
        out, b"refs/heads/main", files, chooser, 0, COMMITS))
    commits = subprocess.run(
        ["git", "-C", folder, "rev-list", "main"], check=True,
        stdout=subprocess.PIPE).stdout.split()
    lines = [b"create refs/heads/topic/%d %s\n" % (i, commits[3 * i + 1])
             for i in range(REFS)]
    run("-C", folder, "update-ref", "--stdin", input=b"".join(lines))
    run("-C", folder, "pack-refs", "--all")
    run("-C", folder, "gc", "-q")
    open(os.path.join(folder, "complete"), "w").close()
    return folder


KEEP = """#!/bin/sh
cp -r "$GIT_QUARANTINE_PATH" "$KEEP/objects" && cat >"$KEEP/stdin"
exit 1
"""


def pushed(repository, folder, tree, count):
    """What a push of some commits looks like to the hook of a server: its
    standard input, its environment, and the range for git log."""
    keep = os.path.join(folder, f"push-{count}")
    if not os.path.exists(os.path.join(keep, "stdin")):
        shutil.rmtree(keep, ignore_errors=True)
        os.makedirs(keep)
        clone = os.path.join(keep, "clone.git")
        run("clone", "-q", "--bare", "--shared", repository, clone)
        hook = os.path.join(repository, "hooks", "pre-receive")
        with open(hook, "w") as out:
            out.write(KEEP)
        os.chmod(hook, 0o755)
        files = read_files(tree)
        import_stream(clone, lambda out: write_history(
            out, b"refs/heads/new", files, random.Random(2), COMMITS, count,
            b"from refs/heads/main^0\n"))
        subprocess.run(["git", "-C", clone, "push", "-q", repository, "new"],
                       env={**os.environ, "KEEP": keep}, check=False,
                       stderr=subprocess.DEVNULL)
        os.remove(hook)
    objects = os.path.join(keep, "objects")
    with open(os.path.join(keep, "stdin")) as file:
        new = file.read().split()[1]
    env = {**os.environ, "GIT_DIR": ".", "GIT_QUARANTINE_PATH": objects,
           "GIT_OBJECT_DIRECTORY": objects,
           "GIT_ALTERNATE_OBJECT_DIRECTORIES":
           os.path.join(repository, "objects")}
    return os.path.join(keep, "stdin"), env, f"main..{new}"


def staged(folder, tree):
    """A work tree in which five files are staged."""
    if not os.path.exists(os.path.join(folder, ".git", "complete")):
        shutil.rmtree(folder, ignore_errors=True)
        run("init", "-q", folder)
        files = read_files(tree)
        for path, lines in files.items():
            full = os.path.join(folder, path)
            os.makedirs(os.path.dirname(full), exist_ok=True)
            with open(full, "wb") as out:
                out.write(b"\n".join(lines) + b"\n")
        git = ["-C", folder, "-c", "user.name=Bench",
               "-c", "user.email=bench@stanch.example"]
        run(*git, "add", "-A")
        run(*git, "commit", "-q", "-m", "base")
        for path in sorted(files)[::len(files) // 5][:5]:
            with open(os.path.join(folder, path), "ab") as out:
                out.write(b"one = more(line);\n")
        run(*git, "add", "-A")
        run(*git, "gc", "-q")
        open(os.path.join(folder, ".git", "complete"), "w").close()
    return folder
