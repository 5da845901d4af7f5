#!/usr/bin/env python3
"""Times Jupyter kernels side by side, through a real client, in one run, and prints ratios to the first one.

usage: kernels.py [--rounds N] [--cells N] [--out FILE] NAME[:FAMILY] …
NAME is a kernel that `jupyter kernelspec list` shows; FAMILY says how to speak to it: zoetrope (the default),
jjava, rapaio, or python. Needs jupyter_client and psutil; see README.md beside this file.
"""
import argparse
import contextlib
import json
import pathlib
import queue
import statistics
import subprocess
import sys
import time

import facts
import psutil
from jupyter_client.manager import KernelManager

JAVA = {
    "expression": "{} + 1",
    "declaration": "int x{} = 1;",
    "complete": 'String s = "a"; s.subs',
    "inspect": "String.valueOf",
    "lines": 'for (int i = 0; i < 1000; i++) System.out.println("line " + i);',
    "flood": 'for (int i = 0; i < 100_000; i++) System.out.println("line " + i);',
    "bytes": "byte[] raw = new byte[1_000_000]; new java.util.Random(1).nextBytes(raw);"
    " String b64 = java.util.Base64.getEncoder().encodeToString(raw);",
    "loop": "long q = 0; while (true) { q++; }",
}
FAMILIES = {
    "zoetrope": JAVA | {"picture": 'display("image/png", raw);'},
    "jjava": JAVA
    | {
        "picture": "var d = new org.dflib.jjava.jupyter.kernel.display.DisplayData(); d.putData(\"image/png\", b64);"
        " org.dflib.jjava.jupyter.kernel.BaseKernel.notebookKernel().display(d);"
    },
    "rapaio": JAVA
    | {
        "picture": "org.rapaio.jupyter.kernel.MainApp.kernel.display("
        'org.rapaio.jupyter.kernel.display.DisplayData.withType("image/png", b64));'
    },
    "python": {
        "expression": "{} + 1",
        "declaration": "x{} = 1",
        "complete": 's = "a"; s.start',
        "inspect": "len",
        "lines": 'for i in range(1000): print("line", i)',
        "flood": 'for i in range(100_000): print("line", i)',
        "bytes": "import os, base64; b64 = base64.b64encode(os.urandom(1_000_000)).decode()",
        "picture": 'from IPython.display import publish_display_data as p; p({"image/png": b64})',
        "loop": "q = 0\nwhile True: q += 1",
    },
}
LONGEST = 60


class Kernel:
    """A kernel process and a client of it."""

    def __init__(self, name):
        self.manager = KernelManager(kernel_name=name)
        began = time.perf_counter()
        self.manager.start_kernel(stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        self.process = psutil.Process(self.manager.provisioner.process.pid)
        with contextlib.suppress(OSError):
            # Where the system weighs sessions, a kernel's own session must weigh what this one does.
            pathlib.Path(f"/proc/{self.process.pid}/autogroup").write_text(str(facts_nice()))
        self.client = self.manager.client()
        self.client.start_channels()
        self.start_seconds = self._await_info(began)

    def _await_info(self, began):
        while time.perf_counter() - began < LONGEST:
            self.client.kernel_info()
            with contextlib.suppress(queue.Empty):
                if self.client.get_shell_msg(timeout=0.1)["msg_type"] == "kernel_info_reply":
                    return time.perf_counter() - began
        raise TimeoutError("no kernel_info_reply")

    def drain(self):
        for receive in (self.client.get_shell_msg, self.client.get_iopub_msg):
            with contextlib.suppress(queue.Empty):
                while True:
                    receive(timeout=0.3)

    def reply(self, request, timeout=LONGEST):
        while True:
            message = self.client.get_shell_msg(timeout=timeout)
            if message["parent_header"].get("msg_id") == request:
                return message

    def cell(self, code):
        """Milliseconds until both the reply and the idle are there, and what was shown."""
        began = time.perf_counter()
        request = self.client.execute(code)
        shown = []
        while True:
            message = self.client.get_iopub_msg(timeout=LONGEST)
            if message["parent_header"].get("msg_id") != request:
                continue
            shown.append(message)
            if message["content"].get("execution_state") == "idle":
                break
        self.reply(request)
        return (time.perf_counter() - began) * 1000, shown

    def ask(self, send, *words):
        began = time.perf_counter()
        self.reply(send(*words))
        return (time.perf_counter() - began) * 1000

    def tree(self):
        return [self.process, *self.process.children(recursive=True)]

    def cpu_percent(self, seconds):
        before = self._cpu_seconds()
        time.sleep(seconds)
        return (self._cpu_seconds() - before) / seconds * 100

    def _cpu_seconds(self):
        """Of all threads, in nanoseconds where the system counts them: its ticks of 10 ms are 0.1 % of 10 s each."""
        exact = [each for process in self.tree() for each in pathlib.Path(f"/proc/{process.pid}/task").glob("*/schedstat")]
        if exact:
            return sum(int(each.read_text().split()[0]) for each in exact) / 1e9
        return sum(sum(each.cpu_times()[:2]) for each in self.tree())

    def close(self):
        began = time.perf_counter()
        self.client.stop_channels()
        self.manager.shutdown_kernel(now=False)
        return time.perf_counter() - began


def facts_nice():
    words = pathlib.Path("/proc/self/autogroup").read_text(encoding="utf-8").split()
    return int(words[-1])


def measure(name, family, cells):
    say = FAMILIES[family]
    kernel = Kernel(name)
    result = {"start_to_info_s": kernel.start_seconds}
    try:
        time.sleep(1)
        kernel.drain()
        result["first_cell_ms"] = kernel.cell("1 + 1")[0]
        time.sleep(8)
        result["rss_after_first_cell_mib"] = sum(each.memory_info().rss for each in kernel.tree()) / 2**20
        result["idle_cpu_percent"] = kernel.cpu_percent(10)
        for row in ("expression", "declaration"):
            times = [kernel.cell(say[row].format(i))[0] for i in range(cells)]
            result[row + "_ms"] = statistics.median(times)
            result[row + "_p95_ms"] = sorted(times)[int(0.95 * len(times))]
        began = time.perf_counter()
        left = {kernel.client.execute(say["expression"].format(i)) for i in range(20)}
        while left:
            left.discard(kernel.client.get_shell_msg(timeout=LONGEST)["parent_header"].get("msg_id"))
        result["queued_20_ms"] = (time.perf_counter() - began) * 1000
        kernel.drain()
        for row in ("complete", "inspect"):
            send = getattr(kernel.client, row)
            times = [kernel.ask(send, say[row], len(say[row])) for _ in range(25)]
            result[row + "_first_ms"] = times[0]
            result[row + "_ms"] = statistics.median(times[5:])
        kernel.cell(say["bytes"])
        result["picture_1mb_ms"] = statistics.median(kernel.cell(say["picture"])[0] for _ in range(5))
        lines = [kernel.cell(say["lines"]) for _ in range(20)]
        result["println_1000_ms"] = statistics.median(each[0] for each in lines)
        result["println_1000_messages"] = sum(each["msg_type"] == "stream" for each in lines[-1][1])
        result |= flood(kernel, say["flood"])
        result |= stop(kernel, say["loop"])
    except (queue.Empty, TimeoutError) as failure:
        print(f"{name}: no answer after {list(result)[-1]}: {failure!r}", file=sys.stderr)
        result["failed"] = 1
    finally:
        result["shutdown_s"] = kernel.close()
    return {row: round(value, 2) for row, value in result.items()}


def flood(kernel, code):
    """How long 100 000 lines take and how many of them are lost; without the time if the idle is lost, too."""
    began = time.perf_counter()
    request = kernel.client.execute(code)
    lines, idle = 0, False
    with contextlib.suppress(queue.Empty):
        while not idle:
            message = kernel.client.get_iopub_msg(timeout=LONGEST / 3)
            if message["parent_header"].get("msg_id") == request:
                lines += message["content"].get("text", "").count("\n")
                idle = message["content"].get("execution_state") == "idle"
    kernel.reply(request)
    took = {"println_100000_ms": (time.perf_counter() - began) * 1000} if idle else {}
    return took | {"println_100000_lost": 100_000 - lines}


def stop(kernel, loop):
    request = kernel.client.execute(loop)
    time.sleep(1.5)
    began = time.perf_counter()
    kernel.manager.interrupt_kernel()
    kernel.reply(request)
    took = (time.perf_counter() - began) * 1000
    time.sleep(0.5)
    return {"loop_stopped_ms": took, "cpu_percent_after_stop": kernel.cpu_percent(3)}


def table(names, runs):
    medians = {
        name: {
            row: statistics.median(run[name][row] for run in runs if row in run[name])
            for row in dict.fromkeys(row for run in runs for row in run[name])
        }
        for name in names
    }
    first = names[0]
    print(f"{'':28}" + "".join(f"{name:>24}" for name in names))
    for row, ours in medians[first].items():
        line = f"{row:28}{ours:24.2f}"
        for name in names[1:]:
            peer = medians[name].get(row)
            ratio = f" ({peer / ours:.1f}x)" if peer is not None and ours > 0 else ""
            line += f"{'-' if peer is None else f'{peer:.2f}{ratio}':>24}"
        print(line)
    return medians


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("kernels", nargs="+")
    options.add_argument("--rounds", type=int, default=1)
    options.add_argument("--cells", type=int, default=100)
    options.add_argument("--out", type=pathlib.Path)
    given = options.parse_args()
    peers = [each.partition(":") for each in given.kernels]
    machine, runs = facts.machine(), []
    for _ in range(given.rounds):
        run = {}
        for name, _, family in peers:
            try:
                run[name] = measure(name, family or "zoetrope", given.cells)
            except (queue.Empty, TimeoutError, psutil.Error) as failure:
                print(f"{name}: {failure!r}", file=sys.stderr)
                run[name] = {"failed": 1}
        runs.append(run)
    medians = table([name for name, _, _ in peers], runs)
    if given.out:
        specs = {name: " ".join(KernelManager(kernel_name=name).kernel_spec.argv[:1]) for name, _, _ in peers}
        out = {"machine": machine | {"load_at_end": facts.machine()["load"]}, "commands": specs, "medians": medians, "runs": runs}
        given.out.write_text(json.dumps(out, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
