#!/bin/bash
# Installs what the clients need into $WORK; what is there already stays.
set -euo pipefail

# once NAME COMMAND...: run it, unless it went well before.
once() {
    local done_file=$WORK/.done-$1
    shift
    [ -e "$done_file" ] && return
    if ("$@") >"$done_file.log" 2>&1; then
        : >"$done_file"
    else
        echo "captures: failed: $* (see $done_file.log)" >&2
    fi
}

# Within "if" a failure ends no function: hence every &&.
install_python() {
    python3 -m venv "$WORK/venv" &&
        "$WORK/venv/bin/pip" install requests httpx vcrpy betamax boto3 \
            brotli haralyzer pytest httpie PyYAML
}

# On its own: it holds others to versions of its choice.
install_mitmproxy() {
    python3 -m venv "$WORK/mitm" &&
        "$WORK/mitm/bin/pip" install --upgrade pip &&
        "$WORK/mitm/bin/pip" install mitmproxy
}

# nock 14 and later replace the sockets of newer Nodes.
install_node() {
    mkdir -p "$WORK/node" && cd "$WORK/node" &&
        { [ -e package.json ] || npm init -y; } &&
        npm install nock@13 axios undici newman playwright-core got@11 \
            mountebank @pollyjs/core @pollyjs/adapter-node-http \
            @pollyjs/persister-fs
}

install_java() {
    mkdir -p "$WORK/java" && cp "$CLIENTS/java/pom.xml" "$WORK/java" &&
        cd "$WORK/java" &&
        mvn -q -B dependency:copy-dependencies -DoutputDirectory=lib &&
        mvn -q -B dependency:copy -DoutputDirectory=wiremock \
            -Dartifact=org.wiremock:wiremock-standalone:3.9.2
}

once python install_python
once mitmproxy install_mitmproxy
once node install_node
once java install_java
