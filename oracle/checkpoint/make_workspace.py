"""Writes packages/checkpoint/src/fixtures/dill/workspace.ckpt: a checkpoint that Diffusion Policy's own workspace saves.

    PYTHONPATH=DILL:oracle/architecture:DIFFUSION_POLICY:DEPENDENCIES python oracle/checkpoint/make_workspace.py OUT

`BaseWorkspace.save_checkpoint` of real-stanford/diffusion_policy with dill 0.3.5.1, around a U-Net as small as can be.
"""

import sys

OUT = sys.argv[-1]
import authors_import  # noqa: E402, F401
import hydra  # noqa: E402
import torch  # noqa: E402
from diffusion_policy.workspace.base_workspace import BaseWorkspace  # noqa: E402
from omegaconf import OmegaConf  # noqa: E402

CONFIG = """
name: train_diffusion_unet_lowdim
_target_: diffusion_policy.workspace.train_diffusion_unet_lowdim_workspace.TrainDiffusionUnetLowdimWorkspace
horizon: 16
n_obs_steps: 2
obs_as_global_cond: true
task: {name: pusht_lowdim, obs_dim: 20, action_dim: 2}
policy:
  _target_: diffusion_policy.policy.diffusion_unet_lowdim_policy.DiffusionUnetLowdimPolicy
  model:
    _target_: diffusion_policy.model.diffusion.conditional_unet1d.ConditionalUnet1D
    input_dim: "${eval: ${task.action_dim} if ${obs_as_global_cond} else ${task.obs_dim} + ${task.action_dim}}"
    global_cond_dim: "${eval: ${task.obs_dim}*${n_obs_steps} if ${obs_as_global_cond} else None}"
    diffusion_step_embed_dim: 8
    down_dims: [8, 16]
    kernel_size: 3
  noise_scheduler: {_target_: diffusers.schedulers.scheduling_ddpm.DDPMScheduler, num_train_timesteps: 100}
  horizon: ${horizon}
  obs_dim: ${task.obs_dim}
  action_dim: ${task.action_dim}
  n_action_steps: 8
  n_obs_steps: ${n_obs_steps}
  obs_as_global_cond: ${obs_as_global_cond}
logging: {tags: ["${name}", lowdim], id: null}
"""


class Workspace(BaseWorkspace):
    include_keys = ("global_step", "epoch")

    def __init__(self, cfg, output_dir):
        super().__init__(cfg, output_dir)
        self.model = hydra.utils.instantiate(cfg.policy)
        self.optimizer = torch.optim.AdamW(self.model.parameters())
        self.global_step, self.epoch = 700, 3


OmegaConf.register_new_resolver("eval", eval, replace=True)
torch.manual_seed(0)
workspace = Workspace(OmegaConf.create(CONFIG), "outputs")
for parameter in workspace.model.parameters():
    torch.nn.init.zeros_(parameter)
workspace.save_checkpoint(path=OUT, use_thread=False)
