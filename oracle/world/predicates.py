"""Truths of LIBERO's predicates on teleported states: python predicates.py > packages/world/src/predicates/fixtures/truths.json
Each state is the one after seed 0 and one reset, with the joints given moved. At least 20 states each way."""
import json

import numpy as np
from fast_libero import make

TASKS = [
    "libero_spatial/pick_up_the_black_bowl_between_the_plate_and_the_ramekin_and_place_it_on_the_plate",
    "libero_object/pick_up_the_alphabet_soup_and_place_it_in_the_basket",
    "libero_goal/open_the_middle_drawer_of_the_cabinet",
    "libero_goal/push_the_plate_to_the_front_of_the_stove",
    "libero_goal/put_the_bowl_on_the_stove",
    "libero_goal/put_the_bowl_on_top_of_the_cabinet",
    "libero_goal/put_the_cream_cheese_in_the_bowl",
    "libero_goal/put_the_wine_bottle_on_the_rack",
    "libero_goal/turn_on_the_stove",
    "libero_10/KITCHEN_SCENE4_put_the_black_bowl_in_the_bottom_drawer_of_the_cabinet_and_close_it",
    "libero_10/KITCHEN_SCENE6_put_the_yellow_and_white_mug_in_the_microwave_and_close_it",
    "libero_10/LIVING_ROOM_SCENE6_put_the_white_mug_on_the_plate_and_put_the_chocolate_pudding_to_the_right_of_the_plate",
    "libero_10/STUDY_SCENE1_pick_up_the_book_and_place_it_in_the_back_compartment_of_the_caddy",
    "libero_90/KITCHEN_SCENE7_open_the_microwave",
    "libero_90/KITCHEN_SCENE8_turn_off_the_stove",
]
# no task of the suites has this predicate in its goal
EXTRA = {TASKS[-1]: [["up", "moka_pot_1"]]}
WANTED = 20
rng = np.random.RandomState(1)


def target(env, name):
    if name in env.object_sites_dict:
        return env.sim.data.get_site_xpos(name)
    return env.sim.data.body_xpos[env.obj_body_id[name]]


def moved(env, state):
    """Joints with new values, about half of which make the predicate true."""
    name = state[1]
    if state[0] in ("on", "in"):
        joint = env.get_object(name).joints[-1]
        quat = env.sim.data.get_joint_qpos(joint)[3:]
        near = target(env, state[2]) + rng.normal(size=3) * [0.03, 0.03, 0.04] + [0, 0, 0.02]
        return {joint: [round(float(v), 5) for v in np.concatenate([near, quat])]}
    if state[0] == "up":
        joint = env.get_object(name).joints[-1]
        pose = env.sim.data.get_joint_qpos(joint).copy()
        pose[2] = 1 + rng.normal() * 0.03
        return {joint: [round(float(v), 5) for v in pose]}
    joints = env.object_sites_dict[name].joints if name in env.object_sites_dict else env.get_object(name).joints
    values = {}
    for joint in joints:
        low, high = env.sim.model.jnt_range[env.sim.model.joint_name2id(joint)]
        closed = rng.rand() < 0.4
        spread = 0.02 if closed else high - low
        values[joint] = round(float(rng.uniform(-spread, spread) if closed else rng.uniform(low, high)), 5)
    return values


result = []
for task in TASKS:
    wrapper = make(*task.split("/"))
    wrapper.seed(0)
    wrapper.reset()
    env = wrapper.env
    base = env.sim.data.qpos.copy()
    goal = env.parsed_problem["goal_state"]
    for index, state in [*enumerate(goal), *((None, extra) for extra in EXTRA.get(task, []))]:
        truths = {True: [], False: []}
        for _ in range(4000):
            env.sim.data.qpos[:] = base
            env.sim.forward()
            values = moved(env, state)
            for joint, value in values.items():
                env.sim.data.set_joint_qpos(joint, value)
            env.sim.forward()
            truth = bool(env._eval_predicate(state))
            if len(truths[truth]) < WANTED:
                truths[truth].append(values)
            if min(len(v) for v in truths.values()) == WANTED:
                break
        result.append({"task": task, "goal": index, "predicate": state, "true": truths[True], "false": truths[False]})
    wrapper.close()
print("[\n" + ",\n".join(json.dumps(r) for r in result) + "\n]")
