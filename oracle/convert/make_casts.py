"""What torch rounds to: half a million float32 around every tie, and the meaning of every 16-bit and 8-bit code."""
import hashlib
import json
from pathlib import Path

import torch

OUT = Path(__file__).parents[2] / "packages/checkpoint/src/elements/fixtures/casts.json"
# below, at and above the ties of bfloat16 (bit 15) and float16 (bit 12), after an even and an odd code
LOW = [0x0000, 0x0001, 0x0FFF, 0x1000, 0x1001, 0x2FFF, 0x3000, 0x3001, 0x7FFF, 0x8000, 0x8001, 0xFFFF]
QUIET = {torch.float16: 0x7E00, torch.bfloat16: 0x7FC0}


def digest(tensor):
    return hashlib.sha256(tensor.contiguous().numpy().tobytes()).hexdigest()


def codes_of(values, dtype):
    """Codes with every NaN as the quiet one: which NaN torch writes depends on whether its vector loop wrote it."""
    cast = values.to(dtype)
    codes = cast.view(torch.int16).to(torch.int32) & 0xFFFF
    return torch.where(cast.isnan(), QUIET[dtype], codes).to(torch.uint16)


def single(values):
    bits = values.to(torch.float32).view(torch.int32)
    return torch.where(values.isnan(), 0x7FC00000, bits)


high = torch.arange(65536, dtype=torch.int64) << 16
bits = (high[:, None] | torch.tensor(LOW)[None, :]).flatten()
float32 = bits.to(torch.int32).view(torch.float32)
# beside every float32 of a sample, in float64: what is rounded twice
sample = float32[::97].double()
float64 = torch.stack([sample, sample * (1 + 2**-30), sample * (1 - 2**-30), sample * 2.0**40], 1).flatten()

result = {"low": LOW}
for dtype in (torch.float16, torch.bfloat16):
    name = str(dtype).removeprefix("torch.")
    result[f"float32 to {name}"] = digest(codes_of(float32, dtype))
    result[f"float64 to {name}"] = digest(codes_of(float64, dtype))
    every = torch.arange(65536, dtype=torch.int32).to(torch.int16).view(dtype)
    result[f"{name} to float32"] = digest(single(every))
    result[f"overflows to {name}"] = int((float32.to(dtype).isinf() & ~float32.isinf()).sum())
result["float64 to float32"] = digest(single(float64))
for name in ("float8_e4m3fn", "float8_e5m2", "float8_e4m3fnuz", "float8_e5m2fnuz", "float8_e8m0fnu"):
    every = torch.arange(256, dtype=torch.int32).to(torch.uint8).view(getattr(torch, name))
    result[f"{name} to float32"] = digest(single(every.to(torch.float32)))
OUT.parent.mkdir(exist_ok=True)
OUT.write_text(json.dumps(result, indent=1) + "\n")
