import numpy as np
from torch.utils.data import Dataset


class Demonstrations(Dataset):
    def __init__(self, rows):
        self.rows = rows

    def __getitem__(self, index):
        row = self.rows[index]
        image = np.asarray(row["observation.images.image"])
        return {"image": image, "action": row["action"]}


def load(repo="lerobot/libero_spatial_image"):
    return Demonstrations(repo)
