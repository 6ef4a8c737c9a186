#!/usr/bin/env python3
"""A shop's API on loopback, for clients to be recorded against.

    server.py PORT

Its answers are the same in every run, dates included. The secrets in them are
those of secrets.json.
"""

import gzip
import http.server
import json
import socketserver
import sys
import urllib.parse
import zlib

import planted

SECRETS = planted.load()
DATE = "Sun, 01 Nov 2026 12:00:00 GMT"

PAGE = """<!doctype html>
<title>Shop</title>
<form id=f><input name=user><input name=password type=password>
<button>Sign in</button></form>
<p id=state>waiting</p>
<script>
async function start() {
  const settings = await (await fetch("/settings")).json();
  localStorage.setItem("auth_token", settings.auth_token);
  localStorage.setItem("theme", "dark");
  const signed = await (await fetch("/api/login", {
    method: "POST", headers: {"Content-Type": "application/json"},
    body: JSON.stringify({user: f.user.value, password: f.password.value}),
  })).json();
  await fetch("/api/me", {
    headers: {Authorization: "Bearer " + signed.access_token}});
  await fetch("/api/orders", {
    method: "POST", body: JSON.stringify({sku: "A-17", amount: 2}),
    headers: {Authorization: "Bearer " + localStorage.auth_token,
              "Content-Type": "application/json"}});
  await (await fetch("/api/zipped?token=" + settings.token)).json();
  await (await fetch("/api/keys")).text();
  state.textContent = "done";
}
f.onsubmit = () => { start(); return false; };
</script>
"""

SOAP = """<?xml version="1.0" encoding="UTF-8"?>
<soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/">
 <soapenv:Body>
  <loginResponse xmlns="urn:shop"><result>
   <serverUrl>http://127.0.0.1/soap/u/60</serverUrl>
   <sessionId>%(soap-session)s</sessionId>
   <userId>0051</userId>
  </result></loginResponse>
 </soapenv:Body>
</soapenv:Envelope>
"""

STS = """<AssumeRoleResponse \
xmlns="https://sts.amazonaws.com/doc/2011-06-15/">
  <AssumeRoleResult>
    <AssumedRoleUser>
      <AssumedRoleId>AROA3XFRBF535PLBIFPI4:shop</AssumedRoleId>
      <Arn>arn:aws:sts::123456789012:assumed-role/shop/shop</Arn>
    </AssumedRoleUser>
    <Credentials>
      <AccessKeyId>%(aws-access-key-id)s</AccessKeyId>
      <SecretAccessKey>%(aws-secret-key)s</SecretAccessKey>
      <SessionToken>%(aws-session-token)s</SessionToken>
      <Expiration>2100-01-01T00:00:00Z</Expiration>
    </Credentials>
  </AssumeRoleResult>
  <ResponseMetadata>
    <RequestId>c6104cbe-af31-11e0-8154-cbc7ccf896c7</RequestId>
  </ResponseMetadata>
</AssumeRoleResponse>
"""


IDENTITY = """<GetCallerIdentityResponse \
xmlns="https://sts.amazonaws.com/doc/2011-06-15/">
  <GetCallerIdentityResult>
    <Arn>arn:aws:sts::123456789012:assumed-role/shop/shop</Arn>
    <UserId>AROA3XFRBF535PLBIFPI4:shop</UserId>
    <Account>123456789012</Account>
  </GetCallerIdentityResult>
</GetCallerIdentityResponse>
"""


def compress_brotli(data):
    """None where the module is not to be had."""
    try:
        import brotli
    except ImportError:
        return None
    return brotli.compress(data)


ENCODINGS = {
    "gzip": lambda data: gzip.compress(data, mtime=0),
    "deflate": zlib.compress,
    "br": compress_brotli,
}


class Handler(http.server.BaseHTTPRequestHandler):
    """One connection."""

    protocol_version = "HTTP/1.1"

    def version_string(self):
        return "shop"

    def date_time_string(self, timestamp=None):
        return DATE

    def log_message(self, format, *args):
        pass

    def answer(self, status, body=b"", kind="application/json", headers=()):
        if isinstance(body, dict):
            body = json.dumps(body).encode()
        elif isinstance(body, str):
            body = body.encode()
        self.send_response(status)
        if body:
            self.send_header("Content-Type", kind)
        for name, value in headers:
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def answer_encoded(self, encoding, name):
        body = json.dumps({"access_token": SECRETS[name],
                           "token_type": "bearer",
                           "scopes": ["orders:read", "orders:write"]})
        packed = ENCODINGS[encoding](body.encode())
        if packed is None:
            self.answer(406, {"error": "no such encoding"})
            return
        self.answer(200, packed,
                    headers=[("Content-Encoding", encoding)])

    def body(self):
        if self.headers.get("Transfer-Encoding", "") == "chunked":
            parts = []
            while True:
                size = int(self.rfile.readline().split(b";")[0], 16)
                parts.append(self.rfile.read(size))
                self.rfile.readline()
                if size == 0:
                    return b"".join(parts)
        return self.rfile.read(int(self.headers.get("Content-Length") or 0))

    def serve(self):
        data = self.body()
        path = urllib.parse.urlsplit(self.path).path
        self.ROUTES.get((self.command, path), Handler.missing)(self, data)

    do_GET = do_POST = do_PUT = serve

    def missing(self, _data):
        self.answer(404, {"error": "no such path"})

    def login_form(self, _data):
        self.answer(303, headers=[
            ("Location", "/home"),
            ("Set-Cookie", "session=" + SECRETS["session-cookie"] +
             "; Path=/; HttpOnly; SameSite=Lax"),
            ("Set-Cookie", "theme=dark; Path=/"),
        ])

    def home(self, _data):
        self.answer(200, "<h1>Orders</h1>\n", "text/html; charset=utf-8")

    def page(self, _data):
        self.answer(200, PAGE, "text/html; charset=utf-8",
                    [("Set-Cookie", "session=" + SECRETS["session-cookie"] +
                      "; Path=/; HttpOnly")])

    def settings(self, _data):
        self.answer(200, {"theme": "dark", "token": SECRETS["query-token"],
                          "auth_token": SECRETS["storage-token"]})

    def login_json(self, _data):
        self.answer(200, {"access_token": SECRETS["jwt"],
                          "refresh_token": SECRETS["refresh-token"],
                          "token_type": "Bearer", "expires_in": 3600})

    def oauth(self, _data):
        self.answer(200, {"access_token": SECRETS["bearer-token"],
                          "refresh_token": SECRETS["refresh-token"],
                          "scope": "orders", "expires_in": 3600})

    def guarded(self, _data):
        if not (self.headers.get("Authorization")
                or self.headers.get("X-Api-Key")):
            self.answer(401, {"error": "sign in"}, headers=[
                ("WWW-Authenticate", 'Basic realm="shop"')])
            return
        self.answer(200, {"id": 4711, "name": planted.USER, "orders": 3})

    def orders(self, _data):
        self.answer(201, {"order": 90017, "state": "accepted"})

    def export(self, _data):
        self.answer(200, "order,amount\n90017,2\n", "text/csv")

    def upload(self, data):
        self.answer(200, {"bytes": len(data)})

    def gzipped(self, _data):
        self.answer_encoded("gzip", "gzip-token")

    def deflated(self, _data):
        self.answer_encoded("deflate", "deflate-token")

    def brotlied(self, _data):
        self.answer_encoded("br", "brotli-token")

    def keys(self, _data):
        # Of a type that recorders keep in base64.
        self.answer(200, {"api_key": SECRETS["api-key"]},
                    "application/octet-stream")

    def soap(self, _data):
        self.answer(200, SOAP % SECRETS, "text/xml; charset=utf-8")

    def sts(self, data):
        asked = b"GetCallerIdentity" in data
        self.answer(200, IDENTITY if asked else STS % SECRETS, "text/xml")

    def credentials(self, _data):
        self.answer(200, {
            "RoleArn": "arn:aws:iam::123456789012:role/shop",
            "AccessKeyId": SECRETS["aws-access-key-id"],
            "SecretAccessKey": SECRETS["aws-secret-key"],
            "Token": SECRETS["aws-session-token"],
            "Expiration": "2100-01-01T00:00:00Z"})

    ROUTES = {
        ("POST", "/login"): login_form,
        ("GET", "/home"): home,
        ("GET", "/page"): page,
        ("GET", "/settings"): settings,
        ("POST", "/api/login"): login_json,
        ("POST", "/oauth/token"): oauth,
        ("GET", "/api/me"): guarded,
        ("GET", "/basic"): guarded,
        ("POST", "/api/orders"): orders,
        ("GET", "/export"): export,
        ("POST", "/upload"): upload,
        ("GET", "/api/zipped"): gzipped,
        ("GET", "/api/keys"): keys,
        ("GET", "/api/deflated"): deflated,
        ("GET", "/api/brotli"): brotlied,
        ("POST", "/soap"): soap,
        ("POST", "/"): sts,
        ("GET", "/credentials"): credentials,
    }


class Server(socketserver.ThreadingMixIn, http.server.HTTPServer):
    daemon_threads = True


def main():
    server = Server(("127.0.0.1", int(sys.argv[1])), Handler)
    print("ready", flush=True)
    server.serve_forever()


if __name__ == "__main__":
    main()
