"""The Hugging Face folder as the three ONNX files that Zoetrope, transformers.js and others read.

    python export_onnx.py OUT/hf OUT/onnx

All axes that may change do: pictures, tokens, cache. Matrices are stored in half precision and widened when a session
opens, so that sums are made in full precision from exactly the numbers of the other containers."""
import json
import os
import pathlib
import shutil
import sys
import warnings

os.environ.setdefault("OMP_NUM_THREADS", "1")

import numpy as np
import onnx
import torch
from onnx import numpy_helper
from safetensors.torch import load_file
from torch import nn

from net import Vlm

warnings.filterwarnings("ignore")
COPIED = ("tokenizer.json", "config.json", "preprocessor_config.json")


class See(nn.Module):
    def __init__(self, vlm):
        super().__init__()
        self.vlm = vlm

    def forward(self, pixel_values, pixel_attention_mask):
        side = self.vlm.config["image_size"]
        features = self.vlm.see(pixel_values.reshape(-1, 3, side, side))[1]
        # The mask is an input of this family's encoders; keep it, although every picture fills its square.
        return features + 0.0 * pixel_attention_mask.to(features.dtype).mean()


class Embed(nn.Module):
    def __init__(self, vlm):
        super().__init__()
        self.table = vlm.model.text_model.embed_tokens

    def forward(self, input_ids):
        return self.table(input_ids)


class Tell(nn.Module):
    def __init__(self, vlm):
        super().__init__()
        self.vlm = vlm

    def forward(self, inputs_embeds, attention_mask, position_ids, *past):
        pasts = list(zip(past[::2], past[1::2]))
        new, total = inputs_embeds.shape[1], attention_mask.shape[1]
        ahead = torch.arange(total).unsqueeze(0) > torch.arange(total - new, total).unsqueeze(1)
        mask = torch.where(ahead, -1e9, 0.0)[None, None] + (1.0 - attention_mask.float())[:, None, None] * -1e9
        hidden, kept = self.vlm.model.text_model(inputs_embeds, position_ids, mask, pasts)
        return (self.vlm.logits(hidden),) + tuple(t for pair in kept for t in pair)


def halved(path):
    """Every large constant in half precision with a cast behind it."""
    model = onnx.load(path)
    graph, casts = model.graph, []
    for constant in graph.initializer:
        values = numpy_helper.to_array(constant)
        if values.dtype != np.float32 or values.size < 512:
            continue
        half, name = values.astype(np.float16), constant.name
        assert (half.astype(np.float32) == values).all(), name
        constant.CopyFrom(numpy_helper.from_array(half, name + "_half"))
        casts.append(onnx.helper.make_node("Cast", [name + "_half"], [name], to=onnx.TensorProto.FLOAT))
    for cast in reversed(casts):
        graph.node.insert(0, cast)
    onnx.checker.check_model(model)
    onnx.save(model, path)


def main(source, folder):
    source, folder = pathlib.Path(source), pathlib.Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    for name in COPIED:
        shutil.copyfile(source / name, folder / name)
    vlm = model(source)
    c = vlm.config
    side, size, heads = c["image_size"], c["td"] // c["th"], c["tkv"]

    def export(module, name, inputs, names_in, names_out, axes):
        path = str(folder / name)
        torch.onnx.export(
            module.eval(), inputs, path, input_names=names_in, output_names=names_out, dynamic_axes=axes, opset_version=17,
            do_constant_folding=True, dynamo=False,
        )
        halved(path)

    pictures = {0: "batch_size", 1: "num_images"}
    export(
        See(vlm), "vision_encoder.onnx", (torch.randn(1, 2, 3, side, side), torch.ones(1, 2, side, side, dtype=torch.bool)),
        ["pixel_values", "pixel_attention_mask"], ["image_features"],
        {"pixel_values": pictures, "pixel_attention_mask": pictures, "image_features": {0: "total_images"}},
    )
    line = {0: "batch_size", 1: "sequence_length"}
    export(
        Embed(vlm), "embed_tokens.onnx", (torch.ones(1, 5, dtype=torch.long),), ["input_ids"], ["inputs_embeds"],
        {"input_ids": line, "inputs_embeds": line},
    )
    kinds = [f"{i}.{kind}" for i in range(c["tl"]) for kind in ("key", "value")]
    past, present = [f"past_key_values.{k}" for k in kinds], [f"present.{k}" for k in kinds]
    axes = {"inputs_embeds": line, "position_ids": line, "logits": line}
    axes["attention_mask"] = {0: "batch_size", 1: "total_sequence_length"}
    axes |= {name: {0: "batch_size", 2: "past_sequence_length"} for name in past}
    axes |= {name: {0: "batch_size", 2: "total_sequence_length"} for name in present}
    some = (torch.randn(1, 4, c["td"]), torch.ones(1, 7, dtype=torch.long), torch.arange(3, 7).unsqueeze(0))
    export(
        Tell(vlm), "decoder_model_merged.onnx", some + tuple(torch.zeros(1, heads, 3, size) for _ in past),
        ["inputs_embeds", "attention_mask", "position_ids"] + past, ["logits"] + present, axes,
    )


def model(source):
    """The network of a Hugging Face folder."""
    c = json.loads((source / "config.json").read_text(encoding="utf-8"))
    t, v = c["text_config"], c["vision_config"]
    vlm = Vlm(dict(
        image_size=v["image_size"], patch=v["patch_size"], scale=c["scale_factor"], theta=t["rope_theta"],
        eps=t["rms_norm_eps"], veps=v["layer_norm_eps"], context=t["max_position_embeddings"], vocab=t["vocab_size"],
        vd=v["hidden_size"], vl=v["num_hidden_layers"], vh=v["num_attention_heads"], vff=v["intermediate_size"],
        td=t["hidden_size"], tl=t["num_hidden_layers"], th=t["num_attention_heads"], tkv=t["num_key_value_heads"],
        tff=t["intermediate_size"],
    ))
    vlm.load_state_dict({name: value.float() for name, value in load_file(source / "model.safetensors").items()})
    return vlm.eval()


if __name__ == "__main__":
    main(*sys.argv[1:3])
