#!/bin/sh
# Pins every package of what tests install, with hashes, for Python 3.11 (LiteLLM, formats: and newer). Needs uv.
set -eu
cd "$(dirname "$0")"
lock() { # NAME OPTIONS…
  name=$1
  shift
  uv pip compile --quiet --generate-hashes --no-annotate --python-version 3.11 \
    --no-emit-index-url --custom-compile-command workbench-lib/src/test/python/lock.sh "$name.in" --output-file "$name.txt" "$@"
}
lock litellm --universal
lock vllm --python-platform x86_64-unknown-linux-gnu --override vllm-override.txt
lock formats --universal
