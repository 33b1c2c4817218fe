"""Runs the originals' own functions without what stands around them: torch, transformers, LIBERO, a GPU."""
import ast
import math
import sys
import types

import numpy as np


def functions_of(path, names, **namespace):
    """The named functions and classes of a source file, compiled alone."""
    with open(path) as file:
        tree = ast.parse(file.read())
    nodes = [n for n in tree.body if getattr(n, "name", None) in names]
    assert len(nodes) == len(names), (path, [n.name for n in nodes])
    for node in nodes:
        node.decorator_list = []
        if isinstance(node, ast.ClassDef):
            node.bases = []
    space = dict(np=np, math=math, **namespace)
    exec(compile(ast.Module(body=nodes, type_ignores=[]), path, "exec"), space)
    return [space[name] for name in names]


class Captured(Exception):
    pass


def openvla(root):
    """observation -> (picture of the environment's side, picture for the processor, state)"""
    import tensorflow as tf
    from PIL import Image

    utils = f"{root}/experiments/robot/libero/libero_utils.py"
    get_image, _, _ = functions_of(utils, ["get_libero_image", "resize_image", "quat2axisangle"], tf=tf)
    # annotations of the other functions name torch
    *_, get_vla_action = functions_of(
        f"{root}/experiments/robot/openvla_utils.py",
        ["crop_and_resize", "get_vla_action"],
        tf=tf, Image=Image, DEVICE="cpu", torch=types.SimpleNamespace(bfloat16=None), OPENVLA_V01_SYSTEM_PROMPT="",
    )

    def prepare(obs):
        image = get_image(obs, 224)
        seen = []

        def processor(prompt, picture):
            seen.append(np.array(picture))
            raise Captured

        try:
            get_vla_action(None, processor, "openvla", {"full_image": image}, "task", "key", center_crop=True)
        except Captured:
            pass
        return image, seen[0]

    return prepare


def openvla_oft(root):
    import tensorflow as tf

    robot = f"{root}/experiments/robot"
    images = functions_of(
        f"{robot}/libero/libero_utils.py", ["get_libero_image", "get_libero_wrist_image", "quat2axisangle"]
    )
    (resize,) = functions_of(
        f"{robot}/openvla_utils.py", ["resize_image_for_policy"], tf=tf,
        Union=__import__("typing").Union, Tuple=__import__("typing").Tuple,
    )
    (prepare,) = functions_of(
        f"{robot}/libero/run_libero_eval.py", ["prepare_observation"],
        get_libero_image=images[0], get_libero_wrist_image=images[1], quat2axisangle=images[2],
        resize_image_for_policy=resize,
    )
    return lambda obs: prepare(obs, 224)[0]


def openpi(root, observations, port=None, replan_steps=1):
    """Runs examples/libero/main.py itself on an environment that returns these observations. What it sends is given back, or
    goes to a server on `port` by its own client; then the actions that it executed are given back."""
    sent, executed = [], []
    # the first question is about what the tenth settle step returned
    steps = iter([*[observations[0]] * 9, *observations])
    state = {"obs": observations[0]}

    class Env:
        seed = reset = lambda self, *a: None
        set_init_state = lambda self, *a: observations[0]

        def step(self, action):
            executed.append(action)
            obs = next(steps, None)
            if obs is None:
                raise SystemExit
            state["obs"] = {key: value.copy() for key, value in obs.items()}
            return state["obs"], 0, False, {}

    class Client:
        def __init__(self, *a):
            pass

        def infer(self, element):
            sent.append(element)
            return {"actions": np.zeros((5, 7))}

    task = types.SimpleNamespace(language="task", problem_folder="", bddl_file="")
    suite = types.SimpleNamespace(n_tasks=1, get_task=lambda i: task, get_task_init_states=lambda i: [None] * 50)
    stub(
        {
            "imageio": dict(mimwrite=lambda *a, **k: None),
            "libero": {}, "libero.libero": dict(benchmark=None, get_libero_path=lambda n: "."),
            "libero.libero.benchmark": dict(get_benchmark_dict=lambda: {"libero_90": lambda: suite}),
            "libero.libero.envs": dict(OffScreenRenderEnv=lambda **k: Env()),
            **({} if port else {"openpi_client.websocket_client_policy": dict(WebsocketClientPolicy=Client)}),
            "tqdm": dict(tqdm=lambda x: x), "tyro": dict(cli=None),
        }
    )
    sys.modules["libero.libero"].benchmark = sys.modules["libero.libero.benchmark"]
    sys.path.insert(0, f"{root}/packages/openpi-client/src")
    sys.path.insert(0, f"{root}/examples/libero")
    import main

    where = dict(host="127.0.0.1", port=port) if port else {}
    args = main.Args(task_suite_name="libero_90", replan_steps=replan_steps, video_out_path="/tmp/openpi-videos", **where)
    try:
        main.eval_libero(args)
    except SystemExit:
        pass
    if port:
        return executed[10:]
    assert len(sent) == len(observations), len(sent)
    return sent


def stub(modules):
    for name, attributes in modules.items():
        module = types.ModuleType(name)
        module.__dict__.update(attributes)
        module.__path__ = []
        sys.modules[name] = module


def vla_eval(root):
    """(observation, as_is) -> what its LIBERO benchmark sends; and the action that it executes for an answer"""
    version = dict(__version__="0", __version_tuple__=(0,))
    stub({"imageio": dict(get_writer=None)})
    sys.path.insert(0, f"{root}/src")
    # setuptools-scm writes this file at install
    stub({"vla_eval._version": version})
    from vla_eval.benchmarks.libero.benchmark import LIBEROBenchmark

    def prepare(obs, as_is):
        benchmark = LIBEROBenchmark(send_wrist_image=True, send_state=True, quat_no_antipodal=as_is)
        controller = types.SimpleNamespace(ee_pos=np.zeros(3), ee_ori_mat=np.eye(3))
        benchmark._env = types.SimpleNamespace(robots=[types.SimpleNamespace(controller=controller)])
        return benchmark.make_obs(obs, {"name": "task"})

    def execute(action):
        done = []

        def step(processed):
            done.append(processed)
            raise Captured

        benchmark = LIBEROBenchmark()
        benchmark._env = types.SimpleNamespace(step=step)
        try:
            benchmark.step({"actions": action})
        except Captured:
            pass
        return done[0]

    return prepare, execute


def lerobot(root):
    """observation -> (pictures CHW in [0, 1], state)"""
    import torch

    space = dict(torch=torch, OBS_IMAGES="observation.images", OBS_PREFIX="observation.", OBS_STATE="observation.state")
    for name in ["PipelineFeatureType", "PolicyFeature", "FeatureType"]:
        space[name] = object
    (step,) = functions_of(f"{root}/src/lerobot/processor/env_processor.py", ["LiberoProcessorStep"], **space)

    def prepare(obs):
        images = {
            f"observation.images.{key}": torch.from_numpy(obs[camera]).permute(2, 0, 1)[None].float() / 255
            for key, camera in [("image", "agentview_image"), ("image2", "robot0_eye_in_hand_image")]
        }
        row = lambda key: torch.from_numpy(np.array(obs[key]))[None]
        eef = {"pos": row("robot0_eef_pos"), "quat": row("robot0_eef_quat")}
        robot = {"eef": eef, "gripper": {"qpos": row("robot0_gripper_qpos")}}
        out = step()._process_observation({**images, "observation.robot_state": robot})
        pictures = [
            (out[f"observation.images.{key}"][0].permute(1, 2, 0) * 255).round().to(torch.uint8).numpy()
            for key in ["image", "image2"]
        ]
        return pictures, out["observation.state"][0].numpy()

    return prepare


def grippers(openvla_root, oft_root):
    """The two scripts' ways from an answer to the environment."""
    names = ["normalize_gripper_action", "invert_gripper_action"]
    rescale, invert = functions_of(f"{openvla_root}/experiments/robot/robot_utils.py", names)
    oft = functions_of(
        f"{oft_root}/experiments/robot/robot_utils.py", names
    )
    (process,) = functions_of(
        f"{oft_root}/experiments/robot/libero/run_libero_eval.py", ["process_action"],
        normalize_gripper_action=oft[0], invert_gripper_action=oft[1],
    )
    return (lambda a: invert(rescale(a.copy(), binarize=True))), (lambda a: process(a, "openvla"))
