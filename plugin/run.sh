#!/bin/bash
# Installs what is missing, builds a release, and runs stanch with the
# arguments given, in the caller's folder:
#
#     plugin/run.sh scan .
set -euo pipefail

root=$(cd -- "$(dirname -- "$(readlink -f -- "${BASH_SOURCE[0]}")")/.." && pwd)
build=$root/build/release

# Only stanch itself may write to standard output. One call builds, others
# wait for it; the build inherits nothing of the caller's standard input.
make_release() {
    "$root/plugin/setup.sh"
    if [ ! -e "$build/build.ninja" ]; then
        echo "stanch: configuring $build" >&2
        cmake -S "$root" --preset release --log-level=WARNING
    fi
    if [[ $(ninja -C "$build" -n) != *'no work to do'* ]]; then
        echo "stanch: building $build" >&2
        ninja -C "$build"
    fi
}

mkdir -p "$build"
(
    flock 9
    make_release
) 9>"$build/.lock" </dev/null >&2

exec "$build/scanner/stanch" "$@"
