#!/bin/bash
# Records real clients against a server on loopback, into corpus/http/:
#
#     tests/captures/make.sh               # all
#     tests/captures/make.sh curl python   # some of clients/*.sh
#
# What the clients need is installed into build/captures (or $STANCH_CAPTURES);
# a client that is not to be had is left out, with a line that says so, and the
# captures in the corpus stay as they are. README.md names the packages.
set -euo pipefail

here=$(cd -- "$(dirname -- "$(readlink -f -- "${BASH_SOURCE[0]}")")" && pwd)
root=$(cd -- "$here/../.." && pwd)
WORK=${STANCH_CAPTURES:-$root/build/captures}
OUT=$WORK/made
PORT=${STANCH_CAPTURES_PORT:-8731}
BASE=http://127.0.0.1:$PORT
CLIENTS=$here/clients
export WORK OUT BASE PORT CLIENTS

mkdir -p "$WORK"
rm -rf "$OUT"
mkdir "$OUT"

# Nothing of the machine's own settings belongs into a capture.
unset http_proxy https_proxy all_proxy HTTP_PROXY HTTPS_PROXY ALL_PROXY
export LC_ALL=C.UTF-8 TZ=UTC PYTHONDONTWRITEBYTECODE=1

"$here/setup.sh"
python=$WORK/venv/bin/python
exports=$("$python" "$here/planted.py")
eval "$exports"

"$python" "$here/server.py" "$PORT" >"$WORK/server.log" 2>&1 &
server=$!
trap 'kill "$server" 2>/dev/null || true' EXIT
for _ in {1..50}; do
    grep -q ready "$WORK/server.log" && break
    sleep 0.1
done

if [ $# -eq 0 ]; then
    for script in "$CLIENTS"/*.sh; do
        set -- "$@" "$(basename "$script" .sh)"
    done
fi
cd "$WORK"
for name; do
    [ "$name" = common ] && continue
    echo "captures: $name" >&2
    "$CLIENTS/$name.sh" || echo "captures: $name failed" >&2
done

"$python" "$here/store.py" "$OUT" "$root/corpus/http"
