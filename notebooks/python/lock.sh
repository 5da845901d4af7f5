#!/bin/sh
# Pins every package that requirements.in asks for, with hashes, for Python 3.10 and newer on every system. Needs uv.
set -eu
cd "$(dirname "$0")"
for folder in . ../src/test/python; do
  (cd "$folder" && uv pip compile --quiet --universal --generate-hashes --python-version 3.10 --no-emit-find-links \
    --no-emit-index-url --custom-compile-command notebooks/python/lock.sh requirements.in --output-file requirements.lock "$@")
done
