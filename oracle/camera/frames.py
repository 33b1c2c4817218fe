"""Draws recorded states with mujoco.Renderer on request: the rival of bench/camera/frames.mjs.

    MUJOCO_GL=osmesa python oracle/camera/frames.py REFERENCE_TASK ASSETS

ASSETS holds `libero` and `robosuite` (see the reference's README). Reads lines "camera size row" and answers with the
milliseconds of update_scene and render, by the clock and of all processors.
"""
import json
import os
import sys
import tempfile
import time

import mujoco
import numpy as np

task, assets = sys.argv[1:3]
with tempfile.TemporaryDirectory() as folder:
    os.makedirs(os.path.join(folder, 'a', 'b'))
    os.symlink(os.path.abspath(assets), os.path.join(folder, 'assets'))
    path = os.path.join(folder, 'a', 'b', 'model.xml')
    with open(os.path.join(task, 'model.xml')) as source, open(path, 'w') as copy:
        copy.write(source.read())
    model = mujoco.MjModel.from_xml_path(path)
data = mujoco.MjData(model)
states = np.load(os.path.join(task, 'rollout.npz'))['sub_qpos'][::25]
option = mujoco.MjvOption()
option.geomgroup[:] = [0, 1, 1, 0, 0, 0]
renderers = {}
print(json.dumps({
    'mujoco': mujoco.__version__, 'gl': os.environ.get('MUJOCO_GL'),
    'LP_NUM_THREADS': os.environ.get('LP_NUM_THREADS', 'default'), 'cpus': os.cpu_count(),
}), flush=True)
for line in sys.stdin:
    camera, size, row = line.split()
    size = int(size)
    if size not in renderers:
        renderers[size] = mujoco.Renderer(model, size, size)
    data.qpos[:] = states[int(row)]
    mujoco.mj_forward(model, data)
    clock, processor = time.perf_counter(), time.process_time()
    renderers[size].update_scene(data, camera=camera, scene_option=option)
    renderers[size].render()
    print(json.dumps([1e3 * (time.perf_counter() - clock), 1e3 * (time.process_time() - processor)]), flush=True)
