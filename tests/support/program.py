"""Running the command under test, which the environment variable STANCH
names."""

import os
import signal
import subprocess

STANCH = os.path.abspath(os.environ.get("STANCH", "build/ci/scanner/stanch"))

CLEAN, FINDINGS, USAGE, INCOMPLETE = 0, 1, 2, 3

TIMEOUT_SECONDS = 60

# A leak inside a library is told by its callers, so stacks must be whole.
SANITIZERS = {
    "ASAN_OPTIONS": "fast_unwind_on_malloc=0",
    "LSAN_OPTIONS": "print_suppressions=0:suppressions=" + os.path.join(
        os.path.dirname(os.path.abspath(__file__)), "leaks.supp"),
    "UBSAN_OPTIONS": "print_stacktrace=1",
}


def environment(home, **more):
    """A small, known environment: nothing of the user's configuration, of a
    surrounding git hook or of CI."""
    keep = ("PATH", "TMPDIR", *SANITIZERS)
    result = dict(SANITIZERS)
    result.update((name, os.environ[name]) for name in keep
                  if name in os.environ)
    result.update({
        "HOME": home,
        "LC_ALL": "C.UTF-8",
        "TZ": "UTC",
        "TERM": "dumb",
        "GIT_CONFIG_NOSYSTEM": "1",
        "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_TERMINAL_PROMPT": "0",
    })
    result.update(more)
    return result


def sane_signals():
    """Python ignores SIGPIPE, and its children would inherit that."""
    signal.signal(signal.SIGPIPE, signal.SIG_DFL)


def run(arguments, folder, stdin=b"", env=None, program=None):
    """Run stanch in a folder, its output in bytes."""
    return subprocess.run(
        [program or STANCH, *arguments], cwd=folder, input=stdin,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        env=env or environment(folder), preexec_fn=sane_signals,
        timeout=TIMEOUT_SECONDS, check=False)
