#!/bin/bash
# What no client can be had for.
# shellcheck source=tests/captures/clients/common.sh
source "$(dirname "$0")/common.sh"

"$WORK/venv/bin/python" "$CLIENTS/../written.py" "$OUT"
