"""lerobot's policies without what they do not need: packages that are not installed are stand-ins.

Import this first; then `policy(type)` gives the config and policy classes of the lerobot on the path.
"""
import importlib
import importlib.abc
import importlib.machinery
import sys
from unittest.mock import MagicMock

# hardware, data and logging: never used while a policy is built or loaded
STAND_INS = ("serial", "cv2", "rerun", "wandb", "zmq", "av", "pynput", "deepdiff", "imageio", "matplotlib", "grpc", "jsonlines")


class StandIn(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    def find_spec(self, name, path=None, target=None):
        if name.split(".")[0] in STAND_INS:
            return importlib.machinery.ModuleSpec(name, self, is_package=True)
        return None

    def create_module(self, spec):
        module = MagicMock(name=spec.name)
        module.__spec__, module.__path__ = spec, []
        return module

    def exec_module(self, module):
        pass


sys.meta_path.insert(0, StandIn())
import torch  # noqa: E402
import torch._dynamo  # noqa: E402, F401
import torchvision  # noqa: E402, F401

ROOT = "lerobot.policies"
# the values of a pretrained ResNet decide no name and no shape
torchvision.models._api.WeightsEnum.get_state_dict = lambda *args, **kw: {}
torchvision.models.resnet.ResNet.load_state_dict = lambda *args, **kw: None


def policy(kind):
    """The config class and the policy class of one type (`act`, `diffusion`, `smolvla`, `pi0`, `pi05`)."""
    configs = importlib.import_module(f"{ROOT}.{kind}.configuration_{kind}")
    models = importlib.import_module(f"{ROOT}.{kind}.modeling_{kind}")
    base = importlib.import_module(f"{ROOT}.pretrained").PreTrainedPolicy
    found = [c for c in vars(models).values() if isinstance(c, type) and issubclass(c, base) and c is not base and c.name == kind]
    return found[0].config_class, found[0]


def release():
    import lerobot

    return lerobot.__version__
