"""The yardstick: a Python process that maps the checkpoint and lists its names."""
import sys

import torch


def find(value):
    if isinstance(value, dict):
        if value and all(isinstance(item, torch.Tensor) for item in value.values()):
            return value
        for item in value.values():
            found = find(item)
            if found is not None:
                return found
    return None


class Anything:
    """Stands for the classes of the project that saved the file, which is not installed here."""


def stand_in(name):
    import types

    module = types.ModuleType(name)
    module.__getattr__ = lambda _: Anything
    sys.modules[name] = module
    return module


for name in sys.argv[2:]:
    stand_in(name)
print(len([name for name in find(torch.load(sys.argv[1], mmap=True, map_location="cpu", weights_only=False))]))
