"""Module trees of ACT (tonyzhaozh/act) and Diffusion Policy (real-stanford/diffusion_policy) as their authors' classes
build them, on the meta device.

    PYTHONPATH=ACT:ACT/detr:DIFFUSION_POLICY:ROBOMIMIC:DEPENDENCIES python authors_trees.py FIXTURES/authors.json

Writes `{case: {kind, config, tree: [line]}}`: what `torch.save(policy.state_dict())` has, folded by `module_tree.py`.
"""
import json
from pathlib import Path

import authors_import
import torch
from torch import nn

import module_tree
from authors_cases import CASES


def act(config):
    import policy

    if config.get("cnnmlp"):
        return policy.CNNMLPPolicy({k: v for k, v in config.items() if k != "cnnmlp"})
    return policy.ACTPolicy({"kl_weight": 10, **config})


def scheduler():
    from diffusers.schedulers.scheduling_ddpm import DDPMScheduler

    return DDPMScheduler(num_train_timesteps=100)


def normalise(policy, fields):
    """A normaliser as fitted: one entry for each field, or one for all observations."""
    from diffusion_policy.model.common.normalizer import LinearNormalizer

    normalizer = LinearNormalizer()
    with torch.device("cpu"):
        normalizer.fit({name: torch.rand(8, size) for name, size in fields.items()})
    policy.normalizer.load_state_dict(normalizer.state_dict())
    return policy


def unet_lowdim(c):
    from diffusion_policy.model.diffusion.conditional_unet1d import ConditionalUnet1D
    from diffusion_policy.policy.diffusion_unet_lowdim_policy import DiffusionUnetLowdimPolicy

    local, globally = c["cond"] == "local", c["cond"] == "global"
    net = ConditionalUnet1D(
        input_dim=c["action_dim"] + (0 if local or globally else c["obs_dim"]),
        local_cond_dim=c["obs_dim"] if local else None,
        global_cond_dim=c["obs_dim"] * c["n_obs_steps"] if globally else None,
        **c["unet"],
    )
    steps = {k: c[k] for k in ("horizon", "n_obs_steps", "obs_dim", "action_dim")}
    policy = DiffusionUnetLowdimPolicy(net, scheduler(), **steps, n_action_steps=8, obs_as_local_cond=local, obs_as_global_cond=globally)
    return normalise(policy, {"obs": c["obs_dim"], "action": c["action_dim"]})


def transformer_lowdim(c):
    from diffusion_policy.model.diffusion.transformer_for_diffusion import TransformerForDiffusion
    from diffusion_policy.policy.diffusion_transformer_lowdim_policy import DiffusionTransformerLowdimPolicy

    size = c["action_dim"] + (0 if c["obs_as_cond"] else c["obs_dim"])
    net = TransformerForDiffusion(
        input_dim=size, output_dim=size, horizon=c["horizon"], n_obs_steps=c["n_obs_steps"],
        cond_dim=c["obs_dim"] if c["obs_as_cond"] else 0, **c["transformer"],
    )
    steps = {k: c[k] for k in ("horizon", "n_obs_steps", "obs_dim", "action_dim")}
    policy = DiffusionTransformerLowdimPolicy(net, scheduler(), **steps, n_action_steps=8, obs_as_cond=c["obs_as_cond"])
    return normalise(policy, {"obs": c["obs_dim"], "action": c["action_dim"]})


def hybrid(c):
    from diffusion_policy.policy.diffusion_transformer_hybrid_image_policy import DiffusionTransformerHybridImagePolicy
    from diffusion_policy.policy.diffusion_unet_hybrid_image_policy import DiffusionUnetHybridImagePolicy

    observations = {name: {"shape": shape, "type": "rgb" if len(shape) == 3 else "low_dim"} for name, shape in c["obs"].items()}
    meta = {"action": {"shape": [c["action_dim"]]}, "obs": observations}
    kind = DiffusionUnetHybridImagePolicy if c["net"] == "unet" else DiffusionTransformerHybridImagePolicy
    policy = kind(meta, scheduler(), n_action_steps=8, **c["policy"])
    return normalise(policy, {**{k: (1 if len(s) == 3 else s[0]) for k, s in c["obs"].items()}, "action": c["action_dim"]})


def image(c):
    from diffusion_policy.model.vision.model_getter import get_resnet
    from diffusion_policy.model.vision.multi_image_obs_encoder import MultiImageObsEncoder
    from diffusion_policy.policy.diffusion_unet_image_policy import DiffusionUnetImagePolicy

    observations = {name: {"shape": shape, "type": "rgb" if len(shape) == 3 else "low_dim"} for name, shape in c["obs"].items()}
    meta = {"action": {"shape": [c["action_dim"]]}, "obs": observations}
    # its output size is found by a forward pass, with a picture on the CPU
    with torch.device("cpu"):
        encoder = MultiImageObsEncoder(meta, get_resnet(c["resnet"]), **c["encoder"])
        policy = DiffusionUnetImagePolicy(meta, scheduler(), encoder, n_action_steps=8, **c["policy"])
    return normalise(policy, {**{k: (1 if len(s) == 3 else s[0]) for k, s in c["obs"].items()}, "action": c["action_dim"]})


def compact(text):
    """One space a level, without the class, the word `buffer` and modules that hold no tensor."""
    kept, below = [], 0
    for line in reversed(text.splitlines()[1:]):
        depth = (len(line) - len(line.lstrip())) // 2 - 1
        holds = not line.endswith(":") or below > depth
        if holds:
            kept.append(" " * depth + line.strip().removesuffix(" buffer"))
            below = depth
    return kept[::-1]


BUILD = {"act": act, "unet-lowdim": unet_lowdim, "transformer-lowdim": transformer_lowdim, "hybrid": hybrid, "image": image}


def main(target):
    record = {}
    for name, (kind, config) in CASES.items():
        # robomimic runs its networks once to learn their sizes: those are built on the CPU
        with torch.device("meta" if kind not in ("hybrid", "image") else "cpu"):
            model = BUILD[kind](config)
        record[name] = {"kind": kind, "config": config, "tensors": len(model.state_dict()), "tree": compact(module_tree.text(model))}
    # a line a case
    lines = ",\n".join(f"{json.dumps(k)}: {json.dumps(v, separators=(',', ':'))}" for k, v in record.items())
    target.write_text("{\n" + lines + "\n}\n")


if __name__ == "__main__":
    main(Path(authors_import.TARGET))
