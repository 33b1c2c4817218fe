"""The configs of `lerobot_trees.py` and `lerobot_loads.py`, as LeRobot's config.json holds them.

`published` ones have the figures of models on the hub; `<type>-random-<n>` are drawn with a fixed seed.
"""
import random

VISUAL, STATE, ENV, ACTION = "VISUAL", "STATE", "ENV", "ACTION"


def features(cameras=(), state=None, env=None, action=7):
    inputs = {name: {"type": VISUAL, "shape": list(shape)} for name, shape in cameras}
    if state:
        inputs["observation.state"] = {"type": STATE, "shape": [state]}
    if env:
        inputs["observation.environment_state"] = {"type": ENV, "shape": [env]}
    return {"input_features": inputs, "output_features": {"action": {"type": ACTION, "shape": [action]}}}


def vlm(vision, text, scale, image=512, patch=16):
    hidden, layers, heads, mlp = vision
    width, depth, q, kv, inner, vocab = text
    return {
        "model_type": "smolvlm", "scale_factor": scale, "tie_word_embeddings": False,
        "vision_config": {"model_type": "smolvlm_vision", "hidden_size": hidden, "num_hidden_layers": layers, "num_attention_heads": heads,
                          "intermediate_size": mlp, "image_size": image, "patch_size": patch},
        "text_config": {"model_type": "llama", "hidden_size": width, "num_hidden_layers": depth, "num_attention_heads": q,
                        "num_key_value_heads": kv, "intermediate_size": inner, "vocab_size": vocab, "head_dim": width // q},
    }


# figures of the models' config.json
VLMS = {
    "HuggingFaceTB/SmolVLM2-256M-Video-Instruct": vlm((768, 12, 12, 3072), (576, 30, 9, 3, 1536, 49280), 4),
    "HuggingFaceTB/SmolVLM2-500M-Video-Instruct": vlm((768, 12, 12, 3072), (960, 32, 15, 5, 2560, 49280), 4),
    "HuggingFaceTB/SmolVLM2-2.2B-Instruct": vlm((1152, 27, 16, 4304), (2048, 24, 32, 32, 8192, 49280), 3, 384, 14),
    "tiny": vlm((32, 2, 4, 40), (48, 4, 4, 2, 56, 70), 2, 64, 16),
    "odd": vlm((24, 3, 2, 30), (60, 6, 6, 3, 50, 41), 3, 99, 11),
}
TOP = ("observation.images.top", (3, 480, 640))
LIBERO = [("observation.images.image", (3, 256, 256)), ("observation.images.image2", (3, 256, 256))]
SO100 = [("observation.images.top", (3, 480, 640)), ("observation.images.wrist", (3, 480, 640))]
BASE = [(f"observation.image{n}", (3, 256, 256)) for n in ("", "2", "3")]
PUBLISHED = {
    "lerobot/act_aloha_sim_transfer_cube_human": {"type": "act", **features([TOP], 14, action=14)},
    "act, two cameras and six joints": {"type": "act", **features(SO100, 6, action=6)},
    "act, LIBERO": {"type": "act", **features(LIBERO, 8)},
    "act, resnet34 without VAE": {"type": "act", **features(LIBERO, 8), "vision_backbone": "resnet34", "pretrained_backbone_weights": None, "use_vae": False},
    "act, resnet50, 7 decoder layers": {"type": "act", **features([TOP], 14, action=14), "vision_backbone": "resnet50", "pretrained_backbone_weights": None,
                                          "n_decoder_layers": 7, "pre_norm": True},
    "lerobot/diffusion_pusht": {"type": "diffusion", **features([("observation.image", (3, 96, 96))], 2, action=2), "crop_shape": [84, 84],
                                "use_group_norm": True, "pretrained_backbone_weights": None, "horizon": 16, "n_action_steps": 8,
                                "use_separate_rgb_encoder_per_camera": False},
    "lerobot/diffusion_pusht_keypoints": {"type": "diffusion", **features([], 2, 16, action=2), "use_group_norm": True, "pretrained_backbone_weights": None,
                                          "horizon": 16, "n_action_steps": 8, "use_separate_rgb_encoder_per_camera": False},
    "diffusion, LIBERO, an encoder a camera": {"type": "diffusion", **features(LIBERO, 8), "use_separate_rgb_encoder_per_camera": True,
                                                "crop_shape": [230, 230], "use_group_norm": True, "pretrained_backbone_weights": None,
                                                "horizon": 16, "n_action_steps": 8},
    "diffusion, resnet50 with batch norm": {"type": "diffusion", **features(LIBERO[:1], 8), "vision_backbone": "resnet50", "use_group_norm": False,
                                             "pretrained_backbone_weights": None, "crop_shape": None, "down_dims": [256, 512, 1024], "kernel_size": 3,
                                             "use_film_scale_modulation": False, "use_separate_rgb_encoder_per_camera": False, "horizon": 16, "n_action_steps": 8},
    "lerobot/smolvla_base": {"type": "smolvla", **features(BASE, 6, action=6)},
    "smolvla, every layer of its VLM": {"type": "smolvla", **features(LIBERO, 8), "num_vlm_layers": 0},
    "smolvla on 256M, half an expert": {"type": "smolvla", **features(LIBERO, 8), "vlm_model_name": "HuggingFaceTB/SmolVLM2-256M-Video-Instruct",
                                         "expert_width_multiplier": 0.5, "num_vlm_layers": 16, "num_expert_layers": 8},
    "smolvla on 2.2B, self-attention": {"type": "smolvla", **features(SO100, 6, action=6), "vlm_model_name": "HuggingFaceTB/SmolVLM2-2.2B-Instruct",
                                         "attention_mode": "self_attn"},
}
SMALL = {
    "act": {"type": "act", **features([("observation.images.a.b", (3, 64, 96))], 5, 3, action=4), "dim_model": 32, "n_heads": 4, "dim_feedforward": 48,
            "n_encoder_layers": 2, "n_decoder_layers": 2, "n_vae_encoder_layers": 1, "latent_dim": 6, "chunk_size": 9, "n_action_steps": 9,
            "pretrained_backbone_weights": None},
    "diffusion": {"type": "diffusion", **features([("observation.image", (3, 96, 96))], 5, 3, action=4), "down_dims": [16, 32], "n_groups": 4,
                  "diffusion_step_embed_dim": 8, "crop_shape": [84, 84], "spatial_softmax_num_keypoints": 5, "use_group_norm": True,
                  "pretrained_backbone_weights": None, "use_separate_rgb_encoder_per_camera": False, "horizon": 16, "n_action_steps": 8},
    "smolvla": {"type": "smolvla", **features(LIBERO, 8), "vlm_model_name": "tiny", "num_vlm_layers": 2, "max_state_dim": 9, "max_action_dim": 10},
}


def cameras(rng):
    return [(f"observation.images.cam{n}", (3, rng.choice([96, 128, 200]), rng.choice([96, 160]))) for n in range(rng.randint(1, 3))]


def draw(kind, rng):
    if kind == "act":
        heads = rng.choice([2, 4])
        seen = cameras(rng) if rng.random() < 0.8 else []
        return dict(
            features(seen, rng.randint(3, 14) if rng.random() < 0.8 else None, rng.randint(2, 9) if not seen or rng.random() < 0.3 else None, rng.randint(2, 14)),
            type="act", dim_model=heads * rng.choice([8, 12]), n_heads=heads, dim_feedforward=rng.randint(20, 90), n_encoder_layers=rng.randint(1, 4),
            n_decoder_layers=rng.randint(1, 4), n_vae_encoder_layers=rng.randint(1, 3), latent_dim=rng.randint(3, 20), chunk_size=rng.randint(8, 60),
            n_action_steps=8, pre_norm=rng.random() < 0.5, use_vae=rng.random() < 0.7, vision_backbone=rng.choice(["resnet18", "resnet34", "resnet50"]),
            pretrained_backbone_weights=None,
            normalization_mapping={VISUAL: rng.choice(["MEAN_STD", "IDENTITY"]), STATE: rng.choice(["MEAN_STD", "MIN_MAX"]), ACTION: "MEAN_STD"},
        )
    if kind == "diffusion":
        size = (3, rng.choice([96, 100, 130]), rng.choice([96, 150]))
        seen = [(f"observation.images.cam{n}", size) for n in range(rng.randint(0, 3))]
        groups = rng.choice([2, 4, 8])
        # the last block has eight groups whatever the config says
        dims = [8 * rng.randint(1, 4), *(groups * rng.randint(1, 5) for _ in range(rng.randint(0, 2)))]
        return dict(
            features(seen, rng.randint(2, 9), rng.randint(2, 9) if not seen or rng.random() < 0.3 else None, rng.randint(2, 9)),
            type="diffusion", down_dims=dims, n_groups=groups, kernel_size=rng.choice([3, 5]), diffusion_step_embed_dim=rng.choice([8, 12]),
            use_film_scale_modulation=rng.random() < 0.5, use_group_norm=rng.random() < 0.6, pretrained_backbone_weights=None,
            spatial_softmax_num_keypoints=rng.randint(3, 20), use_separate_rgb_encoder_per_camera=rng.random() < 0.5, n_obs_steps=rng.randint(1, 3),
            crop_shape=[84, 84] if rng.random() < 0.5 else None, vision_backbone=rng.choice(["resnet18", "resnet34"]), horizon=16, n_action_steps=8,
        )
    layers = rng.choice([2, 4])
    return dict(
        features(cameras(rng), rng.randint(3, 14), None, rng.randint(2, 14)), type="smolvla", vlm_model_name=rng.choice(["tiny", "odd"]),
        num_vlm_layers=layers, num_expert_layers=rng.choice([-1, 1, 2]), expert_width_multiplier=rng.choice([0.5, 0.75, 1.0]),
        self_attn_every_n_layers=rng.choice([-1, 2, 3]), attention_mode=rng.choice(["cross_attn", "self_attn"]), max_state_dim=rng.randint(14, 40),
        max_action_dim=rng.randint(14, 40),
    )


RANDOM = {f"{kind}-random-{n}": draw(kind, random.Random(f"{kind} {n}")) for kind in ("act", "diffusion", "smolvla") for n in range(8)}
