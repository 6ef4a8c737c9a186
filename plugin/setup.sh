#!/bin/bash
# Installs what building stanch needs and is missing: Debian 12, Ubuntu 24.04.
#
#     plugin/setup.sh            to build and run
#     plugin/setup.sh --tests    and what the tests use
#     plugin/setup.sh --static   and what a static build needs
#
# When everything is there it does nothing, says nothing, and takes
# milliseconds.
set -euo pipefail

root=$(cd -- "$(dirname -- "$(readlink -f -- "${BASH_SOURCE[0]}")")/.." && pwd)

# Where scanner/cmake/static.cmake looks for cJSON's source.
cjson=$root/build/cjson

say() {
    printf 'stanch set-up: %s\n' "$*" >&2
}

die() {
    say "$*"
    exit 1
}

has_libraries() {
    pkg-config --exists "$@" 2>/dev/null
}

has_commands() {
    local command
    for command in "$@"; do
        command -v "$command" >/dev/null || return 1
    done
}

has_python_modules() {
    python3 -c 'import sys
from importlib.util import find_spec
sys.exit(None in map(find_spec, sys.argv[1:]))' "$@"
}

as_root() {
    if [ "$(id -u)" -eq 0 ]; then
        "$@"
    elif command -v sudo >/dev/null; then
        sudo -- "$@"
    else
        die "root is needed, and there is no sudo. Please run as root: $*"
    fi
}

# One engine, two names: vectorscan on Debian, hyperscan on Ubuntu for amd64.
engine_package() {
    local name policy
    for name in libvectorscan-dev libhyperscan-dev; do
        policy=$(apt-cache policy "$name" 2>/dev/null)
        if [[ $policy == *Candidate:\ [!\(]* ]]; then
            echo "$name"
            return
        fi
    done
    die "this distribution has neither libvectorscan-dev nor libhyperscan-dev"
}

install_packages() {
    local packages=("$@") index

    command -v apt-get >/dev/null ||
        die "no apt-get here. Please install what these Debian packages hold:" \
            "${packages[*]/ENGINE/libvectorscan-dev or libhyperscan-dev}"
    say "updating the package lists"
    as_root apt-get update -qq </dev/null >&2
    for index in "${!packages[@]}"; do
        if [ "${packages[index]}" = ENGINE ]; then
            packages[index]=$(engine_package)
        fi
    done
    say "installing ${packages[*]}"
    as_root env DEBIAN_FRONTEND=noninteractive apt-get install -qq -y \
        --no-install-recommends -o DPkg::Lock::Timeout=120 -o Dpkg::Use-Pty=0 \
        "${packages[@]}" </dev/null >&2
}

# Debian has no static cJSON, so its source is taken, from the same mirrors as
# the packages. The lists of this one call are kept apart from the system's.
fetch_cjson() {
    local work site release

    say "fetching the source of cJSON"
    work=$(mktemp -d)
    # shellcheck disable=SC2064 # $work is local: expand it now
    trap "rm -rf -- '$work'" EXIT
    mkdir -p "$work/lists/partial" "$work/source"
    # shellcheck disable=SC2016 # apt's own variables
    apt-get indextargets --format '$(SITE) $(RELEASE) $(COMPONENT)' \
        'Created-By: Packages' | sort -u |
        while read -r site release component; do
            echo "deb-src $site $release $component"
        done >"$work/sources.list"
    (
        cd "$work/source"
        apt() {
            apt-get -qq -o "Dir::Etc::sourcelist=$work/sources.list" \
                -o Dir::Etc::sourceparts=/dev/null \
                -o "Dir::State::lists=$work/lists" \
                -o APT::Sandbox::User=root "$@" </dev/null >&2
        }
        apt update
        apt source --only-source cjson
    )
    mkdir -p "$cjson"
    cp "$work"/source/cjson-*/cJSON.c "$work"/source/cjson-*/cJSON.h \
        "$work"/source/cjson-*/LICENSE "$cjson"
}

tests=no
static=no
for argument in "$@"; do
    case $argument in
    --tests) tests=yes ;;
    --static) static=yes ;;
    *) die "no such option: $argument" ;;
    esac
done

missing=()
if ! has_commands cc cmake ninja pkg-config ||
    ! has_libraries 'libpcre2-8 >= 10.36' yaml-0.1 'libgit2 >= 1.5' libcjson \
        'libhs >= 5.4' zlib libbrotlidec; then
    missing+=(gcc libc6-dev cmake ninja-build pkg-config libpcre2-dev
        libyaml-dev libgit2-dev libcjson-dev zlib1g-dev libbrotli-dev
        ENGINE)
fi
if [ "$tests" = yes ]; then
    if ! has_libraries cmocka ||
        ! has_commands python3 git clang-format-14 shellcheck pre-commit \
            mandoc dpkg-shlibdeps; then
        missing+=(libcmocka-dev python3 git clang-format-14 shellcheck
            pre-commit mandoc dpkg-dev)
    fi
    if ! has_commands python3 || ! has_python_modules yaml jsonschema; then
        missing+=(python3-yaml python3-jsonschema)
    fi
fi
if [ "$static" = yes ]; then
    if ! has_commands c++ dpkg-source; then
        missing+=(g++ dpkg-dev)
    fi
fi
if [ ${#missing[@]} -gt 0 ]; then
    install_packages "${missing[@]}"
fi
if [ "$static" = yes ] && [ ! -e "$cjson/cJSON.c" ]; then
    fetch_cjson
fi
