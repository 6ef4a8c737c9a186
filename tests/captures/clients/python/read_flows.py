"""Reads a flow file as mitmproxy does: read_flows.py FILE"""

import sys

from mitmproxy.io import FlowReader

with open(sys.argv[1], "rb") as file:
    flows = list(FlowReader(file).stream())
if not flows:
    raise SystemExit("no flows")
for flow in flows:
    # Raises if the body is not what its encoding says.
    flow.request.get_content(strict=True)
    flow.response.get_content(strict=True)
