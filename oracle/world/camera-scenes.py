"""What MuJoCo compiles of the 130 full models and robosuite then hides, for a camera:
python camera-scenes.py [suite/task ...] > packages/world/src/camera-scene/fixtures/camera-scenes.json
(hf-libero 0.1.4, robosuite 1.4.0, MuJoCo 2.3.7, LIBERO's assets; after seed(0) and reset()). Exact things as hashes of
their bytes, real numbers as weighted means that a permutation or a sign would change."""
import hashlib
import json
import os
import sys

import mujoco
import numpy as np
import robosuite
from libero.libero import get_assets_path, get_libero_path
from libero.libero.benchmark.libero_suite_task_map import libero_task_map
from libero.libero.envs.env_wrapper import ControlEnv

ROOTS = {
    os.path.realpath(get_assets_path()): "libero",
    os.path.realpath(os.path.join(os.path.dirname(robosuite.__file__), "models/assets")): "robosuite",
}


def short(path):
    path = os.path.realpath(path)
    for root, name in ROOTS.items():
        if path.startswith(root):
            return name + path[len(root):]
    raise ValueError(path)


def digest(*parts):
    whole = hashlib.sha256()
    for part in parts:
        whole.update("\n".join(part).encode() if isinstance(part, list) else np.ascontiguousarray(part).tobytes())
    return whole.hexdigest()[:16]


def mean(values):
    values = np.asarray(values, np.float64)
    if len(values) == 0:
        return [0.0] * values.shape[1]
    weights = (np.arange(len(values)) * 7919 % 1000) / 1000 - 0.45
    return [float(f"{x:.8g}") for x in weights @ values / len(values)]


def rotate(quaternion, vector):
    out = np.zeros(3)
    mujoco.mju_rotVecQuat(out, np.asarray(vector, np.float64), np.asarray(quaternion, np.float64))
    return out


def mesh_digest(m, i):
    def part(values, starts, counts):
        return values[starts[i]:starts[i] + counts[i]]

    vertices = part(m.mesh_vert, m.mesh_vertadr, m.mesh_vertnum)
    normals = part(m.mesh_normal, m.mesh_normaladr, m.mesh_normalnum)
    textured = m.mesh_texcoordadr[i] >= 0
    texcoords = part(m.mesh_texcoord, m.mesh_texcoordadr, m.mesh_texcoordnum) if textured else np.zeros((0, 2))
    lists = [m.mesh_face, m.mesh_facenormal] + ([m.mesh_facetexcoord] if textured else [])
    faces = [part(x, m.mesh_faceadr, m.mesh_facenum).astype(np.int32) for x in lists]
    return {
        "counts": [len(vertices), len(normals), len(texcoords), int(m.mesh_facenum[i])],
        "faces": digest(*faces),
        "low": [float(f"{x:.8g}") for x in vertices.min(0)],
        "high": [float(f"{x:.8g}") for x in vertices.max(0)],
        "vertices": mean(vertices),
        "normals": mean(normals),
        "texcoords": mean(texcoords),
    }


def vertex_in_body(m, geom, at):
    mesh = m.geom_dataid[geom]
    vertex = m.mesh_vert[m.mesh_vertadr[mesh] + at * (m.mesh_vertnum[mesh] - 1) // 2]
    return m.geom_pos[geom] + rotate(m.geom_quat[geom], vertex)


def marks(m, geom):
    """Three points of a geom in its body's frame; they do not depend on the frame that a mesh was given."""
    if m.geom_type[geom] == mujoco.mjtGeom.mjGEOM_MESH:
        return np.concatenate([vertex_in_body(m, geom, at) for at in (0, 1, 2)])
    size = m.geom_size[geom]
    axes = np.eye(3) * (size + 1)
    return np.concatenate([m.geom_pos[geom] + rotate(m.geom_quat[geom], axis) for axis in axes])


def site_marks(m, site):
    axes = np.eye(3) * (m.site_size[site] + 1)
    return np.concatenate([m.site_pos[site] + rotate(m.site_quat[site], axis) for axis in axes])


def camera_marks(m, camera):
    axes = np.eye(3)
    return np.concatenate([m.cam_pos[camera] + rotate(m.cam_quat[camera], axis) for axis in axes])


def names(m, kind, count):
    return [mujoco.mj_id2name(m, kind, i) or "" for i in range(count)]


KIND = mujoco.mjtObj
tasks = sys.argv[1:] or [f"{s}/{t}" for s, all in libero_task_map.items() if s != "libero_100" for t in all]
result = {"meshes": {}, "tasks": {}}
for task in tasks:
    file = os.path.join(get_libero_path("bddl_files"), task + ".bddl")
    env = ControlEnv(bddl_file_name=file, use_camera_obs=False, has_offscreen_renderer=False, hard_reset=False)
    env.seed(0)
    env.reset()
    m = env.sim.model._model
    sources = {x.get("name"): (short(x.get("file")), x.get("scale", "1 1 1")) for x in env.env.model.root.iter("mesh") if x.get("file")}
    meshes = []
    for i, name in enumerate(names(m, KIND.mjOBJ_MESH, m.nmesh)):
        file, scale = sources[name]
        key = f"{file} {' '.join(str(float(x)) for x in scale.split())}"
        meshes.append(key)
        if key not in result["meshes"]:
            result["meshes"][key] = mesh_digest(m, i)
    textures = [
        digest(
            np.array([m.tex_type[i], m.tex_width[i], m.tex_height[i]], np.int32),
            m.tex_rgb[m.tex_adr[i]:m.tex_adr[i] + 3 * m.tex_width[i] * m.tex_height[i]],
        )
        for i in range(m.ntex)
    ]
    ints = lambda *xs: np.stack([np.asarray(x, np.int32).reshape(-1) for x in xs], 1)
    floats = lambda *xs: np.concatenate([np.asarray(x, np.float32).reshape(len(xs[0]), -1) for x in xs], 1)
    result["tasks"][task] = {
        "counts": [m.nbody, m.ngeom, m.nsite, m.nmesh, m.nmat, m.ntex, m.nlight, m.ncam],
        "extent": float(f"{m.stat.extent:.10g}"),
        "bodies": digest(names(m, KIND.mjOBJ_BODY, m.nbody)),
        "meshes": digest(meshes),
        "textures": digest(textures),
        "materials": digest(
            names(m, KIND.mjOBJ_MATERIAL, m.nmat),
            ints(m.mat_texid, m.mat_texuniform),
            floats(m.mat_emission, m.mat_specular, m.mat_shininess, m.mat_reflectance, m.mat_rgba, m.mat_texrepeat),
        ),
        "geoms": digest(
            names(m, KIND.mjOBJ_GEOM, m.ngeom),
            ints(m.geom_bodyid, m.geom_type, m.geom_group, m.geom_matid, m.geom_dataid),
            floats(m.geom_rgba),
        ),
        "sites": digest(
            names(m, KIND.mjOBJ_SITE, m.nsite),
            ints(m.site_bodyid, m.site_type, m.site_group, m.site_matid),
            floats(m.site_rgba),
        ),
        "lights": digest(
            names(m, KIND.mjOBJ_LIGHT, m.nlight),
            ints(m.light_bodyid, m.light_directional, m.light_active, m.light_castshadow),
            floats(
                m.light_attenuation, m.light_cutoff, m.light_exponent, m.light_ambient, m.light_diffuse,
                m.light_specular, m.light_pos, m.light_dir,
            ),
        ),
        "cameras": digest(names(m, KIND.mjOBJ_CAMERA, m.ncam), ints(m.cam_bodyid), floats(m.cam_fovy)),
        "geomMarks": mean([marks(m, i) for i in range(m.ngeom)]),
        "siteMarks": mean([site_marks(m, i) for i in range(m.nsite)]),
        "cameraMarks": mean([camera_marks(m, i) for i in range(m.ncam)]),
        "planes": mean(m.geom_size[m.geom_type == mujoco.mjtGeom.mjGEOM_PLANE]),
    }
    env.close()
    print(task, file=sys.stderr)
for part, entries in result.items():
    result[part] = ",\n".join(f"{json.dumps(name)}: {json.dumps(entry)}" for name, entry in entries.items())
print("{" + ",\n".join(f'"{part}": {{\n{entries}\n}}' for part, entries in result.items()) + "}")
