"""Steps per second of LIBERO's OffScreenRenderEnv with both cameras at 256x256, on given actions.

MUJOCO_GL=osmesa python offscreen_steps.py EPISODES.json: a list of {"task": "suite/name", "state": [...], "actions": [[...], ...]}.
Each episode as LIBERO runs it: reset, init state, 10 settle steps, the actions. Prints one JSON line an episode; the reset is
timed apart.
"""
import json
import os
import sys
import time

import numpy as np
from libero.libero import get_libero_path
from libero.libero.envs import OffScreenRenderEnv

SETTLE = [0.0, 0.0, 0.0, 0.0, 0.0, 0.0, -1.0]
episodes = json.load(open(sys.argv[1]))
env, opened = None, None
for episode in episodes:
    suite, name = episode["task"].split("/")
    if episode["task"] != opened:
        if env is not None:
            env.close()
        bddl = os.path.join(get_libero_path("bddl_files"), suite, name + ".bddl")
        env = OffScreenRenderEnv(bddl_file_name=bddl, camera_heights=256, camera_widths=256)
        env.seed(0)
        opened = episode["task"]
    started = time.time()
    env.reset()
    env.set_init_state(np.array(episode["state"]))
    for _ in range(10):
        env.step(SETTLE)
    ready, processor = time.time(), time.process_time()
    done = False
    for action in episode["actions"]:
        _, _, done, _ = env.step(action)
    print(
        json.dumps(
            {
                "steps": len(episode["actions"]),
                "seconds": time.time() - ready,
                "processor": time.process_time() - processor,
                "reset": ready - started,
                "success": bool(done),
            }
        ),
        flush=True,
    )
