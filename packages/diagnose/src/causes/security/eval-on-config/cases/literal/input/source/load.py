import ast

import yaml


def load(path):
    with open(path) as f:
        config = yaml.safe_load(f)
    return ast.literal_eval(config["size"])
