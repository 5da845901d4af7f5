"""Makes the fixtures that the Java engine is tested against, with other people's implementations of every part:
Pillow decodes and resizes, `tokenizers` tokenises, ONNX Runtime's own Python binding decodes greedily with a cache.

    python golden.py ../src/main/resources/dev/zoetrope/backend/tiny ../src/test/resources/dev/zoetrope/backend/embedded
"""
import json
import pathlib
import sys

import numpy as np
import onnxruntime
from PIL import Image, ImageDraw
from tokenizers import Tokenizer

MODEL, OUT = map(pathlib.Path, sys.argv[1:3])
PICTURE = "<fake_token_around_image><global-img>" + "<image>" * 16 + "<fake_token_around_image>"
MOST = 24
COLOURS = {"red": (220, 40, 40), "blue": (50, 80, 220), "green": (40, 170, 60), "yellow": (235, 205, 40)}

QUESTIONS = [
    "Describe the image.",
    "Describe what happens.",
    "What do you see?",
    "What color is the circle?",
    "What shape is red?",
    "How many shapes are there?",
    "Where is the red circle?",
    "Which way does the red circle move?",
    "How does the blue square move?",
    "Does the red circle move left?",
    "Where does the red circle end?",
    "How big is the red circle?",
    "Is there a green triangle?",
    "The image is a grid of frames. Which way does the red circle move?",
]
PICTURES = {
    "none": [],
    "one": ["f0.png"],
    "two shapes": ["pair.png"],
    "two": ["f0.png", "f3.png"],
    "four": ["f0.png", "f1.png", "f2.png", "f3.png"],
    "four backwards": ["f3.png", "f2.png", "f1.png", "f0.png"],
    "grid": ["grid.png"],
    "not square": ["wide.png"],
}
TEXTS = [
    "", " ", "  ", "\n", "\n\n", "\n\n\n", "\t", " \n ", "a", " a", "  a", "a ", "a  b", "Hello", "Hello, world!",
    "What color is the circle?", "12345", " 1 2  3", "a1b22c333", "3.14", "x=1;y=2", "don't we'll I'm they've he'd",
    "DON'T", "...!?", " ...", "<image>", "<end_of_utterance>\nAssistant: Yes.", "<|im_start|>User:", "naïve café",
    "Ünïcödé", "日本語の文字", "Привет, мир", "مرحبا", "👍🏽 ok 👨‍👩‍👧", "\u00a0\u2003x", "½ ² Ⅷ ١٢٣ 四", "\u200bzero\u200bwidth",
    "tab\tand\nline\r\nbreaks", "a" * 100, " the circle" * 20, "\u0000\u0001\x7f", "e\u0301\u0327", "\u2028\u2029\x85", "____--==",
]


def frame(size, x, y, radius, colour, shape="circle", ground=(128, 128, 128)):
    image = Image.new("RGB", (size, size), ground)
    box = [x - radius, y - radius, x + radius, y + radius]
    draw = ImageDraw.Draw(image)
    (draw.ellipse if shape == "circle" else draw.rectangle)(box, fill=COLOURS[colour])
    return image


def save(image, name, **options):
    image.save(OUT / "pictures" / name, **options)


def textured(width, height):
    """Gradients, edges and noise: what a resampler can get wrong."""
    y, x = np.mgrid[0:height, 0:width]
    noise = np.random.default_rng(7).integers(0, 60, (height, width))
    planes = [x * 255 / width, (x // 9 + y // 5) % 2 * 255, y * 195 / height + noise]
    return Image.fromarray(np.clip(np.stack(planes, -1), 0, 255).astype(np.uint8))


def draw_pictures():
    for i in range(4):
        save(frame(128, 26 + 25 * i, 64, 19, "red"), f"f{i}.png")
    pair = frame(128, 40, 40, 19, "blue")
    ImageDraw.Draw(pair).rectangle([80, 78, 100, 98], fill=COLOURS["yellow"])
    save(pair, "pair.png")
    grid = Image.new("RGB", (128, 128))
    for i in range(4):
        grid.paste(frame(62, 13 + 12 * i, 31, 9, "red"), (i % 2 * 64 + 1, i // 2 * 64 + 1))
    save(grid, "grid.png")
    wide = Image.new("RGB", (200, 150), (60, 62, 70))
    ImageDraw.Draw(wide).ellipse([30, 60, 80, 110], fill=COLOURS["green"])
    save(wide, "wide.png")
    for width, height in ((200, 150), (77, 131), (40, 30), (3, 2), (640, 17)):
        save(textured(width, height), f"textured-{width}x{height}.png")
    save(textured(200, 150), "photo.jpg", quality=85)
    save(textured(64, 64).convert("L"), "grey.png")
    save(textured(64, 64).convert("L"), "grey.jpg", quality=90)
    clear = textured(64, 64).convert("RGBA")
    clear.putalpha(Image.fromarray(np.tile(np.arange(0, 256, 4, dtype=np.uint8), (64, 1))))
    save(clear, "clear.png")
    save(textured(64, 64).quantize(32), "palette.png")


def rgb(image):
    """What the reference does: transparent parts show white."""
    if image.mode == "RGB":
        return image
    over = image.convert("RGBA")
    return Image.alpha_composite(Image.new("RGBA", over.size, (255, 255, 255)), over).convert("RGB")


def square(image):
    """The reference's two steps: longest edge to 128 with an even shorter one, then 128 by 128."""
    width, height = image.size
    shape = width / height
    short = int(128 / shape) if width >= height else int(128 * shape)
    short = max(short + short % 2, 1)
    image = image.resize((128, short) if width >= height else (short, 128), Image.Resampling.LANCZOS)
    return image.resize((128, 128), Image.Resampling.LANCZOS)


def open_rgb(name):
    return square(rgb(Image.open(OUT / "pictures" / name)))


class Engine:
    def __init__(self):
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        open_session = lambda name: onnxruntime.InferenceSession(MODEL / f"{name}.onnx", options)
        self.vision, self.embed, self.decoder = map(open_session, ("vision_encoder", "embed_tokens", "decoder_model_merged"))
        self.tokenizer = Tokenizer.from_file(str(MODEL / "tokenizer.json"))
        self.past = [i for i in self.decoder.get_inputs() if i.name.startswith("past")]

    def features(self, name):
        pixels = (np.asarray(open_rgb(name), np.float32) / 255 - 0.5) / 0.5
        mask = np.ones((1, 1, 128, 128), bool)
        return self.vision.run(None, {"pixel_values": pixels.transpose(2, 0, 1)[None, None], "pixel_attention_mask": mask})[0][0]

    def answer(self, parts):
        first = ":" if parts and "image" in parts[0] else ": "
        body = "".join(PICTURE if "image" in part else part["text"] for part in parts)
        prompt = self.tokenizer.encode(f"<|im_start|>User{first}{body}<end_of_utterance>\nAssistant:").ids
        embeddings = self.embed.run(None, {"input_ids": np.array([prompt])})[0]
        pictures = [self.features(part["image"]) for part in parts if "image" in part]
        if pictures:
            embeddings[np.array([prompt]) == 4] = np.concatenate(pictures)
        cache = {i.name: np.zeros((1, i.shape[1], 0, i.shape[3]), np.float32) for i in self.past}
        ids, length, margin = [], 0, float("inf")
        while len(ids) < MOST:
            count = embeddings.shape[1]
            feed = {
                "inputs_embeds": embeddings,
                "attention_mask": np.ones((1, length + count), np.int64),
                "position_ids": np.arange(length, length + count)[None],
            }
            logits, *present = self.decoder.run(None, feed | cache)
            length += count
            cache = dict(zip(cache, present))
            last = np.sort(logits[0, -1])
            margin = min(margin, float(last[-1] - last[-2]))
            ids.append(int(logits[0, -1].argmax()))
            if ids[-1] == 2:
                break
            embeddings = self.embed.run(None, {"input_ids": np.array([[ids[-1]]])})[0]
        return {"parts": parts, "prompt": prompt, "ids": ids, "text": self.tokenizer.decode(ids), "margin": round(margin, 5)}


def cases():
    for names in PICTURES.values():
        for question in QUESTIONS:
            yield [{"image": name} for name in names] + [{"text": question}]
    labelled = []
    for i in range(4):
        labelled += [{"text": f"Frame {i + 1}: "}, {"image": f"f{i}.png"}]
    yield labelled + [{"text": "Which way does the red circle move?"}]
    yield [{"text": "Before: "}, {"image": "f0.png"}, {"text": " After: "}, {"image": "f3.png"}]


def write(name, rows):
    lines = ",\n".join(json.dumps(row, ensure_ascii=True) for row in rows)
    (OUT / name).write_text(f"[\n{lines}\n]\n", newline="\n")


def pixel_rows():
    for path in sorted((OUT / "pictures").iterdir()):
        Image.Image.save(open_rgb(path.name), OUT / "squares" / f"{path.name}.png", optimize=True)


if __name__ == "__main__":
    for folder in ("pictures", "squares"):
        (OUT / folder).mkdir(parents=True, exist_ok=True)
    draw_pictures()
    pixel_rows()
    engine = Engine()
    answers = [engine.answer(parts) for parts in cases()]
    print(len(answers), "answers, smallest margin", min(a["margin"] for a in answers))
    write("answers.json", answers)
    plain = Tokenizer.from_file(str(MODEL / "tokenizer.json"))
    plain.encode_special_tokens = True
    write("tokens.json", [{"text": t, "ids": plain.encode(t).ids} for t in TEXTS])
