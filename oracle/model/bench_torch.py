"""PyTorch's side of bench/model: loads a checkpoint as the evaluation does, then answers lines on stdin.

    python bench_torch.py <AtlasVLA checkout> <language model folder> <checkpoint.pt> <threads>

`step`: the original step, language and graph included; `cached`: the same with the language's features kept;
`features FILE`: writes the outputs for the fixed input as .npz. Each answers one line of JSON.
"""
import json
import resource
import sys
import time

import numpy as np
import torch
import transformers

import atlas_source

checkout, folder, checkpoint, threads = sys.argv[1:]
torch.set_num_threads(int(threads))
config_module, vla = atlas_source.load(checkout)
language = transformers.AutoConfig.from_pretrained(folder)
tokenizer = transformers.AutoTokenizer.from_pretrained(folder)
transformers.AutoModel.from_pretrained = lambda *a, **kw: transformers.AutoModel.from_config(language)
transformers.AutoTokenizer.from_pretrained = lambda *a, **kw: tokenizer
started = time.perf_counter()
saved = torch.load(checkpoint, map_location="cpu", weights_only=False, mmap=True)
with torch.no_grad():
    model = vla.VLAModel(saved["config"])
model.load_state_dict(saved["model_state_dict"])
del saved
model = model.eval().float()
if not model.config.vggt.use_pretrained_vggt:
    atlas_source.mend_mask(model)
loaded = time.perf_counter() - started
print(json.dumps({"loaded_s": loaded}), file=sys.stderr)

INSTRUCTION = "pick up the black bowl and place it on the plate"
pixels = ((np.arange(224 * 224 * 3) * 2654435761 % 2**32) >> 24).astype(np.uint8).reshape(1, 224, 224, 3)
mean, std = torch.tensor([0.485, 0.456, 0.406]), torch.tensor([0.229, 0.224, 0.225])
image = ((torch.from_numpy(pixels).float() / 255 - mean) / std).permute(0, 3, 1, 2).contiguous()
cache = None
real = model.language_encoder.forward


def cached(texts):
    global cache
    if cache is None:
        cache = real(texts)
    return cache


with torch.inference_mode():
    for line in sys.stdin:
        command, *rest = line.split()
        model.language_encoder.forward = real if command == "step" else cached
        started, cpu = time.perf_counter(), time.process_time()
        out = model(image, [INSTRUCTION], return_features=True)
        answer = {"s": time.perf_counter() - started, "cpu_s": time.process_time() - cpu}
        if command == "features":
            np.savez(rest[0], **{k: v.numpy() for k, v in out.items() if torch.is_tensor(v)})
        answer["rss_mb"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(json.dumps(answer), flush=True)
