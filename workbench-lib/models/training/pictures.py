"""Films as the product shows them to a model: frames, labelled grids, JPEG, resized to the model's square. What every
pixel shows is kept beside it, for the readouts that teach the vision tower."""
import io

import numpy as np
from PIL import Image

from stage import COLOURS, SHAPES, draw

FILM = 80
SIDE = 128
TOKENS = 4
GLYPHS = {
    "1": (4, 12, 4, 4, 4, 4, 14), "2": (14, 17, 1, 2, 4, 8, 31), "3": (31, 2, 4, 2, 1, 17, 14),
    "4": (2, 6, 10, 18, 31, 2, 2), "5": (31, 16, 30, 1, 1, 17, 14), "6": (6, 8, 16, 30, 17, 17, 14),
    "7": (31, 1, 2, 4, 8, 8, 8), "8": (14, 17, 17, 14, 17, 17, 14), "9": (14, 17, 17, 15, 1, 2, 12),
}


def even(value):
    return value & ~1


def label(canvas, shown, text, x, y, size):
    """As `Canvas.label` does."""
    dot = max(1, size // 9)
    x, y = even(x), even(y)
    canvas[y:y + 9 * dot, x:x + dot * (len(text) * 6 + 1)] = 0
    shown[y:y + 9 * dot, x:x + dot * (len(text) * 6 + 1)] = 0
    for i, letter in enumerate(text):
        dots = np.array([[bits >> (4 - column) & 1 for column in range(5)] for bits in GLYPHS[letter]], bool)
        left = x + dot * (1 + 6 * i)
        canvas[y + dot:y + 8 * dot, left:left + 5 * dot][np.kron(dots, np.ones((dot, dot), bool))] = 255


def grid(frames, ids, rows, columns, labelled):
    """As `Grid.compose` does; `ids` say which actor of which cell a pixel shows: cell * 4 + actor."""
    height, width = frames[0].shape[:2]
    border = even(max(2, min(width, height) // 62))
    across, down = even(width + 1) + 2 * border, even(height + 1) + 2 * border
    canvas = np.zeros((rows * down, columns * across, 3), np.uint8)
    shown = np.zeros((rows * down, columns * across), np.uint8)
    for i, (frame, who) in enumerate(zip(frames, ids)):
        x, y = i % columns * across + border, i // columns * down + border
        canvas[y:y + height, x:x + width] = frame
        shown[y:y + height, x:x + width] = np.where(who > 0, who + 4 * i, 0)
        if labelled:
            label(canvas, shown, str(i + 1), x, y, max(9, height // 12))
    return canvas, shown


def squeezed(picture, quality):
    """Through JPEG (0: not) and to the square that the model sees, in the steps of the product's preprocessing."""
    image = Image.fromarray(picture)
    if quality:
        file = io.BytesIO()
        image.save(file, "JPEG", quality=quality, subsampling=2)
        image = Image.open(io.BytesIO(file.getvalue())).convert("RGB")
    width, height = image.size
    if width != height:
        shape = width / height
        edges = (SIDE, _up(SIDE / shape)) if shape >= 1 else (_up(SIDE * shape), SIDE)
        image = image.resize(edges, Image.LANCZOS)
    return np.asarray(image if image.size == (SIDE, SIDE) else image.resize((SIDE, SIDE), Image.LANCZOS))


def _up(length):
    return max(1, int(length) + int(length) % 2)


def nearest(shown):
    """Who is seen by each pixel of the model's square."""
    height, width = shown.shape
    if (height, width) == (SIDE, SIDE):
        return shown
    at = 2 * np.arange(SIDE) + 1
    return shown[at * height // (2 * SIDE)][:, at * width // (2 * SIDE)]


def readouts(shown, facts):
    """What the vision tower shall tell: per token colour (0 nothing), shape, size, place, centre; the foreground in cells
    of four pixels; the shape (-1 none) in each patch of sixteen. `facts[id]`: colour, shape, size, place, x, y."""
    ids = len(facts)
    y, x = _token_index()
    tokens = np.bincount(((y * TOKENS + x) * ids).ravel() + shown.ravel(), minlength=TOKENS * TOKENS * ids)
    tokens = tokens.reshape(-1, ids)
    tokens[:, 0] = 20
    who = facts[tokens.argmax(1)]
    patches = np.bincount(_patch_index() * ids + shown.ravel(), minlength=64 * ids).reshape(64, ids)
    patches[:, 0] = 5
    near = facts[patches.argmax(1)]
    cells = (shown > 0).reshape(32, 4, 32, 4).mean((1, 3)).astype(np.float32)
    return who[:, :4].astype(np.int64), who[:, 4:6], cells, np.where(near[:, 0] > 0, near[:, 1], -1).astype(np.int64)


_index = {}


def _token_index():
    if "t" not in _index:
        at = np.arange(SIDE) // (SIDE // TOKENS)
        _index["t"] = np.broadcast_arrays(at[:, None], at[None])
    return _index["t"]


def _patch_index():
    if "p" not in _index:
        at = np.arange(SIDE) // 16
        _index["p"] = (at[:, None] * 8 + at[None]).ravel()
    return _index["p"]


def place_of(x, y):
    """0 to 8, row by row, of a place in 1/4096."""
    return (y > 1556) * 3 + (y > 2540) * 3 + (x > 1556) * 1 + (x > 2540) * 1


def fact(actor, place):
    x, y = place
    return (
        list(COLOURS).index(actor.colour) + 1, SHAPES.index(actor.shape), int(actor.size == "large"),
        int(place_of(x, y)), x / 4096, y / 4096,
    )


class View:
    """Which frames of a film are shown, in which order and how."""

    def __init__(self, stage, seed, encoding, indices, width=SIDE, height=SIDE, quality=92):
        self.stage, self.seed, self.encoding, self.indices = stage, seed, encoding, indices
        self.width, self.height, self.quality = width, height, quality

    @property
    def pictures(self):
        return len(self.indices) if self.encoding.kind == "frames" else 1

    def render(self):
        """-> pictures (n, side, side, 3) and the readouts of each."""
        frames, ids, facts = [], [], []
        for index in self.indices:
            frame, who = draw(self.stage, self.seed, index, FILM, self.width, self.height)
            at = self.stage.progress(index, FILM)
            known = [fact(actor, self.stage.place(actor, at)) for actor in self.stage.actors]
            frames.append(frame)
            ids.append(who)
            facts.append(known + [(0,) * 6] * (4 - len(known)))
        nothing = (0,) * 6
        if self.encoding.kind == "grid":
            canvas, shown = grid(frames, ids, self.encoding.rows, self.encoding.columns, self.encoding.labelled)
            table = np.array([nothing] + [row for known in facts for row in known], np.float32)
            return [squeezed(canvas, self.quality)], [readouts(nearest(shown), table)]
        tables = [np.array([nothing] + known, np.float32) for known in facts]
        return (
            [squeezed(frame, self.quality) for frame in frames],
            [readouts(nearest(who), table) for who, table in zip(ids, tables)],
        )


class Encoding:
    def __init__(self, kind, count, rows=0, columns=0, labelled=False):
        self.kind, self.count, self.rows, self.columns, self.labelled = kind, count, rows, columns, labelled

    @property
    def name(self):
        if self.kind == "grid":
            return f"grid {self.rows}x{self.columns}"
        return self.kind


def single():
    return Encoding("single", 1)


def several(count, labelled):
    return Encoding("frames", count, labelled=labelled)


def tiled(rows, columns, labelled):
    return Encoding("grid", rows * columns, rows, columns, labelled)
