import yaml


def load(path):
    with open(path) as f:
        config = yaml.safe_load(f)
    return eval(config["policy"])
