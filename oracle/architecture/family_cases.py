"""The small configs of `family_trees.py`: by case, the config class, its fields as config.json holds them, the classes built.

A case `<family>-random-<n>` is drawn with a fixed seed: sizes that no published model has.
"""
import random

DECODER = dict(
    hidden_size=64, num_hidden_layers=3, num_attention_heads=4, num_key_value_heads=2, intermediate_size=96, vocab_size=100,
)
VISION = dict(hidden_size=48, num_hidden_layers=3, num_attention_heads=4, intermediate_size=80, image_size=56, patch_size=14)
TEXT = dict(
    hidden_size=32, num_hidden_layers=2, num_attention_heads=4, intermediate_size=72, vocab_size=90, max_position_embeddings=16,
)
DINO = dict(hidden_size=48, num_hidden_layers=3, num_attention_heads=4, image_size=56, patch_size=14, mlp_ratio=4)
GEMMA = dict(DECODER, head_dim=32)
LLAMA_CLASSES = ("LlamaModel", "LlamaForCausalLM")
MISTRAL_CLASSES = ("MistralModel", "MistralForCausalLM")
GEMMA_CLASSES = ("GemmaModel", "GemmaForCausalLM")
GEMMA2_CLASSES = ("Gemma2Model", "Gemma2ForCausalLM")
GEMMA3_CLASSES = ("Gemma3TextModel", "Gemma3ForCausalLM")
DINO_CLASSES = ("Dinov2Model",)
REGISTER_CLASSES = ("Dinov2WithRegistersModel",)
CLIP_CLASSES = ("CLIPModel", "CLIPVisionModel", "CLIPTextModel", "CLIPVisionModelWithProjection", "CLIPTextModelWithProjection")
SIGLIP_CLASSES = ("SiglipModel", "SiglipVisionModel", "SiglipTextModel")
PALIGEMMA_CLASSES = ("PaliGemmaModel", "PaliGemmaForConditionalGeneration")


def paligemma(vision, text, projection):
    return dict(vision_config=dict(vision, model_type="siglip_vision_model"), text_config=dict(text, model_type="gemma"),
                projection_dim=projection, hidden_size=text["hidden_size"])


CASES = {
    "llama": ("LlamaConfig", DECODER, LLAMA_CLASSES),
    "llama-bias": ("LlamaConfig", dict(DECODER, attention_bias=True, mlp_bias=True), LLAMA_CLASSES),
    "llama-head-dim": ("LlamaConfig", dict(DECODER, head_dim=24), LLAMA_CLASSES),
    "mistral": ("MistralConfig", DECODER, MISTRAL_CLASSES),
    "mistral-head-dim": ("MistralConfig", dict(DECODER, head_dim=24), MISTRAL_CLASSES),
    "gemma": ("GemmaConfig", GEMMA, GEMMA_CLASSES),
    "gemma-bias": ("GemmaConfig", dict(GEMMA, attention_bias=True), GEMMA_CLASSES),
    "gemma2": ("Gemma2Config", GEMMA, GEMMA2_CLASSES),
    "gemma3": ("Gemma3TextConfig", GEMMA, GEMMA3_CLASSES),
    "dinov2": ("Dinov2Config", DINO, DINO_CLASSES),
    "dinov2-swiglu": ("Dinov2Config", dict(DINO, use_swiglu_ffn=True, qkv_bias=False), DINO_CLASSES),
    "dinov2-registers": ("Dinov2WithRegistersConfig", dict(DINO, num_register_tokens=4), REGISTER_CLASSES),
    "dinov2-registers-swiglu": ("Dinov2WithRegistersConfig", dict(DINO, num_register_tokens=3, use_swiglu_ffn=True), REGISTER_CLASSES),
    "clip": ("CLIPConfig", dict(vision_config=VISION, text_config=TEXT, projection_dim=40), CLIP_CLASSES[:1]),
    "clip-vision": ("CLIPVisionConfig", dict(VISION, projection_dim=40), ("CLIPVisionModel", "CLIPVisionModelWithProjection")),
    "clip-text": ("CLIPTextConfig", dict(TEXT, projection_dim=40), ("CLIPTextModel", "CLIPTextModelWithProjection")),
    "siglip": ("SiglipConfig", dict(vision_config=VISION, text_config=TEXT), SIGLIP_CLASSES[:1]),
    "siglip-vision": ("SiglipVisionConfig", VISION, ("SiglipVisionModel",)),
    "siglip-vision-headless": ("SiglipVisionConfig", dict(VISION, vision_use_head=False), ("SiglipVisionModel",)),
    "siglip-text": ("SiglipTextConfig", TEXT, ("SiglipTextModel",)),
    "paligemma": ("PaliGemmaConfig", paligemma(dict(VISION, projection_dim=64, vision_use_head=False), GEMMA, 64), PALIGEMMA_CLASSES),
}


def draw(family, rng):
    def decoder():
        heads = rng.choice([2, 4, 6, 8])
        return dict(
            hidden_size=heads * rng.choice([8, 16, 24]), num_hidden_layers=rng.randint(1, 5), num_attention_heads=heads,
            num_key_value_heads=rng.choice([n for n in (1, 2, 3, 4, 6, 8) if heads % n == 0]),
            intermediate_size=rng.randint(20, 200), vocab_size=rng.randint(30, 300), tie_word_embeddings=rng.random() < 0.5,
        )

    def tower():
        heads, patch = rng.choice([2, 3, 4]), rng.choice([4, 8, 14, 16])
        return dict(
            hidden_size=heads * rng.choice([8, 10, 16]), num_hidden_layers=rng.randint(1, 4), num_attention_heads=heads,
            intermediate_size=rng.randint(20, 90), image_size=patch * rng.randint(2, 6) + rng.choice([0, 0, 1]), patch_size=patch,
            num_channels=rng.choice([1, 3, 3, 4]),
        )

    def text():
        heads = rng.choice([2, 4])
        return dict(
            hidden_size=heads * rng.choice([8, 12]), num_hidden_layers=rng.randint(1, 4), num_attention_heads=heads,
            intermediate_size=rng.randint(20, 90), vocab_size=rng.randint(30, 120), max_position_embeddings=rng.randint(8, 40),
        )

    def gemma():
        return dict(decoder(), head_dim=rng.choice([8, 16, 32]))

    def dino():
        size = tower()
        size.pop("intermediate_size")
        return dict(size, mlp_ratio=rng.choice([2, 4]), use_swiglu_ffn=rng.random() < 0.4, qkv_bias=rng.random() < 0.7)

    if family == "llama":
        return "LlamaConfig", dict(decoder(), attention_bias=rng.random() < 0.3), LLAMA_CLASSES
    if family == "mistral":
        return "MistralConfig", decoder(), MISTRAL_CLASSES
    if family == "gemma":
        return "GemmaConfig", gemma(), GEMMA_CLASSES
    if family == "gemma2":
        return "Gemma2Config", gemma(), GEMMA2_CLASSES
    if family == "gemma3":
        return "Gemma3TextConfig", gemma(), GEMMA3_CLASSES
    if family == "dinov2":
        return "Dinov2Config", dino(), DINO_CLASSES
    if family == "dinov2-registers":
        return "Dinov2WithRegistersConfig", dict(dino(), num_register_tokens=rng.randint(1, 8)), REGISTER_CLASSES
    if family == "clip":
        return "CLIPConfig", dict(vision_config=tower(), text_config=text(), projection_dim=rng.randint(8, 60)), CLIP_CLASSES[:1]
    if family == "siglip":
        return "SiglipConfig", dict(vision_config=tower(), text_config=text()), SIGLIP_CLASSES[:1]
    if family == "paligemma":
        language = gemma()
        return "PaliGemmaConfig", paligemma(dict(tower(), vision_use_head=False), language, rng.randint(8, 60)), PALIGEMMA_CLASSES
    raise ValueError(family)


RANDOM = {
    f"{family}-random-{n}": draw(family, random.Random(f"{family} {n}"))
    for family in ("llama", "mistral", "gemma", "gemma2", "gemma3", "dinov2", "dinov2-registers", "clip", "siglip", "paligemma")
    for n in range(6)
}
