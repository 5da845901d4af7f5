#!/usr/bin/env python3
"""What the wire costs beside the plain way to do the same, in one run for each JDK.

usage: wire.py [JAVA…]     after ./mvnw -P'fast,!checks' -pl kernel,workbench-lib,benchmarks -am package
Writes results/wire.json beside this file and prints numbers, ratios and bounds.
"""
import json
import pathlib
import subprocess
import sys

import facts

HERE = pathlib.Path(__file__).resolve().parent


def measure(java):
    path = f"{HERE / 'target' / 'classes'}:{HERE.parent / 'workbench-lib' / 'target' / 'workbench-lib.jar'}"
    run = subprocess.run(
        [java, "-cp", path, "dev.zoetrope.backend.WireBenchmark"], check=True, capture_output=True, text=True
    )
    return json.loads(run.stdout.splitlines()[-1])


def main(javas):
    before = facts.machine()
    runs = [{"java": facts.java_version(java), "rows": measure(java)} for java in javas]
    after = facts.machine()["load"]
    (HERE / "results" / "wire.json").write_text(
        json.dumps({"machine": before, "load_after": after, "runs": runs}, indent=1) + "\n"
    )
    for run in runs:
        print(run["java"], "load", before["load"], "to", after)
        for name, row in run["rows"].items():
            print(" ", name, {key: round(value, 3) for key, value in row.items()})


main(sys.argv[1:] or ["java"])
