#!/bin/bash
# Installs stanch for the GitHub Action, in two steps, between which a cache may
# be asked. What the user wants comes in STANCH_INSTALL and STANCH_VERSION.
#
#     install.sh choose     how, and where: outputs how, folder, key, asset
#     install.sh install    do it: output program
set -euo pipefail

root=$(cd -- "$(dirname -- "$(readlink -f -- "${BASH_SOURCE[0]}")")/../.." && pwd)
sums=$root/plugin/action/checksums.txt

# Ends the step. Nothing but words of ours is in it.
die() {
    printf '::error title=stanch could not be installed::%s\n' "$*"
    exit 3
}

notice() {
    printf '::notice title=stanch::%s\n' "$*"
}

# A value of ours, on one line.
output() {
    printf '%s=%s\n' "$1" "$2" >>"$GITHUB_OUTPUT"
}

platform() {
    case "$(uname -s)-$(uname -m)" in
    Linux-x86_64) echo linux-x86_64 ;;
    Linux-aarch64) echo linux-aarch64 ;;
    *) die "there is no stanch for this runner: use ubuntu-24.04," \
        "ubuntu-24.04-arm, or install: none" ;;
    esac
}

# The line of the release to take: "SUM  stanch-VERSION-PLATFORM.tar.gz". The
# newest is the last one.
find_release() {
    local here=$1 version=$2

    awk -v here="$here" -v version="$version" '
        NF == 2 && $1 ~ /^[0-9a-f]+$/ && length($1) == 64 {
            if (version == "" ? index($2, "-" here ".tar.gz") > 0 \
                              : $2 == "stanch-" version "-" here ".tar.gz")
                line = $0
        }
        END { print line }' "$sums"
}

# What the program is made of, as one number.
source_key() {
    (
        cd "$root"
        find CMakeLists.txt CMakePresets.json rules scanner plugin/setup.sh \
            plugin/run.sh -type f -print0 | sort -z | xargs -0 sha256sum
        cat /etc/os-release
    ) | sha256sum | cut -d ' ' -f 1
}

choose() {
    local how=${STANCH_INSTALL:-release} version=${STANCH_VERSION#v} asset=

    if [[ ! $version =~ ^[0-9A-Za-z.+-]*$ ]]; then
        die "version wants the number of a release"
    fi
    case $how in
    none) ;;
    build) ;;
    release)
        asset=$(find_release "$(platform)" "$version")
        if [ -z "$asset" ] && [ -n "$version" ]; then
            die "this action knows no release $version for $(platform)"
        fi
        if [ -z "$asset" ]; then
            notice "this action knows no release for $(platform): building" \
                "stanch from its source"
            how=build
        fi
        ;;
    *) die "install wants release, build or none" ;;
    esac
    output how "$how"
    output asset "$asset"
    output folder "$root/build/release/scanner/bin"
    if [ "$how" = build ]; then
        output key "stanch-$(platform)-$(source_key)"
    fi
}

# A cached program needs its libraries all the same.
build() {
    local program=$STANCH_FOLDER/stanch

    "$root/plugin/setup.sh"
    if [ -x "$program" ] && "$program" version >/dev/null 2>&1; then
        output program "$program"
        return
    fi
    "$root/plugin/run.sh" version
    mkdir -p "$STANCH_FOLDER"
    cp "$root/build/release/scanner/stanch" "$program"
    output program "$program"
}

# The sum stands beside this script, in the commit that the workflow names: who
# can change a release cannot change that.
download() {
    local sum name version folder url

    read -r sum name <<<"$STANCH_ASSET"
    version=${name#stanch-}
    version=${version%-linux-*}
    if [[ ! ${STANCH_REPOSITORY:-} =~ ^[A-Za-z0-9._-]+/[A-Za-z0-9._-]+$ ]]; then
        die "which repository this action is of is not known: use install:" \
            "build"
    fi
    folder=$(mktemp -d "${RUNNER_TEMP:-/tmp}/stanch.XXXXXX")
    url=${GITHUB_SERVER_URL:-https://github.com}/$STANCH_REPOSITORY
    curl --silent --show-error --fail --location --proto '=https' \
        --retry 3 --max-time 300 --output "$folder/$name" \
        "$url/releases/download/v$version/$name" ||
        die "$name cannot be downloaded; install: build does without"
    printf '%s  %s\n' "$sum" "$folder/$name" |
        sha256sum --check --status ||
        die "$name is not what this action was made with: its SHA-256 differs"
    tar -xzf "$folder/$name" -C "$folder" --strip-components=1 \
        --no-same-owner --wildcards '*/stanch' ||
        die "$name holds no stanch"
    output program "$folder/stanch"
}

on_path() {
    local program

    program=$(type -P stanch) ||
        die "install is none, and there is no stanch on PATH"
    output program "$program"
}

case ${1:-} in
choose) choose ;;
install)
    case ${STANCH_HOW:-} in
    none) on_path ;;
    build) build ;;
    release) download ;;
    *) die "install.sh choose has not run" ;;
    esac
    ;;
*) die "install.sh wants choose or install" ;;
esac
