"""The network: SmolVLM/Idefics3's shape and parameter names, small."""
import math

import torch
import torch.nn.functional as F
from torch import nn

COMMON = dict(image_size=128, patch=16, scale=2, theta=10000.0, eps=1e-5, veps=1e-6, context=2048)
SIZES = {
    "tiny": dict(COMMON, vd=192, vl=5, vh=6, vff=768, td=192, tl=4, th=6, tkv=3, tff=512),
    "mini": dict(COMMON, vd=128, vl=4, vh=4, vff=384, td=128, tl=4, th=4, tkv=2, tff=384),
}


def attended(q, k, v, mask):
    """Scores, softmax, sum, written out: PyTorch's fused kernel spends on a processor three times as long on its gradient.
    The mask is added to the scores."""
    scores = (q * q.shape[-1] ** -0.5) @ k.transpose(-1, -2)
    return (scores if mask is None else scores + mask).softmax(-1).to(v.dtype) @ v


class VisionAttention(nn.Module):
    def __init__(self, width, heads):
        super().__init__()
        self.heads = heads
        self.q_proj, self.k_proj, self.v_proj, self.out_proj = (nn.Linear(width, width) for _ in range(4))

    def forward(self, x):
        b, n, d = x.shape
        q, k, v = (p(x).view(b, n, self.heads, -1).transpose(1, 2) for p in (self.q_proj, self.k_proj, self.v_proj))
        return self.out_proj(attended(q, k, v, None).transpose(1, 2).reshape(b, n, d))


class VisionMlp(nn.Module):
    def __init__(self, width, inner):
        super().__init__()
        self.fc1, self.fc2 = nn.Linear(width, inner), nn.Linear(inner, width)

    def forward(self, x):
        return self.fc2(F.gelu(self.fc1(x), approximate="tanh"))


class VisionLayer(nn.Module):
    def __init__(self, c):
        super().__init__()
        self.layer_norm1, self.layer_norm2 = (nn.LayerNorm(c["vd"], eps=c["veps"]) for _ in range(2))
        self.self_attn, self.mlp = VisionAttention(c["vd"], c["vh"]), VisionMlp(c["vd"], c["vff"])

    def forward(self, x):
        x = x + self.self_attn(self.layer_norm1(x))
        return x + self.mlp(self.layer_norm2(x))


class VisionEmbeddings(nn.Module):
    def __init__(self, c):
        super().__init__()
        self.patch_embedding = nn.Conv2d(3, c["vd"], c["patch"], c["patch"])
        self.position_embedding = nn.Embedding((c["image_size"] // c["patch"]) ** 2, c["vd"])

    def forward(self, x):
        return self.patch_embedding(x).flatten(2).transpose(1, 2) + self.position_embedding.weight


class VisionEncoder(nn.Module):
    def __init__(self, c):
        super().__init__()
        self.layers = nn.ModuleList(VisionLayer(c) for _ in range(c["vl"]))


class Vision(nn.Module):
    def __init__(self, c):
        super().__init__()
        self.embeddings, self.encoder = VisionEmbeddings(c), VisionEncoder(c)
        self.post_layernorm = nn.LayerNorm(c["vd"], eps=c["veps"])

    def forward(self, x):
        x = self.embeddings(x)
        for layer in self.encoder.layers:
            x = layer(x)
        return self.post_layernorm(x)


class Connector(nn.Module):
    """Pixel shuffle: `scale` x `scale` patches become one token."""

    def __init__(self, c):
        super().__init__()
        self.scale = c["scale"]
        self.modality_projection = nn.Module()
        self.modality_projection.proj = nn.Linear(c["vd"] * c["scale"] ** 2, c["td"], bias=False)

    def forward(self, x):
        b, n, d = x.shape
        side, r = math.isqrt(n), self.scale
        x = x.view(b, side, side // r, d * r).permute(0, 2, 1, 3)
        x = x.reshape(b, side // r, side // r, d * r * r).permute(0, 2, 1, 3)
        return self.modality_projection.proj(x.reshape(b, n // (r * r), d * r * r))


class Norm(nn.Module):
    def __init__(self, width, eps):
        super().__init__()
        self.weight, self.eps = nn.Parameter(torch.ones(width)), eps

    def forward(self, x):
        return x * torch.rsqrt(x.pow(2).mean(-1, keepdim=True) + self.eps) * self.weight


def angles(c, positions):
    size = c["td"] // c["th"]
    frequencies = 1.0 / (c["theta"] ** (torch.arange(0, size, 2, dtype=torch.float32) / size))
    turned = positions.float().unsqueeze(-1) * frequencies
    both = torch.cat([turned, turned], -1)
    return both.cos().unsqueeze(1), both.sin().unsqueeze(1)


def rotated(x, cos, sin):
    a, b = x.chunk(2, -1)
    return x * cos + torch.cat([-b, a], -1) * sin


class TextAttention(nn.Module):
    def __init__(self, c):
        super().__init__()
        self.heads, self.shared, self.size = c["th"], c["tkv"], c["td"] // c["th"]
        self.q_proj = nn.Linear(c["td"], c["td"], bias=False)
        self.k_proj, self.v_proj = (nn.Linear(c["td"], self.shared * self.size, bias=False) for _ in range(2))
        self.o_proj = nn.Linear(c["td"], c["td"], bias=False)

    def forward(self, x, cos, sin, past, mask):
        b, n, d = x.shape
        q = rotated(self.q_proj(x).view(b, n, self.heads, self.size).transpose(1, 2), cos, sin)
        k = rotated(self.k_proj(x).view(b, n, self.shared, self.size).transpose(1, 2), cos, sin)
        v = self.v_proj(x).view(b, n, self.shared, self.size).transpose(1, 2)
        if past is not None:
            k, v = torch.cat([past[0], k], 2), torch.cat([past[1], v], 2)
        groups, length = self.heads // self.shared, k.shape[2]
        wide = [t.unsqueeze(2).expand(b, self.shared, groups, length, self.size) for t in (k, v)]
        wide = [t.reshape(b, self.heads, length, self.size).to(q.dtype) for t in wide]
        out = attended(q, *wide, mask)
        return self.o_proj(out.transpose(1, 2).reshape(b, n, d)), (k, v)


class TextMlp(nn.Module):
    def __init__(self, width, inner):
        super().__init__()
        self.gate_proj, self.up_proj = (nn.Linear(width, inner, bias=False) for _ in range(2))
        self.down_proj = nn.Linear(inner, width, bias=False)

    def forward(self, x):
        return self.down_proj(F.silu(self.gate_proj(x)) * self.up_proj(x))


class TextLayer(nn.Module):
    def __init__(self, c):
        super().__init__()
        self.input_layernorm, self.post_attention_layernorm = (Norm(c["td"], c["eps"]) for _ in range(2))
        self.self_attn, self.mlp = TextAttention(c), TextMlp(c["td"], c["tff"])

    def forward(self, x, cos, sin, past, mask):
        seen, kept = self.self_attn(self.input_layernorm(x), cos, sin, past, mask)
        x = x + seen
        return x + self.mlp(self.post_attention_layernorm(x)), kept


class Text(nn.Module):
    def __init__(self, c):
        super().__init__()
        self.c = c
        self.embed_tokens = nn.Embedding(c["vocab"], c["td"])
        self.layers = nn.ModuleList(TextLayer(c) for _ in range(c["tl"]))
        self.norm = Norm(c["td"], c["eps"])

    def forward(self, x, positions, mask, pasts=None):
        """`mask` is added to the scores."""
        cos, sin = angles(self.c, positions)
        kept = []
        for i, layer in enumerate(self.layers):
            x, cache = layer(x, cos, sin, pasts[i] if pasts else None, mask)
            kept.append(cache)
        return self.norm(x), kept


class Inner(nn.Module):
    def __init__(self, c):
        super().__init__()
        self.vision_model, self.connector, self.text_model = Vision(c), Connector(c), Text(c)


class Vlm(nn.Module):
    def __init__(self, config):
        super().__init__()
        self.config, self.model = config, Inner(config)
        for name, p in self.named_parameters():
            if p.dim() >= 2:
                nn.init.normal_(p, std=0.02 if "embed" in name else 1 / math.sqrt(p[0].numel()))
            elif "bias" in name:
                nn.init.zeros_(p)
        nn.init.normal_(self.model.text_model.embed_tokens.weight, std=0.05)
        self._see_from_the_start()

    def _see_from_the_start(self):
        """Patches as low-frequency cosines of each colour, positions as sines: colour, edge and place are linear at once."""
        e, c = self.model.vision_model.embeddings, self.config
        width, _, p, _ = e.patch_embedding.weight.shape
        x = (torch.arange(p) + 0.5) / p
        waves = sorted(((u, v) for u in range(p) for v in range(p)), key=lambda w: (w[0] + w[1], w))[: -(-width // 3)]
        side = c["image_size"] // p
        with torch.no_grad():
            e.patch_embedding.weight.zero_()
            for i in range(width):
                u, v = waves[i // 3]
                wave = torch.cos(math.pi * u * x)[:, None] * torch.cos(math.pi * v * x)[None]
                e.patch_embedding.weight[i, i % 3] = wave * 2 ** (0.5 * ((u > 0) + (v > 0))) * 2 / p**2
            y, x = torch.meshgrid(*[torch.arange(side) / side * math.pi] * 2, indexing="ij")
            k = torch.arange(1, width // 4 + 1) * 0.5
            parts = [f(t.reshape(-1, 1) * k) for t in (y, x) for f in (torch.sin, torch.cos)]
            e.position_embedding.weight.copy_(0.3 * torch.cat(parts, 1))

    def see(self, pixels):
        """-> the patches after the tower, the image tokens."""
        patches = self.model.vision_model(pixels)
        return patches, self.model.connector(patches)

    def logits(self, hidden):
        return hidden @ self.model.text_model.embed_tokens.weight.t()

    def read(self, tokens, packed, image):
        """Hidden states of packed rows."""
        ids, _, blocks, positions, features = packed
        x = self.model.text_model.embed_tokens(ids)
        x = x.masked_scatter((ids == image).unsqueeze(-1), tokens.reshape(-1, tokens.shape[-1])[features].to(x.dtype))
        return self.model.text_model(x, positions, block_mask(blocks))[0]


def block_mask(blocks):
    a, b = blocks[:, :, None], blocks[:, None, :]
    n = blocks.shape[1]
    may = torch.ones(n, n, dtype=torch.bool).tril() & ((b == 0) | (a == b))
    return torch.where(may, 0.0, -1e9)[:, None]


class Readouts(nn.Module):
    """While training only: what the tower must know, read from its image tokens and its patches by one linear map each."""

    PARTS = (9, 3, 2, 9, 2)

    def __init__(self, c):
        super().__init__()
        self.tokens, self.patches = nn.Linear(c["td"], sum(self.PARTS)), nn.Linear(c["vd"], 16 + 3)
        self.last = {}

    def forward(self, patches, tokens, notes):
        who, centre, cells, shapes = notes
        colour, shape, size, place, at = (
            self.tokens(F.rms_norm(tokens.float(), tokens.shape[-1:])).float().split(self.PARTS, -1)
        )
        there, placed = who[..., 0] > 0, (who[..., 0] > 0) & (who[..., 3] >= 0)
        loss = F.cross_entropy(colour.flatten(0, 1), who[..., 0].flatten())
        loss = loss + F.cross_entropy(shape[there], who[..., 1][there])
        loss = loss + 0.5 * F.cross_entropy(size[placed], who[..., 2][placed])
        loss = loss + F.cross_entropy(place[placed], who[..., 3][placed])
        loss = loss + 4 * F.mse_loss(at[placed], centre[placed])
        fore, form = self.patches(patches.float()).float().split([16, 3], -1)
        fine = cells.view(-1, 8, 4, 8, 4).transpose(2, 3).reshape(fore.shape)
        known = shapes.flatten(1) >= 0
        loss = loss + 4 * F.binary_cross_entropy_with_logits(fore, fine)
        loss = loss + F.cross_entropy(form[known], shapes.flatten(1)[known])
        with torch.no_grad():
            right = lambda guess, truth, which: round((guess.argmax(-1) == truth)[which].float().mean().item(), 3)
            self.last = dict(
                colour=right(colour, who[..., 0], there), shape=right(shape, who[..., 1], there),
                size=right(size, who[..., 2], placed), place=right(place, who[..., 3], placed),
                patch=right(form, shapes.flatten(1), known),
            )
        return loss


def parameters(module):
    return sum(p.numel() for p in module.parameters())
