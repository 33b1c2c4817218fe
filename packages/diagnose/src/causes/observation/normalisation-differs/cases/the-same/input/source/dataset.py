import torchvision.transforms as T
from torch.utils.data import Dataset


class Demonstrations(Dataset):
    def __init__(self, rows):
        self.rows = rows
        self.transform = T.Compose([T.Resize((224, 224)), T.ToTensor(), T.Normalize(mean=[0.485, 0.456, 0.406], std=[0.229, 0.224, 0.225])])

    def __getitem__(self, index):
        return self.transform(self.rows[index]["image"])
