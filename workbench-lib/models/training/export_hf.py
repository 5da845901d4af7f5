"""A checkpoint as a Hugging Face folder: what transformers and vLLM load, and what the other exporters start from.

    python export_hf.py RUN/last.pt OUT/hf

Weights are rounded to half precision here, once, so that every container holds the same numbers."""
import json
import os
import pathlib
import sys

os.environ.setdefault("OMP_NUM_THREADS", "1")

import torch
from safetensors.torch import save_file

from bpe import SPECIALS, Tokens

TEMPLATE = (
    "{% for m in messages %}{{'<|im_start|>' if loop.first else ''}}{{m['role']|capitalize}}"
    "{% if m['content'] is string %}{{': '+m['content']}}{% else %}"
    "{% if m['content'][0]['type']=='image' %}{{':'}}{% else %}{{': '}}{% endif %}"
    "{% for l in m['content'] %}{% if l['type']=='text' %}{{l['text']}}{% elif l['type']=='image' %}{{'<image>'}}"
    "{% elif l['type']=='video' %}{{'<video>'}}{% endif %}{% endfor %}{% endif %}<end_of_utterance>\n{% endfor %}"
    "{% if add_generation_prompt %}{{'Assistant:'}}{% endif %}"
)
START, END, PAD = "<|im_start|>", "<end_of_utterance>", "<|endoftext|>"


def tokenizer(tokens):
    level = dict(type="ByteLevel", add_prefix_space=False, trim_offsets=True, use_regex=True)
    added = [
        dict(id=tokens.id[s], content=s, single_word=False, lstrip=False, rstrip=False, normalized=False, special=True)
        for s in SPECIALS
    ]
    model = dict(
        type="BPE", dropout=None, unk_token=None, continuing_subword_prefix=None, end_of_word_suffix=None, fuse_unk=False,
        byte_fallback=False, vocab=tokens.id, merges=[" ".join(merge) for merge in tokens.merges],
    )
    split = dict(type="Sequence", pretokenizers=[dict(type="Digits", individual_digits=True), level])
    return dict(
        version="1.0", truncation=None, padding=None, added_tokens=added, normalizer=None, pre_tokenizer=split,
        post_processor=None, decoder=dict(level, add_prefix_space=True), model=model,
    )


def config(c, tokens):
    ids = dict(bos_token_id=tokens.id[START], eos_token_id=tokens.id[END], pad_token_id=tokens.id[PAD])
    text = dict(
        model_type="llama", architectures=["LlamaForCausalLM"], hidden_size=c["td"], num_hidden_layers=c["tl"],
        num_attention_heads=c["th"], num_key_value_heads=c["tkv"], head_dim=c["td"] // c["th"],
        intermediate_size=c["tff"], vocab_size=c["vocab"], rope_theta=c["theta"], rms_norm_eps=c["eps"],
        max_position_embeddings=c["context"], hidden_act="silu", attention_bias=False, mlp_bias=False,
        tie_word_embeddings=True, torch_dtype="float32", **ids,
    )
    vision = dict(
        model_type="smolvlm_vision", hidden_size=c["vd"], num_hidden_layers=c["vl"], num_attention_heads=c["vh"],
        intermediate_size=c["vff"], image_size=c["image_size"], patch_size=c["patch"], layer_norm_eps=c["veps"],
        hidden_act="gelu_pytorch_tanh", num_channels=3,
    )
    return dict(
        architectures=["SmolVLMForConditionalGeneration"], model_type="smolvlm", image_token_id=tokens.id["<image>"],
        scale_factor=c["scale"], tie_word_embeddings=True, text_config=text, vision_config=vision, torch_dtype="float32",
        **ids,
    )


def preprocessor(c):
    edge = dict(longest_edge=c["image_size"])
    return dict(
        image_processor_type="SmolVLMImageProcessor", processor_class="SmolVLMProcessor", do_convert_rgb=True,
        do_resize=True, size=edge, do_image_splitting=False, max_image_size=edge, do_rescale=True, rescale_factor=1 / 255,
        do_normalize=True, image_mean=[0.5] * 3, image_std=[0.5] * 3, do_pad=True, resample=1,
        video_sampling=dict(fps=1, max_frames=8, video_size=edge),
    )


def tokenizer_config(c):
    extra = dict(
        fake_image_token="<fake_token_around_image>", image_token="<image>", global_image_token="<global-img>",
        end_of_utterance_token=END,
    )
    return dict(
        tokenizer_class="PreTrainedTokenizerFast", model_max_length=c["context"], bos_token=START, eos_token=END,
        pad_token=PAD, unk_token=PAD, add_prefix_space=False, clean_up_tokenization_spaces=False,
        processor_class="SmolVLMProcessor", extra_special_tokens=extra, **extra,
    )


def main(checkpoint, folder):
    saved = torch.load(checkpoint, weights_only=True)
    c, tokens = saved["config"], Tokens(saved["merges"])
    folder = pathlib.Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    side = c["image_size"] // c["patch"] // c["scale"]
    ids = dict(bos_token_id=tokens.id[START], eos_token_id=tokens.id[END], pad_token_id=tokens.id[PAD])
    files = {
        "tokenizer.json": tokenizer(tokens), "config.json": config(c, tokens), "preprocessor_config.json": preprocessor(c),
        "processor_config.json": dict(processor_class="SmolVLMProcessor", image_seq_len=side * side),
        "tokenizer_config.json": tokenizer_config(c), "generation_config.json": dict(ids, do_sample=False),
    }
    for name, content in files.items():
        text = json.dumps(content, indent=1, ensure_ascii=False) + "\n"
        (folder / name).write_text(text, encoding="utf-8")
    (folder / "chat_template.jinja").write_text(TEMPLATE, encoding="utf-8")
    weights = {name: value.half().contiguous() for name, value in saved["model"].items()}
    save_file(weights, folder / "model.safetensors", metadata={"format": "pt"})


if __name__ == "__main__":
    main(*sys.argv[1:3])
