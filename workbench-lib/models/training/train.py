"""Trains the embedded model. One thread a process; stops and goes on where it was:

    python train.py --run RUN                 starts, or goes on from RUN/last.pt
    python train.py --run RUN --minutes 60    stops after that long

Three stages: the vision tower on readouts, single pictures, everything; and a fourth if it is given steps, everything with
more of what is rare and hard. Every row follows from the seed, the stage and the
step, so that an interrupted training sees what an uninterrupted one would have seen. RUN/train.log tells of the loss,
RUN/table.jsonl of the held-out questions.
"""
import argparse
import json
import os
import pathlib
import random
import signal
import sys
import time

os.environ.setdefault("OMP_NUM_THREADS", "1")

import torch
import torch.nn.functional as F

import batches
import evaluate
from bpe import Tokens
from net import SIZES, Readouts, Vlm, parameters

#: name: steps, learning rate, share at the full rate, last share of the rate, weight of the readouts, questions, split rows,
#: and what batches.make takes beside
STAGES = {
    "see": dict(steps=1200, rate=3e-3, flat=0.8, end=0.3, readouts=1.0, questions=0, split=0.0),
    "single": dict(steps=1500, rate=2e-3, flat=1.0, end=1.0, readouts=0.4, questions=11, split=0.1),
    "all": dict(steps=10000, rate=2e-3, flat=0.6, end=0.03, readouts=0.4, questions=9, split=0.1),
    "late": dict(steps=0, rate=5e-4, flat=0.3, end=0.04, readouts=0.4, questions=9, split=0.1,
                 more=dict(jumble=0.2, rare=0.3)),
}
ORDER = list(STAGES)
PLANS = {
    "see": (("single", 6), ("2x2", 3), ("2x4", 1), ("3x3", 2), ("crowd", 16)),
    "single": (("single", 14), ("outside", 1), ("crowd", 4)),
    "all": (("single", 5), ("frames", 4), ("2x2", 4), ("2x4", 2), ("3x3", 2), ("outside", 1), ("crowd", 4)),
    "late": (("single", 3), ("frames", 5), ("2x2", 4), ("2x4", 3), ("3x3", 3), ("outside", 1), ("crowd", 4)),
}
SAVE_EVERY = 240


def fast_bf16():
    try:
        return any(word in pathlib.Path("/proc/cpuinfo").read_text() for word in ("avx512_bf16", "amx_bf16"))
    except OSError:
        return False


def optimizers(model, readouts):
    """Muon for the matrices of the layers, AdamW for the rest."""
    matrices, rest = [], []
    for name, p in model.named_parameters():
        (matrices if p.dim() == 2 and "layers" in name else rest).append(p)
    rest += readouts.parameters()
    return [
        torch.optim.AdamW(rest, lr=1e-3, betas=(0.9, 0.98), weight_decay=0.02),
        torch.optim.Muon(matrices, lr=1e-3, weight_decay=0.02, momentum=0.95, adjust_lr_fn="match_rms_adamw"),
    ]


def rate(stage, step):
    share = step / stage["steps"]
    cooled = 1.0
    if share > stage["flat"]:
        cooled = stage["end"] + (1 - stage["end"]) * max(0.0, 1 - (share - stage["flat"]) / (1 - stage["flat"]))
    return stage["rate"] * cooled * min(1.0, (step + 1) / 50)


class Training:
    def __init__(self, options):
        self.folder = pathlib.Path(options.run)
        self.folder.mkdir(parents=True, exist_ok=True)
        self.tokens = Tokens.load()
        self.packer = batches.Packer(self.tokens)
        last = self.folder / "last.pt"
        saved = torch.load(last, weights_only=True) if last.exists() else None
        self.seed = saved["seed"] if saved else options.seed
        torch.manual_seed(self.seed)
        config = saved["config"] if saved else dict(SIZES[options.size], vocab=len(self.tokens.names))
        self.model, self.readouts = Vlm(config), Readouts(config)
        self.optimizers = optimizers(self.model, self.readouts)
        self.stage, self.step, self.cpu, self.questions = ORDER[0], 0, 0.0, 0
        if saved:
            self.model.load_state_dict(saved["model"])
            self.readouts.load_state_dict(saved["readouts"])
            for optimizer, state in zip(self.optimizers, saved["optimizers"]):
                optimizer.load_state_dict(state)
            self.stage, self.step, self.cpu, self.questions = (saved[k] for k in ("stage", "step", "cpu", "questions"))
            for name, steps in saved.get("steps", {}).items():
                STAGES[name]["steps"] = steps
        for text in options.steps:
            name, steps = text.split("=")
            STAGES[name]["steps"] = int(steps)
        self.bf16 = fast_bf16()
        self.started, self.loss = time.process_time(), {}
        self.log(f"parameters {parameters(self.model)}, tower {parameters(self.model.model.vision_model)}, "
                 f"text {parameters(self.model.model.text_model)}, bf16 {self.bf16}, at {self.stage} {self.step}")

    def log(self, text):
        with open(self.folder / "train.log", "a") as file:
            file.write(time.strftime("%H:%M:%S ", time.gmtime()) + text + "\n")

    def spent(self):
        return self.cpu + time.process_time() - self.started

    def save(self):
        part = self.folder / "last.pt.part"
        torch.save(dict(
            config=self.model.config, model=self.model.state_dict(), readouts=self.readouts.state_dict(),
            optimizers=[o.state_dict() for o in self.optimizers], stage=self.stage, step=self.step, cpu=self.spent(),
            questions=self.questions, seed=self.seed, merges=self.tokens.merges,
            steps={name: stage["steps"] for name, stage in STAGES.items()},
        ), part)
        os.replace(part, self.folder / "last.pt")

    def learn(self):
        stage = STAGES[self.stage]
        rng = random.Random(f"{self.seed}-{self.stage}-{self.step}")
        plan = PLANS[self.stage]
        if self.stage in ("all", "late") and self.step % 4 == 0:
            plan += (("blind", 1),)
        pixels, notes, sheets = batches.make(
            plan, stage["questions"], rng, self.packer, stage["split"], **stage.get("more", {}))
        for optimizer in self.optimizers:
            optimizer.zero_grad(set_to_none=True)
            for group in optimizer.param_groups:
                group["lr"] = rate(stage, self.step)
        with torch.autocast("cpu", torch.bfloat16, enabled=self.bf16):
            patches, tokens = self.model.see(pixels)
            seen = self.readouts(patches, tokens, notes)
            loss = seen * stage["readouts"]
            if sheets:
                told = self._told(tokens, sheets)
                loss = loss + told
        loss.backward()
        every = [p for o in self.optimizers for group in o.param_groups for p in group["params"]]
        torch.nn.utils.clip_grad_norm_(every, 1.0)
        for optimizer in self.optimizers:
            optimizer.step()
        self._smooth("see", seen)
        if sheets:
            self._smooth("tell", told)
            self.questions += sum(int(sheet[2].amax(1).sum()) for sheet in sheets)
        self.step += 1

    def _told(self, tokens, sheets):
        """The mean over all tokens of all answers."""
        loss, count = 0, 0
        for sheet in sheets:
            hidden = self.model.read(tokens, sheet, self.packer.image)
            wanted = sheet[1][:, 1:]
            asked = wanted != -100
            guessed = self.model.logits(hidden[:, :-1][asked]).float()
            loss = loss + F.cross_entropy(guessed, wanted[asked], reduction="sum")
            count += int(asked.sum())
        return loss / count

    def _smooth(self, name, value):
        value = value.item()
        self.loss[name] = 0.97 * self.loss.get(name, value) + 0.03 * value

    def report(self):
        parts = " ".join(f"{name} {value:.4f}" for name, value in self.loss.items())
        self.log(f"{self.stage} {self.step}/{STAGES[self.stage]['steps']} cpu {self.spent() / 60:.1f} min, {parts}, "
                 f"{json.dumps(self.readouts.last)} rate {rate(STAGES[self.stage], self.step):.1e} questions {self.questions}")

    def table(self, views):
        result = evaluate.table(self.model, self.packer, views)
        where = dict(stage=self.stage, step=self.step, cpu_min=round(self.spent() / 60, 1), questions=self.questions)
        with open(self.folder / "table.jsonl", "a") as file:
            file.write(json.dumps(dict(where, time=time.strftime("%H:%M:%S", time.gmtime()), table=result)) + "\n")
        self.log("held out: " + " ".join(f"{mode} {row['all'][0]:.3f}" for mode, row in result.items()))

    def finished(self):
        if self.step < STAGES[self.stage]["steps"]:
            return False
        following = [name for name in ORDER[ORDER.index(self.stage) + 1:] if STAGES[name]["steps"]]
        if not following:
            return True
        self.log(f"stage {self.stage} done")
        self.stage, self.step, self.loss = following[0], 0, {}
        return False


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--run", required=True, help="folder of the checkpoint and the logs")
    parser.add_argument("--size", choices=list(SIZES), default="tiny")
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--minutes", type=float, default=1e9)
    parser.add_argument("--table", type=float, default=12, help="minutes between two held-out tables")
    parser.add_argument("--steps", nargs="*", default=[], help="other lengths of the stages, kept from then on: all=16000")
    parser.add_argument("--until", default="", help="stop at this step of a stage: all=11709")
    options = parser.parse_args()
    torch.set_num_threads(1)
    training = Training(options)
    stop = []
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.append(True))
    views = evaluate.views(24)
    begun = saved = tabled = time.monotonic()
    while not training.finished() and not stop and f"{training.stage}={training.step}" != options.until and time.monotonic() - begun < options.minutes * 60:
        training.learn()
        if training.step % 50 == 0:
            training.report()
        if time.monotonic() - saved > SAVE_EVERY:
            saved = time.monotonic()
            training.save()
        if training.stage != "see" and time.monotonic() - tabled > options.table * 60:
            training.table(views)
            tabled = time.monotonic()
    training.save()
    training.log("stopped" if stop else "ended")


if __name__ == "__main__":
    sys.exit(main())
