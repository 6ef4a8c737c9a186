#!/bin/bash
# Installs what is missing, builds with the sanitizers and warnings as errors,
# and runs every test; the summary comes last. What is given is handed to
# CTest:
#
#     tests/run.sh            every test
#     tests/run.sh -L unit    one kind: unit, rules, corpus, cli, package, fuzz,
#                             layers
#     tests/run.sh -R NAME    by name, a regular expression
set -euo pipefail

cd -- "$(dirname -- "$(readlink -f -- "${BASH_SOURCE[0]}")")/.."

plugin/setup.sh --tests
# Where that cannot be had, the tests of it are skipped.
plugin/setup.sh --static || echo "tests: no static build here" >&2

# Git tells a hook about the hook's repository; tests make their own.
for name in $(git rev-parse --local-env-vars); do
    unset "$name"
done

cmake --preset ci --log-level=WARNING
cmake --build --preset ci
ctest --preset ci --parallel "$(nproc)" --no-tests=error "$@"
