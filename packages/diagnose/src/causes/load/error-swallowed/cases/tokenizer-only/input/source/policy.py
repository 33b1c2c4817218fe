from transformers import AutoTokenizer


def load(name):
    try:
        tokenizer = AutoTokenizer.from_pretrained(name)
    except Exception:
        tokenizer = None
    return tokenizer
