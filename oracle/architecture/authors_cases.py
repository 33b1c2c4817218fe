"""Cases of `authors_trees.py`: the repositories' own configs, and others drawn at random."""
import random

pick = random.Random(4).choice
ACT_PAPER = dict(lr=1e-5, lr_backbone=1e-5, backbone="resnet18", num_queries=100, hidden_dim=512, dim_feedforward=3200,
                 enc_layers=4, dec_layers=7, nheads=8, camera_names=["top"])
UNET = dict(diffusion_step_embed_dim=256, down_dims=[256, 512, 1024], kernel_size=5, n_groups=8, cond_predict_scale=True)
TRANSFORMER = dict(n_layer=8, n_cond_layers=0, n_head=4, n_emb=256, causal_attn=True, time_as_cond=True)
LOWDIM = dict(horizon=16, n_obs_steps=2)
SQUARE = {"agentview_image": [3, 84, 84], "robot0_eye_in_hand_image": [3, 84, 84], "robot0_eef_pos": [3],
          "robot0_eef_quat": [4], "robot0_gripper_qpos": [2]}
PUSHT = {"image": [3, 96, 96], "agent_pos": [2]}
REAL = {"camera_1": [3, 240, 320], "camera_3": [3, 240, 320], "robot_eef_pose": [2]}
STEPS = dict(horizon=16, n_obs_steps=2)
HYBRID = dict(**STEPS, crop_shape=[76, 76], diffusion_step_embed_dim=128, down_dims=[512, 1024, 2048], kernel_size=5,
              n_groups=8, cond_predict_scale=True, obs_encoder_group_norm=True, eval_fixed_crop=True)
HYBRID_TRANSFORMER = dict(horizon=10, n_obs_steps=2, crop_shape=[76, 76], obs_encoder_group_norm=True, eval_fixed_crop=True,
                          n_layer=8, n_cond_layers=0, n_head=4, n_emb=256, causal_attn=True, time_as_cond=True, obs_as_cond=True)

CASES = {
    "act sim_transfer_cube": ("act", ACT_PAPER),
    "act cnnmlp": ("act", dict(cnnmlp=True, lr=1e-5, lr_backbone=1e-5, backbone="resnet18", num_queries=1, camera_names=["top"])),
    "unet lowdim pusht": ("unet-lowdim", dict(**LOWDIM, obs_dim=20, action_dim=2, cond="global", unet=UNET)),
    "unet lowdim can": ("unet-lowdim", dict(**LOWDIM, obs_dim=23, action_dim=10, cond="global", unet=UNET)),
    "unet lowdim block push": ("unet-lowdim", dict(**LOWDIM, obs_dim=16, action_dim=2, cond="global", unet=UNET)),
    "transformer lowdim pusht": ("transformer-lowdim", dict(**LOWDIM, obs_dim=20, action_dim=2, obs_as_cond=True, transformer=TRANSFORMER)),
    "transformer lowdim kitchen": ("transformer-lowdim", dict(horizon=16, n_obs_steps=4, obs_dim=60, action_dim=9, obs_as_cond=True, transformer={**TRANSFORMER, "n_emb": 768})),
    "unet hybrid square": ("hybrid", dict(net="unet", action_dim=10, obs=SQUARE, policy=HYBRID)),
    "unet hybrid pusht": ("hybrid", dict(net="unet", action_dim=2, obs=PUSHT, policy=HYBRID)),
    "unet hybrid real": ("hybrid", dict(net="unet", action_dim=2, obs=REAL, policy={**HYBRID, "crop_shape": [216, 288], "down_dims": [256, 512, 1024]})),
    "unet ddim hybrid real": ("hybrid", dict(net="unet", action_dim=2, obs=REAL, policy={**HYBRID, "crop_shape": None, "down_dims": [256, 512, 1024]})),
    "transformer hybrid square": ("hybrid", dict(net="transformer", action_dim=10, obs=SQUARE, policy=HYBRID_TRANSFORMER)),
    "unet image real": ("image", dict(action_dim=2, obs=REAL, resnet="resnet18", policy={**STEPS, "diffusion_step_embed_dim": 128, "down_dims": [512, 1024, 2048]},
                                      encoder=dict(resize_shape=[240, 320], crop_shape=[216, 288], use_group_norm=True, share_rgb_model=False, imagenet_norm=True))),
}
for i in range(8):
    CASES[f"act random {i}"] = ("act", {
        **ACT_PAPER, "backbone": pick(["resnet18", "resnet34", "resnet50"]), "num_queries": pick([1, 20, 50, 400]),
        "hidden_dim": (width := pick([64, 256, 512])), "dim_feedforward": pick([256, 2048]), "enc_layers": pick([1, 2, 4, 6]),
        "dec_layers": pick([1, 3, 7]), "pre_norm": pick([False, True]), "position_embedding": pick(["sine", "learned"])})
    CASES[f"unet random {i}"] = ("unet-lowdim", dict(
        horizon=pick([8, 16, 32]), n_obs_steps=pick([1, 2, 3]), obs_dim=pick([7, 20, 59]), action_dim=pick([2, 7, 20]),
        cond=pick(["local", "global", "none"]) if i > 2 else ["local", "global", "none"][i],
        unet=dict(diffusion_step_embed_dim=pick([64, 128]), down_dims=pick([[64, 128], [32, 64, 128, 256], [128]]) if i else [64, 128],
                  kernel_size=pick([3, 5, 7]), n_groups=8, cond_predict_scale=pick([True, False]))))
    conditioned = i != 1 and pick([True, True, False])
    CASES[f"transformer random {i}"] = ("transformer-lowdim", dict(
        horizon=pick([5, 10, 16]), n_obs_steps=pick([1, 2, 4]), obs_dim=pick([7, 20, 59]), action_dim=pick([2, 7, 20]), obs_as_cond=conditioned,
        transformer=dict(n_layer=pick([1, 3, 8]), n_cond_layers=pick([0, 2]), n_head=4, n_emb=pick([64, 256]),
                         causal_attn=pick([True, False]), time_as_cond=conditioned or i != 1)))
for i in range(3):
    CASES[f"hybrid random {i}"] = ("hybrid", dict(net="unet", action_dim=pick([2, 7]), obs={f"cam_{c}": [3, 96, 128] for c in range(i + 1)} | ({"q": [7]} if i else {}), policy={
        **HYBRID, "n_obs_steps": pick([1, 2, 3]), "crop_shape": pick([[84, 84], [64, 96]]), "down_dims": [64, 128], "obs_encoder_group_norm": i == 0, "eval_fixed_crop": i != 1, "obs_as_global_cond": i != 1}))
CASES["image random shared"] = ("image", dict(action_dim=7, obs=SQUARE, resnet="resnet34", policy={**STEPS, "down_dims": [64, 128]}, encoder=dict(use_group_norm=False, share_rgb_model=True)))
