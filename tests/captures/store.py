#!/usr/bin/env python3
"""Put captures into the corpus: mark the secrets, and say where they are.

    store.py MADE CORPUS

MADE/FORMAT/CASE/ holds a capture as its client wrote it, input.*, and "about",
a line that says what made it. CORPUS/FORMAT/CASE/ gets both, the capture with
{+} in every secret, and planted.json.
"""

import json
import os
import re
import sys

import finder
import planted

MARK_AFTER = 5
HOME = "/home/mira/shop"
ROOT = os.path.abspath(os.path.join(
    os.path.dirname(os.path.abspath(__file__)), os.pardir, os.pardir))
# No secrets, but they look like some.
LOOK_ALIKES = re.compile(r'"Postman-Token",\s*"value": "'
                         r'|AWS4-HMAC-SHA256[^\n]{1,300}?Signature=')
# In words, where no path and no name tells.
NAME = re.compile(r"""([A-Za-z_][\w.-]*)["'\]]*\s*(?:=>|[:=>])[^:=>]*$""")


def read(path):
    """The text of a capture, one character a byte, and its encoding."""
    with open(path, "rb") as file:
        data = file.read()
    if data[:2] == b"\xff\xfe":
        return data[2:].decode("utf-16-le"), "utf-16-le"
    return data.decode("latin-1"), "latin-1"


def write(path, text, encoding):
    data = text.encode(encoding)
    with open(path, "wb") as file:
        file.write(b"\xff\xfe" + data if encoding != "latin-1" else data)


def marks(text, secrets):
    """Where marks belong, by offset, in order."""
    at = {offset for place in finder.find(text, secrets)
          for offset in place.breaks}
    for match in LOOK_ALIKES.finditer(text):
        at.add(match.end() + MARK_AFTER)
    return sorted(at)


def insert(text, offsets):
    pieces, last = [], 0
    for offset in offsets:
        pieces += [text[last:offset], planted.MARK]
        last = offset
    return "".join(pieces) + text[last:]


def describe(text, start):
    """A hint where a place is, from the line's own words."""
    begin = text.rfind("\n", 0, start) + 1
    match = NAME.search(re.sub(r"\x1b\[[0-9;]*m", "", text[begin:start]))
    return f"after {match.group(1)}" if match else "in the line"


def places(text, data, secrets):
    """What planted.json says."""
    found = {}
    for place in finder.find(text, secrets):
        line = text.count("\n", 0, place.offset) + 1
        found.setdefault(place.secret.name, []).append(
            (place.offset, line, place.encoding))
    paths = finder.first_paths(data, secrets)
    entries = []
    for name, hits in found.items():
        hits.sort()
        start, line, how = hits[0]
        where = paths.get(name) or describe(text, start)
        if how.startswith("zip "):
            where, _, how = how.partition("+")
            how = "zip+" + how if how else "zip"
        entry = {"secret": name, "line": line, "where": where,
                 "encoding": how}
        also = sorted({hit[1] for hit in hits} - {line})
        if also:
            entry["also"] = also
        if name in planted.IDENTIFIERS:
            entry["kind"] = "identifier"
        entries.append(entry)
    return sorted(entries, key=lambda entry: (entry["line"], entry["secret"]))


def store(source, target, secrets):
    names = [name for name in os.listdir(source) if name.startswith("input.")]
    if len(names) != 1:
        return None
    path = os.path.join(source, names[0])
    text, encoding = read(path)
    # Where the clients ran is of no interest; archives are left alone.
    if not text.startswith("PK"):
        for folder in (os.path.abspath(source).partition("/made/")[0], ROOT):
            text = text.replace(folder, HOME)
    entries = places(text, text.encode("utf-8" if encoding != "latin-1"
                                       else "latin-1"), secrets)
    marked = insert(text, marks(text, secrets))
    if marked.replace(planted.MARK, "") != text:
        raise SystemExit(f"{path}: holds marks already")
    os.makedirs(target, exist_ok=True)
    for name in os.listdir(target):
        if name.startswith("input."):
            os.remove(os.path.join(target, name))
    write(os.path.join(target, names[0]), marked, encoding)
    with open(os.path.join(target, "planted.json"), "w",
              encoding="utf-8") as file:
        lines = ",\n".join("  " + json.dumps(entry) for entry in entries)
        file.write(f"[\n{lines}\n]\n" if entries else "[]\n")
    with open(os.path.join(source, "about"), encoding="utf-8") as file:
        about = file.read()
    with open(os.path.join(target, "about"), "w", encoding="utf-8") as file:
        file.write(about)
    return os.path.getsize(path), len(entries)


def main():
    made, corpus = sys.argv[1:3]
    values = planted.load()
    secrets = [finder.Secret(name, value) for name, value in values.items()
               if name not in planted.NOT_PLANTED]
    for kind in sorted(os.listdir(made)):
        for case in sorted(os.listdir(os.path.join(made, kind))):
            stored = store(os.path.join(made, kind, case),
                           os.path.join(corpus, kind, case), secrets)
            if stored:
                print(f"{kind}/{case}: {stored[0]} bytes, "
                      f"{stored[1]} planted")
            else:
                print(f"{kind}/{case}: not made")


if __name__ == "__main__":
    main()
