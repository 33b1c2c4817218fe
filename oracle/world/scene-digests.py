"""A digest per task of the MJCF that LIBERO and robosuite 1.4.0 put together, and LIBERO's instructions:
python scene-digests.py > packages/world/src/scene/fixtures/scene-digests.json (hf-libero 0.1.4, LIBERO's assets)."""
import hashlib
import json
import os
import re
import struct
import xml.etree.ElementTree as ET

import robosuite
from libero.libero import get_assets_path, get_libero_path
from libero.libero.benchmark import grab_language_from_filename
from libero.libero.benchmark.libero_suite_task_map import libero_task_map
from libero.libero.envs.env_wrapper import ControlEnv
from robosuite.environments.base import MujocoEnv

ROOTS = {
    os.path.realpath(get_assets_path()): "libero",
    os.path.realpath(os.path.join(os.path.dirname(robosuite.__file__), "models/assets")): "robosuite",
}
NUMBERS = re.compile(r"^[-+.\deE]+(\s+[-+.\deE]+)*$")


class Built(Exception):
    pass


def stop(self, xml_string=None):
    raise Built(self.model.get_xml())


MujocoEnv._initialize_sim = stop


def value(name, text):
    if name == "file":
        path = os.path.realpath(text)
        for root, short in ROOTS.items():
            if path.startswith(root):
                return short + path[len(root):]
        raise ValueError(path)
    text = text.strip()
    if NUMBERS.match(text):
        # +0 so that -0 and 0 read alike
        return " ".join(struct.pack(">d", float(x) + 0.0).hex() for x in text.split())
    return text


def lines(element, path=""):
    here = f"{path}/{element.tag}"
    attributes = " | ".join(f"{k}={value(k, v)}" for k, v in sorted(element.attrib.items()))
    yield f"{here} {attributes}"
    for child in element:
        yield from lines(child, here)


result = {"instructions": {}, "scenes": {}}
for suite, names in libero_task_map.items():
    if suite == "libero_100":
        continue
    told = "\n".join(grab_language_from_filename(name + ".bddl") for name in names)
    result["instructions"][suite] = hashlib.sha256(told.encode()).hexdigest()[:16]
    for name in names:
        file = os.path.join(get_libero_path("bddl_files"), suite, name + ".bddl")
        try:
            ControlEnv(bddl_file_name=file, use_camera_obs=False, has_offscreen_renderer=False)
        except Built as built:
            text = "\n".join(lines(ET.fromstring(str(built))))
            result["scenes"][f"{suite}/{name}"] = hashlib.sha256(text.encode()).hexdigest()[:16]
print(json.dumps(result, indent=0))
