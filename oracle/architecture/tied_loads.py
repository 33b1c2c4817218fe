"""What `from_pretrained` makes of tied names that lie in different shards.

    PYTHONPATH=<folder with that transformers> python tied_loads.py FIXTURES/tied-loads.json

Once for each release. `{case: {files: [[name]], releases: {release: {missing, takes}}}}` for a small Qwen2 whose head is
tied: `takes` is what the head holds then, `embedding`, `head`, or `nothing` where it is left on the meta device.
"""
import json
import sys
import tempfile
import warnings
from pathlib import Path

warnings.filterwarnings("ignore")
import torch
import torch._dynamo
import transformers
from safetensors.torch import save_file

target = Path(sys.argv[1])
EMBEDDING, HEAD = "model.embed_tokens.weight", "lm_head.weight"
SIZES = dict(hidden_size=16, intermediate_size=32, num_hidden_layers=1, num_attention_heads=2, num_key_value_heads=1, vocab_size=20)
config = transformers.Qwen2Config(**SIZES, tie_word_embeddings=True)
state = {name: tensor.clone() for name, tensor in transformers.Qwen2ForCausalLM(config).state_dict().items()}
state[HEAD] = torch.ones_like(state[EMBEDDING])
REST = [name for name in state if name not in (EMBEDDING, HEAD)]
CASES = {
    "embedding first": [[EMBEDDING, *REST], [HEAD]],
    "head first": [[HEAD], [EMBEDDING, *REST]],
    "head alone": [REST, [HEAD]],
    "embedding alone": [[EMBEDDING], REST],
    "neither": [REST[:2], REST[2:]],
}


def load(files):
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "config.json").write_text(json.dumps({**json.loads(config.to_json_string()), "architectures": ["Qwen2ForCausalLM"]}))
        index = {}
        for i, names in enumerate(files):
            file = f"model-{i + 1:05d}-of-{len(files):05d}.safetensors"
            save_file({name: state[name] for name in names}, str(Path(folder, file)), metadata={"format": "pt"})
            index |= dict.fromkeys(names, file)
        Path(folder, "model.safetensors.index.json").write_text(json.dumps({"metadata": {}, "weight_map": index}))
        model, report = transformers.Qwen2ForCausalLM.from_pretrained(folder, output_loading_info=True)
    head = model.state_dict()[HEAD]
    takes = "nothing" if head.is_meta else "head" if (head == 1).all() else "embedding" if torch.equal(head, state[EMBEDDING]) else "random"
    return {"missing": sorted(report["missing_keys"]), "takes": takes}


record = json.loads(target.read_text()) if target.exists() else {}
for name, files in CASES.items():
    entry = record.setdefault(name, {"files": files, "releases": {}})
    entry["releases"][transformers.__version__] = load(files)
target.write_text("{\n" + ",\n".join(f" {json.dumps(n)}: {json.dumps(e)}" for n, e in record.items()) + "\n}\n")
