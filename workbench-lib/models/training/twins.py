"""Writes what the Java side must draw too: the cast of each seed and the SHA-256 of its pixels (red, green, blue, row by row).

    python twins.py ../../src/test/resources/dev/zoetrope/capture/twins.json
"""
import hashlib
import json
import pathlib
import sys

from scenes import scene
from stage import draw

#: width, height, frames of the film
SIZES = ((128, 128, 80), (128, 128, 80), (160, 120, 33), (96, 160, 1), (255, 129, 9))
SEEDS = [*range(240), 1 << 41, (1 << 41) + 12345, -1, -(1 << 40)]


def twin(order, seed):
    stage, (width, height, frames) = scene(seed), SIZES[order % len(SIZES)]
    index = order * 7 % frames
    pixels, _ = draw(stage, seed, index, frames, width, height)
    cast = [
        f"{a.size} {a.name} {a.x},{a.y} {a.dx},{a.dy} {a.bounces} {a.enters}-{a.leaves}" for a in stage.actors
    ]
    ground = stage.ground
    return dict(
        seed=seed, width=width, height=height, frames=frames, index=index, grain=stage.grain,
        ground=f"{ground.pattern} {ground.first} {ground.second} {ground.cell} {ground.floor}",
        pan=f"{stage.pan_x},{stage.pan_y}", cast=cast, sha256=hashlib.sha256(pixels.tobytes()).hexdigest(),
    )


if __name__ == "__main__":
    lines = ",\n".join(json.dumps(twin(order, seed)) for order, seed in enumerate(SEEDS))
    pathlib.Path(sys.argv[1]).write_text("[\n" + lines + "\n]\n", encoding="utf-8")
