"""The made-up secrets that captures are planted with.

secrets.json names each once, with a mark after its first characters, so that
nothing in the tree looks like a leak. They are the same in every run.
"""

import base64
import hashlib
import hmac
import json
import os

MARK = "{+}"
FILE = os.path.join(os.path.dirname(os.path.abspath(__file__)),
                    "secrets.json")

# The 1st of January 2100: no run ever sees it expired.
JWT_EXPIRES = 4102444800
USER = "mira"

# These sign, or are no secrets: they are looked for, and are no misses.
NOT_PLANTED = {"jwt-key", "client-secret-key"}
IDENTIFIERS = {"aws-access-key-id", "client-access-key-id"}


def _base64url(data):
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def make_jwt(key):
    """A token as a login gives it, HS256."""
    head = _base64url(b'{"alg":"HS256","typ":"JWT"}')
    claims = _base64url(json.dumps(
        {"sub": "4711", "name": USER, "scope": "orders:write",
         "iat": 1761998400, "exp": JWT_EXPIRES},
        separators=(",", ":")).encode())
    signed = f"{head}.{claims}"
    digest = hmac.new(key.encode(), signed.encode(), hashlib.sha256).digest()
    return f"{signed}.{_base64url(digest)}"


def load():
    """Name -> value, the JWT included."""
    with open(FILE, encoding="utf-8") as file:
        values = {name: entry["value"].replace(MARK, "")
                  for name, entry in json.load(file).items()}
    values["jwt"] = make_jwt(values["jwt-key"])
    return values


def basic(values):
    """What follows "Basic " in an Authorization header."""
    pair = f"{USER}:{values['basic-password']}"
    return base64.b64encode(pair.encode()).decode()


def variable(name):
    """The environment variable that hands a secret to a client."""
    return name.upper().replace("-", "_")


if __name__ == "__main__":
    # For the shell: lines of NAME=value, for make.sh to export.
    import shlex

    VALUES = load()
    for NAME, VALUE in VALUES.items():
        print(f"export {variable(NAME)}={shlex.quote(VALUE)}")
    print(f"export BASIC={shlex.quote(basic(VALUES))}")
    print(f"export API_USER={USER}")
