"""What a scene is and how it is drawn, in whole numbers only: `dev.zoetrope.capture` draws the same pixels in Java, and a
test compares them (`twins.py` writes what it compares with).

Places are 1/4096 of the picture's width or height, lengths 1/4096 of its shorter side, progress 0 to 65536 over the film,
positions inside a picture 1/256 of a pixel. Divisions round down, also below zero.
"""
from dataclasses import dataclass

import numpy as np

COLOURS = {
    "red": (220, 40, 40), "green": (40, 170, 60), "blue": (50, 80, 220), "yellow": (235, 205, 40),
    "purple": (150, 60, 190), "orange": (240, 140, 30), "white": (245, 245, 245), "black": (15, 15, 15),
}
GROUNDS = {"gray": (128, 128, 128), "dark": (60, 62, 70), "light": (200, 200, 196)}
PAINTS = {**COLOURS, **GROUNDS}
SHAPES = ("circle", "square", "triangle")
RADII = {"small": 330, "large": 610}
PATTERNS = ("plain", "across", "down", "checker", "stripes")
END = 65536
MASK = (1 << 64) - 1
GAMMA = 0x9E3779B97F4A7C15


def mix(z):
    z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & MASK
    z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & MASK
    return z ^ (z >> 31)


class Dice:
    """SplitMix64. `below` takes the upper 31 bits modulo the number of sides."""

    def __init__(self, seed):
        self.state = seed & MASK

    def below(self, sides):
        self.state = (self.state + GAMMA) & MASK
        return (mix(self.state) >> 33) % sides

    def between(self, least, most):
        return least + self.below(most - least + 1)

    def of(self, choices):
        return choices[self.below(len(choices))]


@dataclass(frozen=True)
class Ground:
    """The background. `cell` is the width of a square or stripe; `floor` the place where the floor begins, 4096 for none."""

    pattern: str = "plain"
    first: str = "gray"
    second: str = "gray"
    cell: int = 512
    floor: int = 4096


@dataclass(frozen=True)
class Actor:
    """One shape. It glides by (dx, dy) over the film or bounces so often from `y` down to the floor and back."""

    colour: str
    shape: str
    size: str
    x: int
    y: int
    dx: int = 0
    dy: int = 0
    bounces: int = 0
    drop: int = 0
    enters: int = 0
    leaves: int = END + 1

    @property
    def radius(self):
        return RADII[self.size]

    @property
    def name(self):
        return self.colour + " " + self.shape

    def visible(self, progress):
        return self.enters <= progress < self.leaves

    def place(self, progress):
        """In the world, which the camera may pan over."""
        x = self.x + (self.dx * progress >> 16)
        y = self.y + (self.dy * progress >> 16)
        if self.bounces:
            off = (self.bounces * progress) % END - END // 2
            y += self.drop - (self.drop * (4 * off * off >> 16) >> 16)
        return x, y


@dataclass(frozen=True)
class Stage:
    """A film: its background, its shapes in the order in which they are drawn, its grain and the way of its camera."""

    ground: Ground
    actors: tuple
    grain: int = 0
    pan_x: int = 0
    pan_y: int = 0

    def place(self, actor, progress):
        """In the picture."""
        x, y = actor.place(progress)
        return x - (self.pan_x * progress >> 16), y - (self.pan_y * progress >> 16)

    def progress(self, index, frames):
        return 0 if frames == 1 else index * END // (frames - 1)


_counts = {}


def _count(pixels):
    if pixels not in _counts:
        with np.errstate(over="ignore"):
            _counts[pixels] = np.arange(1, pixels + 1, dtype=np.uint64) * np.uint64(GAMMA)
    return _counts[pixels]


def noise(seed, pixels):
    """One 64-bit number for each pixel: SplitMix64 from this seed."""
    with np.errstate(over="ignore"):
        z = _count(pixels) + np.uint64(seed & MASK)
        z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
        return z ^ (z >> np.uint64(31))


def mask(shape, radius, dx, dy):
    """Which pixels belong to a shape; all in 1/256 of a pixel, dx and dy measured from its centre."""
    if shape == "circle":
        return dx * dx + dy * dy < radius * radius
    if shape == "square":
        return (abs(dx) * 10 < 9 * radius) & (abs(dy) * 10 < 9 * radius)
    return (100 * dy < 85 * radius) & (100 * dy > -95 * radius) & (abs(dx) * 10000 < 58 * (100 * dy + 95 * radius))


def _ground(stage, progress, width, height):
    ground, short = stage.ground, min(width, height)
    first, second = (np.array(PAINTS[name], np.int16) for name in (ground.first, ground.second))
    if ground.pattern == "plain":
        return np.broadcast_to(first, (height, width, 3)).copy()
    if ground.pattern in ("across", "down"):
        length = width if ground.pattern == "across" else height
        steps = np.arange(length, dtype=np.int64)[:, None]
        ramp = (first + (second.astype(np.int64) - first) * (2 * steps + 1) // (2 * length)).astype(np.int16)
        ramp = ramp[None] if ground.pattern == "across" else ramp[:, None]
        return np.broadcast_to(ramp, (height, width, 3)).copy()
    cell = ground.cell * short >> 4
    u = (256 * np.arange(width, dtype=np.int64) + 128 + ((stage.pan_x * progress >> 16) * width >> 4)) // cell
    v = (256 * np.arange(height, dtype=np.int64) + 128 + ((stage.pan_y * progress >> 16) * height >> 4)) // cell
    odd = (u[None] + (v[:, None] if ground.pattern == "checker" else 0 * v[:, None])) & 1
    return np.where(odd[..., None] == 1, second, first)


def draw(stage, seed, index, frames, width, height):
    """-> the picture (height, width, 3) as bytes, and which actor each pixel shows (0 none, else its number from 1)."""
    progress = stage.progress(index, frames)
    picture = _ground(stage, progress, width, height)
    shown = np.zeros((height, width), np.uint8)
    if stage.ground.floor < 4096:
        picture[stage.ground.floor * height >> 12:] = PAINTS["dark"] if stage.ground.first != "dark" else PAINTS["gray"]
    for number, actor in enumerate(stage.actors, 1):
        if not actor.visible(progress):
            continue
        x, y = stage.place(actor, progress)
        cx, cy, radius = x * width >> 4, y * height >> 4, actor.radius * min(width, height) >> 4
        left, top = max(0, (cx - radius) // 256), max(0, (cy - radius) // 256)
        right, bottom = min(width, (cx + radius) // 256 + 1), min(height, (cy + radius) // 256 + 1)
        if left >= right or top >= bottom:
            continue
        dx = 256 * np.arange(left, right, dtype=np.int64) + 128 - cx
        dy = 256 * np.arange(top, bottom, dtype=np.int64)[:, None] + 128 - cy
        inside = mask(actor.shape, radius, dx, dy)
        picture[top:bottom, left:right][inside] = COLOURS[actor.colour]
        shown[top:bottom, left:right][inside] = number
    if stage.grain:
        grain = noise(mix((seed * GAMMA + index) & MASK), width * height)
        grain = grain.astype("<u8", copy=False).view(np.uint8).reshape(height, width, 8)
        pairs = grain[..., 0:6:2].astype(np.int16) + grain[..., 1:6:2].astype(np.int16) - 255
        picture = picture + (pairs.astype(np.int32) * stage.grain >> 8).astype(np.int16)
    return np.clip(picture, 0, 255).astype(np.uint8), shown
