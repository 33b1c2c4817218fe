"""What `PeftModel.from_pretrained` makes of small LoRA adapters on a small Llama.

    PYTHONPATH=<folder with peft>:<folder with that transformers> python lora_loads.py <lora-loads.json>

`{scenario: {config, tensors, report: {missing, unexpected} or {error}}}`: names as PEFT counts them, with the adapter's.
"""
import json
import sys
import tempfile
import warnings
from pathlib import Path

warnings.filterwarnings("ignore")
import peft
import torch
import torch._dynamo
import transformers
from safetensors.torch import save_file

from family_cases import CASES

target = Path(sys.argv[1])
_, fields, _ = CASES["llama"]
base = lambda: transformers.LlamaForCausalLM(transformers.LlamaConfig(**fields))
ROOT = "base_model.model.model.layers"


def pair(module, outputs, inputs, rank=4):
    return {f"{module}.lora_A.weight": [rank, inputs], f"{module}.lora_B.weight": [outputs, rank]}


def of(modules, layers=(0, 1, 2), rank=4):
    sizes = {"self_attn.q_proj": (64, 64), "self_attn.v_proj": (32, 64), "self_attn.k_proj": (32, 64), "self_attn.o_proj": (64, 64),
             "mlp.gate_proj": (96, 64), "mlp.up_proj": (96, 64), "mlp.down_proj": (64, 96)}
    found = {}
    for layer in layers:
        for module in modules:
            found |= pair(f"{ROOT}.{layer}.{module}", *sizes[module], rank)
    return found


QV, ALL = ["self_attn.q_proj", "self_attn.v_proj"], [f"self_attn.{n}_proj" for n in "qkvo"] + ["mlp.gate_proj", "mlp.up_proj", "mlp.down_proj"]
def magnitudes(modules, more=0):
    return {name.replace("lora_B.weight", "lora_magnitude_vector"): [shape[0] + more] for name, shape in of(modules).items() if "lora_B" in name}


SCENARIOS = {
    "as saved": (dict(target_modules=["q_proj", "v_proj"]), of(QV)),
    "by a pattern": (dict(target_modules=r".*\.layers\.[01]\.self_attn\.(q|v)_proj"), of(QV, (0, 1))),
    "all-linear": (dict(target_modules="all-linear"), of(ALL)),
    "a layer lacking": (dict(target_modules=["q_proj", "v_proj"]), of(QV, (0, 2))),
    "a layer that the base has not": (dict(target_modules=["q_proj", "v_proj"]), of(QV, (0, 1, 2, 3)[:3]) | pair(f"{ROOT}.3.self_attn.q_proj", 64, 64)),
    "modules that are no target": (dict(target_modules=["q_proj"]), of(QV)),
    "another rank than the config's": (dict(target_modules=["q_proj", "v_proj"]), of(QV, rank=8)),
    "no target found": (dict(target_modules=["query"]), of(QV)),
    "a head saved whole": (dict(target_modules=["q_proj", "v_proj"], modules_to_save=["lm_head"]), of(QV) | {"base_model.model.lm_head.weight": [100, 64]}),
    "rank by pattern": (dict(target_modules=["q_proj", "v_proj"], rank_pattern={"v_proj": 2}), of(["self_attn.q_proj"]) | of(["self_attn.v_proj"], rank=2)),
    "DoRA": (dict(target_modules=["q_proj", "v_proj"], use_dora=True), of(QV) | magnitudes(QV)),
    "DoRA without its magnitudes": (dict(target_modules=["q_proj", "v_proj"], use_dora=True), of(QV)),
    "DoRA of another size": (dict(target_modules=["q_proj"], use_dora=True), of(QV[:1]) | magnitudes(QV[:1], more=8)),
    "magnitudes that the config does not want": (dict(target_modules=["q_proj", "v_proj"]), of(QV) | magnitudes(QV)),
    "some layers": (dict(target_modules=["q_proj", "v_proj"], layers_to_transform=[0, 2]), of(QV)),
    "one layer": (dict(target_modules=["q_proj", "v_proj"], layers_to_transform=1), of(QV, (1,))),
    "excluded by name": (dict(target_modules=["q_proj", "v_proj", "up_proj"], exclude_modules=["v_proj"]), of(QV)),
    "excluded by a pattern": (dict(target_modules="all-linear", exclude_modules=r".*mlp.*"), of(ALL)),
}
record = {}
for name, (config, tensors) in SCENARIOS.items():
    seen, real = [], torch.nn.Module.load_state_dict

    def spy(module, state, *args, **kw):
        result = real(module, state, *args, **kw)
        seen.append((module, result))
        return result

    full = dict(peft_type="LORA", task_type="CAUSAL_LM", r=4, lora_alpha=8, **config)
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "adapter_config.json").write_text(json.dumps(full))
        save_file({n: torch.zeros(s) for n, s in tensors.items()}, str(Path(folder, "adapter_model.safetensors")))
        model = base()
        torch.nn.Module.load_state_dict = spy
        try:
            peft.PeftModel.from_pretrained(model, folder)
            # what of the base is not in the file is no adapter's
            keys = [n for n in seen[-1][1].missing_keys if ".lora_" in n or "modules_to_save" in n]
            report = {"missing": sorted(keys), "unexpected": sorted(seen[-1][1].unexpected_keys)}
        except Exception as error:
            report = {"error": f"{type(error).__name__}: {error}"}
        finally:
            torch.nn.Module.load_state_dict = real
    record[name] = {"config": full, "tensors": list(tensors.items()), "report": report}
target.write_text("{\n" + ",\n".join(f" {json.dumps(n)}: {json.dumps(e)}" for n, e in record.items()) + "\n}\n")
print(peft.__version__, transformers.__version__, {n: e["report"].get("error", (len(e["report"].get("missing", [])), len(e["report"].get("unexpected", [])))) for n, e in record.items()})
