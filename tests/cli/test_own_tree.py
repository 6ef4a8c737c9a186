#!/usr/bin/env python3
"""stanch's own tree, as whoever clones it would scan it."""

import json
import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "../support"))

from cli import CLEAN, CliTest, main  # noqa: E402

ROOT = os.path.abspath(os.path.join(os.path.dirname(__file__), "../.."))


class OwnTree(CliTest):
    def test_it_holds_nothing_that_looks_like_a_secret(self):
        done = self.stanch("scan", ".", "--format", "json", folder=ROOT)
        report = json.loads(done.stdout)
        findings = [found for found in report["findings"]
                    if not self.is_case(found)]
        self.assertEqual(findings, [])
        self.assert_status(done, CLEAN)
        self.assertGreater(report["coverage"]["texts"], 200)

    @staticmethod
    def is_case(found):
        """Whether a finding is what a case of a Go check is there for."""
        return (found["category"] == "go" and found["status"] == "allowed" and
                found["file"].startswith("corpus/go/"))

    def test_its_configuration_is_in_order(self):
        self.assert_status(self.stanch("config", "check", folder=ROOT), CLEAN)


if __name__ == "__main__":
    main()
