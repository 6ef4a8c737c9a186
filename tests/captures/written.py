#!/usr/bin/env python3
"""Captures of programs that cannot be had here, written from descriptions of
their formats: written/FORMAT.CASE.EXTENSION.

    written.py MADE

@{NAME} is a secret, @{NAME|FILTER} one that is written in another way, and
@FILTER<<...>>@ does that to what is between.
"""

import base64
import os
import re
import sys
import urllib.parse
import xml.sax.saxutils

import finder
import planted

FOLDER = os.path.join(os.path.dirname(os.path.abspath(__file__)), "written")
ABOUT = "written from the format's description\n"


def text_of(data):
    return data.decode("latin-1")


FILTERS = {
    "percent": lambda text: urllib.parse.quote(text, safe=""),
    "xml": xml.sax.saxutils.escape,
    "base64": lambda text: text_of(base64.b64encode(text.encode())),
    # Base64 of a message as it travels.
    "message64": lambda text: text_of(base64.b64encode(
        text.replace("\n", "\r\n").encode())),
    "gzip64": lambda text: text_of(base64.b64encode(
        finder.compress(text.encode()))),
    "hex": lambda text: text.encode().hex(),
    "crlf": lambda text: text.replace("\n", "\r\n"),
}

BLOCK = re.compile(r"@(\w+)<<(.*?)>>@", re.S)
NAME = re.compile(r"@\{([\w-]+)(?:\|(\w+))?\}")


def fill(text, values):
    def value(match):
        written = values[match.group(1)]
        return FILTERS[match.group(2)](written) if match.group(2) else written

    def block(match):
        return FILTERS[match.group(1)](match.group(2))

    return BLOCK.sub(block, NAME.sub(value, text))


def main():
    values = planted.load()
    values["basic"] = planted.basic(values)
    for name in sorted(os.listdir(FOLDER)):
        kind, case, extension = name.split(".")
        with open(os.path.join(FOLDER, name), encoding="utf-8",
                  newline="") as file:
            text = fill(file.read(), values)
        target = os.path.join(sys.argv[1], kind, case)
        os.makedirs(target, exist_ok=True)
        with open(os.path.join(target, "about"), "w",
                  encoding="utf-8") as file:
            file.write(ABOUT)
        with open(os.path.join(target, "input." + extension), "w",
                  encoding="utf-8", newline="") as file:
            file.write(text)


if __name__ == "__main__":
    main()
