"""Messages as the peers' own packers write them, for packages/policy/src/wire:

    python oracle/policy/record_wire.py --sources DIR ../../packages/policy/src/wire/fixtures/messages.json"""
import argparse
import base64
import json
import sys

import numpy as np

import originals
from observations import picture

parser = argparse.ArgumentParser()
parser.add_argument("--sources", required=True)
parser.add_argument("out")
args = parser.parse_args()
sys.path.insert(0, f"{args.sources}/openpi/packages/openpi-client/src")
originals.stub({"vla_eval._version": dict(__version__="0", __version_tuple__=(0,))})
sys.path.insert(0, f"{args.sources}/vla-eval/src")
import json_numpy
from openpi_client import msgpack_numpy
from vla_eval.protocol.messages import Message, MessageType, make_hello_payload, pack_message
from vla_eval.protocol.numpy_codec import set_image_format
from vla_eval.specs import GRIPPER_CLOSE_POS, IMAGE_RGB

out = {}
chunk = (np.arange(21, dtype=np.float64).reshape(3, 7) - 10) / 16
image, state = picture(1, 8, 6), np.linspace(-1, 1, 8)


def keep(name, data):
    out[name] = base64.b64encode(data).decode()


keep("openpi metadata", msgpack_numpy.packb({"config": "pi05", "reset_pose": np.zeros(3), "horizon": np.int64(10), "n": {"a": None}}))
for dtype in ["<f4", "<f8", "<f2", ">f4", "<i4", "|i1", "|u1", "|b1", "<i8", "<u8"]:
    value = chunk.astype(np.dtype(dtype))
    keep(f"openpi actions {dtype}", msgpack_numpy.packb({"actions": value, "server_timing": {"infer_ms": 12.5}}))
    out[f"numbers {dtype}"] = value.astype(np.float64).ravel().tolist()
keep("openpi actions transposed", msgpack_numpy.packb({"actions": np.asfortranarray(chunk)}))
observation = {"observation/image": image, "observation/wrist_image": image[::-1], "observation/state": state, "prompt": "do it"}
keep("openpi observation", msgpack_numpy.packb(observation))

message = lambda kind, payload, seq: pack_message(Message(type=kind, payload=payload, seq=seq, timestamp=0.5))
hello = make_hello_payload(
    model_server="S", capabilities={}, observation_params={"send_state": True},
    action_spec={"gripper": GRIPPER_CLOSE_POS.to_dict()}, observation_spec={"image": IMAGE_RGB.to_dict()},
)
keep("vla-eval hello", message(MessageType.HELLO, hello, 1))
keep("vla-eval action", message(MessageType.ACTION, {"actions": chunk[0].astype(np.float32)}, 3))
keep("vla-eval error", message(MessageType.ERROR, {"error": "observation_failed: no"}, 3))
keep("vla-eval start", message(MessageType.EPISODE_START, {"task": {"name": "do it", "task_id": 3}}, 2))
for form in ["png", "raw", "jpeg"]:
    set_image_format(form)
    payload = {"images": {"agentview": image, "wrist": np.ascontiguousarray(image[::-1])}, "task_description": "do it", "states": state}
    keep(f"vla-eval observation {form}", message(MessageType.OBSERVATION, payload, 3))

out["image"] = base64.b64encode(image.tobytes()).decode()
out["state"] = state.tolist()
out["chunk"] = chunk.ravel().tolist()
out["json openvla"] = json_numpy.dumps(chunk[0])
out["json openvla-oft"] = json_numpy.dumps([row for row in chunk])
out["json encoded"] = json.dumps(json_numpy.dumps(chunk[0]))
with open(args.out, "w") as file:
    json.dump(out, file, indent=0)
