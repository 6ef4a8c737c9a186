#!/bin/bash
# Builds the tarball of the static command twice, in two folders of different
# names, and compares: the same sources must give the same bytes. Takes some
# minutes, so CI does not run it.
#
#     tests/package/reproducible.sh [FOLDER]    where the tarball is to go
set -euo pipefail

root=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/../.." && pwd)
to=${1:+$(cd -- "$1" && pwd)}
work=$(mktemp -d)
trap 'rm -rf -- "$work"' EXIT

unset CMAKE_C_COMPILER_LAUNCHER # a cache would make both the same
export CCACHE_DISABLE=1
SOURCE_DATE_EPOCH=$(git -C "$root" log -1 --format=%ct)
export SOURCE_DATE_EPOCH

"$root/plugin/setup.sh" --static

# Copy what git knows of, and what setup.sh and CMake fetched.
copy_tree() {
    mkdir -p "$1/build"
    cd "$root"
    git ls-files -z | xargs -0 cp --parents -t "$1"
    cp -r build/cjson build/tree-sitter-* "$1/build"
}

build() {
    cd "$1" &&
        cmake --preset static --log-level=WARNING &&
        cmake --build --preset static &&
        cd build/static &&
        cpack
}

for folder in one "another one/further down"; do
    echo "building in $work/$folder" >&2
    (copy_tree "$work/$folder")
    (build "$work/$folder") >"$work/log" 2>&1 ||
        {
            tail -n 30 "$work/log" >&2
            exit 1
        }
done

cd "$work"
first=(one/build/static/stanch-*.tar.gz)
second=(another*/further*/build/static/stanch-*.tar.gz)
cmp one/build/static/scanner/stanch another*/further*/build/static/scanner/stanch
cmp "${first[0]}" "${second[0]}"
sha256sum "${first[0]}"
if [ -n "$to" ]; then
    cp "${first[0]}" "$to"
fi
