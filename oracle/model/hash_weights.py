"""Weights that both sides compute from a tensor's name and shape, so that none are kept.

`packages/model/src/weights/hash-weights.ts` is the same in TypeScript.
"""
import numpy as np
import torch


def values(name: str, shape) -> np.ndarray:
    """Uniform in [-1, 1): a 32-bit hash of the name's hash and the index, its upper 24 bits."""
    seed = np.uint32(2166136261)
    with np.errstate(over="ignore"):
        for byte in name.encode():
            seed = np.uint32((seed ^ np.uint32(byte)) * np.uint32(16777619))
        x = np.arange(int(np.prod(shape)), dtype=np.uint32) * np.uint32(2654435761) + seed
        x ^= x >> np.uint32(16)
        x *= np.uint32(0x7FEB352D)
        x ^= x >> np.uint32(15)
        x *= np.uint32(0x846CA68B)
        x ^= x >> np.uint32(16)
    return ((x >> np.uint32(8)).astype(np.float64) / 2**23 - 1).reshape(shape)


def tensor(name: str, shape) -> torch.Tensor:
    """A matrix keeps the variance of what goes in; a norm's weight is around 1; biases and tokens are small."""
    v = values(name, shape)
    if len(shape) >= 2 and name.endswith("weight") and "embed_tokens" not in name:
        v = v * np.sqrt(3 / np.prod(shape[1:]))
    elif len(shape) == 1 and name.endswith(("weight", "gamma", "lambda1", "action_std")):
        v = 1 + 0.1 * v
    elif len(shape) == 1:
        v = 0.1 * v
    return torch.from_numpy(np.asarray(v, dtype=np.float32))


def fill(module: torch.nn.Module, prefix: str = "") -> None:
    with torch.no_grad():
        for name, value in module.state_dict().items():
            value.copy_(tensor(prefix + name, tuple(value.shape)))
