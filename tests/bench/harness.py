"""Running commands side by side: interleaved, medians, memory, free cores."""

import os
import statistics
import subprocess
import sys
import time


class Sample:
    """What one run of a command took."""

    def __init__(self, wall, cpu, peak_kib, status):
        self.wall = wall
        self.cpu = cpu
        self.peak_kib = peak_kib
        self.status = status


class Command:
    """A command line, its input, and the samples taken of it."""

    def __init__(self, name, argv, stdin=None, cwd=None, expects=(0,),
                 env=None):
        self.name = name
        self.argv = argv
        self.stdin = stdin
        self.cwd = cwd
        self.expects = expects
        self.env = env
        self.samples = []

    def run(self):
        stdin = open(self.stdin, "rb") if self.stdin else subprocess.DEVNULL
        with open(os.devnull, "wb") as null:
            start = time.perf_counter()
            process = subprocess.Popen(
                self.argv, stdin=stdin, stdout=null, stderr=null, cwd=self.cwd,
                env=self.env)
            _, raw, usage = os.wait4(process.pid, 0)
            wall = time.perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(raw)
        if self.stdin:
            stdin.close()
        if process.returncode not in self.expects:
            raise SystemExit("bench: %s exited with %d: %s" % (
                self.name, process.returncode, " ".join(self.argv)))
        return Sample(wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss,
                      process.returncode)

    @property
    def wall(self):
        return statistics.median(s.wall for s in self.samples)

    @property
    def cpu(self):
        return statistics.median(s.cpu for s in self.samples)

    @property
    def peak_mib(self):
        return max(s.peak_kib for s in self.samples) / 1024


def interleave(commands, runs):
    """Run each command in turn, `runs` times, after one run that warms up."""
    for command in commands:
        command.run()
        command.samples = []
    for _ in range(runs):
        for command in commands:
            command.samples.append(command.run())


SPIN = "n = 0\nfor i in range(4000000): n += i"


def core_capacity():
    """How much two busy loops get done at once, against one: 2.0 is free."""
    def spin(count):
        start = time.perf_counter()
        running = [subprocess.Popen([sys.executable, "-c", SPIN])
                   for _ in range(count)]
        for process in running:
            process.wait()
        return time.perf_counter() - start

    spin(1)
    return 2 * min(spin(1) for _ in range(2)) / min(spin(2) for _ in range(2))


def wait_for_cores(least=1.6, tries=12):
    """Wait until both cores are free; says so and goes on if they never are."""
    capacity = 0
    for _ in range(tries):
        capacity = core_capacity()
        if capacity >= least:
            return capacity
        time.sleep(5)
    print("bench: cores are busy (capacity %.2f of 2): two-thread rows are "
          "too low" % capacity, file=sys.stderr)
    return capacity
