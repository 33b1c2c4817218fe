"""A small policy that copies the scripted expert: what a healthy policy shows in each probe of `plumb debug`.

python train_healthy.py FOLDER OUT.safetensors [EPOCHS]: FOLDER is what record-expert.mjs wrote. Minutes on a GPU, an hour
without; the fixture is of 80 epochs with torch 2.11.0 on CUDA.
Two cameras of 64 x 64 pixels, hand and fingers, words of the instruction -> four actions. Each camera has its own
convolutions and a spatial softmax (Finn et al. 2016, arXiv:1509.06113), so that the whole has some 33,000 numbers, saved as
float16. packages/evaluate/src/testing/healthy-policy.ts runs it.
"""
import struct
import sys
import json

import numpy as np
import torch
from torch import nn

SIZE, CHUNK, STATE = 64, 4, 5
WORDS = ["pick", "red", "cube", "place", "tray", "open", "drawer"]
INSTRUCTIONS = ["pick up the red cube and place it in the tray", "open the drawer"]
# hand in metres about the desk, fingers about half open
CENTRE = [-0.05, -0.1, 1.05, 0.02, -0.02]
SCALE = [0.15, 0.2, 0.12, 0.02, 0.02]


def words_of(instruction):
    return [float(word in instruction.split()) for word in WORDS]


class Eye(nn.Module):
    """Where each of 24 features is in the picture, [-1, 1] each way."""

    def __init__(self):
        super().__init__()
        self.conv1 = nn.Conv2d(3, 16, 5, stride=2, padding=2)
        self.conv2 = nn.Conv2d(16, 24, 3, stride=2, padding=1)
        self.conv3 = nn.Conv2d(24, 24, 3, padding=1)
        grid = torch.linspace(-1, 1, SIZE // 4)
        self.register_buffer("grid", grid, persistent=False)

    def forward(self, image):
        x = torch.relu(self.conv1(image))
        x = torch.relu(self.conv2(x))
        x = self.conv3(x)
        weight = torch.softmax(x.flatten(2), -1).view_as(x)
        across = (weight.sum(2) * self.grid).sum(-1)
        down = (weight.sum(3) * self.grid).sum(-1)
        return torch.cat([across, down], -1)


class Policy(nn.Module):
    def __init__(self):
        super().__init__()
        self.agentview, self.wrist = Eye(), Eye()
        self.hidden1 = nn.Linear(4 * 24 + STATE + len(WORDS), 64)
        self.hidden2 = nn.Linear(64, 64)
        self.out = nn.Linear(64, CHUNK * 7)

    def forward(self, images, state, words):
        seen = torch.cat([self.agentview(images[:, 0]), self.wrist(images[:, 1]), state, words], -1)
        x = torch.relu(self.hidden1(seen))
        x = torch.relu(self.hidden2(x))
        return torch.tanh(self.out(x)).view(-1, CHUNK, 7)


def load(folder):
    rows = np.fromfile(f"{folder}/rows.f64", np.float64).reshape(-1, 4 + STATE + 7)
    images = np.fromfile(f"{folder}/images.u8", np.uint8).reshape(-1, 2, SIZE, SIZE, 3)
    task, episode, seen = rows[:, 0], rows[:, 1], rows[:, 3] == 1
    at = np.flatnonzero(seen)
    assert len(at) == len(images)
    last = np.array([np.flatnonzero((task == task[i]) & (episode == episode[i]))[-1] for i in at])
    actions = np.stack([rows[np.minimum(at + k, last), -7:] for k in range(CHUNK)], 1)
    state = (rows[at, 4 : 4 + STATE] - CENTRE) / SCALE
    words = np.array([words_of(text) for text in INSTRUCTIONS])[task[at].astype(int)]
    as_float = lambda array: torch.tensor(array, dtype=torch.float32)
    return torch.from_numpy(images), as_float(state), as_float(words), as_float(actions), episode[at]


def save(path, model):
    tensors = {name: value.half().cpu().numpy() for name, value in model.state_dict().items()}
    header, at = {}, 0
    for name, value in tensors.items():
        header[name] = {"dtype": "F16", "shape": list(value.shape), "data_offsets": [at, at + value.nbytes]}
        at += value.nbytes
    text = json.dumps(header, separators=(",", ":")).encode()
    text += b" " * (-len(text) % 8)
    with open(path, "wb") as file:
        file.write(struct.pack("<Q", len(text)) + text + b"".join(v.tobytes() for v in tensors.values()))


def main():
    folder, out, epochs = sys.argv[1], sys.argv[2], int(sys.argv[3]) if len(sys.argv) > 3 else 80
    torch.manual_seed(0)
    device = "cuda" if torch.cuda.is_available() else "cpu"
    *tensors, episode = load(folder)
    images, state, words, actions = (tensor.to(device) for tensor in tensors)
    held = torch.from_numpy(episode % 10 == 9).to(device)
    train = torch.nonzero(~held)[:, 0]
    model = Policy().to(device)
    print(sum(p.numel() for p in model.parameters()), "numbers", len(train), "moments", flush=True)
    steps = epochs * (len(train) // 128)
    optimiser = torch.optim.AdamW(model.parameters(), lr=2e-3, weight_decay=1e-4)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, 2e-3, total_steps=steps)
    # the arm turns little, and what it does turn matters
    weight = torch.tensor([1, 1, 1, 2, 2, 2, 0.3], device=device)
    pixels = lambda at: images[at].permute(0, 1, 4, 2, 3).float() / 255 - 0.5

    def loss_at(at, light=1.0, noise=0.0):
        seen = state[at] + noise * torch.randn(len(at), STATE, device=device)
        return (weight * (model(pixels(at) * light, seen, words[at]) - actions[at]) ** 2).mean()

    for epoch in range(epochs):
        total = 0
        for at in train[torch.randperm(len(train), device=device)][: len(train) // 128 * 128].view(-1, 128):
            loss = loss_at(at, 1 + 0.1 * torch.randn(128, 1, 1, 1, 1, device=device), 0.05)
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
            schedule.step()
            total += loss.item()
        with torch.no_grad():
            tests = torch.nonzero(held)[:, 0].split(256)
            test = sum(loss_at(at).item() * len(at) for at in tests) / int(held.sum())
        print(epoch, total / (len(train) // 128), test, flush=True)
    save(out, model)


main()
