#!/usr/bin/env python3
"""The same weights, the same pictures, the same words in several engines: are the greedy answers the same, token for token?

usage: parity.py --work DIR --llama LLAMA-SERVER [--ollama OLLAMA] [--count 500] [--java JAVA]
Inside each prompt form: every picture whole — the embedded engine against transformers in eager mode; every picture as one tile
and as a whole — the embedded engine against llama-server in half precision, and the words against Ollama's. Pictures are made
128 pixels square by transformers' processor first, so that no engine resizes them. Writes results/parity.json."""
import argparse
import base64
import json
import os
import pathlib
import shutil
import subprocess
import sys

os.environ["HF_HUB_OFFLINE"] = "1"
# transformers looks for a package that is called as kernels.py beside this.
BESIDE = sys.path.pop(0)

import numpy as np
import onnxruntime
import torch
import transformers
from PIL import Image
from transformers.models.smolvlm.image_processing_pil_smolvlm import SmolVLMImageProcessorPil
from transformers.models.smolvlm.processing_smolvlm import get_image_prompt_string

sys.path.append(BESIDE)

import facts
from engines import CLASSES, GGUF, HERE, LIBRARY, WEIGHTS, free_port, get, llama_server, post, server

MOST, SIDE, IMAGE, END = 64, 128, 4, 2


def java(words, *more):
    subprocess.run([words.java, "-cp", CLASSES, *map(str, more)], check=True)


def squares(folder):
    """Every picture as the encoder sees it, once for all engines."""
    edge = {"longest_edge": SIDE}
    half = [0.5] * 3
    processor = SmolVLMImageProcessorPil(size=edge, max_image_size=edge, do_image_splitting=False, image_mean=half, image_std=half)
    rows = []
    for line in (folder / "prompts.jsonl").read_text().splitlines():
        row = json.loads(line)
        for part in row["parts"]:
            if "image" in part:
                made = processor(Image.open(folder / part["image"]), return_tensors="np")["pixel_values"][0, 0]
                part["image"] = pathlib.Path(part["image"]).stem + "-square.png"
                pixels = np.rint((made * 0.5 + 0.5) * 255).astype(np.uint8).transpose(1, 2, 0)
                Image.fromarray(pixels).save(folder / part["image"])
        rows.append(row)
    (folder / "squares.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    return rows


def pixels(folder, row):
    """Of all pictures, as the encoder takes them."""
    names = [part["image"] for part in row["parts"] if "image" in part]
    planes = [np.asarray(Image.open(folder / name), np.float32).transpose(2, 0, 1) for name in names]
    return (np.stack(planes) / 255 - 0.5) / 0.5


def text(row, picture):
    first = ":" if "image" in row["parts"][0] else ": "
    body = "".join(picture if "image" in part else part["text"] for part in row["parts"])
    return f"<|im_start|>User{first}{body}<end_of_utterance>\nAssistant:"


def squared(rows, columns):
    return get_image_prompt_string(
        rows, columns, 16, fake_token_around_image="<fake_token_around_image>", image_token="<image>",
        global_image_token="<global-img>",
    )


class Transformers:
    name = f"transformers {transformers.__version__} eager, torch {torch.__version__}"

    def __init__(self, folder):
        torch.set_num_threads(1)
        self.tokenizer = transformers.AutoTokenizer.from_pretrained(folder)
        self.model = transformers.AutoModelForImageTextToText.from_pretrained(
            folder, dtype=torch.float32, attn_implementation="eager"
        ).eval()

    def answer(self, folder, row):
        ids = self.tokenizer(text(row, squared(0, 0)), add_special_tokens=False)["input_ids"]
        with torch.no_grad():
            told = self.model.generate(
                input_ids=torch.tensor([ids]), attention_mask=torch.ones(1, len(ids), dtype=torch.long),
                pixel_values=torch.from_numpy(pixels(folder, row))[None], max_new_tokens=MOST, do_sample=False,
            )
        return ids, told[0][len(ids):].tolist()


def encoded(folder, part):
    return base64.b64encode((folder / part["image"]).read_bytes()).decode()


def llama(words, folder, rows):
    """What it makes of the prompt and its tokens, by its raw door: the chat door puts a space of its own before pictures."""
    with llama_server(words.llama, folder / "llama-server.log") as (url, props):
        marker = props.get("media_marker") or "<__media__>"
        for row in rows:
            pictures = [encoded(folder, part) for part in row["parts"] if "image" in part]
            prompt = {"prompt_string": text(row, marker), "multimodal_data": pictures}
            body = dict(prompt=prompt, temperature=0, n_predict=MOST, return_tokens=True, cache_prompt=False)
            said = post(url + "/completion", body)
            yield said["timings"]["prompt_n"], said["tokens"]
        yield "llama-server " + props.get("build_info", "?"), None


MODELFILE = """FROM {}
FROM {}
TEMPLATE \"\"\"{{{{ range .Messages }}}}<|im_start|>User:{{{{ .Content }}}}<end_of_utterance>
{{{{ end }}}}Assistant:\"\"\"
PARAMETER num_ctx 2048
PARAMETER stop <end_of_utterance>
"""


def pictures_first(row):
    kinds = ["image" in part for part in row["parts"]]
    return kinds == sorted(kinds, reverse=True)


def ollama(words, folder, rows):
    """Its native door has pictures before words only, and tells words, not tokens."""
    host = f"127.0.0.1:{free_port()}"
    environment = dict(HOME=str(folder), OLLAMA_HOST=host, OLLAMA_MODELS=str(folder / "ollama"), OLLAMA_NO_CLOUD="1")
    with server([words.ollama, "serve"], f"http://{host}/api/version", folder / "ollama.log", **environment):
        (folder / "Modelfile").write_text(MODELFILE.format(GGUF / "tiny-f16.gguf", GGUF / "mmproj-tiny-f16.gguf"))
        subprocess.run(
            [words.ollama, "create", "tinyvlm", "-f", str(folder / "Modelfile")], check=True, capture_output=True,
            env=dict(os.environ, **environment),
        )
        version = get(f"http://{host}/api/version")["version"]
        for row in rows:
            pictures = [encoded(folder, part) for part in row["parts"] if "image" in part]
            words_ = "".join(part["text"] for part in row["parts"] if "text" in part)
            body = dict(
                model="tinyvlm", stream=False, options=dict(temperature=0, num_predict=MOST),
                messages=[dict(role="user", content=words_, images=pictures)],
            )
            yield post(f"http://{host}/api/chat", body)["message"]["content"]
        yield "Ollama " + version


class Gap:
    """How near two tokens were after the same tokens, in ONNX Runtime: the difference of their logits."""

    def __init__(self):
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        names = ("vision_encoder", "embed_tokens", "decoder_model_merged")
        self.vision, self.embed, self.decoder = (onnxruntime.InferenceSession(WEIGHTS / f"{n}.onnx", options) for n in names)

    def logits(self, planes, ids, repeat):
        mask = np.ones((1, len(planes), SIDE, SIDE), bool)
        seen = self.vision.run(None, {"pixel_values": planes[None], "pixel_attention_mask": mask})[0]
        embeddings = self.embed.run(None, {"input_ids": np.array([ids])})[0]
        embeddings[np.array([ids]) == IMAGE] = np.repeat(seen, repeat, 0).reshape(-1, embeddings.shape[-1])
        feed = {i.name: np.zeros((1, i.shape[1], 0, i.shape[3]), np.float32) for i in self.decoder.get_inputs()[3:]}
        feed |= dict(
            inputs_embeds=embeddings, attention_mask=np.ones((1, len(ids)), np.int64), position_ids=np.arange(len(ids))[None]
        )
        return self.decoder.run(["logits"], feed)[0][0, -1]

    def between(self, planes, prompt, ours, theirs, repeat):
        same = next((i for i, (a, b) in enumerate(zip(ours, theirs)) if a != b), min(len(ours), len(theirs)))
        if same == min(len(ours), len(theirs)):
            return same, None
        logits = self.logits(planes, prompt + ours[:same], repeat)
        return same, float(logits[ours[same]] - logits[theirs[same]])


def side(name, rows, ours, theirs, folder, gap, tokenizer, repeat):
    """One engine beside ours, and each difference with its reason."""
    differences, prompts = [], 0
    for row, mine, (prompt, tokens) in zip(rows, ours, theirs):
        prompts += prompt == (mine["prompt"] if isinstance(prompt, list) else len(mine["prompt"]))
        if mine["tokens"] != tokens:
            at, near = gap.between(pixels(folder, row), mine["prompt"], mine["tokens"], tokens, repeat)
            differences.append(dict(
                id=row["id"], mode=row["mode"], kind=row["kind"], right=row["answer"], ours=tokenizer.decode(mine["tokens"][:-1]),
                theirs=tokenizer.decode(tokens[:-1]), first_different_token=at, logit_gap=near,
            ))
    same = 1 - len(differences) / len(rows)
    length = sum(len(mine["tokens"]) for mine in ours)
    several = len({tuple(mine["tokens"]) for mine in ours})
    return dict(
        engine=name, prompts=len(rows), tokens=length, different_answers=several, same_prompt=prompts,
        same_tokens=round(same, 4), differences=differences,
    )


def main():
    words = argparse.ArgumentParser()
    for option, default in dict(work=None, llama=None, ollama="", count=500, java="java", out=HERE / "results/parity.json").items():
        words.add_argument("--" + option, default=default, required=default is None, type=type(default) if default else str)
    words = words.parse_args()
    folder = pathlib.Path(words.work).resolve()
    shutil.rmtree(folder, ignore_errors=True)
    java(words, "dev.zoetrope.exam.ParityPaper", LIBRARY / "models/held-out.jsonl.gz", folder, words.count)
    rows = squares(folder)
    java(words, "dev.zoetrope.backend.ParityAnswers", folder, MOST)
    ours = [json.loads(line) for line in (folder / "embedded.jsonl").read_text().splitlines()]
    converter = [sys.executable, LIBRARY / "models/gguf_to_hf.py", GGUF, "tiny", WEIGHTS, folder / "hf"]
    containers = subprocess.run(list(map(str, converter)), check=True, capture_output=True, text=True).stdout.strip()
    gap, peer = Gap(), Transformers(folder / "hf")
    whole = side(
        peer.name, rows, [each["whole"] for each in ours], [peer.answer(folder, row) for row in rows], folder, gap,
        peer.tokenizer, 1,
    )
    *theirs, (name, _) = llama(words, folder, rows)
    split = [each["split"] for each in ours]
    result = dict(
        machine=facts.machine(), java=facts.java_version(words.java), containers=containers, whole=whole,
        split=side(name, rows, split, theirs, folder, gap, peer.tokenizer, 2),
    )
    if words.ollama:
        asked = [(row, mine) for row, mine in zip(rows, split) if pictures_first(row)]
        *said, name = ollama(words, folder, [row for row, _ in asked])
        result["split_words"] = dict(engine=name, prompts=len(asked), **apart(asked, said, peer.tokenizer))
    pathlib.Path(words.out).write_text(json.dumps(result, indent=1) + "\n")
    for each in ("whole", "split", "split_words"):
        told = result.get(each, {})
        print(each, {key: value for key, value in told.items() if key != "differences"}, *told.get("differences", []), sep="\n  ")


def apart(asked, said, tokenizer):
    pairs = [(row, tokenizer.decode(mine["tokens"], skip_special_tokens=True).strip(), told.strip()) for (row, mine), told in zip(asked, said)]
    others = [dict(id=row["id"], right=row["answer"], ours=a, theirs=b) for row, a, b in pairs if a != b]
    return dict(same_words=round(1 - len(others) / len(pairs), 4), differences=others)


if __name__ == "__main__":
    main()
