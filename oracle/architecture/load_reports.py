"""What `from_pretrained` of one release reports for small checkpoints of the families of `family_cases.py`.

    PYTHONPATH=<folder with that transformers> python load_reports.py <load-reports.json>

A checkpoint is a list of names and shapes: as a 4.x release names them (`family_trees.py` writes them too), with some
taken away, added or renamed. `{scenario: {config, class, tensors, reports: {release: [missing, unexpected] or error}}}`.
"""
import json
import os
import sys
import tempfile
import warnings
from pathlib import Path

warnings.filterwarnings("ignore")
import torch
import torch._dynamo  # before transformers: some releases import it half-way
import transformers
from safetensors.torch import save_file

from family_cases import CASES

transformers.logging.set_verbosity_error()
target = Path(sys.argv[1])
record = json.loads(target.read_text()) if target.exists() else {}


def names_of(case, class_name):
    """Names and shapes of a class by the release at hand, without tied heads."""
    config_class, fields, _ = CASES[case]
    with torch.device("meta"):
        model = getattr(transformers, class_name)(getattr(transformers, config_class)(**json.loads(json.dumps(fields))))
    tied = {"lm_head.weight"} if model.config.tie_word_embeddings and case.startswith(("gemma", "paligemma")) else set()
    return {name: list(t.shape) for name, t in model.state_dict().items() if name not in tied}


def renamed(tensors, old, new):
    return {(new + name[len(old):] if name.startswith(old) else name): shape for name, shape in tensors.items()}


def scenarios():
    """Only for the release that writes the lists: 4.57.1."""
    causal, base = names_of("llama", "LlamaForCausalLM"), names_of("llama", "LlamaModel")
    yield "llama: head saved and wanted", "llama", "LlamaForCausalLM", causal
    yield "llama: base into head", "llama", "LlamaForCausalLM", base
    yield "llama: head into base", "llama", "LlamaModel", causal
    yield "llama: rotary buffers of old files", "llama", "LlamaForCausalLM", {**causal, "model.layers.0.self_attn.rotary_emb.inv_freq": [8]}
    yield "llama: a layer lacking, one too many", "llama", "LlamaForCausalLM", {
        **{n: s for n, s in causal.items() if ".layers.1." not in n}, "model.layers.3.input_layernorm.weight": [64], "extra": [2],
    }
    gemma = names_of("gemma", "GemmaForCausalLM")
    yield "gemma: tied head", "gemma", "GemmaForCausalLM", gemma
    yield "gemma: head into base", "gemma", "GemmaModel", gemma
    yield "mistral: head into base", "mistral", "MistralModel", names_of("mistral", "MistralForCausalLM")
    for case, class_name in (("dinov2", "Dinov2Model"), ("dinov2-swiglu", "Dinov2Model"), ("dinov2-registers", "Dinov2WithRegistersModel")):
        tensors = names_of(case, class_name)
        yield f"{case}: names of 4.x", case, class_name, tensors
        yield f"{case}: under its base prefix", case, class_name, {
            f"{'dinov2_with_registers' if 'registers' in case else 'dinov2'}.{n}": s for n, s in tensors.items()
        }
    dual = names_of("clip", "CLIPModel")
    yield "clip: both", "clip", "CLIPModel", {**dual, "vision_model.embeddings.position_ids": [1, 17], "text_model.embeddings.position_ids": [1, 16]}
    yield "clip: dual into vision", "clip", "CLIPVisionModel", dual
    yield "clip: dual into text", "clip", "CLIPTextModel", dual
    yield "clip: vision", "clip-vision", "CLIPVisionModel", names_of("clip-vision", "CLIPVisionModel")
    dual = names_of("siglip", "SiglipModel")
    yield "siglip: both", "siglip", "SiglipModel", dual
    yield "siglip: dual into vision", "siglip", "SiglipVisionModel", dual
    yield "siglip: vision", "siglip-vision", "SiglipVisionModel", names_of("siglip-vision", "SiglipVisionModel")
    new = names_of("paligemma", "PaliGemmaForConditionalGeneration")
    old = renamed(renamed(renamed(new, "model.language_model.", "language_model.model."), "model.vision_tower.", "vision_tower."),
                  "model.multi_modal_projector.", "multi_modal_projector.")
    kind = "PaliGemmaForConditionalGeneration"
    yield "paligemma: names of saved files", "paligemma", kind, old
    yield "paligemma: names of 4.52 as torch.save writes them", "paligemma", kind, new
    yield "paligemma: saved with its head", "paligemma", kind, {**old, "language_model.lm_head.weight": [100, 64]}
    yield "paligemma: into base", "paligemma", "PaliGemmaModel", old


if not record:
    for name, case, class_name, tensors in scenarios():
        record[name] = {"case": case, "class": class_name, "tensors": list(tensors.items()), "reports": {}}

for name, entry in record.items():
    config_class, fields, _ = CASES[entry["case"]]
    model_class = getattr(transformers, entry["class"], None)
    if model_class is None or not hasattr(transformers, config_class):
        continue
    with tempfile.TemporaryDirectory() as folder:
        getattr(transformers, config_class)(**json.loads(json.dumps(fields))).save_pretrained(folder)
        save_file({n: torch.zeros(s) for n, s in entry["tensors"]}, os.path.join(folder, "model.safetensors"), {"format": "pt"})
        try:
            _, info = model_class.from_pretrained(folder, output_loading_info=True)
            report = [sorted(info["missing_keys"]), sorted(info["unexpected_keys"])]
        except Exception as error:
            report = f"{type(error).__name__}: {str(error)[:200]}"
            print(f"  {transformers.__version__} {name}: {report}")
    entry["reports"][transformers.__version__] = report

order = lambda release: [int(n) for n in release.split(".")]
for entry in record.values():
    entry["reports"] = dict(sorted(entry["reports"].items(), key=lambda item: order(item[0])))
rows = []
for name, entry in record.items():
    # releases that report the same stand in one row
    groups = {}
    for release, report in entry["reports"].items():
        groups.setdefault(json.dumps(report), []).append(release)
    rows.append(f" {json.dumps(name)}: {json.dumps(entry)}")
target.write_text("{\n" + ",\n".join(rows) + "\n}\n")
print(transformers.__version__)
