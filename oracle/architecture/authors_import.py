"""The authors' own ACT and Diffusion Policy without what names and shapes do not need.

Packages that are not installed are stand-ins: consoles, simulators, data sets and renderers. Import this first.
"""
import importlib.abc
import importlib.machinery
import sys
from unittest.mock import MagicMock

STAND_INS = ("IPython", "h5py", "zarr", "numcodecs", "egl_probe", "tensorboardX", "imageio", "robosuite", "robosuite_models", "gym", "cv2", "termcolor", "matplotlib", "numba", "pytorch3d")


class StandIn(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    def find_spec(self, name, path=None, target=None):
        if name.split(".")[0] in STAND_INS:
            return importlib.machinery.ModuleSpec(name, self, is_package=True)
        return None

    def create_module(self, spec):
        module = MagicMock(name=spec.name)
        module.__spec__, module.__path__ = spec, []
        # annotations like `Union[np.ndarray, zarr.Array]` want a class
        module.Array = type("Array", (), {})
        return module

    def exec_module(self, module):
        pass


sys.meta_path.insert(0, StandIn())
import torch  # noqa: E402
import torch._dynamo  # noqa: E402, F401
import torchvision  # noqa: E402

# the values of a pretrained ResNet decide no name and no shape, and the device none either
torchvision.models._api.WeightsEnum.get_state_dict = lambda *args, **kw: {}
torchvision.models.resnet.ResNet.load_state_dict = lambda *args, **kw: None
torch.nn.Module.cuda = lambda self, *args: self
# ACT parses the command line even where its arguments are given
TARGET = sys.argv[-1]
sys.argv = "x --ckpt_dir x --policy_class ACT --task_name x --seed 0 --num_epochs 1".split()

# diffusers 0.11 asks huggingface_hub for a name that later ones dropped; only downloads use it
import huggingface_hub  # noqa: E402

for name in ("cached_download", "HfFolder"):
    if name not in vars(huggingface_hub):
        setattr(huggingface_hub, name, MagicMock())
