"""Vectors of NumPy's global generator for packages/world/src/random: python numpy-random.py > .../fixtures/numpy-random.json"""
import json

import numpy as np

cases = []
for seed in [0, 1, 7, 42, 2**31, 2**32 - 1]:
    np.random.seed(seed)
    case = {"seed": seed}
    case["uniform"] = [np.random.uniform(low=-0.3, high=0.7) for _ in range(5)]
    case["equal"] = np.random.uniform(high=np.pi / 2, low=np.pi / 2)
    case["randint"] = [int(np.random.randint(n)) for n in [1, 2, 3, 1, 7, 100, 2**20 + 1, 2**32]]
    case["normals"] = np.random.randn(7).tolist()
    case["between"] = np.random.uniform()
    case["more_normals"] = np.random.randn(4).tolist()
    # far enough to refill the state several times
    case["far"] = [float(np.random.uniform(size=5000)[-1]), int(np.random.randint(1000))]
    np.random.seed(seed)
    case["reseeded_normal"] = np.random.randn(1).tolist()
    cases.append(case)
print(json.dumps({"numpy": np.__version__, "cases": cases}, indent=1))
