"""What --help says there is: the truth that the man page and completions are
held to."""

import functools
import os
import re
import tempfile

from program import environment, run

OPTION = re.compile(r"^ +(?:(-\w), )?(--[\w-]+)")


@functools.lru_cache(maxsize=None)
def help_of(*command):
    with tempfile.TemporaryDirectory() as home:
        done = run([*command, "--help"], os.getcwd(), env=environment(home))
    if done.returncode != 0:
        raise RuntimeError(f"{command} --help: {done.stderr.decode()}")
    return done.stdout.decode()


def commands():
    """Every command, in the order of --help."""
    listed = help_of().split("Commands:\n")[1].split("\n\n")[0]
    return [line.split()[0] for line in listed.splitlines()]


def usage(command):
    """Its forms, each on one line."""
    first = help_of(command).split("\n\n")[0].removeprefix("Usage: ")
    return re.sub(r"\n {8,}", " ", first).replace("\n       ", "\n").split("\n")


def verbs(command):
    """Words that may follow it: 'list' of `stanch rules list`, and what stands
    in a list of its help."""
    found = []
    for form in usage(command):
        match = re.match(rf"stanch {command} ([a-z][a-z|-]+)(?= |$)", form)
        if match is not None:
            found += match[1].split("|")
    for listed in re.findall(r"\n[A-Z]\w+:\n((?:  [a-z].*\n)+)",
                             help_of(command)):
        found += [line.split()[0] for line in listed.splitlines()]
    return list(dict.fromkeys(found))


def options(*command):
    """Every spelling of each of its options: '-o' and '--output'."""
    found = []
    for line in help_of(*command).split("Options:\n")[-1].splitlines():
        match = OPTION.match(line)
        if match is not None:
            found += [name for name in match.groups() if name is not None]
    return found
