#!/usr/bin/env python3
"""schema/stanch.schema.json against the parser of .stanch.yml: both must know
the same keys, take the same values and refuse the same mistakes.

Who adds a key to the parser adds it to the schema, with a description and an
example; who adds one to the schema alone is told that stanch does not know it.
"""

import json
import os
import re
import sys
import unittest

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "../support"))

from cli import CLEAN, USAGE, CliTest, main  # noqa: E402

try:
    import jsonschema
    import yaml
except ImportError as missing:
    sys.stderr.write(f"SKIPPED: {missing}; plugin/setup.sh --tests has it\n")
    sys.exit(77)

TREE = os.path.join(os.path.dirname(__file__), "../..")
SCHEMA_FILE = os.path.join(TREE, "schema/stanch.schema.json")

# Refused by both. The parser also knows globs, dates and rules; the schema
# does not.
MISTAKES = """
{}
version: 2
{version: 1, fail_on: severe}
{version: 1, fail_on: [high]}
{version: 1, nonsense: 1}
{version: 1, rules: [jwt]}
{version: 1, rules: {files: ci/rules.yml}}
{version: 1, rules: {disable: {jwt: true}}}
{version: 1, rules: {disable: ['']}}
{version: 1, rules: {severity: {jwt: never}}}
{version: 1, rules: {severity: [jwt]}}
{version: 1, paths: {skip: '**'}}
{version: 1, paths: {only: ['**']}}
{version: 1, allow: {rule: jwt, reason: x}}
{version: 1, allow: [{rule: jwt}]}
{version: 1, allow: [{rule: jwt, reason: ''}]}
{version: 1, allow: [{reason: everything}]}
{version: 1, allow: [{rule: jwt, reason: x, until: tomorrow}]}
{version: 1, allow: [{rule: [jwt], reason: x}]}
{version: 1, limits: {file_bytes: 64MB}}
{version: 1, limits: {file_bytes: -1}}
{version: 1, limits: {deadline: -1}}
{version: 1, limits: {deadline: soon}}
{version: 1, limits: {per_rule: 4294967296}}
{version: 1, limits: {same: 1.5}}
{version: 1, http: {names: x-token}}
{version: 1, go: 1.22}
{version: 1, go: {version: '2.0'}}
{version: 1, hook: {strict: 1}}
{version: 1, hook: {deadline: -1}}
{version: 1, hook: {on_deadline: maybe}}
{version: 1, hook: {bypass: {push_option: 'a=b'}}}
{version: 1, reports: {format: json, path: a}}
{version: 1, reports: [{format: json}]}
{version: 1, reports: [{format: nonsense, path: a}]}
"""


class Dates(yaml.SafeLoader):
    """YAML as JSON has it: a day is a text."""


Dates.yaml_implicit_resolvers = {
    first: [(tag, regex) for tag, regex in known
            if tag != "tag:yaml.org,2002:timestamp"]
    for first, known in yaml.SafeLoader.yaml_implicit_resolvers.items()}


def load(text):
    return yaml.load(text, Dates)


with open(SCHEMA_FILE, encoding="utf-8") as schema_file:
    SCHEMA = json.load(schema_file)


def wrap(value, path):
    """A document that has a value at a path of keys and, for the only item of
    a list, None."""
    for step in reversed(path):
        value = [value] if step is None else {step: value}
    if isinstance(value, dict):
        value.setdefault("version", 1)
    return value


def objects(schema=None, path=()):
    """Every object whose keys the schema lists, with the way there."""
    schema = SCHEMA if schema is None else schema
    if "properties" in schema:
        yield path, schema
        for name, inner in schema["properties"].items():
            yield from objects(inner, (*path, name))
    if isinstance(schema.get("items"), dict):
        yield from objects(schema["items"], (*path, None))


def typical(schema):
    """An object that has what it needs; a schema's first example."""
    return dict(schema.get("examples", [{}])[0])


class Schema(CliTest):
    def setUp(self):
        super().setUp()
        self.validator = jsonschema.Draft7Validator(SCHEMA)

    def check(self, document, *more, command="show"):
        text = document if isinstance(document, str) else yaml.safe_dump(document)
        path = self.write("config.yml", text)
        return self.stanch("config", command, "--config", path, *more)

    def assert_both_take(self, document):
        faults = [fault.message for fault
                  in self.validator.iter_errors(document)]
        self.assertEqual(faults, [], document)
        self.assert_status(self.check(document), CLEAN)

    def test_it_is_a_schema_and_part_of_the_program(self):
        jsonschema.Draft7Validator.check_schema(SCHEMA)
        done = self.stanch("config", "schema")
        self.assert_status(done, CLEAN)
        self.assertEqual(json.loads(done.stdout), SCHEMA)

    def test_all_is_described_and_nothing_else_is_taken(self):
        for path, schema in objects():
            self.assertIs(schema["additionalProperties"], False, path)
            for name, inner in schema["properties"].items():
                with self.subTest(path=path, name=name):
                    self.assertGreater(len(inner["description"]), 5)
                    self.assertTrue("examples" in inner or "items" in inner)

    def test_the_parser_knows_the_same_keys(self):
        for path, schema in objects():
            with self.subTest(path=path):
                done = self.check(wrap({"?": 1}, path))
                self.assert_status(done, USAGE)
                found = re.search(rb"unknown key '\?'; there are: (.*)\n",
                                  done.stderr)
                self.assertIsNotNone(found, done.stderr)
                self.assertEqual(
                    sorted(found[1].decode().split(", ")),
                    sorted(schema["properties"]),
                    "the parser's keys, and those of schema/")

    def test_both_take_every_example(self):
        for example in SCHEMA["examples"]:
            self.assert_both_take(example)
        for path, schema in objects():
            for name, inner in schema["properties"].items():
                for value in inner.get("examples", []):
                    with self.subTest(path=path, name=name, value=value):
                        around = {**typical(schema), name: value}
                        self.assert_both_take(wrap(around, path))

    def test_both_refuse_mistakes(self):
        for line in MISTAKES.strip().splitlines():
            with self.subTest(line=line):
                self.assertFalse(self.validator.is_valid(load(line)))
                self.assert_status(self.check(line), USAGE)

    def test_formats_are_those_of_the_program(self):
        done = self.stanch("scan", "--format", "?")
        there = re.search(rb"there are: (.*)\n", done.stderr)[1].decode()
        schema = SCHEMA["properties"]["reports"]["items"]
        self.assertEqual(sorted(schema["properties"]["format"]["enum"]),
                         sorted(there.split(", ")))

    def test_what_the_readme_shows_is_valid(self):
        with open(os.path.join(TREE, "README.md"), encoding="utf-8") as file:
            blocks = re.findall(r"```yaml\n(version: 1\n.*?)```", file.read(),
                                re.DOTALL)
        self.assertNotEqual(blocks, [])
        for block in blocks:
            self.assertEqual(
                [fault.message for fault
                 in self.validator.iter_errors(load(block))], [])
            self.assert_status(self.check(block), CLEAN)


class Init(CliTest):
    def init(self, status=CLEAN, folder=None):
        done = self.stanch("config", "init", folder=folder)
        self.assert_status(done, status)
        return done

    def test_it_is_written_at_the_root_and_in_order(self):
        self.repository()
        self.write("deep/down/file", "")
        self.init(folder=self.path("work", "deep", "down"))
        with open(self.path("work", ".stanch.yml"), encoding="utf-8") as file:
            text = file.read()
        self.assertTrue(text.startswith("# yaml-language-server: $schema="))
        done = self.stanch("config", "check")
        self.assert_status(done, CLEAN)
        self.assertIn(b".stanch.yml: in order", done.stdout)

    def test_all_that_it_suggests_is_valid_at_once(self):
        self.init()
        with open(self.path("work", ".stanch.yml"), encoding="utf-8") as file:
            text = re.sub(r"^#(?=\S|  \S)", "", file.read(), flags=re.M)
        document = load(text)
        self.assertGreater(len(document), 8)
        jsonschema.Draft7Validator(SCHEMA).validate(document)
        self.write(".stanch.yml", text)
        self.assert_status(self.stanch("config", "show"), CLEAN)

    def test_nothing_is_overwritten(self):
        for name in (".stanch.yml", ".stanch.yaml"):
            path = self.write(name, "version: 1\n")
            done = self.init(USAGE)
            self.assertIn(name.encode(), done.stderr)
            with open(path, encoding="utf-8") as file:
                self.assertEqual(file.read(), "version: 1\n")
            os.remove(path)
        os.symlink("elsewhere", self.path("work", ".stanch.yml"))
        self.init(USAGE)
        self.assertEqual(os.listdir(self.folder), [".stanch.yml"])

    @unittest.skipIf(os.geteuid() == 0, "root may write anywhere")
    def test_a_folder_that_cannot_be_written_to_is_told(self):
        os.chmod(self.folder, 0o555)
        self.init(USAGE)


if __name__ == "__main__":
    main()
