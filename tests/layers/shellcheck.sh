#!/bin/bash
# Checks every shell script of ours: shellcheck.sh SHELLCHECK
set -euo pipefail

cd -- "$(dirname -- "${BASH_SOURCE[0]}")/../.."
{
    find plugin tests -name '*.sh' -print0
    printf '%s\0' .ci/run
} | sort -z | xargs -0 "$1"
