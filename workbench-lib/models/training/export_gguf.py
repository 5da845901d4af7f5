"""The Hugging Face folder as a GGUF pair for llama.cpp and Ollama; needs no torch.

    python export_gguf.py OUT/hf OUT/gguf tiny f16        or q8_0"""
import json
import pathlib
import sys

import gguf
import numpy as np
from safetensors.numpy import load_file

from export_hf import TEMPLATE

KINDS = {
    "f16": (gguf.GGMLQuantizationType.F16, gguf.LlamaFileType.MOSTLY_F16),
    "q8_0": (gguf.GGMLQuantizationType.Q8_0, gguf.LlamaFileType.MOSTLY_Q8_0),
}
PARTS = {"ln1": "layer_norm1", "ln2": "layer_norm2", "ffn_up": "mlp.fc1", "ffn_down": "mlp.fc2"}
PARTS |= {f"attn_{short}": f"self_attn.{long}_proj" for short, long in dict(q="q", k="k", v="v", out="out").items()}


def put(writer, name, tensor, kind, exact=False):
    """Vectors, and what llama.cpp wants exact, in full; rows that blocks of 32 do not divide in half."""
    tensor = np.ascontiguousarray(tensor, np.float32)
    if tensor.ndim < 2 or exact:
        kind = gguf.GGMLQuantizationType.F32
    elif kind == gguf.GGMLQuantizationType.Q8_0 and tensor.shape[-1] % 32:
        kind = gguf.GGMLQuantizationType.F16
    writer.add_tensor(name, gguf.quants.quantize(tensor, kind), raw_dtype=kind)


def interleaved(rows, heads):
    """From halves that turn together, as Hugging Face keeps them, to neighbours."""
    return rows.reshape(heads, 2, rows.shape[0] // heads // 2, -1).swapaxes(1, 2).reshape(rows.shape)


def finish(writer):
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()


def text(path, name, c, words, weights, kind, file_kind):
    t = c["text_config"]
    w = gguf.GGUFWriter(path, "llama")
    w.add_name(name)
    w.add_file_type(file_kind)
    w.add_context_length(t["max_position_embeddings"])
    w.add_embedding_length(t["hidden_size"])
    w.add_block_count(t["num_hidden_layers"])
    w.add_feed_forward_length(t["intermediate_size"])
    w.add_head_count(t["num_attention_heads"])
    w.add_head_count_kv(t["num_key_value_heads"])
    w.add_layer_norm_rms_eps(t["rms_norm_eps"])
    w.add_rope_freq_base(t["rope_theta"])
    w.add_rope_dimension_count(t["head_dim"])
    w.add_vocab_size(t["vocab_size"])
    special = {token["content"] for token in words["added_tokens"]}
    names = sorted(words["model"]["vocab"], key=words["model"]["vocab"].get)
    w.add_tokenizer_model("gpt2")
    w.add_tokenizer_pre("smollm")
    w.add_token_list(names)
    w.add_token_types([int(gguf.TokenType.CONTROL if n in special else gguf.TokenType.NORMAL) for n in names])
    w.add_token_merges(words["model"]["merges"])
    w.add_bos_token_id(t["bos_token_id"])
    w.add_eos_token_id(t["eos_token_id"])
    w.add_pad_token_id(t["pad_token_id"])
    w.add_unk_token_id(t["pad_token_id"])
    w.add_add_bos_token(False)
    w.add_chat_template(TEMPLATE)
    root = "model.text_model."
    put(w, "token_embd.weight", weights[root + "embed_tokens.weight"], kind)
    put(w, "output_norm.weight", weights[root + "norm.weight"], kind)
    for i in range(t["num_hidden_layers"]):
        get = lambda part: weights[f"{root}layers.{i}.{part}.weight"]
        put(w, f"blk.{i}.attn_norm.weight", get("input_layernorm"), kind)
        put(w, f"blk.{i}.ffn_norm.weight", get("post_attention_layernorm"), kind)
        put(w, f"blk.{i}.attn_q.weight", interleaved(get("self_attn.q_proj"), t["num_attention_heads"]), kind)
        put(w, f"blk.{i}.attn_k.weight", interleaved(get("self_attn.k_proj"), t["num_key_value_heads"]), kind)
        put(w, f"blk.{i}.attn_v.weight", get("self_attn.v_proj"), kind)
        put(w, f"blk.{i}.attn_output.weight", get("self_attn.o_proj"), kind)
        for part in ("gate", "up", "down"):
            put(w, f"blk.{i}.ffn_{part}.weight", get(f"mlp.{part}_proj"), kind)
    finish(w)


def vision(path, name, c, weights, kind, file_kind):
    v = c["vision_config"]
    w = gguf.GGUFWriter(path, "clip")
    w.add_name(name + "-mmproj")
    w.add_file_type(file_kind)
    w.add_clip_has_vision_encoder(True)
    w.add_clip_projector_type("idefics3")
    w.add_vision_image_size(v["image_size"])
    w.add_vision_preproc_image_size(v["image_size"])
    w.add_vision_patch_size(v["patch_size"])
    w.add_vision_embedding_length(v["hidden_size"])
    w.add_vision_feed_forward_length(v["intermediate_size"])
    w.add_vision_block_count(v["num_hidden_layers"])
    w.add_vision_head_count(v["num_attention_heads"])
    w.add_vision_projection_dim(c["text_config"]["hidden_size"])
    w.add_vision_attention_layernorm_eps(v["layer_norm_eps"])
    w.add_vision_image_mean([0.5] * 3)
    w.add_vision_image_std([0.5] * 3)
    w.add_vision_use_gelu(True)
    w.add_vision_projector_scale_factor(c["scale_factor"])
    root = "model.vision_model."
    put(w, "v.patch_embd.weight", weights[root + "embeddings.patch_embedding.weight"], kind, True)
    put(w, "v.patch_embd.bias", weights[root + "embeddings.patch_embedding.bias"], kind)
    put(w, "v.position_embd.weight", weights[root + "embeddings.position_embedding.weight"], kind, True)
    for end in ("weight", "bias"):
        put(w, "v.post_ln." + end, weights[root + "post_layernorm." + end], kind)
        for i in range(v["num_hidden_layers"]):
            for short, long in PARTS.items():
                put(w, f"v.blk.{i}.{short}.{end}", weights[f"{root}encoder.layers.{i}.{long}.{end}"], kind)
    put(w, "mm.model.fc.weight", weights["model.connector.modality_projection.proj.weight"], kind)
    finish(w)


def main(source, folder, name, kind):
    source, folder = pathlib.Path(source), pathlib.Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    c, words = (json.loads((source / file).read_text(encoding="utf-8")) for file in ("config.json", "tokenizer.json"))
    weights = load_file(source / "model.safetensors")
    text(folder / f"{name}-{kind}.gguf", name, c, words, weights, *KINDS[kind])
    vision(folder / f"mmproj-{name}-{kind}.gguf", name, c, weights, *KINDS[kind])


if __name__ == "__main__":
    main(*sys.argv[1:5])
