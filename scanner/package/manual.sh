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

# Words that may follow a command: those of its usage, and of its lists.
words_of() {
    awk -v name="$1" '
        / stanch / && sub("^(Usage: |       )stanch " name " ", "") {
            if ($1 ~ /^[a-z][a-z-]*$/)
                print $1
        }
        /^$/ { on = 0 }
        on { print $1 }
        /^[A-Z][a-z]*:$/ && !/^Options:/ { on = 1 }' | awk '!seen[$0]++'
}

# Each text of help below a line that names the command; first that of stanch.
every_help() {
    local help own name word
    help=$("$stanch" --help)
    printf '\001\n%s\n' "$help"
    for name in $(awk '/^$/ { on = 0 } on { print $1 }
                       /^Commands:/ { on = 1 }' <<<"$help"); do
        help=$("$stanch" "$name" --help)
        printf '\001%s\n%s\n' "$name" "$help"
        for word in $(words_of "$name" <<<"$help"); do
            own=$("$stanch" "$name" "$word" --help)
            if [ "$own" != "$help" ]; then
                printf '\001%s %s\n%s\n' "$name" "$word" "$own"
            fi
        done
    done
}

every_help | awk -v version="$version" -v date="$date" \
    -f "$here/manual.awk" - "$template"
