"""The test weights of llama.cpp as a folder that transformers and vLLM load: python hf_model.py MODEL.gguf MMPROJ.gguf TINY OUT

TINY is the folder of the embedded model, whose tokenizer and configuration are the same."""
import json
import pathlib
import shutil
import sys

import gguf
import numpy as np
from safetensors.numpy import save_file

START, END, PAD = "<|im_start|>", "<end_of_utterance>", "<|endoftext|>"
PICTURE = {
    "fake_image_token": "<fake_token_around_image>", "image_token": "<image>", "global_image_token": "<global-img>",
    "end_of_utterance_token": END,
}
TEMPLATE = (
    "{% for m in messages %}{{'<|im_start|>' if loop.first else ''}}{{m['role']|capitalize}}"
    "{% if m['content'] is string %}{{': '+m['content']}}{% else %}"
    "{% if m['content'][0]['type']=='image' %}{{':'}}{% else %}{{': '}}{% endif %}"
    "{% for part in m['content'] %}{% if part['type']=='text' %}{{part['text']}}"
    "{% elif part['type']=='image' %}{{'<image>'}}{% endif %}{% endfor %}{% endif %}<end_of_utterance>\n{% endfor %}"
    "{% if add_generation_prompt %}{{'Assistant:'}}{% endif %}"
)
TEXT_TOP = {"token_embd": "embed_tokens", "output_norm": "norm"}
TEXT_BLOCK = {
    "attn_norm": "input_layernorm", "ffn_norm": "post_attention_layernorm", "attn_q": "self_attn.q_proj",
    "attn_k": "self_attn.k_proj", "attn_v": "self_attn.v_proj", "attn_output": "self_attn.o_proj",
    "ffn_gate": "mlp.gate_proj", "ffn_up": "mlp.up_proj", "ffn_down": "mlp.down_proj",
}
VISION_TOP = {
    "patch_embd": "embeddings.patch_embedding", "position_embd": "embeddings.position_embedding",
    "post_ln": "post_layernorm",
}
VISION_BLOCK = {
    "ln1": "layer_norm1", "ln2": "layer_norm2", "attn_q": "self_attn.q_proj", "attn_k": "self_attn.k_proj",
    "attn_v": "self_attn.v_proj", "attn_out": "self_attn.out_proj", "ffn_up": "mlp.fc1", "ffn_down": "mlp.fc2",
}


def tensors(path):
    for tensor in gguf.GGUFReader(path).tensors:
        yield tensor.name, np.ascontiguousarray(tensor.data, dtype=np.float32)


def unpermuted(rows, heads):
    """llama.cpp keeps the halves of a rotated pair side by side."""
    return rows.reshape(heads, rows.shape[0] // heads // 2, 2, rows.shape[1]).swapaxes(1, 2).reshape(rows.shape)


def text(path, heads):
    for name, data in tensors(path):
        parts = name.split(".")
        if parts[0] != "blk":
            yield f"model.text_model.{TEXT_TOP[parts[0]]}.{parts[1]}", data
            continue
        if parts[2] in heads:
            data = unpermuted(data, heads[parts[2]])
        yield f"model.text_model.layers.{parts[1]}.{TEXT_BLOCK[parts[2]]}.{parts[3]}", data


def vision(path):
    for name, data in tensors(path):
        parts = name.split(".")
        if name == "mm.model.fc.weight":
            yield "model.connector.modality_projection.proj.weight", data
        elif parts[1] == "blk":
            yield f"model.vision_model.encoder.layers.{parts[2]}.{VISION_BLOCK[parts[3]]}.{parts[4]}", data
        else:
            yield f"model.vision_model.{VISION_TOP[parts[1]]}.{parts[2]}", data


def main(model, projector, tiny, out):
    tiny, out = pathlib.Path(tiny), pathlib.Path(out)
    out.mkdir(parents=True, exist_ok=True)

    def write(name, value):
        (out / name).write_text(json.dumps(value, indent=1))

    config = json.loads((tiny / "config.json").read_text())
    tokenizer = json.loads((tiny / "tokenizer.json").read_text())
    words, eyes = config["text_config"], config["vision_config"]
    ids = {token["content"]: token["id"] for token in tokenizer["added_tokens"]}
    ends = dict(bos_token_id=ids[START], eos_token_id=ids[END], pad_token_id=ids[PAD])
    words.update(
        architectures=["LlamaForCausalLM"], hidden_act="silu", attention_bias=False, mlp_bias=False,
        tie_word_embeddings=True, torch_dtype="float32", **ends,
    )
    eyes["num_channels"] = 3
    config.update(torch_dtype="float32", **ends)
    heads = dict(attn_q=words["num_attention_heads"], attn_k=words["num_key_value_heads"])
    weights = dict(text(model, heads)) | dict(vision(projector))
    side = eyes["image_size"] // eyes["patch_size"] // config["scale_factor"]
    patch = weights["model.vision_model.embeddings.patch_embedding.weight"]
    assert patch.shape == (eyes["hidden_size"], 3, eyes["patch_size"], eyes["patch_size"]), patch.shape

    save_file(weights, out / "model.safetensors", metadata={"format": "pt"})
    shutil.copy(tiny / "tokenizer.json", out)
    write("config.json", config)
    write("generation_config.json", dict(do_sample=False, **ends))
    write("processor_config.json", dict(processor_class="SmolVLMProcessor", image_seq_len=side * side))
    pictures = json.loads((tiny / "preprocessor_config.json").read_text())
    pictures.update(do_convert_rgb=True, processor_class="SmolVLMProcessor")
    pictures["video_sampling"] = dict(fps=1, max_frames=8, video_size=dict(longest_edge=eyes["image_size"]))
    write("preprocessor_config.json", pictures)
    write(
        "tokenizer_config.json",
        dict(
            tokenizer_class="PreTrainedTokenizerFast", processor_class="SmolVLMProcessor",
            model_max_length=words["max_position_embeddings"], bos_token=START, eos_token=END, pad_token=PAD,
            unk_token=PAD, add_prefix_space=False, clean_up_tokenization_spaces=False, extra_special_tokens=PICTURE,
            **PICTURE,
        ),
    )
    (out / "chat_template.jinja").write_text(TEMPLATE)


if __name__ == "__main__":
    main(*sys.argv[1:])
