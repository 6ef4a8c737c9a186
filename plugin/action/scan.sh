#!/bin/bash
# Runs `stanch ci` for the GitHub Action. Inputs come as STANCH_* variables, of
# which stanch reads most itself. Ends with 0 whatever was found: the output
# exit-code says what that is, and a later step ends with it.
set -euo pipefail
shopt -s nullglob globstar

# @param $2  words of ours
finish() {
    local code=$1

    if [ -n "${2:-}" ]; then
        printf '::error title=stanch could not scan::%s\n' "$2"
    fi
    printf 'exit-code=%s\n' "$code" >>"$GITHUB_OUTPUT"
    exit 0
}

# Fill `paths` with what a line of STANCH_PATHS stands for. Patterns are
# expanded, and nothing else: no word is split, nothing in it is run.
expand() {
    local IFS= pattern=$1 found

    # shellcheck disable=SC2206 # to be expanded
    found=($pattern)
    for path in "${found[@]}"; do
        case $path in
        -*) paths+=("./$path") ;;
        *) paths+=("$path") ;;
        esac
    done
}

paths=()
wanted=no
while IFS= read -r line; do
    line=${line%$'\r'}
    line=${line#"${line%%[! $'\t']*}"}
    line=${line%"${line##*[! $'\t']}"}
    if [ -n "$line" ]; then
        wanted=yes
        expand "$line"
    fi
done <<<"${STANCH_PATHS:-}"
if [ "$wanted" = yes ] && [ ${#paths[@]} -eq 0 ]; then
    finish 3 "nothing is there that the input paths names"
fi

# Split at blanks, and nothing else.
IFS=$' \t\r\n' read -r -d '' -a arguments <<<"${STANCH_ARGS:-}" || true

temporary=${RUNNER_TEMP:-/tmp}
code=0
"$STANCH_PROGRAM" ci "${arguments[@]}" \
    --report "sarif=${STANCH_SARIF_FILE:-$temporary/stanch.sarif}" \
    --report "json=$temporary/stanch.json" \
    -- "${paths[@]}" </dev/null || code=$?
case $code in
0 | 1 | 2 | 3) finish "$code" ;;
*) finish 3 "stanch ended with status $code" ;;
esac
