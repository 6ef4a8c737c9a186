#!/bin/bash
# What test runners, CI systems and log collectors put around a client's log.
# The client is real; the wrapping is written from its description.
# shellcheck source=tests/captures/clients/common.sh
source "$(dirname "$0")/common.sh"

json='Content-Type: application/json'
login=$(printf '{"user":"%s","password":"%s"}' "$API_USER" "$JSON_PASSWORD")

curl_log() {
    curl -sv -H "$json" -d "$login" "$BASE/api/login" 2>&1
    echo
    curl -sv -u "$API_USER:$BASIC_PASSWORD" -H "X-Api-Key: $API_KEY" \
        "$BASE/home?token=$QUERY_TOKEN" 2>&1
}

# wrapped CASE ABOUT: standard input is the log as it comes out.
wrapped() {
    capture ci-log "$1" log "curl -v, $2; written from the format's description"
    cat >"$to"
}

# stamp FORMAT: before each line; \1 is a number that grows.
stamp() {
    awk -v format="$1" '{ printf format "%s\n", NR % 60, $0 }'
}

{
    printf '\xef\xbb\xbf'
    {
        echo '##[group]Run tests/smoke.sh'
        printf '\e[36;1mtests/smoke.sh\e[0m\n'
        echo 'env:'
        echo "  SHOP_API_KEY: $API_KEY"
        echo '##[endgroup]'
        echo "##[debug]Evaluating: secrets.SHOP_API_KEY"
        echo "::add-mask::$CLIENT_SECRET"
        curl_log
    } | stamp '2026-11-01T12:00:%02d.1234567Z '
} | wrapped github-actions 'in a raw log of GitHub Actions'

{
    printf '\e[0KRunning with gitlab-runner 17.5.0 (12030cf4)\e[0;m\n'
    printf 'section_start:1793534400:step_script\r\e[0K%s\n' \
        $'\e[0K\e[36;1mExecuting "step_script"\e[0;m'
    printf '\e[32;1m$ tests/smoke.sh\e[0;m\n'
    curl_log
    printf 'section_end:1793534410:step_script\r\e[0K\n'
} | wrapped gitlab 'in a job log of GitLab CI'

curl_log | stamp '[2026-11-01T12:00:%02d.123Z] ' |
    wrapped jenkins 'in a console log of Jenkins with time stamps'

curl_log | sed 's/^/smoke-1  | /' |
    wrapped compose "in docker compose's output"

curl_log | stamp '2026-11-01T12:00:%02d.123456789Z stdout F ' |
    wrapped kubernetes "in a container runtime's log (CRI)"

curl_log | stamp 'Nov 01 12:00:%02d build smoke[4711]: ' |
    wrapped syslog 'in the journal'

okhttp=$OUT/okhttp/body/input.log
if [ -e "$okhttp" ]; then
    capture okhttp logcat log "OkHttp's real log, as logcat -v threadtime \
prefixes it; written from the format's description"
    stamp '11-01 12:00:%02d.456  4711  4733 D OkHttp  : ' <"$okhttp" >"$to"
    capture okhttp logcat-brief log "the same, logcat -v brief"
    sed 's|^|D/OkHttp: |' "$okhttp" >"$to"
else
    skip "logcat: make java in the same run"
fi

dump=$OUT/go/dump/input.txt
if [ -e "$dump" ]; then
    capture terraform trace log "Go's real dumps, as TF_LOG=TRACE prefixes \
them; written from the format's description"
    before='2026-11-01T12:00:00.747Z [DEBUG] '
    before+='provider.terraform-provider-shop_v1.2.0: '
    {
        echo '2026-11-01T12:00:00.032Z [INFO]  Terraform version: 1.9.8'
        echo "$before 2026/11/01 12:00:00 [DEBUG] Shop API Request Details:"
        echo '---[ REQUEST ]---------------------------------------'
        sed "s/^/$before/" "$dump"
    } >"$to"
else
    skip "Terraform's: make go in the same run"
fi
