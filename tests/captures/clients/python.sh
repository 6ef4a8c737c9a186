#!/bin/bash
# Python's own client, its libraries' logs, and its recorders.
# shellcheck source=tests/captures/clients/common.sh
source "$(dirname "$0")/common.sh"

python=$WORK/venv/bin/python
programs=$CLIENTS/python
# release PACKAGE
release() {
    "$python" -c 'import sys, importlib.metadata as m
print(sys.argv[1], m.version(sys.argv[1]))' "$1"
}

capture python http-client log \
    "Python $(version_of "$python" --version) http.client, debuglevel 1"
"$python" "$programs/http_client.py" >"$to"

capture python requests-debug log "$(release requests), logging at DEBUG"
"$python" "$programs/requests_log.py" >"$to" 2>&1

capture python httpx log "$(release httpx), logging at DEBUG"
"$python" "$programs/httpx_log.py" >"$to" 2>&1

capture botocore sts log "$(release botocore), logging at DEBUG"
"$python" "$programs/boto_log.py" >"$to" 2>&1

for kind in session tokens compressed upload clouds filtered; do
    capture vcrpy "$kind" yaml "$(release vcrpy), YAML: $kind"
    "$python" "$programs/vcr_record.py" "$kind" "$to"
done
for kind in session tokens; do
    capture vcrpy "$kind-json" json "$(release vcrpy), JSON: $kind"
    "$python" "$programs/vcr_record.py" "$kind" "$to"
done

capture betamax session json "$(release betamax)"
"$python" "$programs/betamax_record.py" "$(dirname "$to")" input

mkdir -p tests
cp "$programs/test_shop.py" tests
# pytest ends with 1: a test fails, as it should.
capture junit pytest xml "$(release pytest) --junitxml, all output captured"
"$WORK/venv/bin/pytest" -q -p no:cacheprovider -o junit_logging=all \
    -o junit_family=xunit2 --junitxml "$to" tests \
    >pytest.txt 2>&1 || [ $? -eq 1 ]
sed -i 's/ hostname="[^"]*"/ hostname="build"/' "$to"
capture python pytest-output txt "$(release pytest): what a CI log holds"
cp pytest.txt "$to"

capture httpie verbose txt "HTTPie $(version_of "$WORK/venv/bin/http" \
    --version) -v"
http() {
    "$WORK/venv/bin/http" --ignore-stdin "$@"
}
{
    http -v --form POST "$BASE/login" "user=$API_USER" \
        "password=$FORM_PASSWORD"
    http -v POST "$BASE/api/login" "user=$API_USER" \
        "password=$JSON_PASSWORD"
    http -v -a "$API_USER:$BASIC_PASSWORD" "$BASE/basic"
    http -v "$BASE/api/zipped" "X-Api-Key:$API_KEY"
} >"$to"

capture httpie colours txt "HTTPie -v --pretty=all: with ANSI escapes"
{
    http -v --pretty=all POST "$BASE/api/login" "user=$API_USER" \
        "password=$JSON_PASSWORD"
    http -v --pretty=all -A bearer -a "$BEARER_TOKEN" "$BASE/api/me" \
        "token==$QUERY_TOKEN"
} >"$to"
