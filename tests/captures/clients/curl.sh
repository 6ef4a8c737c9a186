#!/bin/bash
# curl: its verbose log, its traces, its cookie jar.
# shellcheck source=tests/captures/clients/common.sh
source "$(dirname "$0")/common.sh"

version=$(version_of curl --version)
json='Content-Type: application/json'
login=$(printf '{"user":"%s","password":"%s"}' "$API_USER" "$JSON_PASSWORD")
form="user=$API_USER&password=$(percent "$FORM_PASSWORD")"
jar=jar.txt

capture curl verbose txt "curl $version -v: a login by form, followed"
rm -f "$jar"
touch "$jar"
curl -sv -b "$jar" -c "$jar" -L -d "$form" "$BASE/login" >"$to" 2>&1

capture cookie-jar curl txt "curl $version -c"
cp "$jar" "$to"

capture curl api txt "curl $version -v: JSON login, Bearer, Basic, key, query"
{
    curl -sv -H "$json" -d "$login" "$BASE/api/login"
    echo
    curl -sv -H "Authorization: Bearer $BEARER_TOKEN" "$BASE/api/me"
    echo
    curl -sv -u "$API_USER:$BASIC_PASSWORD" "$BASE/basic"
    echo
    curl -sv -H "X-Api-Key: $API_KEY" "$BASE/api/me"
    echo
    curl -sv "$BASE/export?format=csv&token=$QUERY_TOKEN"
} >"$to" 2>&1

capture curl command-line txt "a shell's log around curl $version -v"
{
    # What set -x or a person leaves above the trace.
    echo "\$ curl -v -u $API_USER:$BASIC_PASSWORD -H 'X-Api-Key: $API_KEY'" \
        "-d '$login' $BASE/api/login"
    curl -v -u "$API_USER:$BASIC_PASSWORD" -H "X-Api-Key: $API_KEY" \
        -d "$login" "$BASE/api/login"
} >"$to" 2>&1

capture curl trace txt "curl $version --trace"
curl -s --trace "$to" -o /dev/null -H "$json" -d "$login" "$BASE/api/login"

capture curl trace-ascii txt "curl $version --trace-ascii"
curl -s --trace-ascii "$to" -o /dev/null -H "$json" -d "$login" \
    -b "session=$SESSION_COOKIE" "$BASE/api/login"

capture curl trace-time txt "curl $version --trace-ascii --trace-time"
curl -s --trace-ascii "$to" --trace-time -o /dev/null \
    -H "Authorization: Bearer $JWT" "$BASE/api/me"

capture curl trace-gzip txt "curl $version --trace, a body in gzip"
curl -s --trace "$to" -o /dev/null --compressed \
    -H "Authorization: Bearer $BEARER_TOKEN" "$BASE/api/zipped"

capture curl include txt "curl $version -i"
curl -si -H "$json" -d "$login" "$BASE/api/login" >"$to"

capture curl upload txt "curl $version --trace-ascii: a multipart upload"
printf '{"client_secret": "%s"}\n' "$CLIENT_SECRET" >client.json
curl -s --trace-ascii "$to" -o /dev/null -F "api_secret=$UPLOAD_SECRET" \
    -F "file=@client.json;type=application/json" "$BASE/upload"

capture curl soap txt "curl $version -v: SOAP"
curl -sv -H 'Content-Type: text/xml' -H 'SOAPAction: login' \
    -d "<login><username>$API_USER</username></login>" "$BASE/soap" \
    >"$to" 2>&1

capture curl sts txt "curl $version -v: the credentials of AWS STS"
curl -sv -d 'Action=AssumeRole&RoleSessionName=shop&Version=2011-06-15' \
    "$BASE/" >"$to" 2>&1

capture curl double-cr txt \
    "curl $version -v, with the line ends that Windows shells make of it"
curl -sv -H "Authorization: Bearer $BEARER_TOKEN" "$BASE/api/me" 2>&1 |
    sed 's/\r*$/\r\r/' >"$to"

capture curl utf16 txt "curl $version -v, as PowerShell's > writes it"
{
    printf '\xff\xfe'
    curl -sv -b "session=$SESSION_COOKIE" "$BASE/home" 2>&1 |
        sed 's/\r*$/\r/' | iconv -t UTF-16LE
} >"$to"
