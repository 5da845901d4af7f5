#!/usr/bin/env python3
"""The embedded engine's speed beside llama-server's and that of ONNX Runtime in Python, with the same weights, in one run.

usage: engine.py --work DIR --llama LLAMA-SERVER [--rounds 40] [--java JAVA]
One thread each, engines in turn in each round, other noise in the pictures of each round, → results/engine.json: medians and
quartiles; bounds are held to the better quartile, for what others do on the machine only ever adds."""
import argparse
import base64
import json
import pathlib
import statistics
import subprocess
import time

import numpy as np
import onnxruntime
from PIL import Image
from tokenizers import Tokenizer

import facts
from engines import CLASSES, HERE, LIBRARY, WEIGHTS, llama_server, post

PICTURES = LIBRARY / "src/test/resources/dev/zoetrope/backend/embedded/pictures"
SIDE, IMAGE, TOKENS = 128, 4, 64
QUESTION = "Which way does the red circle move?"
FENCE, GLOBAL, TILE = "<fake_token_around_image>", "<global-img>", "<row_1_col_1>"
FEATURES = "<image>" * 16
WHOLE = FENCE + GLOBAL + FEATURES + FENCE
SPLIT = FENCE + TILE + FEATURES + "\n\n" + WHOLE
FIRST_JVMS, MOST_MILLIS, MOST_MEGABYTES = 9, 1500, 150
# Of the kernel, in which the engine mostly runs; the JVM's own defaults grow the heap before they collect.
KERNEL = ["-XX:+UseSerialGC", "-Xms96m"]


def prompt(picture, count):
    return f"<|im_start|>User:{picture * count}{QUESTION}<end_of_utterance>\nAssistant:"


class Embedded:
    """A JVM that is asked line by line."""

    def __init__(self, java):
        command = [java, "-cp", CLASSES, "dev.zoetrope.backend.EngineBenchmark", str(TOKENS)]
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def ask(self, files, **more):
        body = dict(pictures=[str(file) for file in files], question=QUESTION, **more)
        self.process.stdin.write(json.dumps(body) + "\n")
        self.process.stdin.flush()
        return json.loads(self.process.stdout.readline())

    def close(self):
        self.process.stdin.close()
        self.process.wait(20)


class Runtime:
    """ONNX Runtime's own binding, with nothing around it that is not needed."""

    def __init__(self):
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        names = ("vision_encoder", "embed_tokens", "decoder_model_merged")
        self.vision, self.embed, self.decoder = (onnxruntime.InferenceSession(WEIGHTS / f"{n}.onnx", options) for n in names)
        self.tokenizer = Tokenizer.from_file(str(WEIGHTS / "tokenizer.json"))
        self.past = {i.name: np.zeros((1, i.shape[1], 0, i.shape[3]), np.float32) for i in self.decoder.get_inputs()[3:]}

    def ask(self, files, split, twice=False):
        ids = np.array([self.tokenizer.encode(prompt(SPLIT if split else WHOLE, len(files))).ids])
        planes = [(np.asarray(Image.open(file), np.float32).transpose(2, 0, 1) / 255 - 0.5) / 0.5 for file in files]
        mask = np.ones((1, 1, SIDE, SIDE), bool)
        start = time.perf_counter()
        seen = []
        for each in planes:
            for square in range(2 if split else 1):
                if square == 0 or twice:
                    features = self.vision.run(None, {"pixel_values": each[None, None], "pixel_attention_mask": mask})[0]
                seen.append(features)
        encoded = time.perf_counter()
        embeddings = self.embed.run(None, {"input_ids": ids})[0]
        embeddings[ids == IMAGE] = np.concatenate(seen).reshape(-1, embeddings.shape[-1])
        tokens, each, cache, length, prefilled, began = [], [], self.past, 0, 0.0, 0.0
        while len(tokens) < TOKENS:
            count = embeddings.shape[1]
            length += count
            feed = dict(
                cache, inputs_embeds=embeddings, attention_mask=np.ones((1, length), np.int64),
                position_ids=np.arange(length - count, length)[None],
            )
            logits, *present = self.decoder.run(None, feed)
            cache = dict(zip(self.past, present))
            tokens.append(int(logits[0, -1].argmax()))
            now = time.perf_counter()
            if prefilled:
                each.append(1000 * (now - began))
            prefilled, began = prefilled or now, now
            if len(tokens) < TOKENS:
                embeddings = self.embed.run(None, {"input_ids": np.array([[tokens[-1]]])})[0]
        end = time.perf_counter()
        steps = dict(encode=encoded - start, prefill=prefilled - encoded, decode=end - prefilled)
        return dict({step: 1000 * took for step, took in steps.items()}, prompt=ids.shape[1], each=each)


class Llama:
    def __init__(self, url, props):
        self.url, self.marker = url, props.get("media_marker") or "<__media__>"

    def ask(self, files):
        pictures = [base64.b64encode(file.read_bytes()).decode() for file in files]
        body = dict(
            prompt=dict(prompt_string=prompt(self.marker, len(files)), multimodal_data=pictures), temperature=0, n_predict=TOKENS,
            ignore_eos=True, cache_prompt=False,
        )
        told = post(self.url + "/completion", body)["timings"]
        return dict(prompt=told["prompt_n"], before=told["prompt_ms"], rate=told["predicted_per_second"])


def noisy(folder, number, count):
    """New pictures, so that nobody has seen them."""
    random, files = np.random.default_rng(number), []
    for i in range(count):
        pixels = np.asarray(Image.open(PICTURES / f"f{i}.png"), np.int16)
        files.append(folder / f"{number}-{count}-{i}.png")
        Image.fromarray(np.clip(pixels + random.integers(-3, 4, pixels.shape), 0, 255).astype(np.uint8)).save(files[-1])
    return files


def measured(told):
    """A token's time is the lower quartile of its answer's: a third of a millisecond is seldom disturbed."""
    steps = {step: told[step] for step in ("encode", "prefill")}
    token = statistics.quantiles(told["each"], n=4)[0]
    return dict(steps, prompt=told["prompt"], before=sum(steps.values()), rate=1000 * (TOKENS - 1) / told["decode"], token=token)


def rounds(words, folder, embedded, runtime, llama):
    """Each round asks everybody the same; the first ones warm."""
    rows = {}
    for number in range(-words.warm, words.rounds):
        for count in (1, 4):
            files = noisy(folder, number + words.warm, count)
            asked = {
                "embedded, whole": lambda: measured(embedded.ask(files, split=False)),
                "ONNX Runtime, whole": lambda: measured(runtime.ask(files, False)),
                "embedded, split": lambda: measured(embedded.ask(files, split=True)),
                "ONNX Runtime, split": lambda: measured(runtime.ask(files, True)),
                "embedded, split, the same twice": lambda: measured(embedded.ask(files, split=True, twice=True)),
                "llama-server, split": lambda: llama.ask(files),
            }
            names = list(asked)
            for name in names[number % len(names):] + names[:number % len(names)]:
                told = asked[name]()
                if number >= 0:
                    rows.setdefault(f"{name}, {count}", []).append(told)
    return rows


def spread(values):
    low, middle, high = statistics.quantiles(values, n=4)
    return dict(median=round(middle, 3), quartiles=[round(low, 3), round(high, 3)])


def summary(rows):
    return {name: {key: spread([each[key] for each in told]) for key in told[0]} for name, told in rows.items()}


def undisturbed(rows, key, name):
    """Of the better quarter: what others do on the machine only ever adds."""
    low, _, high = statistics.quantiles([each[key] for each in rows[name]], n=4)
    return high if key == "rate" else low


def ratio(rows, key, name, other):
    return round(undisturbed(rows, key, name) / undisturbed(rows, key, other), 3)


def first(words, folder, flags):
    """Fresh JVMs: from the process's start to its first answer, and what it has more after that and after a hundred."""
    files, millis, sizes = noisy(folder, 9999, 1), [], []
    for _ in range(FIRST_JVMS):
        start = time.perf_counter()
        command = [words.java, *flags, "-cp", CLASSES, "dev.zoetrope.backend.FirstAnswer", "embedded:tiny", *map(str, files)]
        process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        process.stdout.readline()
        millis.append(1000 * (time.perf_counter() - start))
        before, after, later = map(float, process.stdout.readline().split())
        sizes.append((after - before, later - before))
        process.wait()
    firsts, hundred = zip(*sizes)
    return dict(flags=flags, first_answer_millis=spread(millis), megabytes_first=spread(firsts), megabytes_hundred=spread(hundred))


def main():
    words = argparse.ArgumentParser()
    words.add_argument("--work", required=True)
    words.add_argument("--llama", required=True)
    words.add_argument("--rounds", type=int, default=40)
    words.add_argument("--warm", type=int, default=6)
    words.add_argument("--java", default="java")
    words.add_argument("--out", default=HERE / "results/engine.json")
    words = words.parse_args()
    folder = pathlib.Path(words.work).resolve()
    folder.mkdir(parents=True, exist_ok=True)
    before = facts.machine()
    embedded, runtime = Embedded(words.java), Runtime()
    with llama_server(words.llama, folder / "llama-server.log") as (url, props):
        rows = rounds(words, folder, embedded, runtime, Llama(url, props))
    files = noisy(folder, 9998, 4)
    shared = [embedded.ask(files, together=True) for _ in range(15)]
    embedded.close()
    bounds = {}
    for count in (1, 4):
        ours, theirs = f"embedded, split, {count}", f"llama-server, split, {count}"
        bounds[f"encode and prefill beside llama-server, {count}"] = ratio(rows, "before", ours, theirs), "at most", 0.7
        twice = f"embedded, split, the same twice, {count}"
        bounds[f"the same, nothing encoded once for two, {count}"] = ratio(rows, "before", twice, theirs), "at most", 0.7
        bounds[f"decoding beside llama-server, {count}"] = ratio(rows, "rate", ours, theirs), "at least", 0.6
        for form in ("whole", "split"):
            pair = f"embedded, {form}, {count}", f"ONNX Runtime, {form}, {count}"
            bounds[f"encode and prefill beside ONNX Runtime, {form}, {count}"] = ratio(rows, "before", *pair), "at most", 1.05
            bounds[f"time of a token beside ONNX Runtime, {form}, {count}"] = ratio(rows, "token", *pair), "at most", 1.05
    fresh = [first(words, folder, flags) for flags in (KERNEL, [])]
    for how, told in zip(("the kernel's flags", "no flags"), fresh):
        bounds[f"first answer of a fresh JVM, {how}, ms"] = told["first_answer_millis"]["quartiles"][0], "at most", MOST_MILLIS
        bounds[f"resident more after it, {how}, MB"] = told["megabytes_first"]["median"], "at most", MOST_MEGABYTES
        bounds[f"resident more after a hundred, {how}, MB"] = told["megabytes_hundred"]["median"], "at most", MOST_MEGABYTES
    in_turn, together = (statistics.quantiles([each[key] for each in shared], n=4)[0] for key in ("in_turn", "together"))
    gain = in_turn / together
    bounds["four at once beside one after the other"] = round(gain, 3), "at least", 1.5
    verdicts = {
        name: dict(value=value, bound=f"{which} {bound}", held=value <= bound if which == "at most" else value >= bound)
        for name, (value, which, bound) in bounds.items()
    }
    versions = dict(python=onnxruntime.__version__, llama=props.get("build_info"))
    result = dict(
        machine=before, load_after=facts.machine()["load"], java=facts.java_version(words.java), versions=versions,
        rounds=words.rounds, bounds=verdicts, rows=summary(rows), fresh=fresh, together=[spread([s[k] for s in shared]) for k in ("in_turn", "together")],
    )
    pathlib.Path(words.out).write_text(json.dumps(result, indent=1) + "\n")
    for name, told in summary(rows).items():
        print(f"{name:40}", {key: each["median"] for key, each in told.items()})
    for name, told in verdicts.items():
        print("yes" if told["held"] else "NO ", f"{name:60}", told["value"], told["bound"])
    print("load", before["load"], result["load_after"])


if __name__ == "__main__":
    main()
