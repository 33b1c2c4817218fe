import torchvision.transforms as T
from torch.utils.data import Dataset


class Demonstrations(Dataset):
    def __init__(self, rows):
        self.rows = rows
        self.transform = T.Compose([T.Resize((224, 224)), T.ToTensor()])

    def __getitem__(self, index):
        return self.transform(self.rows[index]["image"])
