"""A CI system in small: an origin, checkouts of it as CI systems make them,
and the events that they hand to a job."""

import json
import os

from repository import Repository

ZERO = "0" * 40


class Origin:
    """A bare repository that serves any object by its id, as GitHub does, and
    a clone in which commits are made."""

    def __init__(self, top):
        self.top = top
        self.folder = os.path.join(top, "origin")
        self.url = f"file://{self.folder}"
        bare = Repository(self.folder, "--bare")
        bare.git("config", "uploadpack.allowAnySHA1InWant", "true")
        bare.git("config", "uploadpack.allowFilter", "true")
        self.work = Repository(os.path.join(top, "author"))
        self.work.git("remote", "add", "origin", self.url)

    def commit(self, files, message="change"):
        return self.work.commit(files, message)

    def push(self, *refspecs):
        self.work.git("push", "-q", "--force", "origin", *refspecs)

    def checkout(self, ref, name, depth=0):
        """Lay out a clone as actions/checkout does: of depth 0 with every
        branch and tag, else so deep of one commit."""
        clone = Repository(os.path.join(self.top, name))
        clone.git("remote", "add", "origin", self.url)
        commit = self.work.git("rev-parse", ref)
        if depth == 0:
            clone.git("fetch", "-q", "--prune", "origin",
                      "+refs/heads/*:refs/remotes/origin/*",
                      "+refs/tags/*:refs/tags/*")
            clone.git("fetch", "-q", "--no-tags", "origin",
                      f"+{commit}:refs/remotes/pull/1/merge")
        else:
            clone.git("fetch", "-q", "--no-tags", f"--depth={depth}", "origin",
                      f"+{commit}:refs/remotes/pull/1/merge")
        clone.git("checkout", "-q", "--force", "refs/remotes/pull/1/merge")
        return clone.folder


def pull_request(head, base, number=12, commits=1, **more):
    return {"action": "opened", "number": number, "pull_request": {
        "number": number, "commits": commits,
        "head": {"sha": head, "ref": "topic"},
        "base": {"sha": base, "ref": "main"}, **more}}


def merge_group(head, base):
    return {"action": "checks_requested", "merge_group": {
        "head_sha": head, "base_sha": base, "base_ref": "refs/heads/main",
        "head_ref": f"refs/heads/gh-readonly-queue/main/pr-12-{base}"}}


def push(ref, before, after, **more):
    return {"ref": ref, "before": before, "after": after,
            "created": before == ZERO, "deleted": after == ZERO,
            "forced": False, "repository": {"default_branch": "main"}, **more}


def write_event(path, event):
    with open(path, "wb") as file:
        file.write(event if isinstance(event, bytes)
                   else json.dumps(event).encode())
    return path


def read_outputs(path):
    """What a step put into GITHUB_OUTPUT, read as the runner reads it."""
    outputs = {}
    with open(path, encoding="utf-8", newline="\n") as file:
        lines = file.read().split("\n")
    while lines:
        line = lines.pop(0)
        if line == "":
            continue
        equals, frame = line.find("="), line.find("<<")
        if equals >= 0 and (frame < 0 or equals < frame):
            outputs[line[:equals]] = line[equals + 1:]
            continue
        assert frame >= 0, f"neither a value nor a frame: {line!r}"
        name, word = line[:frame], line[frame + 2:]
        value = []
        while lines[0] != word:
            value.append(lines.pop(0))
        lines.pop(0)
        outputs[name] = "\n".join(value)
    return outputs


# What the runner registers: https://docs.github.com, "Workflow commands"; and
# what it had before.
COMMANDS = ("add-mask", "add-matcher", "add-path", "debug", "echo",
            "endgroup", "error", "group", "internal-set-repo-path", "notice",
            "remove-matcher", "save-state", "set-env", "set-output",
            "stop-commands", "warning")

DATA = (("%0D", "\r"), ("%0A", "\n"), ("%25", "%"))
PROPERTY = (("%0D", "\r"), ("%0A", "\n"), ("%3A", ":"), ("%2C", ","),
            ("%25", "%"))
OLD = (("%0D", "\r"), ("%0A", "\n"), ("%5D", "]"), ("%3B", ";"),
       ("%25", "%"))


def unescape(text, escapes):
    for escaped, character in escapes:
        text = text.replace(escaped, character)
    return text


def read_properties(text, separator, escapes):
    pairs = [pair.split("=", 1) for pair in text.split(separator) if pair]
    return {pair[0]: unescape(pair[1], escapes)
            for pair in pairs if len(pair) == 2}


def try_new(line):
    """A command as the runner takes it from the start of a line."""
    line = line.lstrip()
    end = line.find("::", 2)
    if not line.startswith("::") or end < 0:
        return None
    name, _, properties = line[2:end].partition(" ")
    if name not in COMMANDS:
        return None
    return (name, read_properties(properties.strip(), ",", PROPERTY),
            unescape(line[end + 2:], DATA))


def try_old(line):
    """A command as the runner once took it, from anywhere in a line."""
    start = line.find("##[")
    end = line.find("]", start)
    if start < 0 or end < 0:
        return None
    name, _, properties = line[start + 3:end].partition(" ")
    if name not in COMMANDS:
        return None
    return (name, read_properties(properties.strip(), ";", OLD),
            unescape(line[end + 1:], OLD))


def commands(output):
    """(name, properties, data) of every workflow command in an output. The
    runner reads lines as .NET does: CR alone ends one, too."""
    text = output.decode("utf-8", "replace")
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    found = (try_new(line) or try_old(line) for line in lines)
    return [command for command in found if command is not None]
