"""Small files in the rarer formats, with what the libraries that wrote them say of their tensors.

Every tensor's first bytes are kept: whoever reads the file at the listed place must find them there.
"""
import dataclasses
import json
import shutil
import sys
import warnings
from pathlib import Path

import gguf
import numpy as np
import torch
from huggingface_hub import save_torch_state_dict
from peft import LoraConfig, get_peft_model
from torch import nn
from transformers import LlamaConfig, LlamaForCausalLM

warnings.simplefilter("ignore")
torch.manual_seed(0)
OUT = Path(__file__).parents[2] / "packages/checkpoint/src/fixtures/formats"
HEX = 32


@dataclasses.dataclass
class ModelConfig:
    hidden: int = 4


class Policy(nn.Module):
    def __init__(self):
        super().__init__()
        self.body = nn.Linear(2, 3)


for cls in (ModelConfig, Policy):
    cls.__module__ = "project.policy"
sys.modules["project.policy"] = sys.modules["project"] = sys.modules["__main__"]


def state():
    return nn.Sequential(nn.Linear(2, 3), nn.LayerNorm(3)).state_dict()


def row(name, tensor):
    """Name, type, shape, and the bytes from the tensor's first element on, as far as they are its own."""
    flat = tensor.detach().contiguous().view(-1)
    data = bytes(flat.view(torch.uint8).tolist())[:HEX] if tensor.is_contiguous() else bytes(flat[:1].view(torch.uint8).tolist())
    return {"name": name, "dtype": str(tensor.dtype).removeprefix("torch."), "shape": list(tensor.shape), "stride": list(tensor.stride()), "data": data.hex()}


def stand_in_source(*_):
    return ["class Policy: ...\n"], 0, "policy.py"


def legacy(listing):
    base = torch.arange(24.0).reshape(4, 6)
    weight = torch.randn(4, 2)
    cases = {
        "bare": (state(), []),
        "nested": ({"epoch": 7, "config": ModelConfig(), "model_state_dict": state()}, ["model_state_dict"]),
        "views": ({"base": base, "transposed": base.T, "row": base[2], "block": base[1:3, 2:4], "scalar": torch.tensor(3.0), "tied": base}, []),
        "tied": ({"a": weight, "b": weight, "long": torch.arange(5), "half": torch.ones(3, dtype=torch.float16)}, []),
        "dtypes": ({str(d).removeprefix("torch."): torch.ones(3, dtype=d) for d in (torch.float64, torch.bfloat16, torch.int32, torch.int16, torch.int8, torch.uint8, torch.bool, torch.complex64)}, []),
        "large-pickle": ({**state(), "words": [f"a word of {i}" for i in range(3500)]}, []),
    }
    for name, (value, path) in cases.items():
        file = OUT / f"legacy-{name}.pt"
        torch.save(value, file, _use_new_zipfile_serialization=False)
        loaded = torch.load(file, weights_only=False)
        for step in path:
            loaded = loaded[step]
        listing[file.name] = {"container": ".".join(path), "tensors": [row(k, v) for k, v in loaded.items() if isinstance(v, torch.Tensor)]}
    # torch puts each class's source and the path of its file beside it: not these of this machine
    torch.serialization.get_source_lines_and_file = stand_in_source
    torch.save({"net": Policy()}, OUT / "legacy-module.pt", _use_new_zipfile_serialization=False)
    net = torch.load(OUT / "legacy-module.pt", weights_only=False)["net"].state_dict()
    listing["legacy-module.pt"] = {"container": "net", "tensors": [row(k, v) for k, v in net.items()]}


def folders(listing):
    config = LlamaConfig(hidden_size=8, intermediate_size=16, num_hidden_layers=2, num_attention_heads=2, num_key_value_heads=1, vocab_size=32, max_position_embeddings=16)
    model = LlamaForCausalLM(config)
    rows = {k: row(k, v) for k, v in model.state_dict().items()}
    model.save_pretrained(OUT / "sharded-bin", safe_serialization=False, max_shard_size="3KB")
    model.save_pretrained(OUT / "model-folder")
    shutil.copy(OUT / "sharded-bin/config.json", OUT / "model-folder/config.json")
    torch.save({"not": torch.ones(1)}, OUT / "model-folder/pytorch_model.bin")
    (OUT / "sharded-bin-legacy").mkdir()
    save_torch_state_dict(state(), OUT / "sharded-bin-legacy", max_shard_size=20, safe_serialization=False)
    for shard in (OUT / "sharded-bin-legacy").glob("*.bin"):
        torch.save(torch.load(shard), shard, _use_new_zipfile_serialization=False)
    again = {}
    for shard in sorted((OUT / "sharded-bin-legacy").glob("*.bin")):
        again.update({k: row(k, v) for k, v in torch.load(shard).items()})
    listing["sharded-bin"] = listing["model-folder"] = {"container": "", "tensors": list(rows.values())}
    listing["sharded-bin-legacy"] = {"container": "", "tensors": list(again.values())}
    model.name_or_path = "org/base"
    lora = get_peft_model(model, LoraConfig(r=4, lora_alpha=8, target_modules=["q_proj", "v_proj"], modules_to_save=["lm_head"]))
    lora.save_pretrained(OUT / "model-folder/lora_adapter")
    (OUT / "model-folder/lora_adapter/README.md").unlink(missing_ok=True)
    touched = {n.replace("base_model.model.", "").replace(".base_layer.", ".").split(".lora_")[0].replace(".modules_to_save.default.weight", "") + ".weight"
               for n, p in lora.named_parameters() if p.requires_grad}
    listing["adapter"] = {"rank": 4, "alpha": 8, "touches": sorted(touched)}


def arrays(listing):
    rng = np.random.default_rng(0)
    plain = {"params/kernel": rng.random((3, 4), dtype=np.float32), "bias": np.arange(4, dtype=np.float16), "steps": np.int64(7), "flags": np.array([True, False]),
             "fortran": np.asfortranarray(rng.random((2, 3))), "empty": np.zeros((0, 5)), "complex": np.ones(2, dtype=np.complex64), "small": np.arange(3, dtype=np.int8)}
    odd = {"ok": np.ones(2), "text": np.array(["ab", "c"]), "big": np.ones(2, dtype=">f4"), "record": np.zeros(2, dtype=[("x", "<f4"), ("y", "<i4")])}
    np.savez(OUT / "arrays.npz", **plain)
    np.savez_compressed(OUT / "compressed.npz", **plain)
    np.savez(OUT / "odd.npz", **odd)
    np.savez(OUT / "objects.npz", plain=np.ones(2), objects=np.array([ModelConfig(), {"a": 1}], dtype=object))
    for version in ((1, 0), (2, 0), (3, 0)):
        with open(OUT / f"version{version[0]}.npy", "wb") as file:
            np.lib.format.write_array(file, plain["params/kernel"], version=version)

    def rows(path):
        loaded = np.load(path)
        return [{"name": k, "dtype": str(loaded[k].dtype), "shape": list(loaded[k].shape), "data": loaded[k].tobytes(order="A")[:HEX].hex()} for k in loaded.files]

    for name in ("arrays.npz", "compressed.npz"):
        listing[name] = {"container": "", "tensors": rows(OUT / name)}
    array = np.load(OUT / "version1.npy")
    for version in (1, 2, 3):
        listing[f"version{version}.npy"] = {"container": "", "tensors": [{"name": "array", "dtype": "float32", "shape": [3, 4], "data": array.tobytes()[:HEX].hex()}]}


def ggufs(listing):
    file = OUT / "tiny.gguf"
    writer = gguf.GGUFWriter(file, "llama")
    writer.add_block_count(2)
    writer.add_context_length(16)
    writer.add_tokenizer_model("gpt2")
    writer.add_token_list([f"token{i}" for i in range(100)])
    writer.add_float32("llama.rope.freq_base", 10000.0)
    rng = np.random.default_rng(1)
    weights = rng.random((4, 256), dtype=np.float32)
    writer.add_tensor("token_embd.weight", weights)
    writer.add_tensor("blk.0.ffn_up.weight", weights.astype(np.float16))
    for kind in (gguf.GGMLQuantizationType.Q8_0, gguf.GGMLQuantizationType.Q4_0, gguf.GGMLQuantizationType.Q5_1, gguf.GGMLQuantizationType.BF16):
        writer.add_tensor(f"blk.0.{kind.name.lower()}.weight", gguf.quants.quantize(weights, kind), raw_dtype=kind)
    block, size = gguf.GGML_QUANT_SIZES[gguf.GGMLQuantizationType.Q4_K]
    writer.add_tensor("blk.0.q4_k.weight", rng.integers(0, 256, (4, size * 256 // block), dtype=np.uint8), raw_dtype=gguf.GGMLQuantizationType.Q4_K)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
    names = {"F32": "float32", "F16": "float16", "BF16": "bfloat16"}
    reader = gguf.GGUFReader(file)
    listing["tiny.gguf"] = {"container": "", "tensors": [
        {"name": t.name, "dtype": names.get(t.tensor_type.name, t.tensor_type.name.lower()), "shape": [int(n) for n in reversed(t.shape)],
         "offset": int(t.data_offset), "bytes": int(t.n_bytes), "data": t.data.tobytes()[:HEX].hex()} for t in reader.tensors]}
    known = {k.name.lower(): [size, block] for k, (block, size) in gguf.GGML_QUANT_SIZES.items()}
    listing["ggml-types"] = {"numbers": {int(k): k.name.lower() for k in gguf.GGML_QUANT_SIZES}, "sizes": known}


def main():
    shutil.rmtree(OUT, ignore_errors=True)
    OUT.mkdir(parents=True)
    listing = {}
    for make in (legacy, folders, arrays, ggufs):
        make(listing)
    (OUT / "listing.json").write_text(json.dumps(listing, separators=(",", ":")).replace('},"', '},\n"') + "\n")
    print(len(listing), sum(f.stat().st_size for f in OUT.rglob("*") if f.is_file()), "bytes")


main()
