"""The peers' own servers around a policy that answers from what it was sent, for Plumb's clients to ask:

    python oracle/policy/serve_originals.py openpi|openvla|openvla-oft|vla-eval PORT --sources DIR [--record FILE]

openpi: `WebsocketPolicyServer`; openvla, openvla-oft: `OpenVLAServer.predict_action` / `get_server_action` of deploy.py on FastAPI;
vla-eval: `serve` around a `PredictModelServer`. Action i of the answer carries the mean of the first picture, the sum of the
state and the length of the instruction, so that a client can see that everything arrived. --record keeps the bytes."""
import argparse
import json
import sys
import types

import numpy as np

import originals

parser = argparse.ArgumentParser()
parser.add_argument("family")
parser.add_argument("port", type=int)
parser.add_argument("--sources", required=True)
parser.add_argument("--record")
args = parser.parse_args()
log = []


def answer(images, state, instruction, n):
    image = np.asarray(images[0])
    assert image.dtype == np.uint8 and image.ndim == 3, image
    total = 0.0 if state is None else float(np.sum(state))
    row = [image.mean() / 255, image[0, 0, 0] / 255, total / 10, len(instruction) / 100, len(images) / 10, 0, 1]
    return np.array([np.array(row) * (1 if i == 0 else 0.5) for i in range(n)])


def record(direction, data):
    if args.record and len(log) < 8:
        import base64

        log.append([direction, base64.b64encode(data).decode()])
        with open(args.record, "w") as file:
            json.dump(log, file)


if args.family == "openpi":
    sys.path.insert(0, f"{args.sources}/openpi/packages/openpi-client/src")
    sys.path.insert(0, f"{args.sources}/openpi/src")
    from openpi_client import msgpack_numpy
    from openpi.serving.websocket_policy_server import WebsocketPolicyServer

    real_unpack, packer = msgpack_numpy.unpackb, msgpack_numpy.Packer
    msgpack_numpy.unpackb = lambda data: (record("asked", data), real_unpack(data))[1]

    class Packer:
        def pack(self, value):
            data = packer().pack(value)
            record("answered", data)
            return data

    msgpack_numpy.Packer = Packer

    class Policy:
        def infer(self, obs):
            images = [obs["observation/image"], obs["observation/wrist_image"]]
            if obs["prompt"] == "fail":
                raise ValueError("the policy does not like this prompt")
            return {"actions": answer(images, obs["observation/state"], obs["prompt"], 10).astype(np.float32)}

    metadata = {"config": "pi05_libero", "reset_pose": np.zeros(3), "action_horizon": np.int64(10)}
    WebsocketPolicyServer(Policy(), "127.0.0.1", args.port, metadata).serve_forever()
elif args.family in ("openvla", "openvla-oft"):
    import json_numpy

    json_numpy.patch()
    import logging
    import traceback
    from pathlib import Path
    from typing import Any, Dict, Optional, Union

    import uvicorn
    from fastapi import FastAPI
    from fastapi.responses import JSONResponse
    from PIL import Image

    common = dict(
        json=json, json_numpy=json_numpy, logging=logging, traceback=traceback, Path=Path, Any=Any, Dict=Dict,
        Optional=Optional, Union=Union, uvicorn=uvicorn, FastAPI=FastAPI, JSONResponse=JSONResponse, Image=Image,
        torch=types.SimpleNamespace(bfloat16=None),
    )
    path = f"{args.sources}/{args.family}/vla-scripts/deploy.py"
    if args.family == "openvla":

        class Processor(dict):
            def __init__(self, prompt, image):
                super().__init__(image=image, prompt=prompt)

            def to(self, *a, **k):
                return self

        class Model:
            def predict_action(self, image, prompt, unnorm_key, do_sample):
                instruction = prompt.removeprefix("In: What action should the robot take to ").removesuffix("?\nOut:")
                return answer([np.array(image)], None, instruction, 1)[0]

        (Server, _) = functions = originals.functions_of(path, ["OpenVLAServer", "get_openvla_prompt"][::-1], **common)[::-1]
        server = Server.__new__(Server)
        server.processor, server.vla, server.openvla_path, server.device = Processor, Model(), "openvla", "cpu"
    else:

        def get_vla_action(cfg, vla, processor, obs, task_label, **k):
            images = [obs["full_image"], *[obs[key] for key in obs if "wrist" in key]]
            return [row for row in answer(images, obs["state"], task_label, 8)]

        (Server,) = originals.functions_of(path, ["OpenVLAServer"], get_vla_action=get_vla_action, **common)
        server = Server.__new__(Server)
        server.cfg, server.vla, server.processor = types.SimpleNamespace(use_film=False), None, None
        server.action_head = server.proprio_projector = None
    server.run("127.0.0.1", args.port)
else:
    originals.stub({"vla_eval._version": dict(__version__="0", __version_tuple__=(0,))})
    sys.path.insert(0, f"{args.sources}/vla-eval/src")
    from vla_eval.model_servers import serve as serving
    from vla_eval.model_servers.predict import PredictModelServer
    from vla_eval.protocol import messages
    from vla_eval.specs import GRIPPER_CLOSE_POS, IMAGE_RGB, LANGUAGE, POSITION_DELTA, ROTATION_AA

    unpack, pack = serving.unpack_message, serving.pack_message
    serving.unpack_message = lambda data: (record("asked", data), unpack(data))[1]

    def packed(message):
        data = pack(message)
        record("answered", data)
        return data

    serving.pack_message = packed

    class Server(PredictModelServer):
        def predict(self, obs, ctx):
            if obs["task_description"] == "fail":
                raise ValueError("the policy does not like this task")
            images = list(obs["images"].values())
            return {"actions": answer(images, obs.get("states"), obs["task_description"], 4)}

        def get_observation_params(self):
            return {"send_wrist_image": True, "send_state": True, "quat_no_antipodal": True, "env_seed": 0}

        def get_action_spec(self):
            return {"position": POSITION_DELTA, "rotation": ROTATION_AA, "gripper": GRIPPER_CLOSE_POS}

        def get_observation_spec(self):
            return {"image": IMAGE_RGB, "language": LANGUAGE}

    serving.serve(Server(chunk_size=4), "127.0.0.1", args.port)
