"""vcrpy: cassettes in YAML and JSON. vcr_record.py KIND FILE"""

import os
import sys
import urllib.request

import requests
import vcr

get = os.environ.__getitem__
base = get("BASE")
kind, path = sys.argv[1:]


def session():
    """Login by form, then what the cookie opens."""
    client = requests.Session()
    client.post(base + "/login", {"user": get("API_USER"),
                                  "password": get("FORM_PASSWORD")})
    client.get(base + "/basic", auth=(get("API_USER"),
                                      get("BASIC_PASSWORD")))


def tokens():
    """JSON login, a key, a query; one answer in gzip."""
    requests.post(base + "/api/login", json={
        "user": get("API_USER"), "password": get("JSON_PASSWORD")})
    requests.get(base + "/api/zipped", headers={"X-Api-Key": get("API_KEY")})
    requests.get(base + "/export", {"token": get("QUERY_TOKEN")})


def compressed():
    """Bodies as they came: vcrpy decodes what requests reads, not this."""
    for path in ("/api/zipped", "/api/deflated", "/api/brotli"):
        urllib.request.urlopen(base + path).read()


def upload():
    """A multipart body; the part's secret, and one in its file."""
    requests.post(base + "/upload", files={
        "api_secret": (None, get("UPLOAD_SECRET")),
        "file": ("client.json", '{"client_secret": "%s"}'
                 % get("CLIENT_SECRET"), "application/json")})


def clouds():
    """XML answers."""
    requests.post(base + "/", {"Action": "AssumeRole"})
    requests.post(base + "/soap", "<login/>",
                  headers={"Content-Type": "text/xml"})


def filtered():
    """What vcrpy's own filters leave."""
    requests.post(base + "/oauth/token", {
        "grant_type": "client_credentials",
        "client_secret": get("CLIENT_SECRET")},
        auth=(get("API_USER"), get("BASIC_PASSWORD")))


options = {"serializer": "json" if path.endswith(".json") else "yaml",
           "decode_compressed_response": path.endswith(".json")}
if kind == "filtered":
    options["filter_headers"] = [("authorization", "REDACTED")]
    options["filter_post_data_parameters"] = ["client_secret"]
with vcr.use_cassette(path, **options):
    {"session": session, "tokens": tokens, "compressed": compressed,
     "upload": upload, "clouds": clouds, "filtered": filtered}[kind]()
