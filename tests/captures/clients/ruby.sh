#!/bin/bash
# Ruby: VCR, and Net::HTTP's debug output.
# shellcheck source=tests/captures/clients/common.sh
source "$(dirname "$0")/common.sh"

if ! ruby -e 'require "vcr"; require "webmock"' 2>/dev/null; then
    skip "Ruby's: no ruby-vcr, ruby-webmock"
    exit
fi
version=$(ruby -e 'require "vcr"; puts VCR.version')

for kind in plain exact filtered json; do
    extension=yml
    [ $kind = json ] && extension=json
    capture ruby-vcr $kind $extension "Ruby VCR $version: $kind"
    ruby "$CLIENTS/ruby/vcr_record.rb" "$(dirname "$to")" $kind
done

capture ruby net-http log \
    "Ruby $(version_of ruby --version) Net::HTTP, set_debug_output"
ruby "$CLIENTS/ruby/net_http.rb" 2>"$to"
