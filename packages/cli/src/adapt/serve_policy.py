"""Serves a policy of your own to Plumb, and to openpi's client.

    pip install numpy msgpack "websockets>=13"
    python serve_policy.py --port 8000

    plumb eval openpi://localhost:8000 --suite libero_spatial --dry-run
"""

import argparse
import asyncio
import http
import time
import traceback

import msgpack
import numpy as np
from websockets.asyncio.server import serve
from websockets.exceptions import ConnectionClosed

# ======================================================================================================================
# FILL IN: load your model here, once.


# model = torch.load(...).eval().to("cuda")


def predict(observation):
    """One observation in, the next actions out.

    observation["observation/image"]        (224, 224, 3) uint8, the camera beside the table
    observation["observation/wrist_image"]  (224, 224, 3) uint8, the camera in the hand
        both turned by 180 degrees, as most policies were trained; plumb eval --manifest changes size and orientation:
        width=128, orientation=upright, resize=pil-bilinear, cameras=agentview, ...
    observation["observation/state"]        (8,) float64: position (m), axis-angle (rad), positions of both fingers (m)
    observation["prompt"]                   str, the task

    Returns (n, 7): dx, dy, dz, three rotations, gripper (-1 open, +1 closed), each in [-1, 1], already unnormalised.
    plumb eval executes the first five before it asks again (--replan), so n must be 5 or more; or give it --replan 1.
    """
    # FILL IN: call your model. As it stands, the arm keeps still and the gripper stays open.
    return np.tile([0.0, 0.0, 0.0, 0.0, 0.0, 0.0, -1.0], (8, 1))


# What the run shall remember of this policy: anything that JSON can hold.
METADATA = {"policy": "my policy", "checkpoint": "unknown"}
# Nothing below needs a change.
# ======================================================================================================================


def decode(item):
    if b"__ndarray__" in item:
        return np.ndarray(buffer=item[b"data"], dtype=np.dtype(item[b"dtype"]), shape=item[b"shape"])
    return item


def encode(item):
    if isinstance(item, np.ndarray):
        return {b"__ndarray__": True, b"data": item.tobytes(), b"dtype": item.dtype.str, b"shape": item.shape}
    if isinstance(item, np.generic):
        return item.item()
    raise TypeError(f"{type(item)} cannot be sent")


def answer(frame):
    observation = msgpack.unpackb(frame, object_hook=decode)
    started = time.monotonic()
    actions = np.asarray(predict(observation), dtype=np.float64)
    if actions.ndim == 1:
        actions = actions[None]
    if actions.ndim != 2 or actions.shape[1] != 7 or not np.isfinite(actions).all():
        raise ValueError(f"predict returned shape {actions.shape}, or numbers that are not finite; it must be (n, 7)")
    timing = {"infer_ms": (time.monotonic() - started) * 1000}
    return msgpack.packb({"actions": actions, "server_timing": timing}, default=encode)


async def run(host, port):
    one_at_a_time = asyncio.Lock()

    async def handle(connection):
        await connection.send(msgpack.packb(METADATA, default=encode))
        try:
            async for frame in connection:
                async with one_at_a_time:
                    reply = await asyncio.to_thread(answer, frame)
                await connection.send(reply)
        except ConnectionClosed:
            pass
        except Exception:
            traceback.print_exc()
            await connection.send(traceback.format_exc())
            await connection.close(code=1011, reason="the traceback is in the frame before")

    def health(connection, request):
        return connection.respond(http.HTTPStatus.OK, "OK\n") if request.path == "/healthz" else None

    async with serve(handle, host, port, compression=None, max_size=None, process_request=health) as server:
        print(f"serving at {host}:{port}", flush=True)
        await server.serve_forever()


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--host", default="127.0.0.1", help="0.0.0.0 to be reached from other machines")
    parser.add_argument("--port", type=int, default=8000)
    arguments = parser.parse_args()
    asyncio.run(run(arguments.host, arguments.port))
