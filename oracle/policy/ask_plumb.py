"""Asks `plumb serve oracle/policy/echo-policy.ts --port PORT` by the peers' own clients:

    python oracle/policy/ask_plumb.py PORT --sources DIR"""
import argparse
import asyncio
import sys
import urllib.request

import numpy as np

import originals
from observations import picture

parser = argparse.ArgumentParser()
parser.add_argument("port", type=int)
parser.add_argument("--sources", required=True)
args = parser.parse_args()
state = np.array([0.1, 0.2, 0.3, 3.1, -0.2, 0.05, 0.03, -0.03])


def check(actions, image, instruction, step):
    mean, corner, total, words, count, place, gripper = actions
    assert abs(mean - image.mean() / 255) < 1e-9, (mean, image.mean() / 255)
    assert abs(corner - image[0, 0, 0] / 255) < 1e-9
    assert abs(total - state.sum() / 10) < 1e-9, (total, state.sum() / 10)
    assert abs(words - len(instruction) / 100) < 1e-9 and count == 0.2 and gripper == 1
    assert abs(place - step / 100) < 1e-9, (place, step)


sys.path.insert(0, f"{args.sources}/openpi/packages/openpi-client/src")
from openpi_client import image_tools
from openpi_client.websocket_client_policy import WebsocketClientPolicy

assert urllib.request.urlopen(f"http://127.0.0.1:{args.port}/healthz").read() == b"OK\n"
client = WebsocketClientPolicy("127.0.0.1", args.port)
metadata = client.get_server_metadata()
assert metadata["server"] == "plumb" and metadata["manifest"]["name"] == "openpi", metadata
for k in range(20):
    image = image_tools.resize_with_pad(picture(k), 224, 224)
    element = {
        "observation/image": image,
        "observation/wrist_image": image_tools.resize_with_pad(picture(k + 100), 224, 224),
        "observation/state": state,
        "prompt": "put the bowl on the plate",
    }
    answer = client.infer(element)
    assert answer["actions"].shape == (8, 7) and answer["actions"].dtype == np.float64
    check(answer["actions"][0], image, element["prompt"], k * 4)
print("openpi's WebsocketClientPolicy: 20 answers,", f"{answer['server_timing']['infer_ms']:.2f} ms")
for broken in [{**element, "prompt": "fail"}, {"prompt": "x"}, {**element, "observation/state": state[:7]}]:
    try:
        WebsocketClientPolicy("127.0.0.1", args.port).infer(broken)
        raise AssertionError("no error")
    except RuntimeError as error:
        print("  told:", str(error).split("\n")[1][:110])

from observations import observations

shown = [obs for _, obs in observations(None)]
executed = originals.openpi(f"{args.sources}/openpi", shown, args.port, replan_steps=4)
for step, action in enumerate(executed):
    # the chunk of four belongs to the observation that it was asked for
    image = image_tools.resize_with_pad(np.ascontiguousarray(shown[step // 4 * 4]["agentview_image"][::-1, ::-1]), 224, 224)
    assert abs(action[0] - image.mean() / 255) < 1e-9 and abs(action[5] - step / 100) < 1e-9, (step, action)
print(f"openpi's examples/libero/main.py: {len(executed)} steps, four an answer")

originals.stub({"vla_eval._version": dict(__version__="0", __version_tuple__=(0,))})
sys.path.insert(0, f"{args.sources}/vla-eval/src")
from vla_eval.connection import Connection
from vla_eval.protocol.numpy_codec import set_image_format


async def vla_eval():
    connection = Connection(f"ws://127.0.0.1:{args.port}/vla-eval")
    await connection.connect(benchmark="libero")
    params = connection.server_info["observation_params"]
    assert params == {"send_wrist_image": True, "send_state": True, "quat_no_antipodal": True}, params
    for episode, form in enumerate(["png", "raw"]):
        set_image_format(form)
        await connection.start_episode({"task": {"name": "put the bowl on the plate"}})
        first = None
        for step in range(10):
            picked = picture(step)
            image = np.array(image_tools.resize_with_pad(picked, 224, 224))
            first = image if step % 4 == 0 else first
            obs = {
                "images": {"agentview": picked, "wrist": picture(step + 100)},
                "states": state,
                "task_description": "put the bowl on the plate",
            }
            action = await connection.act(obs)
            # one action an observation, a new chunk after four
            check(action["actions"], first, obs["task_description"], step)
        await connection.end_episode({"metrics": {"success": False}})
    print("vla-eval's Connection: 2 episodes of 10 steps")
    try:
        await connection.act({"images": {}, "task_description": "x"})
        raise AssertionError("no error")
    except RuntimeError as error:
        print("  told:", str(error)[:120])
    await connection.close()


asyncio.run(vla_eval())
