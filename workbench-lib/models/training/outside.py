"""Pictures that are not of the domain: noise, textures as in photographs, text, mosaics, plots, plain strong colours."""
import random

import numpy as np
from PIL import Image, ImageDraw, ImageFilter, ImageFont

WORDS = "the of loss frame value error total open file edit view name date page code run test model price door car".split()


def picture(rng, width, height):
    """Drawn from a `random.Random`."""
    return rng.choice((_noise, _blocks, _photo, _photo, _photo, _text, _text, _mosaic, _plot, _plain))(rng, width, height)


def _colour(rng):
    return tuple(rng.randrange(256) for _ in range(3))


def _generator(rng):
    return np.random.default_rng(rng.getrandbits(32))


def _noise(rng, width, height):
    pick = _generator(rng)
    if rng.random() < 0.5:
        return pick.integers(0, 256, (height, width, 3), dtype=np.uint8)
    middle, deviation = rng.uniform(60, 190), rng.uniform(40, 90)
    grey = rng.random() < 0.4
    values = pick.normal(middle, deviation, (height, width, 1 if grey else 3))
    return np.broadcast_to(np.clip(values, 0, 255), (height, width, 3)).astype(np.uint8)


def _blocks(rng, width, height):
    side = rng.choice((3, 4, 6, 8, 12, 16))
    pick = _generator(rng)
    small = pick.integers(0, 256, (-(-height // side), -(-width // side), 3), dtype=np.uint8)
    return np.kron(small, np.ones((side, side, 1), np.uint8))[:height, :width]


def _octaves(rng, width, height, strength):
    pick = _generator(rng)
    total = np.zeros((height, width, 3))
    for n in (2, 4, 8, 16, 32):
        small = Image.fromarray(pick.integers(0, 256, (n, n, 3), dtype=np.uint8))
        total += (np.asarray(small.resize((width, height), Image.BICUBIC), float) - 128) * strength ** np.log2(n)
    return total


def _photo(rng, width, height):
    """A horizon, soft things before it, light and grain."""
    sky, earth = np.array(_colour(rng)), np.array(_colour(rng))
    line = rng.uniform(0.2, 0.9) * height
    mix = 1 / (1 + np.exp(-(np.arange(height) - line) / rng.uniform(1, 20)))[:, None, None]
    base = sky * (1 - mix) + earth * mix + _octaves(rng, width, height, rng.uniform(0.4, 0.8))
    paleness = rng.random()
    base = base * (1 - paleness) + base.mean(2, keepdims=True) * paleness
    image = Image.fromarray(np.clip(base, 0, 255).astype(np.uint8))
    pen = ImageDraw.Draw(image)
    for _ in range(rng.randrange(0, 7)):
        x, y, r = rng.uniform(0, width), rng.uniform(0, height), rng.uniform(0.05, 0.4) * min(width, height)
        corners = [(x + rng.uniform(-r, r), y + rng.uniform(-r, r)) for _ in range(rng.randrange(5, 9))]
        pen.polygon(corners, fill=_colour(rng))
    image = image.filter(ImageFilter.GaussianBlur(rng.uniform(0.5, 3)))
    grain = _generator(rng).normal(0, rng.uniform(1, 12), (height, width, 1))
    fine = 0.3 * _octaves(rng, width, height, 0.7)
    fine = fine * (1 - paleness) + fine.mean(2, keepdims=True) * paleness
    return np.clip(np.asarray(image) + grain + fine, 0, 255).astype(np.uint8)


def _text(rng, width, height):
    dark, light = tuple(rng.randrange(70) for _ in range(3)), tuple(rng.randrange(170, 256) for _ in range(3))
    if rng.random() < 0.5:
        dark, light = (rng.randrange(60),) * 3, (rng.randrange(190, 256),) * 3
    paper, ink = (light, dark) if rng.random() < 0.7 else (dark, light)
    image = Image.new("RGB", (width, height), paper)
    pen = ImageDraw.Draw(image)
    size = rng.choice((8, 9, 11, 14, 20)) * min(width, height) // 128
    font = ImageFont.load_default(max(7, size))
    for y in range(rng.randrange(0, 8), height, int(size * 1.4) + 2):
        line = " ".join(rng.choice(WORDS) if rng.random() < 0.8 else str(rng.randrange(1000)) for _ in range(9))
        pen.text((rng.randrange(2, 12), y), line[: rng.randrange(8, 60)], fill=ink, font=font)
    return np.asarray(image)


def _mosaic(rng, width, height):
    image = Image.new("RGB", (width, height), _colour(rng))
    pen = ImageDraw.Draw(image)
    for _ in range(rng.randrange(12, 60)):
        x, y = rng.randrange(width), rng.randrange(height)
        w, h = rng.randrange(4, width // 2), rng.randrange(3, height // 3)
        pen.rectangle((x - w // 2, y - h // 2, x + w // 2, y + h // 2), fill=_colour(rng), outline=_colour(rng))
    return np.asarray(image)


def _plot(rng, width, height):
    image = Image.new("RGB", (width, height), rng.choice(((255, 255, 255), (20, 22, 30), (240, 240, 235))))
    pen = ImageDraw.Draw(image)
    for _ in range(rng.randrange(2, 6)):
        x = sorted(rng.uniform(0, width) for _ in range(rng.randrange(4, 14)))
        pen.line([(at, rng.uniform(0, height)) for at in x], fill=_colour(rng), width=rng.randrange(1, 4))
    for at in range(0, width, rng.randrange(10, 40)):
        pen.line((at, 0, at, height), fill=_colour(rng))
    return np.asarray(image)


def _plain(rng, width, height):
    """A colour that no background of the domain has."""
    colour = np.array(_colour(rng))
    colour[rng.randrange(3)] = rng.choice((0, 255))
    colour[rng.randrange(3)] = rng.choice((30, 220))
    if colour.max() - colour.min() < 100:
        colour = np.array((250, 20, 120))
    grain = _generator(rng).normal(0, rng.uniform(0, 8), (height, width, 3))
    return np.clip(colour + grain, 0, 255).astype(np.uint8)


def film(rng, count, width, height):
    """So many frames of one such thing, the camera a little further in each."""
    if count == 1:
        return [picture(rng, width, height)]
    wide = picture(rng, width * 3 // 2, height * 3 // 2)
    return [
        wide[height // 2 * i // (count - 1):, width // 2 * i // (count - 1):][:height, :width] for i in range(count)
    ]


if __name__ == "__main__":
    many = random.Random(1)
    rows = [np.concatenate([picture(many, 128, 128) for _ in range(8)], 1) for _ in range(6)]
    Image.fromarray(np.concatenate(rows)).save("outside.png")
