#!/bin/bash
# WireMock and mountebank, recording what passes through them.
# shellcheck source=tests/captures/clients/common.sh
source "$(dirname "$0")/common.sh"

json='Content-Type: application/json'
login=$(printf '{"user":"%s","password":"%s"}' "$API_USER" "$JSON_PASSWORD")

# wait_for PORT
wait_for() {
    for _ in {1..200}; do
        (: <"/dev/tcp/127.0.0.1/$1") 2>/dev/null && return
        sleep 0.1
    done
}

# session URL
session() {
    local quiet=(curl -s -o /dev/null)
    "${quiet[@]}" -d "user=$API_USER&password=$(percent "$FORM_PASSWORD")" \
        "$1/login"
    "${quiet[@]}" -H "$json" -d "$login" "$1/api/login"
    "${quiet[@]}" -H "Authorization: Bearer $BEARER_TOKEN" \
        "$1/export?token=$QUERY_TOKEN"
    "${quiet[@]}" -H 'Accept-Encoding: gzip' -H "X-Api-Key: $API_KEY" \
        "$1/api/zipped"
}

stub_port=$((PORT + 3))
jar=$(echo java/wiremock/wiremock-standalone-*.jar)
if [ -e "$jar" ]; then
    version=$(version_of echo "$jar")
    rm -rf stubs
    mkdir stubs
    java -jar "$jar" --port "$stub_port" --root-dir stubs --disable-banner \
        --bind-address 127.0.0.1 >wiremock.log 2>&1 &
    pid=$!
    wait_for "$stub_port"
    admin=http://127.0.0.1:$stub_port/__admin
    curl -s -o /dev/null -X POST "$admin/recordings/start" -d "{
        \"targetBaseUrl\": \"$BASE\",
        \"captureHeaders\": {\"Authorization\": {}, \"X-Api-Key\": {}},
        \"requestBodyPattern\": {\"matcher\": \"auto\"}}"
    session "http://127.0.0.1:$stub_port"
    capture wiremock recorded json "WireMock $version, /__admin/recordings"
    curl -s -X POST "$admin/recordings/stop" >"$to"
    capture wiremock requests json "WireMock $version, /__admin/requests"
    curl -s "$admin/requests" >"$to"
    kill "$pid"
    wait "$pid" || true
else
    skip "WireMock's: no jar"
fi

mountebank=node/node_modules/mountebank/bin/mb
if [ -e "$mountebank" ]; then
    version=$(node -p 'require("./node/node_modules/mountebank/package.json")
        .version')
    node "$mountebank" start --port $((PORT + 4)) --nologfile \
        --pidfile mb.pid >mountebank.log 2>&1 &
    pid=$!
    wait_for $((PORT + 4))
    admin=http://127.0.0.1:$((PORT + 4))/imposters
    curl -s -o /dev/null -H "$json" "$admin" -d "{
        \"protocol\": \"http\", \"port\": $((PORT + 5)),
        \"stubs\": [{\"responses\": [{\"proxy\": {
            \"to\": \"$BASE\", \"mode\": \"proxyOnce\",
            \"predicateGenerators\": [{\"matches\": {
                \"path\": true, \"headers\": true, \"query\": true,
                \"body\": true}}]}}]}]}"
    session "http://127.0.0.1:$((PORT + 5))"
    capture mountebank imposter json "mountebank $version, a saved imposter"
    curl -s "$admin?replayable=true&removeProxies=true" >"$to"
    kill "$pid"
    wait "$pid" || true
else
    skip "mountebank's: it is not installed"
fi
