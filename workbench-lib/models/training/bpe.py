"""A small byte-level BPE in the alphabet of GPT-2 with single digits: what Hugging Face's `tokenizers`, llama.cpp (`smollm`)
and Zoetrope read from the files that the exporters write. Run it to make tokens.json from the domain's sentences."""
import collections
import json
import pathlib
import random
import re
import sys

import regex

SPECIALS = ["<|endoftext|>", "<|im_start|>", "<end_of_utterance>", "<fake_token_around_image>", "<image>", "<global-img>"]
SPECIALS += [f"<row_{row}_col_{column}>" for row in range(1, 7) for column in range(1, 7)]
WORDS = regex.compile(r"""'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+""")
DIGIT = regex.compile(r"\p{N}")
DEFAULT = pathlib.Path(__file__).with_name("tokens.json")


def _alphabet():
    own = [*range(33, 127), *range(161, 173), *range(174, 256)]
    strange = [byte for byte in range(256) if byte not in own]
    return {**{byte: chr(byte) for byte in own}, **{byte: chr(256 + i) for i, byte in enumerate(strange)}}


LETTER = _alphabet()
BYTE = {letter: byte for byte, letter in LETTER.items()}


def words(text):
    at = 0
    for digit in DIGIT.finditer(text):
        yield from WORDS.findall(text[at:digit.start()])
        yield digit.group()
        at = digit.end()
    yield from WORDS.findall(text[at:])


def learn(texts, most, least):
    """The merges of the most frequent pairs: at most so many, each seen at least so often."""
    counts = collections.Counter(word for text in texts for word in words(text))
    split = {tuple(LETTER[byte] for byte in word.encode()): count for word, count in counts.items()}
    merges = []
    while len(merges) < most:
        pairs = collections.Counter()
        for word, count in split.items():
            for pair in zip(word, word[1:]):
                pairs[pair] += count
        best = max(pairs.items(), key=lambda item: (item[1], item[0]), default=(None, 0))
        if best[1] < least:
            break
        merges.append(best[0])
        split = {_merged(word, best[0]): count for word, count in split.items()}
    return merges


def _merged(word, pair):
    out, i = [], 0
    while i < len(word):
        both = word[i:i + 2] == pair
        out.append(word[i] + word[i + 1] if both else word[i])
        i += 2 if both else 1
    return tuple(out)


class Tokens:
    def __init__(self, merges):
        self.merges = [tuple(merge) for merge in merges]
        self.names = list(dict.fromkeys(SPECIALS + list(LETTER[b] for b in range(256)) + [a + b for a, b in self.merges]))
        self.id = {name: i for i, name in enumerate(self.names)}
        self.rank = {merge: i for i, merge in enumerate(self.merges)}
        self.special = re.compile("(" + "|".join(map(re.escape, sorted(SPECIALS, key=len, reverse=True))) + ")")
        self.known = {}

    @staticmethod
    def load(path=DEFAULT):
        return Tokens(json.loads(pathlib.Path(path).read_text(encoding="utf-8"))["merges"])

    def save(self, path=DEFAULT):
        pathlib.Path(path).write_text(json.dumps({"merges": self.merges}, ensure_ascii=False), encoding="utf-8")

    def _word(self, word):
        if word not in self.known:
            parts = [LETTER[byte] for byte in word.encode()]
            while len(parts) > 1:
                rank, i = min((self.rank.get((parts[i], parts[i + 1]), 1 << 30), i) for i in range(len(parts) - 1))
                if rank == 1 << 30:
                    break
                parts[i:i + 2] = [parts[i] + parts[i + 1]]
            self.known[word] = [self.id[part] for part in parts]
        return self.known[word]

    def encode(self, text):
        ids = []
        for part in self.special.split(text):
            ids += [self.id[part]] if part in SPECIALS else [i for word in words(part) for i in self._word(word)]
        return ids

    def decode(self, ids):
        text = ""
        for i in ids:
            name = self.names[i]
            text += name if name in SPECIALS else bytes(BYTE[letter] for letter in name).decode("utf-8", "replace")
        return text


def corpus(rows):
    """Questions and answers as they stand in prompts."""
    import batches

    for i in range(rows):
        rng = random.Random(f"tokens-{i}")
        view = batches.view(rng, rng.choice(batches.MODES))
        for _, pairs in batches.asked(view, rng, 12):
            for question, answer in pairs:
                yield "User:" + question
                yield "The image is a grid of frames. " + question
                yield "\nAssistant: " + answer
    for _ in range(rows):
        yield "\n\n"
        yield "User: Frame 1:"


if __name__ == "__main__":
    tokens = Tokens(learn(corpus(6000), 700, 12))
    tokens.save(sys.argv[1] if len(sys.argv) > 1 else DEFAULT)
    print(len(tokens.merges), "merges,", len(tokens.names), "tokens; the line break twice is", tokens.id.get("ĊĊ"))
