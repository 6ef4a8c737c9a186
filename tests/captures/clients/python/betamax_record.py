"""Betamax: betamax_record.py FOLDER NAME; makes FOLDER/NAME.json"""

import os
import sys

import betamax
import requests

get = os.environ.__getitem__
base = get("BASE")
folder, name = sys.argv[1:]

session = requests.Session()
with betamax.Betamax(session, cassette_library_dir=folder).use_cassette(
        name, record="all"):
    session.post(base + "/login", {"user": get("API_USER"),
                                   "password": get("FORM_PASSWORD")})
    session.get(base + "/basic", auth=(get("API_USER"),
                                       get("BASIC_PASSWORD")))
    session.get(base + "/api/zipped", headers={
        "Authorization": "Bearer " + get("BEARER_TOKEN")})
