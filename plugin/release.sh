#!/bin/bash
# Makes what a release offers, on Debian 12, and writes it into a folder:
#
#     plugin/release.sh FOLDER
#
# the tarball of the static command, built twice to see that it comes out the
# same; the .deb; and their SHA-256 sums, as plugin/action/checksums.txt has
# them. Only what is committed goes in.
set -euo pipefail

root=$(cd -- "$(dirname -- "$(readlink -f -- "${BASH_SOURCE[0]}")")/.." && pwd)

if [ $# -ne 1 ]; then
    echo "Usage: plugin/release.sh FOLDER" >&2
    exit 2
fi
mkdir -p "$1"
folder=$(cd -- "$1" && pwd)
cd "$root"
if [ -n "$(git status --porcelain)" ]; then
    echo "release.sh: commit or stash what is changed first" >&2
    exit 1
fi
SOURCE_DATE_EPOCH=$(git log -1 --format=%ct)
export SOURCE_DATE_EPOCH

plugin/setup.sh --static
tests/package/reproducible.sh "$folder" >&2
cmake --preset release --log-level=WARNING >&2
cmake --build --preset release >&2
(cd build/release && cpack -B "$folder" >&2)
rm -rf "$folder/_CPack_Packages"

cd "$folder"
sha256sum stanch-*.tar.gz stanch_*.deb | tee checksums.txt
