"""Rows to learn from: a view, its pictures and readouts, its questions and answers as packed tokens.

A row is one prompt's pictures, then several questions that see the pictures and themselves only (their positions restart),
so that each is the prompt of the product with one question."""
import random

import numpy as np
import torch

import outside
from pictures import FILM, SIDE, TOKENS, Encoding, View, readouts, single, several, squeezed, tiled
from questions import BLIND, REFUSAL, Asker
from scenes import scene
from stage import COLOURS, PAINTS, GROUNDS, SHAPES, mask

HELD_OUT = 1 << 41
MODES = ("single", "frames", "2x2", "2x4", "3x3")
HINT = "The image is a grid of frames."
IMAGE_TOKENS = TOKENS * TOKENS
SIZES = ((128, 128),) * 12 + (
    (256, 256), (192, 192), (160, 160), (112, 112), (160, 120), (192, 108), (120, 160), (128, 96), (240, 135), (96, 96),
)


def encoding(rng, mode):
    if mode == "single":
        return single()
    if mode == "frames":
        return several(rng.choice((2, 3, 4, 4, 4, 5, 6, 8)), rng.random() < 0.5)
    rows, columns = map(int, mode.split("x"))
    return tiled(rows, columns, rng.random() < 0.5)


def _window(rng, count, whole):
    if whole or rng.random() < 0.5:
        first, span = 0, FILM - 1
    else:
        span = rng.randint(36, FILM - 1)
        first = rng.randint(0, FILM - 1 - span)
    return [first + round(i * span / (count - 1)) for i in range(count)]


def _jumbled(rng, indices):
    """The frames in an order that turns round at least twice."""
    while True:
        order = indices[:]
        rng.shuffle(order)
        steps = [b > a for a, b in zip(order, order[1:])]
        if sum(a != b for a, b in zip(steps, steps[1:])) >= 2:
            return order


def view(rng, mode, held_out=False, jumble=0.07):
    shown = encoding(rng, mode)
    while True:
        seed = rng.getrandbits(40) + (HELD_OUT if held_out else 0)
        stage = scene(seed)
        times = max((actor.bounces for actor in stage.actors), default=0)
        if shown.count == 1 or times * 2 <= shown.count - 1:
            break
    if shown.count == 1:
        indices = [rng.randrange(FILM)]
    else:
        indices = _window(rng, shown.count, times > 0)
        moving = any(actor.dx or actor.dy for actor in stage.actors)
        if moving and len(set(indices)) >= 4 and rng.random() < jumble:
            indices = _jumbled(rng, indices)
    width, height = rng.choice(SIZES)
    quality = rng.choice((0, 88, 90, 92, 94, 95))
    return View(stage, seed, shown, indices, width, height, quality)


def rare_view(rng, mode, jumble):
    """A view of which can be asked what few can be asked of: which of two is faster, what happens first."""
    for _ in range(40):
        what = view(rng, mode, jumble=jumble)
        kinds = Asker(what, rng).kinds()
        if kinds.get("first", 0) >= 3 or "speed" in kinds:
            break
    return what


class Foreign:
    """Something outside the domain, shown like a view."""

    def __init__(self, rng, mode):
        self.encoding = encoding(rng, mode)
        self.rng = rng

    @property
    def pictures(self):
        return self.encoding.count if self.encoding.kind == "frames" else 1

    def render(self):
        width, height = self.rng.choice(((128, 128), (160, 120), (192, 108), (128, 128)))
        if self.encoding.kind == "grid":
            frames = outside.film(self.rng, self.encoding.count, width, height)
            from pictures import grid
            none = [np.zeros((height, width), np.uint8)] * len(frames)
            canvas, _ = grid(frames, none, self.encoding.rows, self.encoding.columns, self.encoding.labelled)
            pictures = [squeezed(canvas, 90)]
        else:
            pictures = [squeezed(frame, 90) for frame in outside.film(self.rng, self.encoding.count, width, height)]
        nothing = np.zeros((1, 6), np.float32)
        return pictures, [readouts(np.zeros((SIDE, SIDE), np.uint8), nothing) for _ in pictures]


def asked(what, rng, count, held_out=False):
    return Asker(what, rng, held_out).ask(count)


def foreign_questions(rng, mode, count, held_out=False):
    """The domain's own questions, and others, about something outside it: all refused."""
    about = view(rng, mode, held_out, 0)
    mine = [question for _, pairs in asked(about, rng, count, held_out) for question, _ in pairs]
    if mode == "single":
        mine.insert(0, "What is this?")
    return [("refuse", [(question, REFUSAL)]) for question in dict.fromkeys(mine)][:count]


def blind_questions(rng, count):
    about = view(rng, rng.choice(("single", "frames")))
    return [("blind", [(question, BLIND)]) for _, pairs in asked(about, rng, count) for question, _ in pairs]


# ---- crowds: many shapes in one picture, for the vision tower

CROWDS = ((3, (8.1 / 100, 14.9 / 100)), (5, (4.0 / 100, 7.2 / 100)), (7, (2.65 / 100, 4.85 / 100)))


def crowd(rng):
    pick = np.random.default_rng(rng.getrandbits(32))
    q, radii = rng.choice(CROWDS)
    squash = rng.choice((1, 1, 1, 1.33, 2))
    picture = np.empty((SIDE, SIDE, 3), np.uint8)
    picture[:] = PAINTS[rng.choice(list(GROUNDS))]
    shown = np.zeros((SIDE, SIDE), np.uint8)
    facts = [(0,) * 6]
    names = list(COLOURS)
    scale = min(1, 0.45 / q / radii[1] * 1.1)
    draws = pick.random((q * q, 5))
    for i, (there, dx, dy, dr, _) in enumerate(draws):
        if there < 0.12:
            continue
        large, colour, shape = (int(pick.integers(0, n)) for n in (2, 8, 3))
        radius = radii[large] * scale * (0.93 + 0.14 * dr) * SIDE * 256
        x = (i % q + 0.5 + (dx - 0.5) * 0.35) / q * SIDE * 256
        y = (i // q + 0.5 + (dy - 0.5) * 0.35) / q * SIDE * 256
        left, top = (max(0, int((v - radius) // 256)) for v in (x, y))
        right, bottom = (min(SIDE, int((v + radius) // 256) + 1) for v in (x, y))
        across = (256 * np.arange(left, right) + 128 - x) * squash
        down = (256 * np.arange(top, bottom) + 128 - y)[:, None]
        inside = mask(SHAPES[shape], radius, across, down)
        facts.append((colour + 1, shape, -1, -1, 0, 0))
        picture[top:bottom, left:right][inside] = COLOURS[names[colour]]
        shown[top:bottom, left:right][inside] = len(facts) - 1
    grain = rng.choice((0, 0, 4, 8))
    if grain:
        noisy = picture + pick.integers(-grain, grain + 1, picture.shape)
        picture = np.clip(noisy, 0, 255).astype(np.uint8)
    return squeezed(picture, rng.choice((0, 90, 92))), readouts(shown, np.array(facts, np.float32))


# ---- tokens

class Packer:
    def __init__(self, tokens):
        self.tokens, self.known = tokens, {}
        self.image, self.end = tokens.id["<image>"], tokens.id["<end_of_utterance>"]

    def encode(self, text):
        if text not in self.known:
            self.known[text] = self.tokens.encode(text)
        return self.known[text]

    def prefix(self, shown, split, spaced=False):
        """The part of the prompt before the question. `split`: a picture in llama.cpp's form, one part and the whole;
        `spaced`: with the space that llama-server puts before it."""
        patch = "<image>" * IMAGE_TOKENS
        picture = "<fake_token_around_image><global-img>" + patch + "<fake_token_around_image>"
        if split:
            picture = "<fake_token_around_image><row_1_col_1>" + patch + "\n\n" + picture
        if shown is None:
            return "<|im_start|>User:"
        if shown.kind == "frames" and shown.labelled:
            return "<|im_start|>User: " + "".join(f"Frame {i + 1}:{picture}" for i in range(shown.count))
        start = "<|im_start|>User: " if spaced else "<|im_start|>User:"
        return start + (picture + HINT if shown.kind == "grid" else picture * shown.count)

    def pack(self, rows):
        """rows: (encoding, pictures, split, [(question, answer)]) in the order of their pictures; `split` may be "spaced"
        -> ids, labels, block, position, feature index."""
        return self._sheet(self._lines(rows))

    def sheets(self, rows, size=6):
        """The same on several sheets with rows of like lengths, so that little is padded."""
        lines = sorted(self._lines(rows), key=lambda line: len(line[0]))
        return [self._sheet(lines[i:i + size]) for i in range(0, len(lines), size)]

    def _lines(self, rows):
        first, lines = 0, []
        for shown, count, split, pairs in rows:
            lines.append(self._line(shown, split, pairs, range(first * IMAGE_TOKENS, (first + count) * IMAGE_TOKENS)))
            first += count
        return lines

    def _line(self, shown, split, pairs, features):
        ids = list(self.encode(self.prefix(shown, bool(split), split == "spaced")))
        start = len(ids)
        labels, blocks, positions = [-100] * start, [0] * start, list(range(start))
        space = " " if shown is None or shown.kind == "grid" else ""
        for block, (question, answer) in enumerate(pairs, 1):
            x = self.encode(space + question + "<end_of_utterance>\nAssistant:")
            y = self.encode(" " + answer) + [self.end]
            ids += x + y
            labels += [-100] * len(x) + y
            blocks += [block] * (len(x) + len(y))
            positions += range(start, start + len(x) + len(y))
        at = [features[i:i + IMAGE_TOKENS] for i in range(0, len(features), IMAGE_TOKENS)]
        return ids, labels, blocks, positions, [f for picture in at for f in list(picture) * (2 if split else 1)]

    @staticmethod
    def _sheet(lines):
        width = -(-max(len(line[0]) for line in lines) // 16) * 16
        padded = [
            torch.tensor([line[j] + [pad] * (width - len(line[j])) for line in lines])
            for j, pad in enumerate((0, -100, -1, 0))
        ]
        return (*padded, torch.tensor([f for line in lines for f in line[4]], dtype=torch.long))


def tensors(pictures, notes):
    pixels = torch.from_numpy(np.stack(pictures)).permute(0, 3, 1, 2).float().div_(127.5).sub_(1)
    return pixels, [torch.from_numpy(np.stack([note[j] for note in notes])) for j in range(4)] if notes else []


def make(plan, questions, rng, packer, split, jumble=0.07, rare=0.0):
    """plan: (mode, rows) -> pixels, readouts, sheets of packed tokens (none without questions). Modes beside MODES: crowd, outside,
    blind. `rare`: the share of views with a motion that are chosen for what can be asked of few."""
    pictures, notes, rows = [], [], []
    for mode, count in plan:
        for _ in range(count):
            if mode == "crowd":
                picture, note = crowd(rng)
                pictures.append(picture)
                notes.append(note)
                continue
            if mode == "blind":
                rows.append((None, 0, False, [pair for _, pairs in blind_questions(rng, 4) for pair in pairs]))
                continue
            inner = rng.choice(("single", "single", "single", "frames", "2x2", "2x4", "3x3")) if mode == "outside" else mode
            if mode == "outside":
                what = Foreign(rng, inner)
            elif mode != "single" and rare and rng.random() < rare:
                what = rare_view(rng, inner, jumble)
            else:
                what = view(rng, inner, jumble=jumble)
            shown, noted = what.render()
            pictures += shown
            notes += noted
            if questions:
                some = foreign_questions(rng, inner, 5) if mode == "outside" else asked(what, rng, questions)
                pairs = [pair for _, pairs in some for pair in pairs]
                form = rng.choice((True, "spaced")) if rng.random() < split else False
                rows.append((what.encoding, what.pictures, form, pairs))
    return (*tensors(pictures, notes), packer.sheets(rows) if rows else [])
