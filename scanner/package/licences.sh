#!/bin/bash
# Writes to standard output the licences of all that was linked into a program
# as an archive, after the map that the linker wrote:
#
#     licences.sh MAP [ARCHIVE=LICENCE]... [LICENCE]...
#
# An archive of the distribution has the licence of its package; for one that
# was compiled here, NAME.a=FILE says which, and a FILE alone is that of objects
# that are always linked in. What has none is an error.
set -euo pipefail

map=$1
shift

declare -A files=()
always=()
for pair in "$@"; do
    if [[ $pair == *.a=* ]]; then
        files[${pair%%=*}]=${pair#*=}
    else
        always+=("$pair")
    fi
done

# The archives of which a member was taken, one a line.
archives() {
    awk '/^[^ ]+\.a\(/ { sub(/\(.*/, ""); print }' "$map" | sort -u
}

licence_of() {
    local archive=$1 name package
    name=$(basename -- "$archive")
    case $name in
    libstanch.a | libstanch_transports.a) return 0 ;; # our own
    esac
    if [ -n "${files[$name]-}" ]; then
        echo "${files[$name]}"
        return
    fi
    package=$(dpkg-query -S "$(readlink -f -- "$archive")" 2>/dev/null) || {
        echo "licences.sh: whose is $archive?" >&2
        return 1
    }
    readlink -f -- "/usr/share/doc/${package%%:*}/copyright"
}

found=$({
    archives | while read -r archive; do
        licence_of "$archive" || exit 1
    done
    [ ${#always[@]} -eq 0 ] || printf '%s\n' "${always[@]}"
} | sort -u)
[ -n "$found" ] || exit 0

# Texts that those of Debian refer to.
common=$(xargs -d '\n' grep -oh '/usr/share/common-licenses/[[:alnum:].-]*[[:alnum:]]' \
    <<<"$found" | sort -u | while read -r file; do
        readlink -e -- "$file" || true
    done | sort -u)

print() {
    printf '\n%s\n%s\n%s\n\n' "${1//?/=}" "$1" "${1//?/=}"
    cat -- "$2"
}

echo "stanch holds parts of the following, under the terms that follow."
while read -r file; do
    folder=$(dirname -- "$file")
    if [ "$(basename -- "$folder")" = package ]; then # as npm unpacks it
        folder=$(dirname -- "$folder")
    fi
    print "$(basename -- "$folder")" "$file"
done <<<"$found"
while read -r file; do
    print "$file" "$file"
done <<<"$common"
