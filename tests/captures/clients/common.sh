# shellcheck shell=bash
# What the scripts of the clients share; make.sh exports the variables.
set -euo pipefail

: "${BASE:?}" "${OUT:?}" "${WORK:?}" "${API_USER:?}"

# capture FORMAT CASE EXTENSION ABOUT: says what makes a case, and sets $to,
# where it belongs.
capture() {
    mkdir -p "$OUT/$1/$2"
    printf '%s\n' "$4" >"$OUT/$1/$2/about"
    # shellcheck disable=SC2034 # for the caller
    to=$OUT/$1/$2/input.$3
}

# skip WHAT: says on standard error what cannot be made here.
skip() {
    echo "captures: left out: $1" >&2
}

# percent TEXT: for a form or a query.
percent() {
    python3 -c 'import sys, urllib.parse
print(urllib.parse.quote(sys.argv[1], safe=""))' "$1"
}

# version_of COMMAND...: the first number with a dot that it prints.
version_of() {
    "$@" 2>&1 | grep -oE '[0-9]+(\.[0-9]+)+' | head -n 1
}
