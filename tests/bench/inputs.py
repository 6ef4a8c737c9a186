"""What is scanned: made from what a machine has, no download."""

import os
import shutil
import subprocess

# Folders of ordinary source and text that machines have; missing ones are
# left out, and the table says how much there was.
SYSTEM_FOLDERS = ["/usr/include", "/usr/share/perl", "/usr/lib/python3",
                  "/usr/share/cmake-3.25", "/usr/share/doc"]


def output(argv, **kwargs):
    return subprocess.run(argv, check=True, stdout=subprocess.PIPE,
                          stderr=subprocess.DEVNULL, **kwargs).stdout


def go_sources():
    if shutil.which("go") is None:
        return []
    return [os.path.join(output(["go", "env", "GOROOT"], text=True).strip(),
                         "src")]


def tree(folder, repositories):
    """A folder of ordinary files: heads of repositories and system files."""
    mark = os.path.join(folder, ".complete")
    if os.path.exists(mark):
        return folder
    shutil.rmtree(folder, ignore_errors=True)
    os.makedirs(folder)
    for i, repository in enumerate(repositories):
        into = os.path.join(folder, "repository-%d" % i)
        os.makedirs(into)
        archive = subprocess.Popen(
            ["git", "-C", repository, "archive", "HEAD"],
            stdout=subprocess.PIPE)
        subprocess.run(["tar", "-x", "-C", into], stdin=archive.stdout,
                       check=True)
        if archive.wait() != 0:
            raise SystemExit("bench: cannot read HEAD of %s" % repository)
    for i, source in enumerate(SYSTEM_FOLDERS + go_sources()):
        if os.path.isdir(source):
            # Links are left out: they would point out of the folder.
            subprocess.run(
                ["cp", "-r", "--no-dereference", source,
                 os.path.join(folder, "system-%d" % i)], check=False,
                stderr=subprocess.DEVNULL)
    subprocess.run(["find", folder, "-type", "l", "-delete"], check=True)
    open(mark, "w").close()
    return folder


def size(folder):
    """Files and bytes of a folder."""
    files = total = 0
    for root, _, names in os.walk(folder):
        for name in names:
            files += 1
            total += os.lstat(os.path.join(root, name)).st_size
    return files, total


def flat(folder, path, limit):
    """Text files of a folder, one after the other, in one file."""
    if os.path.exists(path):
        return os.path.getsize(path)
    written = 0
    with open(path + ".part", "wb") as out:
        for root, folders, names in os.walk(folder):
            folders.sort()
            for name in sorted(names):
                with open(os.path.join(root, name), "rb") as source:
                    data = source.read()
                if b"\0" in data[:8192] or written + len(data) > limit:
                    continue
                out.write(data)
                if not data.endswith(b"\n"):
                    out.write(b"\n")
                written += len(data)
    os.rename(path + ".part", path)
    return os.path.getsize(path)


class History:
    """A repository whose objects are proven complete."""

    def __init__(self, path, work):
        self.path = path
        self.name = os.path.basename(os.path.abspath(path))
        self.blobs = os.path.join(work, "blobs-%s.txt" % abs(hash(path)))
        subprocess.run(["git", "-C", path, "rev-list", "--objects", "--all"],
                       check=True, stdout=subprocess.DEVNULL)
        self.commits = int(output(["git", "-C", path, "rev-list", "--count",
                                   "--all"]))
        listing = output(
            ["git", "-C", path, "cat-file", "--batch-all-objects",
             "--unordered",
             "--batch-check=%(objecttype) %(objectname) %(objectsize)"],
            text=True)
        self.bytes = self.count = 0
        with open(self.blobs, "w") as out:
            for line in listing.splitlines():
                kind, oid, length = line.split()
                if kind == "blob":
                    out.write(oid + "\n")
                    self.bytes += int(length)
                    self.count += 1
        self.pack_mib = sum(
            os.path.getsize(os.path.join(root, name)) for root, _, names in
            os.walk(os.path.join(git_dir(path), "objects"))
            for name in names) / 2 ** 20


def git_dir(path):
    return output(["git", "-C", path, "rev-parse", "--absolute-git-dir"],
                  text=True).strip()


RULE = """  - id: bench-{n:04d}
    title: bench rule {n}
    severity: note
    pattern: '{pattern}'
    examples: ['{example}']
    counterexamples: ['none']
"""


def rules(path, count):
    """`count` rules as a growing catalogue has them: half with a prefix of
    their own, half a vendor's word before a value."""
    words = ["acme", "borel", "cinder", "dravite", "ember", "fathom", "garnet",
             "hollow", "inlet", "jasper", "krypta", "lumen", "mosaic", "nadir",
             "onyx", "pylon", "quartz", "ravel", "sable", "tundra"]
    with open(path, "w") as out:
        out.write("version: 1\nrules:\n")
        for n in range(count):
            word = words[n % len(words)] + words[(n // len(words)) %
                                                 len(words)]
            if n % 2 == 0:
                prefix = "%s%d_" % (word[:5], n)
                pattern = r"\b(%s[A-Za-z0-9]{32})\b" % prefix
                example = prefix + "q7Wm2Xc9Rt4Yb6Np1Kd8Zs3Vf5Hg0JLa"
            else:
                word += str(n)
                pattern = (r"(?i)\b%s[_-]?(?:key|token)[\"'']?\s{0,3}[:=]"
                           r"\s{0,3}[\"'']?([0-9a-f]{32})\b" % word)
                example = word + "_key = 3f9a1c7e5b2d8046a9c1e7f3b5d20864"
            out.write(RULE.format(n=n, pattern=pattern, example=example))
