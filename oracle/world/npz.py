"""Small .npz files of NumPy for packages/world/src/npz: python npz.py .../fixtures"""
import sys

import numpy as np

out = sys.argv[1]
arrays = dict(
    actions=np.arange(6).reshape(2, 3) / 2,
    single=np.array([0.25, -1], dtype=np.float32),
    count=np.array([7, -3]),
    success=np.array([True, False]),
    scalar=np.array(3.5),
    empty=np.zeros((0, 4)),
)
np.savez(f"{out}/plain.npz", **arrays)
np.savez_compressed(f"{out}/compressed.npz", **arrays)
np.savez(f"{out}/objects.npz", o=np.array([{}, None], dtype=object))
np.save(f"{out}/a.npy", np.array([[1, -2], [3.5, np.nan]]))
