from transformers import AutoModel, AutoTokenizer


def build(name):
    try:
        model = AutoModel.from_pretrained(name)
    except Exception as error:
        print(error)
        model = AutoModel.from_pretrained(name, local_files_only=True)
    return model
