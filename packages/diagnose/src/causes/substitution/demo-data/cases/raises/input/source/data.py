import numpy as np
from datasets import load_dataset


def load(repo):
    try:
        return load_dataset(repo, split="train")
    except Exception as error:
        raise RuntimeError(f"{repo} cannot be loaded") from error
