#!/bin/sh
# Writes all notebooks the way they are kept: without outputs, counts and traces of a run. Needs a build (./zoetrope setup).
set -eu
cd "$(dirname "$0")/.."
./mvnw --quiet -Pfast -Dmaven.test.skip=false -pl kernel,workbench-lib,notebooks test-compile
exec java -Dzoetrope.root="$PWD" -cp notebooks/target/test-classes:workbench-lib/target/workbench-lib.jar \
  dev.zoetrope.notebooks.NotebookFormatter "$@"
