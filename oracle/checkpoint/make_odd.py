"""What few save, or takes for a checkpoint: sparse tensors, a pickle of protocol 0, which torch itself does not load,
TorchScript, a program of torch.export, and one process's part of torch.distributed.checkpoint."""
import json
import warnings
import zipfile
from pathlib import Path

import torch
import torch.distributed.checkpoint

warnings.simplefilter("ignore")
OUT = Path(__file__).parents[2] / "packages/checkpoint/src/fixtures/odd"
OUT.mkdir(parents=True, exist_ok=True)


class Sized(torch.nn.Module):
    sizes: list[int]

    def __init__(self):
        super().__init__()
        self.sizes = [3, 2]

    def forward(self, x):
        return x * self.sizes[0]


def without_places(path, drop):
    """The archive again, without the folders of the machine that wrote it."""
    with zipfile.ZipFile(path) as archive:
        members = [(info, archive.read(info)) for info in archive.infolist() if not info.filename.endswith(drop)]
    with zipfile.ZipFile(path, "w") as archive:
        for info, data in members:
            for place in (str(Path(torch.__file__).parents[1]), str(Path(__file__).resolve().parent)):
                data = data.replace(place.encode(), b"")
            archive.writestr(info, data, info.compress_type)



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

layer = torch.nn.Linear(3, 2)
script = torch.jit.script(torch.nn.Sequential(layer, torch.nn.Sequential(torch.nn.BatchNorm1d(2), torch.nn.Linear(2, 1)), Sized()))
script.save(OUT / "script.pt")
without_places(OUT / "script.pt", ".debug_pkl")
names = list(torch.jit.load(OUT / "script.pt").state_dict())
torch.export.save(torch.export.export(layer, (torch.ones(1, 3),)), OUT / "exported.pt2")
without_places(OUT / "exported.pt2", ".nothing")
torch.distributed.checkpoint.save({"model": layer.state_dict()}, checkpoint_id=OUT / "distributed")
(OUT / "listing.json").write_text(json.dumps({"protocol-0": errors, "sparse": sparse, "script": names}) + "\n")
