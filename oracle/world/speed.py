"""Control steps per second of processor time of LIBERO in Python without cameras, on recorded actions: python speed.py REFERENCE [rounds]"""
import os
import sys
import time

import numpy as np
from libero.libero import get_libero_path
from libero.libero.envs.env_wrapper import ControlEnv

TASKS = [
    "libero_spatial/pick_up_the_black_bowl_between_the_plate_and_the_ramekin_and_place_it_on_the_plate",
    "libero_object/pick_up_the_alphabet_soup_and_place_it_in_the_basket",
    "libero_goal/turn_on_the_stove",
    "libero_10/KITCHEN_SCENE4_put_the_black_bowl_in_the_bottom_drawer_of_the_cabinet_and_close_it",
]
reference, rounds = sys.argv[1], int((sys.argv[2:] or ["2"])[0])
for task in TASKS:
    record = np.load(os.path.join(reference, task, "rollout.npz"))
    file = os.path.join(get_libero_path("bddl_files"), task + ".bddl")
    env = ControlEnv(bddl_file_name=file, use_camera_obs=False, has_offscreen_renderer=False)
    env.seed(0)
    env.reset()
    rates = []
    for _ in range(rounds):
        env.env.done = False
        env.env.timestep = 0
        env.set_init_state(record["init_state"])
        started = time.process_time()
        for action in record["actions"]:
            env.step(action)
        rates.append(f"{200 / (time.process_time() - started):.0f} steps/s")
    print(task.split("/")[0], ", ".join(rates), flush=True)
    env.close()
