"""requests at DEBUG: urllib3 logs the request's target."""

import logging
import os

import requests

get = os.environ.__getitem__
base = get("BASE")

logging.basicConfig(level=logging.DEBUG,
                    format="%(levelname)s:%(name)s:%(message)s")
session = requests.Session()
session.post(base + "/api/login", json={
    "user": get("API_USER"), "password": get("JSON_PASSWORD")})
session.get(base + "/export", params={"format": "csv",
                                      "token": get("QUERY_TOKEN")})
answer = session.get(base + "/api/zipped",
                     headers={"X-Api-Key": get("API_KEY")})
# As people print what went wrong.
logging.debug("sent %s", answer.request.headers)
logging.debug("got %s", answer.json())
