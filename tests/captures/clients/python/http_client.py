"""http.client with debuglevel 1: printed to standard output."""

import base64
import http.client
import json
import os
import urllib.parse

get = os.environ.__getitem__
host, port = urllib.parse.urlsplit(get("BASE")).netloc.split(":")

connection = http.client.HTTPConnection(host, int(port))
connection.set_debuglevel(1)


def call(method, path, body=None, headers=None):
    connection.request(method, path, body, headers or {})
    return connection.getresponse().read()


print("signing in")
form = urllib.parse.urlencode({"user": get("API_USER"),
                               "password": get("FORM_PASSWORD")})
call("POST", "/login", form,
     {"Content-Type": "application/x-www-form-urlencoded"})
call("GET", "/home", headers={"Cookie": "session=" + get("SESSION_COOKIE")})
call("POST", "/api/login",
     json.dumps({"user": get("API_USER"), "password": get("JSON_PASSWORD")}),
     {"Content-Type": "application/json"})
pair = f"{get('API_USER')}:{get('BASIC_PASSWORD')}".encode()
call("GET", "/basic", headers={
    "Authorization": "Basic " + base64.b64encode(pair).decode()})
call("GET", "/api/me", headers={"Authorization": "Bearer " + get("JWT")})
print("done")
