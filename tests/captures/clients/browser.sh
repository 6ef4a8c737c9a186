#!/bin/bash
# Chromium, driven by Playwright.
# shellcheck source=tests/captures/clients/common.sh
source "$(dirname "$0")/common.sh"

CHROMIUM=${CHROMIUM:-$(command -v chromium || true)}
export CHROMIUM NODE_PATH=$WORK/node/node_modules
if [ -z "$CHROMIUM" ]; then
    skip "the browser's: no chromium"
    exit
fi
version=$(node -p 'require("playwright-core/package.json").version')

capture har playwright har "Playwright $version recordHar, bodies in it"
har=$to
capture playwright har-zip zip "Playwright $version recordHar, a .har.zip"
zip=$to
capture playwright trace zip "Playwright $version trace.zip"
trace=$to
capture playwright storage-state json "Playwright $version storageState"
state=$to
# It tells a zip by its name.
node "$CLIENTS/node/browser.js" "$har" page.har.zip "$trace" "$state"
mv page.har.zip "$zip"
# Where the program itself stood.
python3 - "$trace" <<'END'
import sys
import zipfile

with zipfile.ZipFile(sys.argv[1]) as archive:
    members = [(one, archive.read(one)) for one in archive.infolist()
               if not one.filename.endswith(".stacks")]
with zipfile.ZipFile(sys.argv[1], "w", zipfile.ZIP_DEFLATED) as archive:
    for one, data in members:
        archive.writestr(one, data)
END

capture har pretty har "Playwright $version recordHar, indented as Chrome does"
python3 -c 'import json, sys
json.dump(json.load(sys.stdin), sys.stdout, indent=2, ensure_ascii=False)
' <"$har" >"$to"
pretty=$to

# Fiddler begins its HARs with a byte order mark; names come after values.
capture har reordered har "the same, with a BOM, CR LF, and keys sorted back"
python3 -c 'import json, sys
def turn(node):
    if isinstance(node, dict):
        return {name: turn(node[name]) for name in sorted(node, reverse=True)}
    return [turn(item) for item in node] if isinstance(node, list) else node
text = json.dumps(turn(json.load(sys.stdin)), indent=1)
sys.stdout.buffer.write(b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode())
' <"$har" >"$to"

capture har broken har "the same, cut off within an entry"
python3 -c 'import sys
text = sys.stdin.read()
print(text[:text.rindex("\"response\"")].rstrip())' <"$pretty" >"$to"
