"""An HTML report as a browser would read it."""

import base64
import hashlib
import re
from html.parser import HTMLParser

# Elements that have no end.
VOID = {"meta", "br", "input", "path", "circle"}

# All there may be, with their attributes and what these may hold. What a
# scanned text brings is text: no element and no attribute is its own, but for
# the page that documents a rule.
NAME = r"[a-z0-9 -]*"
ATTRIBUTES = {
    "html": {"lang": "en"},
    "meta": {"charset": "utf-8", "name": NAME, "content": r"[^<>]*",
             "http-equiv": "Content-Security-Policy"},
    "a": {"href": r"#[a-z0-9]+|https?://[\w./:?#@&=+,;%$!~-]*", "class": NAME,
          "rel": "noreferrer", "tabindex": "0"},
    "svg": {"class": NAME, "viewbox": "0 0 24 24", "aria-hidden": "true"},
    "path": {"d": r"[A-Za-z0-9 .-]+"},
    "circle": {"cx": r"\d+", "cy": r"\d+", "r": r"\d+"},
    "th": {"scope": "col|row"},
    "form": {"id": NAME, "role": NAME, "aria-label": r"[A-Za-z ]+",
             "hidden": ""},
    "input": {"type": NAME, "name": NAME, "value": NAME, "checked": "",
              "autocomplete": "off", "spellcheck": "false",
              "placeholder": r"[a-z, ]+"},
    "select": {"name": NAME},
    "option": {"value": r"\d*"},
    "button": {"type": NAME, "id": NAME, "aria-pressed": "false"},
    "output": {"role": NAME},
    "details": {"class": NAME, "id": NAME, "open": ""},
    "article": {"class": NAME, "id": r"f\d+", "data-k": r"\d \d \d \d+"},
    "section": {"class": NAME, "id": NAME, "aria-label": r"[A-Za-z ]+",
                "aria-labelledby": NAME},
    "nav": {"aria-label": r"[A-Za-z ]+"},
}
COMMON = {"class": NAME, "id": NAME, "tabindex": "0"}
PLAIN = {"head", "title", "style", "script", "body", "header", "main",
         "footer", "p", "b", "h1", "h2", "h3", "h4", "h5", "dl", "dt", "dd",
         "div", "ul", "ol", "li", "table", "thead", "tbody", "tr", "td",
         "small", "span", "code", "pre", "mark", "bdi", "fieldset", "legend",
         "label", "summary", "br"}


class Page(HTMLParser):
    """A report, parsed; any mistake in it is an AssertionError."""

    def __init__(self, page):
        super().__init__(convert_charrefs=True)
        self.open = []
        self.ids = set()
        self.links = []
        self.elements = []
        self.texts = []
        self.parts = {}
        self.policy = ""
        self.feed(page)
        self.close()
        assert not self.open, f"left open: {self.open}"
        for link in self.links:
            assert not link.startswith("#") or link[1:] in self.ids, link

    def handle_starttag(self, tag, attrs):
        assert tag in PLAIN or tag in ATTRIBUTES, f"<{tag}>"
        known = ATTRIBUTES.get(tag, COMMON)
        self.elements.append((tag, dict(attrs)))
        for name, value in attrs:
            assert name in known, f"<{tag} {name}>"
            assert re.fullmatch(known[name], value or ""), f"{name}={value}"
            if name == "id":
                assert value not in self.ids, f"twice: {value}"
                self.ids.add(value)
            if name == "href":
                self.links.append(value)
        if ("http-equiv", "Content-Security-Policy") in attrs:
            self.policy = dict(attrs)["content"]
        if tag not in VOID:
            self.open.append(tag)
            assert len(self.open) < 24, "nested too deep"

    def handle_endtag(self, tag):
        if tag in VOID:
            return
        assert self.open and self.open.pop() == tag, f"</{tag}>"

    def handle_data(self, data):
        if self.open and self.open[-1] in ("style", "script"):
            self.parts[self.open[-1]] = self.parts.get(self.open[-1],
                                                       "") + data
        else:
            self.texts.append(data)

    def handle_comment(self, data):
        raise AssertionError(f"a comment: {data}")

    def unknown_decl(self, data):
        raise AssertionError(f"a declaration: {data}")

    def handle_pi(self, data):
        raise AssertionError(f"an instruction: {data}")

    def text(self):
        return "".join(self.texts)

    def count(self, tag):
        return sum(1 for name, _ in self.elements if name == tag)

    def digest(self, part):
        """As the policy has to name it."""
        digest = hashlib.sha256(self.parts[part].encode()).digest()
        return "'sha256-" + base64.b64encode(digest).decode() + "'"
