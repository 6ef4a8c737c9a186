#!/bin/sh
TOKEN=ghp_{+}eBPOmr5LZE2tdgUAni53cf5frZjt5Q0alTP5
