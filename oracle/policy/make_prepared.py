"""What each family's own LIBERO script makes of the same observations and actions, for packages/policy/src/prepare:

    python oracle/policy/make_prepared.py --sources DIR --frames ../shared/libero/reference OUT.json
    python oracle/policy/make_prepared.py --sources DIR --frames ../shared/libero/reference --only lerobot OUT-lerobot.json

DIR holds checkouts openpi (15a9616), openvla (c8f03f4), openvla-oft (213c5ff), vla-eval (e1ee9ad), lerobot (7427f31).
Made with tensorflow-cpu 2.15.0, Pillow 13.0.0, NumPy 1.26.4; lerobot with torch 2.8.0. AtlasVLA's `Resize((224, 224))` on a PIL
picture is Pillow's own bilinear resize, called directly."""
import argparse
import json
import sys
import types

import numpy as np
from observations import digest, observations

import originals

parser = argparse.ArgumentParser()
parser.add_argument("--sources", required=True)
parser.add_argument("--frames")
parser.add_argument("--only")
parser.add_argument("out")
args = parser.parse_args()
everything = list(observations(args.frames))
copy = lambda obs: {key: value.copy() for key, value in obs.items()}
out = {"observations": [], "families": {}, "actions": {}}


def numbers(state):
    return [float(x) for x in state]


def family(name, entries):
    out["families"][name] = entries


if args.only == "lerobot":
    prepare = originals.lerobot(f"{args.sources}/lerobot")
    results = [prepare(copy(obs)) for _, obs in everything]
    family("lerobot", [{"images": [digest(i) for i in images], "state": numbers(state)} for images, state in results])
else:
    from PIL import Image

    for name, obs in everything:
        out["observations"].append(
            {
                "name": name,
                "position": numbers(obs["robot0_eef_pos"]),
                "quaternion": numbers(obs["robot0_eef_quat"]),
                "gripper": numbers(obs["robot0_gripper_qpos"]),
                "drawn": [digest(obs["agentview_image"]), digest(obs["robot0_eye_in_hand_image"])],
            }
        )
    prepare = originals.openvla(f"{args.sources}/openvla")
    results = [prepare(copy(obs)) for _, obs in everything]
    family("openvla", [{"resized": [digest(a)], "images": [digest(b)]} for a, b in results])
    prepare = originals.openvla_oft(f"{args.sources}/openvla-oft")
    results = [prepare(copy(obs)) for _, obs in everything]
    family(
        "openvla-oft",
        [{"images": [digest(r["full_image"]), digest(r["wrist_image"])], "state": numbers(r["state"])} for r in results],
    )
    results = originals.openpi(f"{args.sources}/openpi", [copy(obs) for _, obs in everything])
    for r in results:
        assert r["observation/state"].dtype == np.float64
    family(
        "openpi",
        [
            {
                "images": [digest(r["observation/image"]), digest(r["observation/wrist_image"])],
                "state": numbers(r["observation/state"]),
            }
            for r in results
        ],
    )
    prepare, execute = originals.vla_eval(f"{args.sources}/vla-eval")
    for name, as_is in [("vla-eval", False), ("vla-eval as-is", True)]:
        results = [prepare(copy(obs), as_is) for _, obs in everything]
        family(
            name,
            [
                {"images": [digest(i) for i in r["images"].values()], "state": numbers(r["states"])}
                for r in results
            ],
        )
    atlas = lambda image: np.array(Image.fromarray(image).resize((224, 224), Image.BILINEAR))
    family(
        "atlas",
        [
            {"images": [digest(atlas(o["agentview_image"])), digest(atlas(o["robot0_eye_in_hand_image"]))]}
            for _, o in everything
        ],
    )
    openvla, oft = originals.grippers(f"{args.sources}/openvla", f"{args.sources}/openvla-oft")
    rng = np.random.RandomState(0)
    answers = [np.append(rng.uniform(-1.3, 1.3, 6), g) for g in [0, 1, 0.5, 0.49, 0.51, -0.2, 1.2, -1, -0.0, 0.996]]
    out["actions"] = {
        "answers": [numbers(a) for a in answers],
        "openvla": [numbers(openvla(a)) for a in answers],
        "openvla-oft": [numbers(oft(a)) for a in answers],
        "vla-eval": [numbers(execute(a)) for a in answers],
        "atlas": [numbers(np.clip(a, -1.0, 1.0)) for a in answers],
    }
with open(args.out, "w") as file:
    json.dump(out, file, separators=(",", ":"))
