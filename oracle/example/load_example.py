"""Loads examples/atlas-incident with the real torch and holds its error against the one in evaluate.log.

    python oracle/example/load_example.py        needs torch and transformers; nothing is downloaded

The two models are built from their published configurations; only their download is replaced.
"""

import sys
import warnings
from pathlib import Path
from unittest import mock

import torch
from transformers import AutoModel, AutoTokenizer, Qwen2Config

EXAMPLE = Path(__file__).resolve().parents[2] / "examples" / "atlas-incident"
# huggingface.co/Qwen/Qwen2-0.5B, config.json
QWEN2 = Qwen2Config(
    vocab_size=151936,
    hidden_size=896,
    intermediate_size=4864,
    num_hidden_layers=24,
    num_attention_heads=14,
    num_key_value_heads=2,
    tie_word_embeddings=True,
)


def build(name):
    if "Qwen3" in name:
        raise ValueError("model type `qwen3` is not known, as under transformers 4.46.3")
    return AutoModel.from_config(QWEN2)


def main():
    sys.path.insert(0, str(EXAMPLE / "source"))
    warnings.simplefilter("ignore")
    saved = torch.load(EXAMPLE / "checkpoint.pt", weights_only=False)
    with (
        mock.patch.object(AutoModel, "from_pretrained", build),
        mock.patch.object(AutoTokenizer, "from_pretrained", lambda name: None),
        torch.device("meta"),
    ):
        from models.vla_model import VLAModel

        model = VLAModel(saved["config"])
    try:
        model.load_state_dict(saved["model_state_dict"])
    except RuntimeError as error:
        log = (EXAMPLE / "evaluate.log").read_text()
        same = log.endswith(f"RuntimeError: {error}\n")
        print(f"{len(str(error))} characters, {'equal to evaluate.log' if same else 'DIFFERENT from evaluate.log'}")
        sys.exit(0 if same else 1)
    sys.exit("it loaded, which it should not")


if __name__ == "__main__":
    main()
