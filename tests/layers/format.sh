#!/bin/bash
# Holds every C file of ours to .clang-format: format.sh CLANG_FORMAT
set -euo pipefail

cd -- "$(dirname -- "${BASH_SOURCE[0]}")/../.."
find scanner tests -name '*.[ch]' -print0 | sort -z |
    xargs -0 "$1" --dry-run --Werror
