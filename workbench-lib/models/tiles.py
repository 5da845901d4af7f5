"""Makes the fixtures for pictures that are split into tiles, with transformers' own processor of the SmolVLM family.

    uv venv v && uv pip install -p v/bin/python transformers==5.23.0 pillow==13.0.0 numpy==2.4.6 torch
    v/bin/python tiles.py ../src/main/resources/dev/zoetrope/backend/tiny ../src/test/resources/dev/zoetrope/backend/embedded

Of small squares every pixel is kept, of the real model's (512 pixels, longest edge 2048) a SHA-256. Seven rows of tiles are
one more than the tiny vocabulary has names for."""
import hashlib
import json
import pathlib
import sys

import numpy as np
from PIL import Image
from tokenizers import Tokenizer
from transformers.models.smolvlm.image_processing_pil_smolvlm import SmolVLMImageProcessorPil
from transformers.models.smolvlm.processing_smolvlm import get_image_prompt_string

MODEL, OUT = map(pathlib.Path, sys.argv[1:3])
SMALL = [(32, 96), (32, 80), (32, 32)]
MORE_THAN_NAMED = (16, 112)
REAL = (512, 2048)
PICTURES = [
    "f0.png", "wide.png", "textured-200x150.png", "textured-77x131.png", "textured-40x30.png", "textured-3x2.png",
    "textured-640x17.png", "grey.png", "palette.png", "clear.png", "grey.jpg", "photo.jpg",
]
EXACT = [name for name in PICTURES if name.endswith("png") and name != "clear.png"]
IMAGE_TOKENS = 16


def processed(name, square, edge):
    """What the processor makes: bytes as they were before they became numbers, rows, columns."""
    processor = SmolVLMImageProcessorPil(
        size={"longest_edge": edge}, max_image_size={"longest_edge": square}, do_image_splitting=True,
        image_mean=[0.5] * 3, image_std=[0.5] * 3, return_row_col_info=True,
    )
    made = processor(Image.open(OUT / "pictures" / name), return_tensors="np")
    pixels = np.rint((made["pixel_values"][0] * 0.5 + 0.5) * 255)
    assert pixels.min() >= 0 and pixels.max() <= 255
    return pixels.astype(np.uint8).transpose(0, 2, 3, 1), made["rows"][0][0], made["cols"][0][0]


def prompt(tokenizer, rows, columns):
    picture = get_image_prompt_string(
        rows, columns, IMAGE_TOKENS, fake_token_around_image="<fake_token_around_image>", image_token="<image>",
        global_image_token="<global-img>",
    )
    return tokenizer.encode(f"<|im_start|>User:{picture}What do you see?<end_of_utterance>\nAssistant:").ids


def row(tokenizer, name, square, edge):
    squares, rows, columns = processed(name, square, edge)
    told = {"picture": name, "square": square, "edge": edge, "rows": rows, "columns": columns}
    if (square, edge) == REAL:
        return told | {"sha256": hashlib.sha256(squares.tobytes()).hexdigest()}
    file = f"{name}-{square}-{edge}.png"
    Image.fromarray(np.concatenate(squares)).save(OUT / "tiles" / file, optimize=True)
    return told | {"file": file, "prompt": prompt(tokenizer, rows, columns)}


if __name__ == "__main__":
    (OUT / "tiles").mkdir(parents=True, exist_ok=True)
    tokenizer = Tokenizer.from_file(str(MODEL / "tokenizer.json"))
    rows = [row(tokenizer, name, *sizes) for sizes in SMALL for name in PICTURES]
    rows += [row(tokenizer, name, *MORE_THAN_NAMED) for name in ("f0.png", "textured-640x17.png")]
    rows += [row(tokenizer, name, *REAL) for name in EXACT]
    lines = ",\n".join(json.dumps(each) for each in rows)
    (OUT / "tiles.json").write_text(f"[\n{lines}\n]\n", newline="\n")
