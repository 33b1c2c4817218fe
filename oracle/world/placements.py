"""Where LIBERO puts everything: python placements.py SEED RESETS [suite/task ...] > placements.json
For each reset the positions of the joints of objects and fixtures, and the fixtures' bodies."""
import json
import sys

import numpy as np
from fast_libero import make
from libero.libero.benchmark.libero_suite_task_map import libero_task_map

seed, resets, *tasks = sys.argv[1:]
if not tasks:
    tasks = [f"{s}/{t}" for s, names in libero_task_map.items() if s != "libero_100" for t in names]
result = []
for task in tasks:
    env = make(*task.split("/"))
    env.seed(int(seed))
    rows = []
    for _ in range(int(resets)):
        env.reset()
        model = env.sim.model
        fixtures = {}
        for name, fixture in env.env.fixtures_dict.items():
            body = model.body_name2id(fixture.root_body)
            fixtures[name] = model.body_pos[body].tolist() + model.body_quat[body].tolist()
        rows.append({"qpos": env.sim.data.qpos.tolist(), "fixtures": fixtures})
    result.append({"task": task, "seed": int(seed), "resets": rows, "next": np.random.uniform()})
    env.close()
print("[\n" + ",\n".join(json.dumps(r) for r in result) + "\n]")
