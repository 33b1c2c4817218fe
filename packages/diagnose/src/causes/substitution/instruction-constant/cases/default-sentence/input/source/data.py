from torch.utils.data import Dataset


class Demonstrations(Dataset):
    def __init__(self, rows):
        self.rows = rows

    def __getitem__(self, index):
        sample = self.rows[index]
        language = sample.get("language_instruction", "No instruction")
        return {"image": sample["image"], "instruction": language, "action": sample["action"]}
