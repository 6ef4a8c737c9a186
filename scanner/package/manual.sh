#!/bin/bash
# Writes the man page to standard output: the template, with what the program
# itself says of its commands and options put in.
#
#     manual.sh STANCH TEMPLATE VERSION DATE
set -euo pipefail

stanch=$1
template=$2
version=$3
date=$4
here=$(dirname -- "${BASH_SOURCE[0]}")

# Each text of help below a line that names the command; first that of stanch.
every_help() {
    local help names name
    help=$("$stanch" --help)
    printf '\001\n%s\n' "$help"
    names=$(awk '/^Commands:/ { on = 1; next } /^$/ { on = 0 }
                 on { print $1 }' <<<"$help")
    for name in $names; do
        printf '\001%s\n' "$name"
        "$stanch" "$name" --help
    done
}

every_help | awk -v version="$version" -v date="$date" \
    -f "$here/manual.awk" - "$template"
