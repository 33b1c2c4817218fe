"""What `load_state_dict` of the authors' own ACT and Diffusion Policy raises, for checkpoints that fit and that do not.

    PYTHONPATH=ACT:ACT/detr:DIFFUSION_POLICY:ROBOMIMIC:DEPENDENCIES python authors_loads.py FIXTURES/authors-loads.json

Writes `{name: {of, drop?, add?, cfg?, error}}`: the tensors of case `of` of `authors_cases.py` are saved, but for
`drop` and with `add`, and loaded into the policy that hydra builds from `cfg` (OmegaConf resolves it), or that ACT's
script builds with the sizes of the checkpoint and its own constants.
"""
import copy
import json
from pathlib import Path

import authors_import
import hydra
import torch
from authors_cases import CASES
from omegaconf import OmegaConf

import authors_trees

OmegaConf.register_new_resolver("eval", eval, replace=True)
POLICY = "diffusion_policy.policy.diffusion_"
MODEL = "diffusion_policy.model."
SCHEDULER = {"_target_": "diffusers.schedulers.scheduling_ddpm.DDPMScheduler", "num_train_timesteps": 100}
# the arguments and constants of imitate_episodes.py
SCRIPT = dict(lr=1e-5, lr_backbone=1e-5, backbone="resnet18", enc_layers=4, dec_layers=7, nheads=8, camera_names=["top"])


def unet_lowdim(c):
    model = {
        "_target_": MODEL + "diffusion.conditional_unet1d.ConditionalUnet1D",
        "input_dim": "${eval: ${task.action_dim} if ${obs_as_local_cond} or ${obs_as_global_cond} else ${task.obs_dim} + ${task.action_dim}}",
        "local_cond_dim": "${eval: ${task.obs_dim} if ${obs_as_local_cond} else None}",
        "global_cond_dim": "${eval: ${task.obs_dim}*${n_obs_steps} if ${obs_as_global_cond} else None}",
        **c["unet"],
    }
    policy = {"_target_": POLICY + "unet_lowdim_policy.DiffusionUnetLowdimPolicy", "model": model, "obs_as_local_cond": "${obs_as_local_cond}", "obs_as_global_cond": "${obs_as_global_cond}"}
    return lowdim(c, policy) | {"obs_as_local_cond": c["cond"] == "local", "obs_as_global_cond": c["cond"] == "global"}


def transformer_lowdim(c):
    model = {
        "_target_": MODEL + "diffusion.transformer_for_diffusion.TransformerForDiffusion",
        "input_dim": "${eval:'${task.action_dim} if ${obs_as_cond} else ${task.obs_dim} + ${task.action_dim}'}",
        "output_dim": "${policy.model.input_dim}",
        "horizon": "${horizon}",
        "n_obs_steps": "${n_obs_steps}",
        "cond_dim": "${eval:'${task.obs_dim} if ${obs_as_cond} else 0'}",
        **c["transformer"],
    }
    policy = {"_target_": POLICY + "transformer_lowdim_policy.DiffusionTransformerLowdimPolicy", "model": model, "obs_as_cond": "${obs_as_cond}"}
    return lowdim(c, policy) | {"obs_as_cond": c["obs_as_cond"]}


def lowdim(c, policy):
    steps = {"horizon": "${horizon}", "n_obs_steps": "${n_obs_steps}", "obs_dim": "${task.obs_dim}", "action_dim": "${task.action_dim}", "n_action_steps": 8}
    return {
        "horizon": c["horizon"], "n_obs_steps": c["n_obs_steps"], "task": {"obs_dim": c["obs_dim"], "action_dim": c["action_dim"]},
        "policy": policy | steps | {"noise_scheduler": SCHEDULER},
    }


def pictures(c, name, policy):
    observations = {key: {"shape": shape, **({"type": "rgb"} if len(shape) == 3 else {})} for key, shape in c["obs"].items()}
    return {
        "shape_meta": "${task.shape_meta}", "task": {"shape_meta": {"obs": observations, "action": {"shape": [c["action_dim"]]}}},
        "policy": {"_target_": POLICY + name, "shape_meta": "${shape_meta}", "noise_scheduler": SCHEDULER, "n_action_steps": 8, **policy},
    }


def hybrid(c):
    name = "unet_hybrid_image_policy.DiffusionUnetHybridImagePolicy" if c["net"] == "unet" else "transformer_hybrid_image_policy.DiffusionTransformerHybridImagePolicy"
    return pictures(c, name, c["policy"])


def image(c):
    encoder = {"_target_": MODEL + "vision.multi_image_obs_encoder.MultiImageObsEncoder", "shape_meta": "${shape_meta}", "rgb_model": {"_target_": MODEL + "vision.model_getter.get_resnet", "name": c["resnet"], "weights": None}, **c["encoder"]}
    return pictures(c, "unet_image_policy.DiffusionUnetImagePolicy", {**c["policy"], "obs_encoder": encoder})


CFG = {"unet-lowdim": unet_lowdim, "transformer-lowdim": transformer_lowdim, "hybrid": hybrid, "image": image}
FIT = [name for name, (kind, _) in CASES.items() if kind != "act"]
OTHER = {
    # name: (case, changes of its cfg, dropped, added)
    "another horizon": ("transformer random 6", {"horizon": 12}, [], {}),
    "another number of observations": ("transformer random 6", {"n_obs_steps": 3}, [], {}),
    "fewer layers": ("transformer random 6", {"policy.model.n_layer": 2}, [], {}),
    "more layers over the condition": ("transformer random 6", {"policy.model.n_cond_layers": 1}, [], {}),
    "no causal mask": ("transformer lowdim pusht", {"policy.model.causal_attn": False}, [], {}),
    "another robot": ("unet random 2", {"task.action_dim": 7, "task.obs_dim": 9}, [], {}),
    "a step wider": ("unet random 2", {"policy.model.diffusion_step_embed_dim": 96}, [], {}),
    "another condition": ("unet random 1", {"obs_as_global_cond": False, "obs_as_local_cond": True}, [], {}),
    "no scale": ("unet random 2", {"policy.model.cond_predict_scale": False}, [], {}),
    "a level more": ("unet random 2", {"policy.model.down_dims": [128, 256]}, [], {}),
    "batch norms": ("hybrid random 0", {"policy.obs_encoder_group_norm": False}, [], {}),
    "no crop": ("hybrid random 0", {"policy.crop_shape": None}, [], {}),
    "another camera": ("hybrid random 0", {"task.shape_meta.obs.wrist": {"shape": [3, 96, 128], "type": "rgb"}}, [], {}),
    "tensors of nobody": ("unet random 2", {}, [], {"normalizer.extra": [2], "normalizer.params_dict.obs.more": [1], "model.more.weight": [2, 2], "more": [1]}),
    "tensors that are gone": ("unet random 2", {}, ["_dummy_variable", "model.final_conv.1.bias", "mask_generator._dummy_variable", "normalizer.params_dict.obs.scale"], {}),
}
ACT = {
    "ACT of the paper": ("act sim_transfer_cube", [], {}),
    "CNNMLP": ("act cnnmlp", [], {}),
    "ACT of other layers": ("act random 0", [], {}),
    "ACT, learned positions": ("act random 1", [], {}),
    "ACT of a robot with 7 joints": ("act sim_transfer_cube", [], {
        "model.action_head.weight": [7, 512], "model.action_head.bias": [7], "model.input_proj_robot_state.weight": [512, 7],
        "model.encoder_action_proj.weight": [512, 7], "model.encoder_joint_proj.weight": [512, 7]}),
    "ACT, norms that were not frozen": ("act sim_transfer_cube", [], {"model.backbones.0.0.body.bn1.num_batches_tracked": [], "model.backbones.0.0.body.layer1.0.bn1.num_batches_tracked": []}),
    "ACT without its table": ("act sim_transfer_cube", ["model.pos_table", "model.transformer.decoder.norm.bias"], {"model.extra": [1]}),
}


def tensors_of(case, drop, add):
    kind, config = CASES[case]
    state = {name: tensor for name, tensor in authors_trees.BUILD[kind](copy.deepcopy(config)).state_dict().items() if name not in drop}
    return state | {name: torch.zeros(shape) for name, shape in add.items()}


def error_of(model, state):
    try:
        model.load_state_dict(state)
        return None
    except RuntimeError as error:
        return str(error)


def changed(cfg, changes):
    cfg = OmegaConf.create(copy.deepcopy(cfg))
    for path, value in changes.items():
        OmegaConf.update(cfg, path, value)
    return OmegaConf.to_container(cfg, resolve=False)


def diffusion(case, changes, drop, add):
    kind, config = CASES[case]
    cfg = changed(CFG[kind](config), changes)
    policy = hydra.utils.instantiate(OmegaConf.create(cfg).policy)
    return {"of": case, **kept(drop, add), "cfg": cfg, "error": error_of(policy, tensors_of(case, drop, add))}


def act(case, drop, add):
    import policy

    saved = tensors_of(case, drop, add)
    if case == "act cnnmlp":
        model = policy.CNNMLPPolicy({**SCRIPT, "num_queries": 1})
    else:
        chunk, width = saved["model.query_embed.weight"].shape
        wide = saved["model.transformer.encoder.layers.0.linear1.weight"].shape[0]
        model = policy.ACTPolicy({**SCRIPT, "kl_weight": 10, "num_queries": chunk, "hidden_dim": width, "dim_feedforward": wide})
    return {"of": case, **kept(drop, add), "error": error_of(model, saved)}


def kept(drop, add):
    return ({"drop": drop} if drop else {}) | ({"add": add} if add else {})


def main(target):
    record = {name: diffusion(name, {}, [], {}) for name in FIT}
    record |= {name: diffusion(*case) for name, case in OTHER.items()}
    record |= {name: act(*case) for name, case in ACT.items()}
    lines = ",\n".join(f"{json.dumps(k)}: {json.dumps(v, separators=(',', ':'))}" for k, v in record.items())
    target.write_text("{\n" + lines + "\n}\n")
    for name, row in record.items():
        print(name, "fits" if row["error"] is None else len(row["error"]))


if __name__ == "__main__":
    main(Path(authors_import.TARGET))
