import torch


def load(model, state):
    own = model.state_dict()
    kept = {k: v for k, v in state.items() if k in own and own[k].shape == v.shape}
    result = model.load_state_dict(kept, strict=False)
    if result.missing_keys:
        raise RuntimeError(f"not in the checkpoint: {result.missing_keys}")
