#!/usr/bin/env python3
"""What the checks that make loops stoppable cost: with and without them, in one run of JMH for each JDK.

usage: loop_checks.py [JAVA…]     after ./mvnw -P'fast,!checks' -pl kernel,workbench-lib,benchmarks -am package
Writes results/loop-checks.json beside this file and prints ratios.
"""
import json
import pathlib
import subprocess
import sys
import tempfile

import facts

HERE = pathlib.Path(__file__).resolve().parent
REPOSITORY = pathlib.Path.home() / ".m2" / "repository"
# What `kernel install` writes, as far as it bears on speed.
FLAGS = "-Xms96m -XX:-UsePerfData -XX:+UseSerialGC"
JARS = ["org/openjdk/jmh/jmh-core", "net/sf/jopt-simple/jopt-simple", "org/apache/commons/commons-math3", "org/ow2/asm/asm"]


def class_path():
    own = [HERE / "target" / "classes", HERE.parent / "kernel" / "target" / "classes"]
    jars = [sorted((REPOSITORY / each).rglob("*.jar"))[-1] for each in JARS]
    return ":".join(map(str, own + jars))


def measure(java):
    with tempfile.TemporaryDirectory() as folder:
        out = pathlib.Path(folder) / "jmh.json"
        command = [java, "-cp", class_path(), "org.openjdk.jmh.Main", "LoopChecksBenchmark", "-jvmArgs", FLAGS, "-rf", "json", "-rff", str(out)]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
        return json.loads(out.read_text())


def rows(results):
    times = {}
    for each in results:
        name = each["benchmark"].rsplit(".", 1)[1]
        metric = each["primaryMetric"]
        times.setdefault(name, {})[each["params"]["checked"]] = metric
    return [
        {
            "loop": name,
            "plain_us": round(both["false"]["score"], 2),
            "plain_error_us": round(both["false"]["scoreError"], 2),
            "checked_us": round(both["true"]["score"], 2),
            "checked_error_us": round(both["true"]["scoreError"], 2),
            "ratio": round(both["true"]["score"] / both["false"]["score"], 3),
            "ratio_of_medians": round(
                both["true"]["scorePercentiles"]["50.0"] / both["false"]["scorePercentiles"]["50.0"], 3
            ),
        }
        for name, both in times.items()
    ]


def main(javas):
    before = facts.machine()
    runs = [{"java": facts.java_version(java), "rows": rows(measure(java))} for java in javas]
    (HERE / "results" / "loop-checks.json").write_text(json.dumps({"machine": before, "runs": runs}, indent=1) + "\n")
    for run in runs:
        print(run["java"])
        for row in run["rows"]:
            print("  {loop:10} plain {plain_us:9} us  checked {checked_us:9} us  ratio {ratio}  of medians {ratio_of_medians}".format(**row))


if __name__ == "__main__":
    main(sys.argv[1:] or ["java"])
