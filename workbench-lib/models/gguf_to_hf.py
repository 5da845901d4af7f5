"""The committed GGUF pair as a Hugging Face folder, for transformers and vLLM; needs no torch.

    uv venv v && uv pip install -p v/bin/python gguf==0.19.0 numpy==2.4.6 safetensors==0.8.0 onnx==1.23.2
    v/bin/python gguf_to_hf.py ../src/test/resources/models tiny ../src/main/resources/dev/zoetrope/backend/tiny OUT

The third argument has configuration and tokenizer, and the ONNX files, whose numbers must be the same ones."""
import json
import pathlib
import shutil
import sys

import numpy as np
import onnx
from gguf import GGUFReader
from onnx import numpy_helper
from safetensors.numpy import save_file

FOLDER, NAME, ONNX, OUT = pathlib.Path(sys.argv[1]), sys.argv[2], pathlib.Path(sys.argv[3]), pathlib.Path(sys.argv[4])
TEXT, VISION = "model.text_model.", "model.vision_model."
NETWORKS = ("vision_encoder", "embed_tokens", "decoder_model_merged")
SAME = ("config.json", "preprocessor_config.json", "tokenizer.json")
LAYER = {
    "attn_norm": "input_layernorm", "ffn_norm": "post_attention_layernorm", "attn_q": "self_attn.q_proj",
    "attn_k": "self_attn.k_proj", "attn_v": "self_attn.v_proj", "attn_output": "self_attn.o_proj", "ffn_gate": "mlp.gate_proj",
    "ffn_up": "mlp.up_proj", "ffn_down": "mlp.down_proj",
}
BLOCK = {
    "ln1": "layer_norm1", "ln2": "layer_norm2", "ffn_up": "mlp.fc1", "ffn_down": "mlp.fc2", "attn_q": "self_attn.q_proj",
    "attn_k": "self_attn.k_proj", "attn_v": "self_attn.v_proj", "attn_out": "self_attn.out_proj",
}
WHOLE = {
    "token_embd.weight": TEXT + "embed_tokens.weight", "output_norm.weight": TEXT + "norm.weight",
    "v.patch_embd.weight": VISION + "embeddings.patch_embedding.weight",
    "v.patch_embd.bias": VISION + "embeddings.patch_embedding.bias",
    "v.position_embd.weight": VISION + "embeddings.position_embedding.weight",
    "v.post_ln.weight": VISION + "post_layernorm.weight", "v.post_ln.bias": VISION + "post_layernorm.bias",
    "mm.model.fc.weight": "model.connector.modality_projection.proj.weight",
}


def name(gguf):
    """What Hugging Face calls a tensor."""
    if gguf in WHOLE:
        return WHOLE[gguf]
    *root, index, part, end = gguf.split(".")
    return f"{VISION}encoder.layers.{index}.{BLOCK[part]}.{end}" if root[0] == "v" else f"{TEXT}layers.{index}.{LAYER[part]}.{end}"


def halves(rows, heads):
    """From neighbours that turn together, as llama.cpp keeps them, to the halves of Hugging Face."""
    return rows.reshape(heads, rows.shape[0] // heads // 2, 2, -1).swapaxes(1, 2).reshape(rows.shape)


def weights(config):
    heads = {"attn_q": config["num_attention_heads"], "attn_k": config["num_key_value_heads"]}
    for file in (f"{NAME}-f16.gguf", f"mmproj-{NAME}-f16.gguf"):
        for tensor in GGUFReader(FOLDER / file).tensors:
            value = np.asarray(tensor.data, np.float32)
            part = tensor.name.split(".")[-2]
            if tensor.name.startswith("blk.") and part in heads:
                value = halves(value, heads[part])
            half = value.astype(np.float16)
            assert (half == value).all(), tensor.name + " is not in half precision"
            yield name(tensor.name), np.ascontiguousarray(half)


def require_same(made):
    """Each matrix of the ONNX files is one of these, as it is or turned."""
    known = {array.tobytes() for value in made.values() for array in (value, np.ascontiguousarray(value.T))}
    count = 0
    for network in NETWORKS:
        for tensor in onnx.load(ONNX / f"{network}.onnx").graph.initializer:
            if tensor.data_type in (onnx.TensorProto.FLOAT16, onnx.TensorProto.FLOAT) and len(tensor.dims) > 1:
                assert numpy_helper.to_array(tensor).astype(np.float16).tobytes() in known, tensor.name
                count += 1
    return count


if __name__ == "__main__":
    OUT.mkdir(parents=True, exist_ok=True)
    for file in SAME:
        shutil.copyfile(ONNX / file, OUT / file)
    words = dict(bos_token="<|im_start|>", eos_token="<end_of_utterance>", pad_token="<|endoftext|>")
    (OUT / "tokenizer_config.json").write_text(json.dumps(dict(words, tokenizer_class="PreTrainedTokenizerFast")) + "\n")
    config = json.loads((OUT / "config.json").read_text(encoding="utf-8"))
    made = dict(weights(config["text_config"]))
    save_file(made, OUT / "model.safetensors", metadata={"format": "pt"})
    print(len(made), "tensors;", require_same(made), "matrices of the ONNX files are the same numbers")
