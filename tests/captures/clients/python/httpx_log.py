"""httpx at INFO and httpcore at DEBUG."""

import logging
import os

import httpx

get = os.environ.__getitem__

logging.basicConfig(level=logging.DEBUG, format="%(asctime)s "
                    "%(levelname)s [%(name)s] %(message)s")
with httpx.Client(base_url=get("BASE")) as client:
    client.get("/export", params={"api_token": get("QUERY_TOKEN")})
    client.post("/login", data={"user": get("API_USER"),
                                "password": get("FORM_PASSWORD")})
    answer = client.get("/api/me", headers={
        "Authorization": "Bearer " + get("BEARER_TOKEN")})
    logging.info("request: %r %r", answer.request, answer.request.headers)
    logging.info("headers: %s", dict(answer.request.headers))
