#!/bin/bash
# wget: its debug log and its cookie jar.
# shellcheck source=tests/captures/clients/common.sh
source "$(dirname "$0")/common.sh"

version=$(version_of wget --version)
jar=wget-jar.txt
form="user=$API_USER&password=$(percent "$FORM_PASSWORD")"

capture wget debug-login log "wget $version -d: a login by form"
rm -f "$jar"
wget --no-hsts -d -O /dev/null --save-cookies "$jar" --keep-session-cookies \
    --post-data "$form" "$BASE/login" >"$to" 2>&1

capture cookie-jar wget txt "wget $version --save-cookies"
cp "$jar" "$to"

capture wget debug-bearer log "wget $version -d: Bearer and Basic"
wget --no-hsts -d -O /dev/null --header "Authorization: Bearer $BEARER_TOKEN" \
    "$BASE/api/me" >"$to" 2>&1
wget --no-hsts -d -O /dev/null --auth-no-challenge --user "$API_USER" \
    --password "$BASIC_PASSWORD" "$BASE/basic" >>"$to" 2>&1

capture wget server-response log "wget $version -S"
wget --no-hsts -S -O - --header "X-Api-Key: $API_KEY" --post-data 'a=1' \
    "$BASE/api/login" >"$to" 2>&1
