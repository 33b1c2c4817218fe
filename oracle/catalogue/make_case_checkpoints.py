"""Writes the small checkpoints of the catalogue's cases, with real torch, safetensors and NumPy 2.

    python oracle/catalogue/make_case_checkpoints.py packages/diagnose/src/causes

Each is under 4 kB. Texts beside them (freezes, sources, expected.json) are written here too, so that a case is whole.
"""

import json
import pickle
import shutil
import sys
from collections import OrderedDict
from pathlib import Path

import numpy as np
import torch
from safetensors.torch import save_file

ROOT = Path(sys.argv[1])
NEW = "torch==2.8.0\ntransformers==4.57.1\nnumpy==2.2.6\n"
OLD = "torch==2.8.0\ntransformers==4.46.3\nnumpy==1.26.4\n"


def case(cause, name, expected, **texts):
    folder = ROOT / cause / "cases" / name
    given = folder / "input"
    shutil.rmtree(folder, ignore_errors=True)
    given.mkdir(parents=True)
    (folder / "expected.json").write_text(json.dumps(expected) + "\n")
    for file, text in texts.items():
        path = given / file.replace("__", "/")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return given


def found(strength):
    return {"matches": True, "strength": strength}


SILENT = {"matches": False}


def policy(**tensors):
    return {name.replace("__", "."): torch.zeros(shape) for name, shape in tensors.items()}


def save(path, tensors, **beside):
    torch.save({"model_state_dict": OrderedDict(tensors), **beside}, path)


QWEN3 = {"language": {"model_name": "Qwen/Qwen3-0.6B-Base", "output_dim": 768}}
CODE = "environment/model-type-unknown"
given = case(CODE, "checkpoint-and-freeze", found("likely"), **{"pip-freeze.txt": OLD})
save(given / "policy.pt", policy(projector__weight=(4, 8)), config=QWEN3)
given = case(CODE, "checkpoint-and-newer-freeze", SILENT, **{"pip-freeze.txt": NEW})
save(given / "policy.pt", policy(projector__weight=(4, 8)), config=QWEN3)
registry = 'CONFIG_MAPPING_NAMES = OrderedDict([("llama", "LlamaConfig"), ("qwen2", "Qwen2Config")])\n'
site = "venv__lib__python3.10__site-packages__"
given = case(
    CODE,
    "checkpoint-and-environment-folder",
    found("proven"),
    **{
        site + "transformers__models__auto__configuration_auto.py": "from collections import OrderedDict\n\n" + registry,
        site + "transformers-4.46.3.dist-info__METADATA": "Metadata-Version: 2.1\nName: transformers\nVersion: 4.46.3\n",
    },
)
save(given / "policy.pt", policy(projector__weight=(4, 8)), config=QWEN3)

CODE = "load/zero-size-placeholders"
given = case(CODE, "checkpoint", found("proven"))
save(given / "policy.pt", policy(a__weight=(0,), b__weight=(0,), c__bias=(3,)))
given = case(CODE, "one-empty-buffer", SILENT)
save(given / "policy.pt", policy(cache=(0,), **{f"l{i}__weight": (1, 1) for i in range(10)}))

CODE = "load/action-statistics-never-set"
DECOYS = {"other_mean": torch.zeros(7), "action_head.weight": torch.zeros(7)}
given = case(CODE, "as-constructed", found("possible"))
save(given / "policy.pt", {"action_head.action_mean": torch.zeros(7), "action_head.action_std": torch.ones(7)})
given = case(CODE, "infinite", found("proven"))
infinite = {f"unnormalize_outputs.buffer_action.{name}": torch.full((7,), torch.inf) for name in ("mean", "std")}
save_file(infinite, given / "model.safetensors")
given = case(CODE, "told-by-the-log", found("proven"), **{"eval.log": """Traceback (most recent call last):
  File "lerobot/scripts/eval.py", line 500, in <module>
    policy.select_action(observation)
AssertionError: `mean` is infinity. You should either initialize with `stats` as an argument, or use a pretrained model.
"""})
given = case(CODE, "set", SILENT)
save(given / "policy.pt", {"action_head.action_mean": torch.arange(7.0), "action_head.action_std": torch.ones(7), **DECOYS})
given = case(CODE, "no-data", SILENT)
save(given / "policy.pt", {"action_head.action_mean": torch.zeros(7), "action_head.action_std": torch.zeros(7)})

CODE = "load/truncated"
given = case(CODE, "archive-without-its-end", found("proven"))
save(given / "policy.pt", policy(a__weight=(4, 4)))
path = given / "policy.pt"
path.write_bytes(path.read_bytes()[:700])
given = case(CODE, "safetensors-without-its-end", found("proven"))
save_file(policy(a__weight=(8, 8)), given / "model.safetensors")
path = given / "model.safetensors"
path.write_bytes(path.read_bytes()[:-40])
given = case(CODE, "whole", SILENT)
save_file(policy(a__weight=(8, 8)), given / "model.safetensors")

CODE = "load/shard-missing"
INDEX = json.dumps(
    {
        "metadata": {"total_size": 128},
        "weight_map": {
            "a.weight": "model-00001-of-00002.safetensors",
            "b.weight": "model-00002-of-00002.safetensors",
        },
    }
)
for name, expected, shards in (("one-of-two", found("proven"), 1), ("both", SILENT, 2)):
    given = case(CODE, name, expected, **{"policy__model.safetensors.index.json": INDEX, "policy__config.json": "{}\n"})
    for i, tensor in list(enumerate(("a.weight", "b.weight"), 1))[:shards]:
        save_file({tensor: torch.zeros(4, 4)}, given / "policy" / f"model-{i:05}-of-00002.safetensors")

CODE = "load/numpy2-pickle"
for name, expected, numpy in (
    ("checkpoint-and-old-numpy", found("proven"), "1.24.4"),
    ("checkpoint-and-stubs", SILENT, "1.26.4"),
    ("checkpoint-and-numpy-2", SILENT, "2.2.6"),
):
    freeze = f"numpy=={numpy}\ntorch==2.8.0\npillow==11.0.0\n"
    given = case(CODE, name, expected, **{"pip-freeze.txt": freeze})
    save(given / "policy.pt", policy(a__weight=(2, 2)), action_mean=np.zeros(7, np.float32))

CODE = "load/tied-embedding-missing"
LOG = 'Missing key(s) in state_dict: "model.language_model.embed_tokens.weight".\n'
given = case(CODE, "log-and-partner", found("proven"), **{"excerpt.log": LOG})
save(given / "policy.pt", policy(model__language_model__lm_head__weight=(16, 4)))

CODE = "environment/bin-refused"
HF = "torch==2.2.0\ntransformers==4.53.2\nsafetensors==0.5.3\n"
given = case(CODE, "checkpoint-and-freeze", found("likely"), **{"pip-freeze.txt": HF})
torch.save(policy(a__weight=(2, 2)), given / "pytorch_model.bin")
given = case(CODE, "safetensors", SILENT, **{"pip-freeze.txt": HF})
save_file(policy(a__weight=(2, 2)), given / "model.safetensors")
given = case(CODE, "older-transformers", SILENT, **{"pip-freeze.txt": HF.replace("4.53.2", "4.40.1")})
torch.save(policy(a__weight=(2, 2)), given / "pytorch_model.bin")

CODE = "security/weights-only-unsafe-torch"
given = case(CODE, "pickle-and-old-torch", found("possible"), **{"pip-freeze.txt": HF})
save(given / "policy.pt", policy(a__weight=(2, 2)))
given = case(CODE, "pickle-and-new-torch", SILENT, **{"pip-freeze.txt": HF.replace("2.2.0", "2.6.0")})
save(given / "policy.pt", policy(a__weight=(2, 2)))
given = case(CODE, "safetensors-and-old-torch", SILENT, **{"pip-freeze.txt": HF})
save_file(policy(a__weight=(2, 2)), given / "model.safetensors")


class Canary:
    """Would print a line when unpickled without restriction; harmless, and never loaded by a test."""

    def __reduce__(self):
        import os

        return os.system, ("echo a pickle ran",)


class ModelConfig:
    """A class of the user's own: unknown, not dangerous."""

    def __init__(self):
        self.hidden = 8


ModelConfig.__module__ = "configs.model_config"
CODE = "security/dangerous-pickle"
given = case(CODE, "runs-a-command", found("proven"))
save(given / "policy.pt", policy(a__weight=(2, 2)), config=Canary())
given = case(CODE, "own-config-class", SILENT)
module = type(sys)("configs.model_config")
module.ModelConfig = ModelConfig
sys.modules["configs"] = type(sys)("configs")
sys.modules["configs.model_config"] = module
save(given / "policy.pt", policy(a__weight=(2, 2)), config=ModelConfig())
assert pickle.dumps(ModelConfig())

CODE = "substitution/backbone-random-weights"
LOG = (
    "⚠ Could not load official weights: <urlopen error [Errno -2] Name or service not known>\n"
    "  Using VGGT structure with random initialization (no pretrained weights).\n"
)
given = case(CODE, "held-by-the-checkpoint", SILENT, **{"eval.log": LOG})
save(given / "policy.pt", policy(vggt_backbone__vggt__aggregator__weight=(2, 2)))

CODE = "action/constant-output"
SOURCE = (ROOT / CODE / "cases/queries-alone/input/source/model.py").read_text()
given = case(CODE, "backbone-in-the-checkpoint", found("proven"), **{"source__model.py": SOURCE})
save(given / "policy.pt", policy(vggt_backbone__layers__0__weight=(2, 2)))
given = case(CODE, "another-backbone-in-the-checkpoint", SILENT, **{"source__model.py": SOURCE})
save(given / "policy.pt", policy(vggt_backbone__vggt__aggregator__weight=(2, 2)))
# the results of one checkpoint beside another: nothing is proven of the one that was evaluated
RESULTS = {
    "benchmark": "libero_spatial",
    "checkpoint": "runs/other_step20000.pt",
    "total_success": 0,
    "total_episodes": 20,
    "results": {"task_0": {"episode_results": [{"episode": i, "success": False, "steps": 220} for i in range(20)]}},
}
given = case(
    CODE,
    "results-of-another-checkpoint",
    found("possible"),
    **{"source__model.py": SOURCE, "eval.json": json.dumps(RESULTS) + "\n"},
)
save(given / "policy.pt", policy(vggt_backbone__layers__0__weight=(2, 2)))


def qwen2(layers):
    from transformers import Qwen2Config, Qwen2Model

    sizes = dict(hidden_size=8, num_hidden_layers=2, num_attention_heads=2, num_key_value_heads=1, intermediate_size=12, vocab_size=10)
    state = {name: torch.zeros_like(value) for name, value in Qwen2Model(Qwen2Config(**sizes)).state_dict().items()}
    config = {"architectures": ["Qwen2Model"], "model_type": "qwen2", **sizes, "num_hidden_layers": layers}
    return state, json.dumps(config, indent=1)


# the folder's config asks for one layer more than it holds
for name, layers, expected in (("predicted", 3, found("likely")), ("predicted-whole", 2, {"matches": False})):
    state, config = qwen2(layers)
    freeze = "transformers==4.57.1\ntorch==2.8.0\n"
    folder = case("load/missing-keys-warned", name, expected, **{"pip-freeze.txt": freeze, "checkpoint__config.json": config})
    save_file(state, folder / "checkpoint/model.safetensors")
