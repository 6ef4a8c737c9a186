#!/bin/bash
# Packs the static build as the Action downloads it, the same bytes each time:
#
#     pack.sh v1.2.3 linux-x86_64
set -euo pipefail

root=$(cd -- "$(dirname -- "$(readlink -f -- "${BASH_SOURCE[0]}")")/../.." && pwd)
version=${1#v}
name=stanch-$version-$2

if [[ ! $version =~ ^[0-9]+\.[0-9]+\.[0-9]+$ ]]; then
    echo "pack.sh: '$version' is no version" >&2
    exit 2
fi
if [[ $("$root/build/static/scanner/stanch" version) != "stanch $version"* ]]; then
    echo "pack.sh: what was built is not $version" >&2
    exit 1
fi
folder=$root/build/release-$2
mkdir -p "$folder/$name"
cp "$root/build/static/scanner/stanch" "$root/LICENSE" "$root/README.md" \
    "$folder/$name"
tar -C "$folder" --sort=name --owner=0 --group=0 --numeric-owner \
    --mtime="@${SOURCE_DATE_EPOCH:-0}" --mode='u=rwX,go=rX' -cf - "$name" |
    gzip -n -9 >"$folder/$name.tar.gz"
sha256sum "$folder/$name.tar.gz"
