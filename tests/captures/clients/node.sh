#!/bin/bash
# Node: its own log, axios, undici; nock, Polly.JS, Newman.
# shellcheck source=tests/captures/clients/common.sh
source "$(dirname "$0")/common.sh"

modules=$WORK/node/node_modules
programs=$CLIENTS/node
export NODE_PATH=$modules NO_COLOR=1 NODE_NO_WARNINGS=1
node=$(version_of node --version)
# release PACKAGE
release() {
    printf '%s ' "$1"
    # shellcheck disable=SC2016 # JavaScript's
    node -p 'JSON.parse(require("fs").readFileSync(
        `${process.argv[1]}/package.json`)).version' "$modules/$1"
}

capture node debug-http log "Node $node NODE_DEBUG=http: no header is in it"
NODE_DEBUG=http node "$programs/logs.js" debug >"$to" 2>&1
capture node inspect txt "Node $node console.log of headers and bodies"
node "$programs/logs.js" inspect >"$to"
capture node axios txt "$(release axios): an error as console.log prints it"
node "$programs/logs.js" axios >"$to"
capture node undici log "$(release undici) and fetch, NODE_DEBUG=undici"
NODE_DEBUG=undici node "$programs/logs.js" undici >"$to" 2>&1

capture nock objects json "$(release nock), output_objects"
objects=$to
capture nock text js "$(release nock), printed as JavaScript"
node "$programs/nock.js" "$objects" "$to"

capture har polly har "$(release @pollyjs/core)"
rm -rf polly
node "$programs/polly.js" polly
cp polly/*/recording.har "$to"

capture postman collection json "a Postman collection, run by Newman"
node "$programs/collection.js" >"$to"
cp "$to" collection.json
capture postman environment json "a Postman environment, the same"
node "$programs/collection.js" env >"$to"
cp "$to" environment.json
capture newman report json "$(release newman), its JSON reporter"
node "$modules/newman/bin/newman.js" run collection.json -e environment.json \
    --silent -r json --reporter-json-export "$to"
capture newman cli txt "$(release newman) --verbose"
node "$modules/newman/bin/newman.js" run collection.json -e environment.json \
    --verbose --color off >"$to"
