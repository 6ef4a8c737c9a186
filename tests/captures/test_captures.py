#!/usr/bin/env python3
"""The captures of corpus/http are as store.py leaves them."""

import json
import os
import sys
import unittest

sys.dont_write_bytecode = True

import check
import finder
import planted
import store

CORPUS = os.path.join(os.path.dirname(os.path.abspath(__file__)),
                      os.pardir, os.pardir, "corpus", "http")
BYTES_MAX = 40960

VALUES = planted.load()
SECRETS = [finder.Secret(name, value) for name, value in VALUES.items()
           if name not in planted.NOT_PLANTED]


def places(text, encoding):
    """Secret and line of everything planted."""
    data = text.encode("utf-8" if encoding != "latin-1" else "latin-1")
    return {(entry["secret"], entry["line"])
            for entry in store.places(text, data, SECRETS)}


class Captures(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.captures = []
        for name, folder in check.cases(CORPUS):
            path = os.path.join(folder, next(
                file for file in os.listdir(folder)
                if file.startswith("input.")))
            cls.captures.append((name, folder, path, *store.read(path)))

    def test_there_are_some(self):
        self.assertGreater(len(self.captures), 100)

    def test_what_is_planted_is_where_it_is_said_to_be(self):
        for name, folder, _path, text, encoding in self.captures:
            with open(os.path.join(folder, "planted.json"),
                      encoding="utf-8") as file:
                said = {(entry["secret"], entry["line"])
                        for entry in json.load(file)}
            found = places(text.replace(planted.MARK, ""), encoding)
            # Python has no brotli of its own.
            self.assertEqual(
                *[{place for place in all_of if place[0] != "brotli-token"}
                  for all_of in (said, found)], name)

    def test_with_the_marks_nothing_is_there(self):
        for name, _folder, _path, text, _encoding in self.captures:
            self.assertEqual([(place.secret.name, place.encoding)
                              for place in finder.find(text, SECRETS)],
                             [], name)

    def test_they_are_small_and_say_what_made_them(self):
        for name, folder, path, _text, _encoding in self.captures:
            self.assertLess(os.path.getsize(path), BYTES_MAX, name)
            with open(os.path.join(folder, "about"),
                      encoding="utf-8") as file:
                self.assertTrue(file.read().strip(), name)


if __name__ == "__main__":
    unittest.main()
