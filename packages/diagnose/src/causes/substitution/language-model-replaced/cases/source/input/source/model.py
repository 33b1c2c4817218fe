from transformers import AutoModel, AutoTokenizer


def build(name):
    try:
        model = AutoModel.from_pretrained(name)
    except Exception as error:
        print(error)
        model = AutoModel.from_pretrained("Qwen/Qwen2-0.5B")
    return model
