"""Checkpoints with what few save: sparse tensors, and a pickle of protocol 0, which torch itself does not load."""
import json
import warnings
from pathlib import Path

import torch

warnings.simplefilter("ignore")
OUT = Path(__file__).parents[2] / "packages/checkpoint/src/fixtures/odd"
OUT.mkdir(parents=True, exist_ok=True)

eye = torch.eye(3)
dense = {"a": torch.ones(2)}
torch.save(dense | {"s": eye.to_sparse(), "c": eye.to_sparse_csr(), "p": torch.nn.Parameter(eye.to_sparse())}, OUT / "sparse.pt")
torch.save(dense | {"s": eye.to_sparse()}, OUT / "one-sparse.pt")
torch.save({"s": eye.to_sparse()}, OUT / "only-sparse.pt")
torch.save(dense, OUT / "protocol-0.pt", pickle_protocol=0)

errors = {}
for weights_only in (False, True):
    try:
        torch.load(OUT / "protocol-0.pt", weights_only=weights_only)
    except Exception as error:
        errors[f"weights_only={weights_only}"] = type(error).__name__
sparse = [name for name, tensor in torch.load(OUT / "sparse.pt").items() if tensor.layout != torch.strided]
(OUT / "listing.json").write_text(json.dumps({"protocol-0": errors, "sparse": sparse}) + "\n")
