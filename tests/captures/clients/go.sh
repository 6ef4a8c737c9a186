#!/bin/bash
# Go: net/http/httputil, fmt, GODEBUG, go test, go-vcr, the AWS SDK.
# shellcheck source=tests/captures/clients/common.sh
source "$(dirname "$0")/common.sh"

version=$(version_of go version)
module=$WORK/go
mkdir -p "$module/bin"
cp -r "$CLIENTS/go/." "$module"
cd "$module"
if ! { go mod tidy && go build -o bin/ ./...; } >go.log 2>&1; then
    skip "Go's: see $module/go.log"
    exit
fi
# release MODULE
release() {
    go list -m "$1"
}

capture go dump txt "Go $version httputil.DumpRequestOut, DumpResponse"
bin/dump %s >"$to"
capture go dump-gzip txt "the same, a body in gzip as it came"
bin/dump %s gzip >"$to"
capture go dump-quoted txt "the same, printed with %q"
bin/dump %q >"$to"
bin/dump %q gzip >>"$to"
capture go headers txt "Go $version http.Header, printed with %v"
bin/dump headers >"$to"
capture go structs txt "Go $version *http.Request and Response, %v and %+v"
bin/dump structs >"$to"

capture go http2debug log "Go $version GODEBUG=http2debug=1, client and server"
GODEBUG=http2debug=1 bin/http2 >"$to" 2>&1

# go test ends with 1: a test fails, as it should.
capture go-test verbose txt "Go $version go test -v, t.Log of dumps"
go test -count=1 -v ./shop >"$to" 2>&1 || [ $? -eq 1 ]
capture go-test json json "Go $version go test -json, the same"
go test -count=1 -json ./shop >"$to" 2>&1 || [ $? -eq 1 ]

capture go-vcr v2 yaml "$(release github.com/dnaeon/go-vcr)"
bin/vcr2 "${to%.yaml}"
capture go-vcr v3 yaml "$(release gopkg.in/dnaeon/go-vcr.v3)"
bin/vcr3 "${to%.yaml}"
capture go-vcr v4 yaml "$(release gopkg.in/dnaeon/go-vcr.v4)"
bin/vcr4 "${to%.yaml}"

capture go aws-sdk log "$(release github.com/aws/aws-sdk-go-v2), logging all"
bin/awslog >"$to" 2>&1
