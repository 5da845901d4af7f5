"""A folder like a hub's clone of real SmolVLM: the packaged weights in several formats, and what ONNX Runtime's own binding
answers with each, greedily.

    python formats.py ../../main/resources/dev/zoetrope/backend/tiny ../resources/dev/zoetrope/backend/embedded/pictures OUT"""
import json
import pathlib
import shutil
import sys

import numpy as np
import onnx
import onnxruntime
from onnx import numpy_helper
from onnxruntime.quantization import QuantType, quantize_dynamic
from onnxruntime.quantization.matmul_nbits_quantizer import MatMulNBitsQuantizer
from onnxruntime.transformers.float16 import convert_float_to_float16
from PIL import Image
from tokenizers import Tokenizer

MODEL, PICTURES, OUT = map(pathlib.Path, sys.argv[1:4])
NETWORKS = ("vision_encoder", "embed_tokens", "decoder_model_merged")
FORMATS = {"fp32": "", "fp16": "_fp16", "q8": "_quantized", "q4": "_q4", "q4f16": "_q4f16"}
SEEN = ["inputs_embeds", "logits", "pixel_values", "image_features"]
FENCE = "<fake_token_around_image>"
ASKED = [
    ("Which way does the red circle move?", ["f0.png", "f1.png", "f2.png", "f3.png"]),
    ("What color is the circle?", ["f1.png"]),
    ("What do you see?", ["pair.png"]),
    ("How many shapes are there?", ["pair.png"]),
    ("Look at it. " * 150 + "How many shapes are there?", ["pair.png"]),  # more than is read at once
]


def widened(name):
    """Without the casts by which the packaged files keep their weights in half precision."""
    model = onnx.load(MODEL / f"{name}.onnx")
    kept = {tensor.name: tensor for tensor in model.graph.initializer if tensor.data_type == onnx.TensorProto.FLOAT16}
    for node in [node for node in model.graph.node if node.op_type == "Cast" and node.input[0] in kept]:
        tensor = kept[node.input[0]]
        wide = numpy_helper.to_array(tensor).astype(np.float32)
        model.graph.initializer.append(numpy_helper.from_array(wide, node.output[0]))
        model.graph.initializer.remove(tensor)
        model.graph.node.remove(node)
    return model


def halved(model, name, file):
    """As the hub's are: caches in half precision, what goes from network to network in full. Embeddings are half outside, too."""
    onnx.save(convert_float_to_float16(model, keep_io_types=[] if name == "embed_tokens" else SEEN), file)


def nibbles(model):
    quantizer = MatMulNBitsQuantizer(model, bits=4, block_size=32, is_symmetric=True, accuracy_level=0)
    quantizer.process()
    return quantizer.model.model


def make(name, folder):
    file = lambda kind: folder / f"{name}{FORMATS[kind]}.onnx"
    onnx.save(widened(name), file("fp32"))
    halved(widened(name), name, file("fp16"))
    quantize_dynamic(file("fp32"), file("q8"), weight_type=QuantType.QInt8, op_types_to_quantize=["MatMul"], per_channel=True)
    onnx.save(nibbles(widened(name)), file("q4"))
    halved(nibbles(widened(name)), name, file("q4f16"))


class Engine:
    def __init__(self, kind):
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        self.vision, self.embed, self.decoder = (
            onnxruntime.InferenceSession(OUT / "onnx" / f"{name}{FORMATS[kind]}.onnx", options) for name in NETWORKS
        )
        self.tokenizer = Tokenizer.from_file(str(MODEL / "tokenizer.json"))

    def answer(self, question, names):
        picture = FENCE + "<global-img>" + "<image>" * 16 + FENCE
        words = f"<|im_start|>User:{picture * len(names)}{question}<end_of_utterance>\nAssistant:"
        prompt = np.array([self.tokenizer.encode(words).ids])
        planes = [(np.asarray(Image.open(PICTURES / n), np.float32).transpose(2, 0, 1) / 255 - 0.5) / 0.5 for n in names]
        mask = np.ones((1, 1, 128, 128), bool)
        see = lambda each: self.vision.run(None, {"pixel_values": each[None, None], "pixel_attention_mask": mask})[0]
        seen = np.concatenate([see(each) for each in planes])
        embeddings = self.embed.run(None, {"input_ids": prompt})[0].astype(np.float32)
        embeddings[prompt == 4] = seen.reshape(-1, embeddings.shape[-1])
        types = {"tensor(float16)": np.float16, "tensor(float)": np.float32}
        past = [i for i in self.decoder.get_inputs() if i.name.startswith("past")]
        cache = {i.name: np.zeros((1, i.shape[1], 0, i.shape[3]), types[i.type]) for i in past}
        ids, length = [], 0
        while len(ids) < 24 and 2 not in ids:
            count = embeddings.shape[1]
            length += count
            feed = dict(
                cache, inputs_embeds=embeddings, attention_mask=np.ones((1, length), np.int64),
                position_ids=np.arange(length - count, length)[None],
            )
            logits, *present = self.decoder.run(None, feed)
            cache = dict(zip(cache, present))
            ids.append(int(logits[0, -1].argmax()))
            embeddings = self.embed.run(None, {"input_ids": np.array([ids[-1:]])})[0].astype(np.float32)
        return self.tokenizer.decode(ids)


if __name__ == "__main__":
    (OUT / "onnx").mkdir(parents=True, exist_ok=True)
    for name in ("config.json", "preprocessor_config.json", "tokenizer.json"):
        shutil.copyfile(MODEL / name, OUT / name)
    for name in NETWORKS:
        make(name, OUT / "onnx")
    engines = {kind: Engine(kind) for kind in FORMATS}
    answers = [
        {"format": kind, "question": question, "pictures": names, "text": engine.answer(question, names)}
        for kind, engine in engines.items() for question, names in ASKED
    ]
    (OUT / "answers.json").write_text(json.dumps(answers, indent=1) + "\n")
