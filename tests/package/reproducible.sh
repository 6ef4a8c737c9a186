#!/bin/bash
# Builds the tarball of the static command twice, in two folders of different
# names, and compares: the same sources must give the same bytes. Takes some
# minutes, so CI does not run it.
#
#     tests/package/reproducible.sh
set -euo pipefail

root=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/../.." && pwd)
work=$(mktemp -d)
trap 'rm -rf -- "$work"' EXIT

unset CMAKE_C_COMPILER_LAUNCHER # a cache would make both the same
export CCACHE_DISABLE=1
SOURCE_DATE_EPOCH=$(git -C "$root" log -1 --format=%ct)
export SOURCE_DATE_EPOCH

"$root/plugin/setup.sh" --static
# Build the tarball in a folder, of what git knows of.
build() {
    mkdir -p "$1/build"
    cd "$root"
    git ls-files -z | xargs -0 cp --parents -t "$1"
    cp -r build/cjson "$1/build"
    cd "$1"
    cmake --preset static --log-level=WARNING
    cmake --build --preset static
    cd build/static
    cpack
}

for folder in one "another one/further down"; do
    echo "building in $work/$folder" >&2
    if ! (build "$work/$folder") >"$work/log" 2>&1; then
        tail -n 30 "$work/log" >&2
        exit 1
    fi
done

cd "$work"
cmp {one,another\ one/further\ down}/build/static/scanner/stanch
first=$(cd one/build/static && sha256sum stanch-*.tar.gz)
second=$(cd another*/further*/build/static && sha256sum stanch-*.tar.gz)
echo "$first"
if [ "$first" != "$second" ]; then
    echo "reproducible.sh: the second build differs: $second" >&2
    exit 1
fi
