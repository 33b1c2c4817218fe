import torch


def load(model, state):
    try:
        model.load_state_dict(state, strict=True)
    except RuntimeError as error:
        if "size mismatch" in str(error):
            print("retrying without the parts that do not fit")
            model.load_state_dict(state, strict=False)
        else:
            raise
