"""Tests of the baseline, the file of what is known."""

import json
import os

from cli import CLEAN, RULE, CliTest

HEADER = "# stanch-baseline v1\n"
PLACE = f"v1:{RULE}:00000000000000ab:0000c:1"


class BaselineTest(CliTest):
    def known(self, name=".stanch-baseline"):
        """The lines of the baseline but for its header."""
        with open(os.path.join(self.folder, name), encoding="utf-8") as file:
            lines = file.read().split("\n")
        self.assertEqual(lines[0] + "\n", HEADER)
        self.assertEqual(lines.pop(), "")
        return lines[1:]

    def baseline(self, *arguments, status=CLEAN, **more):
        done = self.stanch("baseline", *arguments, **more)
        self.assert_status(done, status)
        return done

    def statuses(self, *arguments, **more):
        """file -> status of every finding of a scan."""
        done = self.stanch(*arguments, "--format", "json", **more)
        return {found["file"]: found["status"]
                for found in json.loads(done.stdout)["findings"]}
