def load(model):
    return model.eval()
