"""A compiled MuJoCo model as Plumb's Scene (packages/contract/src/scene.ts), for tests of the camera alone.

Arrays become {"dtype", "zlib"} objects, deflated and base64. Works with MuJoCo 2.3.7 and 3.14.
"""
import base64
import zlib

import mujoco
import numpy as np

TYPES = {0: 'plane', 2: 'sphere', 3: 'capsule', 4: 'ellipsoid', 5: 'cylinder', 6: 'box', 7: 'mesh'}


def array(values, dtype):
    data = np.ascontiguousarray(values, dtype=dtype)
    return {'dtype': data.dtype.name, 'zlib': base64.b64encode(zlib.compress(data.tobytes(), 9)).decode()}


def numbers(values):
    return [float(value) for value in values]


def pose(position, quaternion):
    return {'position': numbers(position), 'quaternion': numbers(quaternion)}


def mesh(m, i):
    vertices = slice(m.mesh_vertadr[i], m.mesh_vertadr[i] + m.mesh_vertnum[i])
    normals = slice(m.mesh_normaladr[i], m.mesh_normaladr[i] + m.mesh_normalnum[i])
    faces = slice(m.mesh_faceadr[i], m.mesh_faceadr[i] + m.mesh_facenum[i])
    start = m.mesh_texcoordadr[i]
    textured = start >= 0
    texcoords = m.mesh_texcoord[start:start + m.mesh_texcoordnum[i]] if textured else []
    return {
        'name': m.mesh(i).name,
        'vertices': array(m.mesh_vert[vertices], np.float32),
        'normals': array(m.mesh_normal[normals], np.float32),
        'texcoords': array(texcoords, np.float32),
        'faces': array(m.mesh_face[faces], np.uint32),
        'normalFaces': array(m.mesh_facenormal[faces], np.uint32),
        'texcoordFaces': array(m.mesh_facetexcoord[faces] if textured else [], np.uint32),
    }


def texture_of(m, material):
    ids = np.atleast_1d(m.mat_texid[material])
    found = [int(i) for i in ids if i >= 0]
    return found[0] if found else None


def texture(m, i):
    data = m.tex_data if hasattr(m, 'tex_data') else m.tex_rgb
    size = int(m.tex_height[i] * m.tex_width[i] * 3)
    colorspace = getattr(m, 'tex_colorspace', None)
    return {
        'name': m.texture(i).name if hasattr(m, 'texture') else '',
        'type': ['2d', 'cube', 'skybox'][m.tex_type[i]],
        'width': int(m.tex_width[i]),
        'height': int(m.tex_height[i]),
        'data': array(data[m.tex_adr[i]:m.tex_adr[i] + size], np.uint8),
        'srgb': bool(colorspace is not None and colorspace[i] == 2),
    }


def scene(m):
    geoms = [{
        'kind': 'geom', 'id': i, 'name': m.geom(i).name, 'body': int(m.geom_bodyid[i]),
        'pose': pose(m.geom_pos[i], m.geom_quat[i]), 'type': TYPES[int(m.geom_type[i])],
        'size': numbers(m.geom_size[i]), 'group': int(m.geom_group[i]),
        'mesh': int(m.geom_dataid[i]) if m.geom_type[i] == 7 else None,
        'material': int(m.geom_matid[i]) if m.geom_matid[i] >= 0 else None,
        'rgba': numbers(m.geom_rgba[i]),
    } for i in range(m.ngeom)]
    sites = [{
        'kind': 'site', 'id': i, 'name': m.site(i).name, 'body': int(m.site_bodyid[i]),
        'pose': pose(m.site_pos[i], m.site_quat[i]), 'type': TYPES[int(m.site_type[i])],
        'size': numbers(m.site_size[i]), 'group': int(m.site_group[i]), 'mesh': None,
        'material': int(m.site_matid[i]) if m.site_matid[i] >= 0 else None,
        'rgba': numbers(m.site_rgba[i]),
    } for i in range(m.nsite)]
    materials = [{
        'name': m.mat(i).name, 'rgba': numbers(m.mat_rgba[i]), 'emission': float(m.mat_emission[i]),
        'specular': float(m.mat_specular[i]), 'shininess': float(m.mat_shininess[i]),
        'reflectance': float(m.mat_reflectance[i]), 'texture': texture_of(m, i),
        'texRepeat': numbers(m.mat_texrepeat[i]), 'texUniform': bool(m.mat_texuniform[i]),
    } for i in range(m.nmat)]
    directional = m.light_directional if hasattr(m, 'light_directional') else m.light_type == 1
    lights = [{
        'name': m.light(i).name, 'body': int(m.light_bodyid[i]), 'position': numbers(m.light_pos[i]),
        'direction': numbers(m.light_dir[i]), 'directional': bool(directional[i]),
        'active': bool(m.light_active[i]), 'castShadow': bool(m.light_castshadow[i]),
        'attenuation': numbers(m.light_attenuation[i]), 'cutoff': float(m.light_cutoff[i]),
        'exponent': float(m.light_exponent[i]), 'ambient': numbers(m.light_ambient[i]),
        'diffuse': numbers(m.light_diffuse[i]), 'specular': numbers(m.light_specular[i]),
    } for i in range(m.nlight)]
    head = m.vis.headlight
    return {
        'bodies': int(m.nbody), 'geoms': geoms + sites, 'meshes': [mesh(m, i) for i in range(m.nmesh)],
        'materials': materials, 'textures': [texture(m, i) for i in range(m.ntex)], 'lights': lights,
        'headlight': {
            'ambient': numbers(head.ambient), 'diffuse': numbers(head.diffuse),
            'specular': numbers(head.specular), 'active': bool(head.active),
        },
        'cameras': [{
            'name': m.cam(i).name, 'body': int(m.cam_bodyid[i]), 'pose': pose(m.cam_pos[i], m.cam_quat[i]),
            'fovy': float(m.cam_fovy[i]),
        } for i in range(m.ncam)],
        'near': float(m.vis.map.znear * m.stat.extent), 'far': float(m.vis.map.zfar * m.stat.extent),
        'slices': int(m.vis.quality.numslices), 'stacks': int(m.vis.quality.numstacks),
        'quads': int(m.vis.quality.numquads), 'samples': int(m.vis.quality.offsamples),
    }


def poses(d):
    return {'positions': array(d.xpos, np.float64), 'quaternions': array(d.xquat, np.float64)}
