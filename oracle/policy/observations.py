"""Observations that the oracle scripts and the specs share: synthetic ones by a formula that both can compute, and frames
recorded from Python LIBERO (not part of this repository; the specs find them beside it)."""
import glob
import os
import zlib

import numpy as np

SYNTHETIC = 24
FRAMES = [("pre", 0), ("000", 0), ("050", 50), ("100", 100), ("199", 199)]


def picture(k, width=256, height=256):
    """Differs in every direction, with soft and hard edges, dark and bright ends; integers only."""
    y, x = np.mgrid[0:height, 0:width].astype(np.int64)
    channels = []
    for c in range(3):
        soft = (x * (k % 5 + 1) + y * (c + 1)) // (2 + k % 3)
        hard = 70 * (((x >> (3 + k % 3)) + (y >> 4) * (c + 1)) & 3)
        noise = ((x * 1103 + y * 12345 + c * 77 + k * 991) * 1103515245 + 12345) >> 16 & (7 if k % 4 else 63)
        channels.append(np.clip((soft + hard) % 320 + noise - 32, 0, 255))
    return np.stack(channels, -1).astype(np.uint8)


def quaternion(k):
    """x y z w: both signs of w, both ends of its range, and angles around pi (where LIBERO's hand stands)."""
    special = [[0, 0, 0, 1], [0, 0, 0, -1], [1, 0, 0, 0], [0, 1, 0, 1e-9], [0, 0, 1, -1e-9]]
    if k < len(special):
        q = np.array(special[k], dtype=np.float64)
    else:
        q = np.random.RandomState(k).normal(size=4) * [1, 1, 0.2, 0.1]
    return q / np.linalg.norm(q)


def observations(frames):
    """Each: name, the two raw pictures, and the robot's numbers as the environment returns them."""
    for k in range(SYNTHETIC):
        rng = np.random.RandomState(1000 + k)
        yield f"synthetic-{k}", {
            "agentview_image": picture(k),
            "robot0_eye_in_hand_image": picture(k + 100),
            "robot0_eef_pos": rng.uniform(-0.5, 1.2, 3),
            "robot0_eef_quat": quaternion(k),
            "robot0_gripper_qpos": rng.uniform(0, 0.04, 2) * [1, -1],
        }
    if frames is None:
        return
    from PIL import Image

    for task in sorted(glob.glob(os.path.join(frames, "libero_*", "*", "rollout.npz"))):
        folder = os.path.dirname(task)
        data = np.load(task)
        for frame, step in FRAMES:
            name = os.path.relpath(os.path.join(folder, frame), frames)
            load = lambda camera: np.array(Image.open(os.path.join(folder, f"{camera}_{frame}.png")).convert("RGB"))
            yield name, {
                "agentview_image": load("agentview"),
                "robot0_eye_in_hand_image": load("wrist"),
                "robot0_eef_pos": data["eef_pos"][step],
                "robot0_eef_quat": data["eef_quat"][step],
                "robot0_gripper_qpos": data["gripper_qpos"][step],
            }


def digest(image):
    """Of four bands each: checksum and sum, so that a picture that differs says where and by how much."""
    image = np.ascontiguousarray(np.asarray(image, dtype=np.uint8))
    bands = np.array_split(image, 4)
    return {
        "shape": list(image.shape),
        "bands": [[zlib.crc32(np.ascontiguousarray(b).tobytes()), int(b.sum(dtype=np.int64))] for b in bands],
    }
