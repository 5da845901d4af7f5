"""The held-out table: scenes, windows and questions that no training row has.

    python evaluate.py RUN/last.pt --views 60

A question counts as right when greedy decoding gives the whole answer, which it does exactly if every token of the answer
is the likeliest after those before it. Scenes come from seeds above 2^41, which training never draws."""
import argparse
import json
import os
import random

os.environ.setdefault("OMP_NUM_THREADS", "1")

import torch

import batches
from bpe import Tokens
from net import Vlm
from pictures import View, single
from questions import Seen

MODES = batches.MODES + ("outside",)


class Row:
    def __init__(self, what, asked):
        self.what, self.asked = what, asked
        self.pictures, _ = what.render()


def views(count, questions=10, modes=MODES, seed="held out"):
    """-> {mode: [Row]}"""
    rows = {}
    for mode in modes:
        rows[mode] = []
        for i in range(count):
            rng = random.Random(f"{seed}-{mode}-{i}")
            if mode == "outside":
                inner = rng.choice(("single", "single", "frames", "2x2", "3x3"))
                rows[mode].append(Row(batches.Foreign(rng, inner), batches.foreign_questions(rng, inner, questions, True)))
            else:
                what = batches.view(rng, mode, held_out=True)
                rows[mode].append(Row(what, batches.asked(what, rng, questions, held_out=True)))
    return rows


@torch.no_grad()
def verdicts(model, packer, rows, split=False, at_once=12):
    """-> for each row, for each of its questions: (kind, number of the pair, right)."""
    out = []
    for start in range(0, len(rows), at_once):
        some = rows[start:start + at_once]
        pixels, _ = batches.tensors([p for row in some for p in row.pictures], [])[:2]
        packed = packer.pack([
            (row.what.encoding, row.what.pictures, split, [pair for _, pairs in row.asked for pair in pairs]) for row in some
        ])
        hidden = model.read(model.see(pixels)[1], packed, packer.image)
        wanted = packed[1][:, 1:]
        right = (model.logits(hidden[:, :-1]).argmax(-1) == wanted) | (wanted == -100)
        for i, row in enumerate(some):
            block, told = 0, []
            for number, (kind, pairs) in enumerate(row.asked):
                for _ in pairs:
                    block += 1
                    told.append((kind, number, bool(right[i][packed[2][i, 1:] == block].all())))
            out.append(told)
    return out


def table(model, packer, rows_by_mode, split=False):
    """-> {mode: {kind: [share right, questions]}}; kinds of pairs have "+ both" with the share of pairs right in both."""
    model.eval()
    result = {}
    for mode, rows in rows_by_mode.items():
        scores = {}
        for told in verdicts(model, packer, rows, split):
            pairs = {}
            for kind, number, right in told:
                scores.setdefault("all", []).append(right)
                scores.setdefault(kind, []).append(right)
                pairs.setdefault((kind, number), []).append(right)
            for (kind, _), both in pairs.items():
                if len(both) == 2:
                    scores.setdefault(kind + " both", []).append(all(both))
        result[mode] = {kind: [round(sum(v) / len(v), 3), len(v)] for kind, v in sorted(scores.items())}
    model.train()
    return result


SEVERAL = ("frames", "2x2", "2x4", "3x3")
OPPOSITE = dict(left="right", right="left", up="down", down="up")


def _movers(mode, count, seed="controls"):
    """-> so many (view, what moves in it), four frames or more."""
    found, i = [], 0
    while len(found) < count:
        rng = random.Random(f"{seed}-{mode}-{i}")
        i += 1
        view = batches.view(rng, mode, held_out=True, jumble=0)
        movers = [s for s in (Seen(view, actor) for actor in view.stage.actors) if s.way and s.clear and s.constant]
        if len(set(view.indices)) >= 4 and movers:
            found.append((view, rng.choice(movers)))
    return found


def _again(view, indices, encoding=None):
    return View(view.stage, view.seed, encoding or view.encoding, indices, view.width, view.height, view.quality)


def control_rows(mode, count):
    """-> {control: rows}: "Which way does the … move?" about so many films, with the answer that is counted.
    `as it was`: right; `one frame`, `jumbled`: the true direction (which it must not know); `reversed`: the opposite."""
    rows = {"as it was": [], "one frame": [], "jumbled": [], "reversed": []}
    for view, mover in _movers(mode, count):
        order = list(view.indices)

        def row(what, way):
            return Row(what, [("direction", [(f"Which way does the {mover.name} move?", f"It moves {way}.")])])

        rows["as it was"].append(row(view, mover.way))
        rows["one frame"].append(row(_again(view, [order[len(order) // 2]], single()), mover.way))
        rows["jumbled"].append(row(_again(view, order[1::2] + order[::2]), mover.way))
        rows["reversed"].append(row(_again(view, order[::-1]), OPPOSITE[mover.way]))
    return rows


def controls(model, packer, count):
    """Whether it sees motion: {mode: {control: share}}."""
    result = {}
    for mode in SEVERAL:
        told = {name: verdicts(model, packer, some) for name, some in control_rows(mode, count).items()}
        result[mode] = {name: round(sum(t[0][2] for t in some) / len(some), 3) for name, some in told.items()}
    return result


def load(path):
    saved = torch.load(path, weights_only=True)
    model = Vlm(saved["config"])
    model.load_state_dict(saved["model"])
    return model.eval(), batches.Packer(Tokens(saved["merges"])), saved


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("checkpoint")
    parser.add_argument("--views", type=int, default=40, help="of each encoding, ten questions each")
    parser.add_argument("--split", action="store_true", help="prompts as llama.cpp writes them")
    parser.add_argument("--controls", type=int, default=0, help="films of each encoding: does it see motion?")
    options = parser.parse_args()
    torch.set_num_threads(1)
    model, packer, saved = load(options.checkpoint)
    print(json.dumps({key: saved[key] for key in ("stage", "step", "questions", "seed")}))
    result = table(model, packer, views(options.views), options.split)
    kinds = sorted({kind for row in result.values() for kind in row}, key=lambda kind: (kind != "all", kind))
    print("| question | " + " | ".join(result) + " |\n|---|" + "---|" * len(result))
    for kind in kinds:
        cells = [f"{row[kind][0]:.2f} ({row[kind][1]})" if kind in row else "" for row in result.values()]
        print(f"| {kind} | " + " | ".join(cells) + " |")
    if options.controls:
        for mode, row in controls(model, packer, options.controls).items():
            print(f"direction, {mode}: " + ", ".join(f"{name} {share:.2f}" for name, share in row.items()))


if __name__ == "__main__":
    main()
