"""A test run whose output is captured: http.client's log, and a failure."""

import http.client
import logging
import os

import requests

get = os.environ.__getitem__
base = get("BASE")
log = logging.getLogger("shop")


def test_sign_in(monkeypatch):
    monkeypatch.setattr(http.client.HTTPConnection, "debuglevel", 1)
    requests.post(base + "/api/login", json={
        "user": get("API_USER"), "password": get("JSON_PASSWORD")})


def test_export():
    log.warning("asking for %s/export?token=%s", base, get("QUERY_TOKEN"))
    headers = {"Authorization": "Bearer " + get("BEARER_TOKEN"),
               "X-Api-Key": get("API_KEY")}
    answer = requests.get(base + "/api/me", headers=headers)
    assert answer.json() == {"id": 4712}, answer.request.headers
