#!/bin/bash
# mitmproxy: a flow file, what it dumps as text, and its HAR.
# shellcheck source=tests/captures/clients/common.sh
source "$(dirname "$0")/common.sh"

mitmdump=$WORK/mitm/bin/mitmdump
if [ ! -x "$mitmdump" ]; then
    skip "mitmproxy's: it is not installed"
    exit
fi
version=$(version_of "$mitmdump" --version)
proxy_port=$((PORT + 1))
proxy=http://127.0.0.1:$proxy_port

capture mitmproxy flows mitm "mitmproxy $version, mitmdump -w"
flows=$to
"$mitmdump" -q --listen-host 127.0.0.1 -p "$proxy_port" -w "$flows" \
    --set connection_strategy=lazy >mitmdump.log 2>&1 &
for _ in {1..100}; do
    (: <"/dev/tcp/127.0.0.1/$proxy_port") 2>/dev/null && break
    sleep 0.1
done
through() {
    curl -s -o /dev/null --noproxy '' -x "$proxy" "$@"
}
through -d "user=$API_USER&password=$(percent "$FORM_PASSWORD")" "$BASE/login"
through -b "session=$SESSION_COOKIE" "$BASE/home"
through -u "$API_USER:$BASIC_PASSWORD" "$BASE/basic"
through -H "Authorization: Bearer $BEARER_TOKEN" -H 'Accept-Encoding: gzip' \
    "$BASE/api/zipped?token=$QUERY_TOKEN"
kill %1
wait %1 || true

capture mitmproxy text txt "mitmproxy $version, mitmdump --flow-detail 3"
"$mitmdump" -n -r "$flows" --flow-detail 3 >"$to"

capture har mitmproxy har "mitmproxy $version, --set hardump"
"$mitmdump" -q -n -r "$flows" --set hardump=made.har
mv made.har "$to"
