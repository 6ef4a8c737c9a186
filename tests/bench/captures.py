"""Large captures: made of what a browser and a test run would have written."""

import base64
import json
import os
import random

API = "https://shop.stanch-bench.io"


def word(rng, least=3, most=10):
    return "".join(rng.choice("abcdefghijklmnopqrstuvwxyz")
                   for _ in range(rng.randint(least, most)))


def opaque(rng, length):
    return "".join(rng.choice("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuv"
                              "wxyz0123456789") for _ in range(length))


def sources(tree):
    """Text of real files: scripts, pages, styles are what bodies hold."""
    texts = []
    for folder, folders, names in os.walk(tree):
        folders.sort()
        for name in sorted(names):
            if not name.endswith((".h", ".c", ".py", ".go", ".html", ".js",
                                  ".css", ".txt", ".md")):
                continue
            with open(os.path.join(folder, name), "rb") as file:
                data = file.read(200_000)
            if b"\0" not in data and len(data) > 2000:
                texts.append(data.decode("utf-8", "replace"))
        if len(texts) > 400:
            break
    return texts


def pairs(headers):
    return [{"name": name, "value": value} for name, value in headers]


def answer(rng, texts):
    """MIME type and body, as often as pages ask for each."""
    kind = rng.random()
    if kind < 0.35:
        items = [{"id": rng.randint(1, 10**6), "name": word(rng),
                  "price": rng.random() * 100, "tags": [word(rng), word(rng)],
                  "description": " ".join(word(rng) for _ in range(12))}
                 for _ in range(rng.randint(1, 60))]
        return "application/json", {"text": json.dumps({"items": items})}
    if kind < 0.75:
        return ("text/javascript" if kind < 0.6 else "text/html",
                {"text": rng.choice(texts)})
    data = rng.randbytes(rng.randint(500, 40_000))
    return "image/png", {"text": base64.b64encode(b"\x89PNG" + data).decode(),
                         "encoding": "base64"}


def entry(rng, texts, session):
    url = f"{API}/{word(rng)}/{word(rng)}.{word(rng, 2, 4)}?v={rng.random()}"
    mime, content = answer(rng, texts)
    return {
        "startedDateTime": "2026-11-01T12:00:00.000Z", "time": rng.random(),
        "request": {
            "method": "GET", "url": url, "httpVersion": "HTTP/2",
            "headers": pairs([
                (":authority", "shop.stanch-bench.io"), (":method", "GET"),
                ("accept", "*/*"), ("accept-encoding", "gzip, deflate, br"),
                ("accept-language", "en-GB,en;q=0.9"),
                ("cache-control", "no-cache"), ("referer", API + "/"),
                ("cookie", f"theme=dark; sessionid={session}"),
                ("sec-fetch-dest", "empty"), ("sec-fetch-mode", "cors"),
                ("user-agent", "Mozilla/5.0 (X11; Linux x86_64) Chrome/130"),
                ("x-request-id", opaque(rng, 20))]),
            "cookies": pairs([("theme", "dark"), ("sessionid", session)]),
            "queryString": pairs([("v", str(rng.random()))]),
            "headersSize": -1, "bodySize": 0},
        "response": {
            "status": 200, "statusText": "", "httpVersion": "HTTP/2",
            "headers": pairs([
                ("content-type", mime), ("date", "Sun, 01 Nov 2026 12:00:00"),
                ("etag", f'W/"{opaque(rng, 27)}"'), ("vary", "Cookie"),
                ("cache-control", "public, max-age=31536000"),
                ("server", "nginx"), ("x-trace", opaque(rng, 32)),
                ("strict-transport-security", "max-age=31536000")]),
            "cookies": [], "redirectURL": "",
            "content": {"size": 1, "mimeType": mime, **content}},
        "cache": {}, "timings": {"send": 0, "wait": 12.5, "receive": 1}}


def har(path, tree, size):
    """A HAR of at least `size` bytes."""
    if os.path.exists(path):
        return os.path.getsize(path)
    rng = random.Random(7)
    texts = sources(tree)
    # Some thousand entries, over and over: making each anew takes minutes.
    sessions = [opaque(rng, 32) for _ in range(50)]
    entries = [json.dumps(entry(rng, texts, rng.choice(sessions)), indent=2)
               for _ in range(1500)]
    with open(path + ".part", "w", encoding="utf-8") as out:
        out.write('{"log": {"version": "1.2", "creator": {"name": "WebInspecto'
                  'r", "version": "537.36"}, "pages": [], "entries": [\n')
        written = 0
        while written < size:
            if written:
                out.write(",\n")
            written += out.write(rng.choice(entries))
        out.write("\n]}}\n")
    os.rename(path + ".part", path)
    return os.path.getsize(path)


def exchange(rng, session):
    body = json.dumps({"item": word(rng), "count": rng.randint(1, 9)})
    return [
        f"POST /{word(rng)} HTTP/1.1", "Host: 127.0.0.1:8080",
        "User-Agent: Go-http-client/1.1", f"Content-Length: {len(body)}",
        "Content-Type: application/json", f"Cookie: sessionid={session}", "",
        body, "", "HTTP/1.1 200 OK", "Content-Type: application/json",
        f"X-Request-Id: {opaque(rng, 20)}", "", body]


def test_log(path, tree, size):
    """The output of a verbose test run of at least `size` bytes."""
    if os.path.exists(path):
        return os.path.getsize(path)
    rng = random.Random(11)
    sessions = [opaque(rng, 32) for _ in range(50)]
    blocks = []
    for number in range(3000):
        name = "Test" + word(rng).capitalize()
        lines = [f"=== RUN   {name}"]
        for _ in range(rng.randint(5, 60)):
            lines.append(f"    shop_test.go:{rng.randint(1, 400)}: "
                         + " ".join(word(rng) for _ in range(10)))
            lines.append(f"2026/11/01 12:00:00 INFO {word(rng)} "
                         f"id={rng.randint(1, 10**9)} took={rng.random():.3f}s")
        if number % 3 == 0:
            lines += ["    shop_test.go:20: " + line if i == 0 else
                      "        " + line for i, line in enumerate(
                          exchange(rng, rng.choice(sessions)))]
        lines.append(f"--- PASS: {name} (0.00s)")
        blocks.append("\n".join(lines) + "\n")
    with open(path + ".part", "w", encoding="utf-8") as out:
        written = 0
        while written < size:
            written += out.write(rng.choice(blocks))
    os.rename(path + ".part", path)
    return os.path.getsize(path)
