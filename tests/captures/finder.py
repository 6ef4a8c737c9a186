"""Finds planted secrets in a capture, in whatever way they are written there.

It knows the secrets, so it need not be clever: each is looked for as it is,
with escapes, and in what base64, hex, byte lists, gzip, brotli and zip hold.
"""

import base64
import binascii
import gzip
import io
import json
import re
import zipfile
import zlib

try:
    import brotli
except ImportError:
    brotli = None

DEPTH_MAX = 5

XML_NAMES = {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;"}

BASE64 = re.compile(r"[A-Za-z0-9+/_-](?:[A-Za-z0-9+/_-]|(?:\\n|\s){1,40}"
                    r"(?=[A-Za-z0-9+/_-]{4})){14,}={0,2}")
HEX = re.compile(r"(?:[0-9a-fA-F]{2}){16,}")
DECIMALS = re.compile(r"\d{1,3}(?:,\s*\d{1,3}){15,}")
ESCAPED_GZIP = re.compile(r"\\x1f\\x8b\\(?:b|x08)[^\n]+")
ESCAPE = re.compile(r"\\(x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|.)")
SIGNS = {"a": "\a", "b": "\b", "f": "\f", "n": "\n", "r": "\r",
         "t": "\t", "v": "\v", "0": "\0"}
WIRE_GZIP = re.compile(r"\[0x1f\]\[0x8b\][^\n]+")
WIRE_BYTE = re.compile(r"\[(?:0x([0-9a-f]{1,2})|\\([rn]))\]")
TRACE_ROW = re.compile(r"^[0-9a-f]{4}: ((?:[0-9a-f]{2} ){1,16})", re.M)
TRACE_TEXT_ROW = re.compile(r"(?<=.{64})\r?\n[0-9a-f]{4}: ")

# Newman's: a body in a box, cut at its right edge. In UTF-8.
BOX_ROW = re.compile("(?<=[^ \xe2]{4})\n  \xe2\x94\x82 ")


def _character(char):
    """A pattern for all the ways in which one character is written."""
    if char.isalnum() or char in "-_.":
        return re.escape(char)
    code = ord(char)
    ways = [r"\\*" + re.escape(char) if char == "/" else re.escape(char),
            f"%{code:02X}", f"%{code:02x}", rf"\\+u00{code:02x}",
            rf"\\+x{code:02x}", f"&#{code};", f"&#x{code:x};"]
    if char in XML_NAMES:
        ways.append(XML_NAMES[char])
    return "(?:" + "|".join(ways) + ")"


class Secret:
    """One planted value, how to see it, after how many bytes to mark it."""

    def __init__(self, name, value):
        self.name = name
        self.value = value
        self.pattern = re.compile("".join(map(_character, value)))
        # Four characters may pass for a password.
        self.mark_after = 3 if len(value) <= 20 else 5


class Place:
    """Where a secret stands, and where {+} makes it stand there no more."""

    def __init__(self, secret, offset, encoding, breaks):
        self.secret = secret
        self.offset = offset
        self.encoding = encoding
        self.breaks = breaks


def label(written, value):
    """How a match is written."""
    if written == value:
        return "plain"
    for sign, name in (("%", "percent"), ("\\", "escaped"), ("&", "xml")):
        if sign in written and (sign not in value or
                                written.count(sign) > value.count(sign)):
            return name
    return "escaped"


def _inflate(data):
    """Yield what compressed bytes may stand for."""
    if data[:3] == b"\x1f\x8b\x08":
        try:
            yield "gzip", zlib.decompressobj(31).decompress(data)
        except zlib.error:
            pass
    elif data[:1] == b"\x78":
        try:
            yield "deflate", zlib.decompressobj().decompress(data)
        except zlib.error:
            pass
    elif data[:4] == b"PK\x03\x04":
        try:
            with zipfile.ZipFile(io.BytesIO(data)) as archive:
                for member in archive.namelist():
                    yield f"zip {member}", archive.read(member)
        except (zipfile.BadZipFile, ValueError):
            pass
    elif brotli and len(data) < 4096:
        try:
            plain = brotli.decompress(data)
            if plain[:1] == b"{":
                yield "brotli", plain
        except brotli.error:
            pass


def _unbase64(text):
    text = re.sub(r"\\n|\s", "", text).translate(
        str.maketrans("-_", "+/")).rstrip("=")
    for cut in range(4):
        digits = text[:len(text) - cut] if cut else text
        if len(digits) % 4 == 1:
            continue
        try:
            return base64.b64decode(digits + "=" * (-len(digits) % 4),
                                    validate=True)
        except binascii.Error:
            continue
    return None


def unescape(text):
    """The bytes that Go, Python and others print with escapes."""
    def one(match):
        sign = match.group(1)
        return chr(int(sign[1:], 16)) if sign[0] in "xu" else \
            SIGNS.get(sign, sign)
    return ESCAPE.sub(one, text).encode("latin-1", "replace")


def _units(text, start, end, how):
    """Offsets of the digits, or numbers, that an encoding is made of."""
    if how == "decimal":
        units = r"\d+"
    elif how == "hex":
        units = "[0-9a-fA-F]"
    else:
        units = r"(?<!\\)[A-Za-z0-9+/_-]"
    return [start + unit.start()
            for unit in re.finditer(units, text[start:end])]


# How many units, and of how many bytes they are.
RATIO = {"base64": (4, 3), "hex": (2, 1), "decimal": (1, 1)}

# Bytes after which a compressed value is none any more.
MAGIC = {"escaped": 4, "wire": 6, "": 1}


def _encoded_places(text, start, end, how, data, secrets):
    """Yield the places of what one encoded value holds."""
    units = _units(text, start, end, how) if how in RATIO else None
    # A mark that is out of step makes the rest another value.
    first = {"base64": 5, "hex": 1, "decimal": 0}.get(how)
    broken = (start + 2 if text.startswith("PK", start) else
              start + MAGIC[how] if units is None else units[first])
    if how == "decimal":
        broken += 1
    for secret, chain in inside(data, secrets, how):
        if not chain:
            continue  # seen as it is already
        match = secret.pattern.search(data.decode("latin-1"))
        if "+" in chain or units is None or not match:
            # What is compressed stands nowhere in particular.
            yield Place(secret, start, chain, [broken])
            continue
        many, few = RATIO[how]
        for match in secret.pattern.finditer(data.decode("latin-1")):
            begin = match.start() * many // few
            stop = match.end() * many // few
            if how == "decimal":
                breaks = [unit + 1 for unit in units[begin:stop:4]]
            else:
                breaks = [units[index] for index in range(begin + 2, stop)
                          if index % many == 1][:1]
            yield Place(secret, units[begin], chain, breaks)


def encoded(text):
    """Yield start, end, encoding and bytes of what text may hold encoded."""
    for match in BASE64.finditer(text):
        data = _unbase64(match.group())
        if data:
            yield match.start(), match.end(), "base64", data
        # Lines that happen to follow each other are no one value.
        if re.search(r"\\n|\s", match.group()):
            for part in re.finditer(r"[A-Za-z0-9+/_-]{16,}={0,2}",
                                    match.group()):
                data = _unbase64(part.group())
                if data:
                    start = match.start() + part.start()
                    yield start, start + len(part.group()), "base64", data
    for match in HEX.finditer(text):
        yield match.start(), match.end(), "hex", bytes.fromhex(match.group())
    for match in DECIMALS.finditer(text):
        numbers = [int(number) for number in match.group().split(",")]
        if max(numbers) < 256:
            yield match.start(), match.end(), "decimal", bytes(numbers)
    for sign in ("\x1f\x8b\x08", "PK\x03\x04"):
        start = text.find(sign)
        while start >= 0:
            yield start, len(text), "", text[start:].encode("latin-1",
                                                            "replace")
            if sign[0] == "P":
                break
            start = text.find(sign, start + 1)
    for match in ESCAPED_GZIP.finditer(text):
        yield match.start(), match.end(), "escaped", unescape(match.group())
    for match in WIRE_GZIP.finditer(text):
        yield match.start(), match.end(), "wire", WIRE_BYTE.sub(
            lambda byte: chr(int(byte.group(1), 16)) if byte.group(1)
            else "\r" if byte.group(2) == "r" else "\n",
            match.group()).encode("latin-1", "replace")
    # Deflate and brotli have no sign of their own: a message's body.
    for match in re.finditer(
            r"content-encoding[^\n]{0,40}(?:deflate|br)\b.*?\r\n\r\n", text,
            re.I | re.S):
        yield (match.end(), len(text), "",
               text[match.end():].encode("latin-1", "replace"))


def inside(data, secrets, chain, depth=0):
    """Yield secret and encoding for what bytes hold, at any depth."""
    text = data.decode("latin-1")
    for secret in secrets:
        if secret.pattern.search(text):
            yield secret, chain
    if depth >= DEPTH_MAX:
        return
    for name, plain in _inflate(data):
        yield from inside(plain, secrets, join(chain, name), depth + 1)
    if len(data) < 65536:
        for _start, _end, name, plain in encoded(text):
            if name or plain != data:
                yield from inside(plain, secrets, join(chain, name),
                                  depth + 1)


def join(chain, name):
    """ "gzip in base64" is read from the outside in."""
    return f"{chain}+{name}" if chain and name else chain or name


def views(text):
    """Yield text as it is, and with its rows joined; with the way back."""
    yield text, None, None
    is_boxed = BOX_ROW.search(text)
    if not is_boxed and "=> Send" not in text and "<= Recv" not in text:
        return
    pieces, back, last = [], [], 0
    for match in (BOX_ROW if is_boxed else TRACE_TEXT_ROW).finditer(text):
        pieces.append(text[last:match.start()])
        back.extend(range(last, match.start()))
        last = match.end()
    pieces.append(text[last:])
    back.extend(range(last, len(text)))
    yield "".join(pieces), back, "rows"
    if is_boxed:
        return
    digits, back = [], []
    for match in TRACE_ROW.finditer(text):
        for byte in re.finditer("[0-9a-f]{2}", match.group(1)):
            digits.append(chr(int(byte.group(), 16)))
            back.append(match.start(1) + byte.start())
    yield "".join(digits), back, "hex rows"


def find(text, secrets):
    """Yield the place of everything that is planted in text."""
    for view, back, how in views(text):
        back = back or range(len(text) + 1)
        for secret in secrets:
            for match in secret.pattern.finditer(view):
                start, where = match.start(), back[match.start()]
                if how == "rows" and text.startswith(match.group(), where):
                    continue
                breaks = [back[start + secret.mark_after]]
                if how == "hex rows":
                    breaks = list({
                        text.rfind("\n", 0, back[index]): back[index] + 1
                        for index in range(start, match.end())}.values())
                yield Place(secret, where,
                            how or label(match.group(), secret.value), breaks)
        for start, end, name, data in encoded(view):
            for place in _encoded_places(view, start, end, name, data,
                                         secrets):
                place.encoding = join(how or "", place.encoding)
                place.offset = back[place.offset]
                place.breaks = [back[offset] for offset in place.breaks]
                yield place


def tree(data):
    """A JSON document, or one a line; a YAML one; None."""
    try:
        return json.loads(data)
    except ValueError:
        pass
    try:
        return [json.loads(line) for line in data.splitlines() if line]
    except ValueError:
        pass
    if b"\n  " not in data and b"\n- " not in data:
        return None
    try:
        import yaml
        loaded = yaml.load(data, yaml.BaseLoader)
        return loaded if isinstance(loaded, (dict, list)) else None
    except Exception:
        return None


def paths(node, prefix=""):
    """Yield path and value of every scalar, in the order of the file."""
    stack = [(node, prefix)]
    while stack:
        node, prefix = stack.pop()
        if isinstance(node, dict):
            children = [(value, f"{prefix}.{name}" if prefix else str(name))
                        for name, value in node.items()]
        elif isinstance(node, list):
            if len(node) > 15 and all(isinstance(item, int)
                                      for item in node):
                yield prefix, ", ".join(map(str, node))
                continue
            children = [(value, f"{prefix}[{index}]")
                        for index, value in enumerate(node)]
        else:
            if isinstance(node, (str, bytes)):
                yield prefix, node
            continue
        stack.extend(reversed(children))


def first_paths(data, secrets):
    """Secret name -> the path of its first place, of a JSON or YAML file."""
    found = {}
    root = tree(data)
    if root is None:
        return found
    for path, value in paths(root):
        raw = value if isinstance(value, bytes) else value.encode(
            "utf-8", "surrogatepass")
        for secret, _chain in inside(raw, secrets, ""):
            found.setdefault(secret.name, path)
    return found


def compress(data):
    """Gzip as a server would, the same in every run."""
    return gzip.compress(data, mtime=0)
