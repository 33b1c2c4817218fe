"""Steps of LIBERO in Python with both cameras, for bench/camera/steps.mjs: MUJOCO_GL=osmesa python steps.py REFERENCE TASK STEPS
Each line on stdin plays the recorded actions once from the start; the answer is a JSON line with seconds of wall and of
processor time."""
import json
import os
import sys
import time

import mujoco
import numpy as np
from libero.libero import get_libero_path
from libero.libero.envs.env_wrapper import OffScreenRenderEnv

reference, task, steps = sys.argv[1], sys.argv[2], int(sys.argv[3])
record = np.load(os.path.join(reference, task, "rollout.npz"))
file = os.path.join(get_libero_path("bddl_files"), task + ".bddl")
env = OffScreenRenderEnv(bddl_file_name=file, camera_heights=256, camera_widths=256)
env.seed(0)
env.reset()
print(json.dumps({"mujoco": mujoco.__version__, "threads": os.environ.get("LP_NUM_THREADS", "default")}), flush=True)
for _ in sys.stdin:
    env.env.done = False
    env.env.timestep = 0
    env.set_init_state(record["all_init_states"][0])
    wall, processor = time.perf_counter(), time.process_time()
    for action in record["actions"][:steps]:
        env.step(action)
    print(json.dumps({"wall": time.perf_counter() - wall, "processor": time.process_time() - processor}), flush=True)
