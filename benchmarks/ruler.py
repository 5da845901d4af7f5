#!/usr/bin/env python3
"""How far clients are off, against a scripted server that notes the true instant of each of its writes.

usage: ruler.py [--runs 5] [--cells 1,8,64,256,image,odd] [--peers aiperf] [--venvs DIR] [--tokenizer DIR] [--out FILE]
after ./mvnw -P'fast,!checks' -pl kernel,workbench-lib,benchmarks -am package. `--peers ''` leaves all peers out.

Arms take turns: a bare Java socket client (the floor), ours, the peers. What stands in FILE already is not run again, so
a run that was stopped goes on where it was. Peers are looked for in DIR/v-NAME/bin; README.md says how to put them there.
"""
import argparse
import base64
import json
import os
import pathlib
import random
import shlex
import statistics
import struct
import subprocess
import tempfile
import threading
import urllib.request
import zlib

import facts

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent
TOKENS = 64
STEADY = {"ttft_ms": 100, "itl_ms": 20, "tokens": TOKENS, "early_role": False}
CELLS = {  # concurrency, requests
    "1": (1, 10),
    "8": (8, 64),
    "64": (64, 320),
    "256": (256, 768),
    "image": (8, 32),
}
ODD = {  # what is hard to read: 8 requests each, 4 at once
    "packed": {"tokens_per_chunk": 3},
    "early-role": {"early_role": True},
    "no-usage": {"usage": False},
    "error": {"fault": {"kind": "error", "at_token": 20}},
    "no-end": {"fault": {"kind": "no_end"}},
}
FLAGS = "-XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Xss512k -Xmx192m".split()  # those of ./zoetrope load


class Server:
    """The scripted server, a process of its own."""

    def __init__(self, script):
        self.process = subprocess.Popen(
            [ROOT / "zoetrope", "scripted-server", "--script", json.dumps(script)], stdout=subprocess.PIPE, text=True
        )
        self.uri = self.process.stdout.readline().strip()
        self.url = self.uri.split("#")[0]
        self.port = int(self.url.rsplit(":", 1)[1])

    def truth(self):
        with urllib.request.urlopen(self.url + "/truth") as lines:
            return {each["rid"]: each for each in map(json.loads, lines)}

    def forget(self):
        urllib.request.urlopen(urllib.request.Request(self.url + "/truth", method="DELETE")).read()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait()


def run(command, folder, result):
    """Runs it, which writes the result; processor seconds of it and all its children, and the most memory that they held together."""
    before = os.times()
    with open(folder / "client.log", "w", encoding="utf-8") as log:
        client = subprocess.Popen([str(word) for word in command], stdout=log, stderr=log, cwd=folder)
    most = [0]
    over = threading.Event()
    watch = threading.Thread(target=watch_memory, args=(client.pid, most, over))
    watch.start()
    code = client.wait(timeout=400)
    over.set()
    watch.join()
    after = os.times()
    if not result.exists():  # who failed all requests that had to fail ends with a code, too
        raise SystemExit(f"{command[0]} ended with {code}:\n{(folder / 'client.log').read_text()[-2000:]}")
    cpu = after.children_user + after.children_system - before.children_user - before.children_system
    return {"cpu_s": cpu, "rss_mb": most[0] / 1e6}


def watch_memory(pid, most, over):
    while not over.wait(0.5):
        most[0] = max(most[0], sum(resident(each) for each in family(pid)))


def family(pid):
    parents = {}
    for folder in pathlib.Path("/proc").iterdir():
        try:
            if folder.name.isdigit():
                stat = (folder / "stat").read_text()
                parents.setdefault(int(stat.rsplit(")", 1)[1].split()[1]), []).append(int(folder.name))
        except OSError:  # it has ended meanwhile
            continue
    found = [pid]
    for each in found:
        found += parents.get(each, [])
    return found


def resident(pid):
    try:
        return int(pathlib.Path(f"/proc/{pid}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    except OSError:
        return 0


# The arms: each runs its client and tells what it reported, request by request.


def bare(server, concurrency, requests, warmup, image, folder):
    path = f"{HERE / 'target' / 'classes'}"
    used = run(
        ["java", *FLAGS, "-cp", path, "dev.zoetrope.ruler.BareClient", server.port, concurrency, requests, warmup, TOKENS]
        + [folder / "out.json"]
        + ([image] if image else []),
        folder,
        folder / "out.json",
    )
    return used, json.loads((folder / "out.json").read_text())["requests"]


def ours(server, concurrency, requests, warmup, image, folder):
    used = run(
        [ROOT / "zoetrope", "load", server.uri, "--concurrency", concurrency, "--requests", requests, "--warmup", warmup]
        + ["--max-tokens", TOKENS, "--json", folder / "out.json"]
        + (["--image", image] if image else []),
        folder,
        folder / "out.json",
    )
    told = json.loads((folder / "out.json").read_text())
    used["flags"] = told["summary"]["flags"]
    return used, told["requests"]


def aiperf(server, concurrency, requests, warmup, image, folder):
    used = run(
        [ARGS.venvs / "v-aiperf" / "bin" / "aiperf", "profile", "-m", "scripted", "--url", server.url]
        + ["--endpoint-type", "chat", "--streaming", "--concurrency", concurrency, "--request-count", requests]
        + ["--warmup-request-count", warmup, "--tokenizer", ARGS.tokenizer, "--synthetic-input-tokens-mean", 50]
        + ["--output-tokens-mean", TOKENS, "--extra-inputs", "ignore_eos:true", "--output-artifact-dir", folder / "a"]
        + ["--ui-type", "none", "--random-seed", 1]
        + (
            ["--image-batch-size", 1, "--image-width-mean", 190, "--image-height-mean", 180, "--image-format", "png"]
            if image
            else []
        ),
        folder,
        folder / "a" / "profile_export.jsonl",
    )
    lines = [json.loads(line) for line in (folder / "a" / "profile_export.jsonl").open(encoding="utf-8")]
    return used, [aiperf_request(line) for line in lines if line["metadata"].get("benchmark_phase") != "warmup"]


def aiperf_request(line):
    def told(tag):
        return line["metrics"].get(tag, {}).get("value")

    return {
        "rid": line["metadata"]["x_request_id"],
        "ttft_ms": told("time_to_first_token"),
        "gaps_ms": told("inter_chunk_latency") or [],
        "tokens": told("output_token_count") or told("output_sequence_length"),
        "error": line.get("error"),
    }


def vllm(server, concurrency, requests, warmup, image, folder):
    used = run(
        ["env", "HF_HUB_OFFLINE=1", "VLLM_NO_USAGE_STATS=1", ARGS.venvs / "v-vllm" / "bin" / "vllm", "bench", "serve"]
        + ["--backend", "openai-chat", "--base-url", server.url, "--endpoint", "/v1/chat/completions", "--model", "scripted"]
        + ["--tokenizer", ARGS.tokenizer, "--num-prompts", requests, "--max-concurrency", concurrency]
        + ["--num-warmups", warmup, "--request-id-prefix", "v-", "--save-result", "--save-detailed", "--disable-tqdm"]
        + ["--result-dir", folder, "--result-filename", "out.json", "--ignore-eos", "--random-input-len", 50]
        + ["--random-output-len", TOKENS, "--dataset-name", "random-mm" if image else "random"]
        + (
            ["--random-mm-base-items-per-request", 1, "--random-mm-limit-mm-per-prompt", '{"image":1,"video":0}']
            + ["--random-mm-bucket-config", "{(384,384,1):1.0}"]
            if image
            else []
        ),
        folder,
        folder / "out.json",
    )
    told = json.loads((folder / "out.json").read_text())
    each = zip(told["ttfts"], told["itls"], told["output_lens"], told["errors"])
    return used, [
        {
            "rid": f"v-{number}",
            "ttft_ms": ttft * 1e3 if ttft else None,
            "gaps_ms": [gap * 1e3 for gap in gaps[: TOKENS - 1]],  # one more is the end mark's
            "tokens": tokens,
            "error": error or None,
        }
        for number, (ttft, gaps, tokens, error) in enumerate(each)
    ]


def guidellm(server, concurrency, requests, warmup, image, folder):
    """Its requests have no number of ours: the answer's id tells which it was. It keeps no gaps."""
    data = f"kind=synthetic_text,prompt_tokens=50,output_tokens={TOKENS}"
    if image:
        url = "data:image/png;base64," + base64.b64encode(image.read_bytes()).decode()
        (folder / "asked.jsonl").write_text((json.dumps({"prompt": "What is there?", "image": url}) + "\n") * (requests + warmup))
        data = f"kind=json_file,path={folder / 'asked.jsonl'}"
    used = run(
        ["env", "HF_HUB_OFFLINE=1", ARGS.venvs / "v-guidellm" / "bin" / "guidellm", "run"]
        + ["--backend", f"kind=openai_http,target={server.url},model=scripted"]
        + ["--profile", f"kind=concurrent,streams={concurrency}"]
        + ["--constraint", f"kind=max_requests,count={requests + warmup}"]
        + ["--tokenizer", f"kind=huggingface_auto,model={ARGS.tokenizer}", "--data", data]
        + ["--output", f"kind=json,path={folder / 'out.json'}", "--disable-progress"],
        folder,
        folder / "out.json",
    )
    told = json.loads((folder / "out.json").read_text())["benchmarks"][0]["requests"]
    lines = [(line, kind) for kind in ("successful", "errored", "incomplete") for line in told.get(kind) or []]
    lines.sort(key=lambda each: each[0].get("request_start_time") or 0)
    return used, [
        {
            "rid": line.get("response_id"),
            "ttft_ms": line.get("time_to_first_token_ms"),
            "gaps_ms": None,
            "tokens": line.get("output_tokens"),
            "error": None if kind == "successful" else kind,
        }
        for line, kind in lines[warmup:]
    ]


ARMS = {"floor": bare, "ours": ours, "aiperf": aiperf, "vllm": vllm, "guidellm": guidellm}


def errors(reported, truth):
    """What the client was wrong by, and what the server itself was late by."""
    ttft, gaps, wrote, called, missing = [], [], [], [], 0
    for each in reported:
        known = truth.get(each["rid"])
        if known is None or each["error"] or each["ttft_ms"] is None:
            missing += 1
            continue
        begun = [write[1] for write in known["writes"] if write[3]]
        ttft.append(each["ttft_ms"] - (begun[0] - known["read_ns"]) / 1e6)
        if "wrote_ttft_ms" in each:
            wrote.append(each["wrote_ttft_ms"] - (begun[0] - known["read_ns"]) / 1e6)
        if "called_ttft_ms" in each:
            called.append(each["called_ttft_ms"] - (begun[0] - known["read_ns"]) / 1e6)
        true_gaps = [(b - a) / 1e6 for a, b in zip(begun, begun[1:])]
        if each["gaps_ms"] is None:
            continue
        if len(true_gaps) == len(each["gaps_ms"]):
            gaps += [abs(a - b) for a, b in zip(each["gaps_ms"], true_gaps)]
        else:
            missing += 1
    lag = [(w[1] - w[0]) / 1e6 for each in reported if each["rid"] in truth for w in truth[each["rid"]]["writes"]]
    return {
        "requests": len(reported),
        "unpaired": missing,
        "ttft_p50": percentile(ttft, 0.5),
        "ttft_paired_p99": percentile(list(map(abs, ttft)), 0.99),
        "wrote_ttft_p50": percentile(wrote, 0.5) if wrote else None,
        "called_ttft_p50": percentile(called, 0.5) if called else None,
        "gap_paired_p99": percentile(gaps, 0.99),
        "server_lag_p99": percentile(lag, 0.99),
    }


def percentile(values, p):
    if not values:
        return None
    ordered = sorted(values)
    at = p * (len(ordered) - 1)
    low = int(at)
    high = min(low + 1, len(ordered) - 1)
    return ordered[low] + (at - low) * (ordered[high] - ordered[low])


def misread(kind, each, truth):
    """Why this request was read wrongly; None if it was read rightly."""
    known = truth.get(each["rid"])
    if known is None:
        return "not one of the server's requests"
    if kind == "error":
        return None if each["error"] else "a failed answer was counted"
    if each["error"]:
        return "a whole answer was failed"
    written = sum(write[3] for write in known["writes"])
    # A peer that counts with a tokenizer of its own may be off by a word's end.
    if each.get("tokens") is not None and abs(each["tokens"] - written) > written / 20:
        return f"{each['tokens']} tokens of {written}"
    first = next(write[1] for write in known["writes"] if write[3])
    true = (first - known["read_ns"]) / 1e6
    if each["ttft_ms"] is None or abs(each["ttft_ms"] - true) > true / 2:
        return f"TTFT {each['ttft_ms']} of {true:.1f}"
    return None


def odd(server, kind, arm, folder):
    _, reported = ARMS[arm](server, 4, 8, 4, None, folder)
    truth = server.truth()
    wrong = [why for why in (misread(kind, each, truth) for each in reported) if why]
    lost = 8 - len(reported)
    return {"wrong": len(wrong) + max(0, lost), "of": 8, "why": sorted(set(wrong)) + (["not reported"] if lost > 0 else [])}


def noise(folder):
    """A PNG of about 100 kB."""
    image = folder / "noise.png"
    drawn = random.Random(7)
    side = 184
    rows = b"".join(b"\0" + drawn.randbytes(3 * side) for _ in range(side))

    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    image.write_bytes(
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0))
        + chunk(b"IDAT", zlib.compress(rows))
        + chunk(b"IEND", b"")
    )
    return image


def measure(rows, arms, keep):
    with tempfile.TemporaryDirectory() as scratch:
        image = noise(pathlib.Path(scratch))
        wanted = [
            (number, cell, arm)
            for number in range(1, ARGS.runs + 1)
            for cell in ARGS.cells
            if cell != "odd"
            for arm in turned(arms, number)
        ]
        with Server(STEADY) as server:
            for number, cell, arm in wanted:
                if any((r["cell"], r["arm"], r["run"]) == (cell, arm, number) for r in rows):
                    continue
                concurrency, requests = CELLS[cell]
                rows.append({"cell": cell, "arm": arm, "run": number} | once(server, cell, arm, concurrency, requests, image))
                keep()
        for kind, script in ODD.items() if "odd" in ARGS.cells else ():
            for arm in arms[1:]:
                if any((r["cell"], r["arm"]) == (kind, arm) for r in rows):
                    continue
                with Server(STEADY | script) as server, Folder() as folder:
                    rows.append({"cell": kind, "arm": arm, "run": 1} | odd(server, kind, arm, folder))
                    keep()


def turned(arms, number):
    return arms[number % len(arms) :] + arms[: number % len(arms)]


class Folder(tempfile.TemporaryDirectory):
    def __enter__(self):
        return pathlib.Path(super().__enter__())


def once(server, cell, arm, concurrency, requests, image):
    server.forget()
    load = os.getloadavg()[0]
    with Folder() as folder:
        used, reported = ARMS[arm](server, concurrency, requests, concurrency, image if cell == "image" else None, folder)
    row = errors(reported, server.truth())
    tokens = sum(each.get("tokens") or 0 for each in reported)
    row |= {"cpu_s_per_1000": used.pop("cpu_s") / tokens * 1000 if tokens else None, "load": round(load, 2)} | used
    print(cell, arm, {k: round(v, 3) if isinstance(v, float) else v for k, v in row.items()}, flush=True)
    return {k: round(v, 4) if isinstance(v, float) else v for k, v in row.items()}


SHOWN = ("ttft_p50", "wrote_ttft_p50", "ttft_paired_p99", "gap_paired_p99", "cpu_s_per_1000", "rss_mb", "server_lag_p99")


def middle(rows, cell, arm, name):
    values = [r[name] for r in rows if r["cell"] == cell and r["arm"] == arm and r.get(name) is not None]
    return statistics.median(values) if values else None


def table(rows, arms):
    """Medians of the runs, and whether ours is where it must be."""
    lines = ["| cell | arm | runs | " + " | ".join(SHOWN) + " |", "|---" * (3 + len(SHOWN)) + "|"]
    for cell in CELLS:
        for arm in arms:
            runs = sum(r["cell"] == cell and r["arm"] == arm for r in rows)
            if runs:
                values = [middle(rows, cell, arm, name) for name in SHOWN]
                lines.append(f"| {cell} | {arm} | {runs} | " + " | ".join(shown(value) for value in values) + " |")
    return lines + [""] + [line for cell in CELLS for line in verdict(rows, arms, cell)] + wrongly(rows, arms)


def shown(value):
    return "-" if value is None else f"{value:.3g}" if abs(value) < 100 else f"{value:.0f}"


def verdict(rows, arms, cell):
    def value(arm, name):
        return middle(rows, cell, arm, name)

    if value("ours", "ttft_p50") is None or value("floor", "ttft_p50") is None:
        return []
    peers = [value(arm, "ttft_paired_p99") for arm in arms[2:] if value(arm, "ttft_paired_p99")]
    bounds = [
        ("TTFT p50", abs(value("ours", "ttft_p50")), 1.5 * abs(value("floor", "ttft_p50")) + 0.1, "1.5 floors + 0.1 ms"),
        (
            "TTFT p50 from the last byte written",
            abs(value("ours", "wrote_ttft_p50")),
            1.5 * abs(value("floor", "wrote_ttft_p50")) + 0.1,
            "1.5 floors from there + 0.1 ms",
        ),
        ("paired p99", value("ours", "ttft_paired_p99"), 2.5 * value("floor", "ttft_paired_p99"), "2.5 floors"),
        ("memory", value("ours", "rss_mb"), 250, "250 MB"),
    ]
    if peers:
        bounds.append(("paired p99", value("ours", "ttft_paired_p99"), min(peers) / 3, "a third of the best peer"))
    return [
        f"{cell}: {what} {has:.2f}, at most {most:.2f} ({why}): {'met' if has <= most else 'MISSED'}"
        for what, has, most, why in bounds
    ]


def wrongly(rows, arms):
    return [
        f"{row['cell']}: {arm} read {row['wrong']} of {row['of']} wrongly {'; '.join(row['why'])}"
        for arm in arms
        for row in rows
        if row["arm"] == arm and row["cell"] in ODD
    ]


def arguments():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--cells", type=lambda text: text.split(","), default=[*CELLS, "odd"])
    parser.add_argument("--peers", type=lambda text: [each for each in text.split(",") if each], default=["aiperf"])
    parser.add_argument("--venvs", type=pathlib.Path, default=HERE)
    parser.add_argument("--tokenizer", type=pathlib.Path, default=HERE / "tokenizer")
    parser.add_argument("--out", type=pathlib.Path, default=HERE / "results" / "ruler.json")
    given = parser.parse_args()
    for name in given.cells:
        if name not in CELLS and name != "odd":
            parser.error(f"no cell {name}: give some of {', '.join([*CELLS, 'odd'])}")
    for name in given.peers:
        if name not in ARMS:
            parser.error(f"no peer {name}: give some of {', '.join(list(ARMS)[2:])}")
    return given


def main():
    arms = ["floor", "ours", *ARGS.peers]
    told = json.loads(ARGS.out.read_text()) if ARGS.out.exists() else {"rows": []}
    told.setdefault("machine", facts.machine() | {"java": facts.java_version("java")})

    def keep():
        told["command"] = "python3 benchmarks/ruler.py " + " ".join(shlex.quote(word) for word in words())
        told["load_after"] = facts.machine()["load"]
        told["table"] = table(told["rows"], arms)
        ARGS.out.write_text(json.dumps(told, indent=1) + "\n")

    measure(told["rows"], arms, keep)
    keep()
    print("\n".join(told["table"]))


def words():
    """This command without folders of this machine."""
    return [word for name in ("runs", "cells", "peers") for word in (f"--{name}", joined(getattr(ARGS, name)))]


def joined(value):
    return ",".join(value) if isinstance(value, list) else str(value)


if __name__ == "__main__":
    ARGS = arguments()
    main()
