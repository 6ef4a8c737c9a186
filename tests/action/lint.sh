#!/bin/bash
# Checks action.yml and the workflows with tools of npm, which are kept below
# build/. Without npm or the network this is skipped.
set -euo pipefail

cd -- "$(dirname -- "${BASH_SOURCE[0]}")/../.."
tools=$PWD/build/tools

skip() {
    echo "SKIPPED: $*: action.yml and the workflows were not linted"
    exit 77
}

for command in node npm; do
    command -v "$command" >/dev/null || skip "there is no $command here"
done
mkdir -p "$tools"
if ! cmp -s tests/tools/package-lock.json "$tools/package-lock.json" ||
    [ ! -d "$tools/node_modules" ]; then
    cp tests/tools/package.json "$tools"
    (
        cd "$tools"
        cp ../../tests/tools/package-lock.json .
        npm ci --ignore-scripts --no-audit --no-fund >npm.log 2>&1
    ) || {
        rm -f "$tools/package-lock.json"
        skip "npm ci failed, see $tools/npm.log"
    }
fi

validate() {
    "$tools/node_modules/.bin/action-validator" "$@"
}
lint() {
    node tests/tools/lint.mjs "$tools/node_modules" "$@"
}

# What finds nothing in a bad file would find nothing in ours.
bad=$(mktemp -d)
trap 'rm -rf -- "$bad"' EXIT
sed '/shell: bash/d' action.yml >"$bad/action.yml"
if validate "$bad/action.yml" >/dev/null 2>&1; then
    echo "action-validator takes a step without a shell"
    exit 1
fi
cat >"$bad/bad.yml" <<'YAML'
on: push
jobs:
  x:
    runs-on: ubuntu-24.04
    steps: [{run: 'echo ${{ github.event.head_commit.message }}'}]
YAML
if lint "$bad/bad.yml" >/dev/null 2>&1; then
    echo "actionlint takes an event's words in a script"
    exit 1
fi

# action-validator does not know what release.yml may do; actionlint reads it.
validate action.yml
validate .github/workflows/ci.yml
lint .github/workflows/*.yml
