"""What MuJoCo 2.3.7 draws of plumb-desk with OSMesa: MUJOCO_GL=osmesa python desk-pictures.py desk.json OUT
(desk.json from write-desk.mjs; OUT is packages/cli/src/render/fixtures). Depth flags and groups as robosuite sets them."""
import json
import os
import sys

import cv2
import mujoco
import numpy as np

desk = json.load(open(sys.argv[1]))
model = mujoco.MjModel.from_xml_string(desk["xml"])
model.body_pos[:] = np.reshape(desk["bodyPositions"], (-1, 3))
model.body_quat[:] = np.reshape(desk["bodyQuaternions"], (-1, 4))
model.site_rgba[:] = desk["siteRgba"]
data = mujoco.MjData(model)
data.qpos[:] = desk["qpos"]
mujoco.mj_forward(model, data)
option = mujoco.MjvOption()
option.geomgroup[:] = [0, 1, 1, 0, 0, 0]
renderer = mujoco.Renderer(model, 160, 160)
for camera in ["agentview", "robot0_eye_in_hand", "frontview", "robot0_robotview"]:
    renderer.update_scene(data, camera, option)
    cv2.imwrite(os.path.join(sys.argv[2], f"desk_{camera}.png"), renderer.render()[:, :, ::-1])
json.dump(desk["qpos"], open(os.path.join(sys.argv[2], "desk_qpos.json"), "w"))
print(mujoco.__version__)
