#!/usr/bin/env python3
"""See whether captures still serve those who recorded them.

    replay.py FOLDER [FORMAT[/CASE]]...

FOLDER holds FORMAT/CASE/input.*, as corpus/http does, with or without marks;
usually it is a copy that went through `stanch redact`. Cassettes are loaded and
played by their own libraries, documents are parsed strictly, archives tested.
Run it with the Python of build/captures/venv, after make.sh has put the
libraries there. Ends with 1 if something does not load.
"""

import base64
import gzip
import http.cookiejar
import json
import os
import subprocess
import sys
import tempfile
import urllib.error
import urllib.request
import xml.etree.ElementTree
import zipfile

import store
from planted import MARK

HERE = os.path.dirname(os.path.abspath(__file__))
WORK = os.environ.get("STANCH_CAPTURES", os.path.join(
    HERE, os.pardir, os.pardir, "build", "captures"))
CLIENTS = os.path.join(HERE, "clients")


def run(*command, **environment):
    done = subprocess.run(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
        env={**os.environ, **environment}, check=False)
    if done.returncode:
        lines = done.stdout.strip().splitlines() or ["no output"]
        raise ValueError(lines[-1])


def read_text(path):
    with open(path, encoding="utf-8-sig", newline="") as file:
        return file.read()


def load_json(path):
    json.loads(read_text(path))


def load_json_lines(path):
    for line in read_text(path).splitlines():
        json.loads(line)


def load_yaml(path):
    import yaml
    if yaml.load(read_text(path), yaml.BaseLoader) is None:
        raise ValueError("empty")


def load_xml(path):
    xml.etree.ElementTree.parse(path)


def load_jar(path):
    # wget's first line is its own.
    text = read_text(path).replace("# HTTP Cookie", "# Netscape HTTP Cookie")
    with tempfile.NamedTemporaryFile("w", suffix=".txt") as copy:
        copy.write(text)
        copy.flush()
        jar = http.cookiejar.MozillaCookieJar(copy.name)
        jar.load(ignore_discard=True, ignore_expires=True)
    if not len(jar):
        raise ValueError("no cookies")


def load_har(path):
    import haralyzer
    with open(path, encoding="utf-8-sig") as file:
        har = json.load(file)
    parser = haralyzer.HarParser(har)
    if not har["log"]["entries"]:
        raise ValueError("no entries")
    for entry in har["log"]["entries"]:
        if not (entry["request"]["url"] and entry["response"]["status"]):
            raise ValueError("an entry without URL or status")
        content = entry["response"]["content"]
        if content.get("encoding") == "base64":
            text = content["text"]
            # Polly.JS writes a list of pieces into the string.
            pieces = json.loads(text) if text[:1] == "[" else [text]
            for piece in pieces:
                base64.b64decode(piece, validate=True)
    if not parser.pages and har["log"].get("pages"):
        raise ValueError("the pages are lost")


def load_zip(path):
    with zipfile.ZipFile(path) as archive:
        bad = archive.testzip()
        if bad:
            raise ValueError(f"{bad} is damaged")
        for name in archive.namelist():
            if name.endswith((".har", ".json", ".stacks")):
                json.loads(archive.read(name))
            elif name.endswith((".trace", ".network")):
                for line in archive.read(name).splitlines():
                    json.loads(line)


def play_vcrpy(path):
    import vcr
    from vcr.serialize import deserialize
    from vcr.serializers import jsonserializer, yamlserializer
    serializer = "json" if path.endswith(".json") else "yaml"
    requests, responses = deserialize(
        read_text(path),
        jsonserializer if serializer == "json" else yamlserializer)
    if not requests:
        raise ValueError("no interactions")

    class Stay(urllib.request.HTTPRedirectHandler):
        """Redirects are answers like others."""

        def redirect_request(self, *_arguments):
            return None

    opener = urllib.request.build_opener(Stay)
    with vcr.use_cassette(path, serializer=serializer, record_mode="none",
                          allow_playback_repeats=True):
        for request, recorded in zip(requests, responses):
            body = request.body
            call = urllib.request.Request(
                request.uri, method=request.method,
                data=body.encode() if isinstance(body, str) else body)
            try:
                answer = opener.open(call)
            except urllib.error.HTTPError as error:
                answer = error
            data = answer.read()
            if answer.status != recorded["status"]["code"]:
                raise ValueError(f"status {answer.status}")
            if data[:2] == b"\x1f\x8b":
                gzip.decompress(data)


def play_betamax(path):
    import betamax
    import requests
    with open(path, encoding="utf-8") as file:
        recorded = json.load(file)["http_interactions"]
    session = requests.Session()
    # As far as a cassette lets itself be found: URIs are unchanged by what is
    # in headers and bodies.
    with betamax.Betamax(session, cassette_library_dir=os.path.dirname(
            path)).use_cassette("input", record="none",
                                match_requests_on=["method", "uri"]):
        for interaction in recorded:
            request = interaction["request"]
            answer = session.request(request["method"], request["uri"],
                                     allow_redirects=False)
            if answer.status_code != \
                    interaction["response"]["status"]["code"]:
                raise ValueError(f"status {answer.status_code}")
            if not answer.content and answer.status_code == 200:
                raise ValueError("a body is lost")


def play_nock(path):
    run("node", os.path.join(CLIENTS, "node", "replay.js"), path,
        NODE_PATH=os.path.join(WORK, "node", "node_modules"))


def load_go_vcr(path):
    version = os.path.basename(os.path.dirname(path))
    run(os.path.join(WORK, "go", "bin", "replay"), version, path)


def load_ruby_vcr(path):
    run("ruby", os.path.join(CLIENTS, "ruby", "replay.rb"),
        os.path.dirname(path), path.rpartition(".")[2])


def load_flows(path):
    run(os.path.join(WORK, "mitm", "bin", "python"),
        os.path.join(CLIENTS, "python", "read_flows.py"), path)


def load_go_test(path):
    for line in read_text(path).splitlines():
        json.loads(line)["Action"]


# FORMAT/CASE, FORMAT, or an extension, in the order of asking.
LOADERS = {
    "har/broken": None,  # was no JSON before
    "vcrpy/old-headers": load_yaml,  # Python 2's tags
    "ruby-vcr/old": load_yaml,  # before VCR 2
    "go-test/json": load_go_test,
    "access-log/envoy": load_json_lines,
    "vcrpy": play_vcrpy,
    "betamax": play_betamax,
    "nock": play_nock,
    "go-vcr": load_go_vcr,
    "ruby-vcr": load_ruby_vcr,
    "har": load_har,
    "cookie-jar": load_jar,
    ".mitm": load_flows,
    ".zip": load_zip,
    ".json": load_json,
    ".jsonl": load_json_lines,
    ".chlsj": load_json,
    ".yaml": load_yaml,
    ".yml": load_yaml,
    ".xml": load_xml,
}


def loader_of(name, path):
    for key in (name, name.split("/")[0], os.path.splitext(path)[1]):
        if key in LOADERS:
            return LOADERS[key]
    return None


def captures(folder, wanted):
    """Yield FORMAT/CASE and the path of its input."""
    for kind in sorted(os.listdir(folder)):
        for case in sorted(os.listdir(os.path.join(folder, kind))):
            name = f"{kind}/{case}"
            if wanted and not {kind, name} & set(wanted):
                continue
            for file in sorted(os.listdir(os.path.join(folder, name))):
                if file.startswith("input."):
                    yield name, os.path.join(folder, name, file)


def main():
    if len(sys.argv) < 2:
        raise SystemExit(__doc__)
    failed = 0
    for name, path in captures(sys.argv[1], sys.argv[2:]):
        loader = loader_of(name, path)
        if loader is None:
            continue
        # A copy: players may write, and marks have to go.
        with tempfile.TemporaryDirectory() as work:
            copy = os.path.join(work, name, os.path.basename(path))
            os.makedirs(os.path.dirname(copy))
            text, encoding = store.read(path)
            store.write(copy, text.replace(MARK, ""), encoding)
            try:
                loader(copy)
                result = "ok"
            except Exception as error:
                failed += 1
                result = f"{type(error).__name__}: {error}"
        print(f"{name:32} {loader.__name__:16} {result}")
    return failed > 0


if __name__ == "__main__":
    sys.exit(main())
