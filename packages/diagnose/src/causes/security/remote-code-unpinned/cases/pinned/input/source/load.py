from transformers import AutoModel


def load(name):
    return AutoModel.from_pretrained(name, trust_remote_code=True, revision="0f7a3b1c9d2e4f56789012345678901234567890")
