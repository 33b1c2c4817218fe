"""Small scenes of one thing each, drawn by MuJoCo with OSMesa: what packages/camera/src/fixtures holds.

    MUJOCO_GL=osmesa python oracle/camera/draw_cases.py packages/camera/src/fixtures

once with MuJoCo 2.3.7 (look 2) and once with 3.14 (look 3). A case is JSON: the compiled model as a Scene, poses,
camera, and pictures as deflated bytes (RGB, row 0 at the top; depth in float32 metres; segmentation int16).
"""
import base64
import json
import os
import sys
import zlib

import mujoco
import numpy as np

import dump_scene

WIDTH, HEIGHT = 96, 72
LOOK = 2 if mujoco.__version__.startswith('2.') else 3

HEAD = '<headlight ambient=".1 .1 .1" diffuse=".4 .4 .4" specular=".5 .5 .5"/>'
DARK = '<headlight active="0"/>'
SPOT = '<light pos="1 -1 2" dir="-.5 .5 -1" diffuse=".8 .7 .6" specular=".3 .3 .3" castshadow="false"/>'
TEXTURES = '''
  <texture name="flat" type="2d" builtin="checker" width="64" height="32" rgb1=".9 .3 .2" rgb2=".2 .4 .8" mark="cross" markrgb="1 1 1"/>
  <texture name="same" type="cube" builtin="checker" width="32" height="32" rgb1=".9 .8 .2" rgb2=".2 .5 .3" mark="edge" markrgb="0 0 0"/>
  <texture name="six" type="cube" builtin="gradient" width="32" height="192" rgb1=".9 .1 .1" rgb2=".1 .1 .9"/>
  <material name="flat" texture="flat" texrepeat="2 3"/>
  <material name="flat-uniform" texture="flat" texrepeat="2 3" texuniform="true"/>
  <material name="same" texture="same"/>
  <material name="same-uniform" texture="same" texuniform="true"/>
  <material name="six" texture="six"/>
'''
# a tent: two slopes, sharp along the ridge
VERTICES = ((-.5, -.4, 0), (.5, -.4, 0), (-.5, .4, 0), (.5, .4, 0), (-.5, 0, .5), (.5, 0, .5))
FACES = ((0, 1, 5), (0, 5, 4), (3, 2, 4), (3, 4, 5), (2, 0, 4), (1, 3, 5), (1, 0, 2), (1, 2, 3))
COORDINATES = ((0, 0), (1, 0), (0, 1), (1, 1), (.2, .6), (.9, .4))
POINTS = ''.join(f'v {x} {y} {z}\n' for x, y, z in VERTICES)
ASSETS = {
    'plain.obj': (POINTS + ''.join(f'f {a + 1} {b + 1} {c + 1}\n' for a, b, c in FACES)).encode(),
    'textured.obj': (POINTS + ''.join(f'vt {u} {v}\n' for u, v in COORDINATES) + ''.join(
        f'f {a + 1}/{a + 1} {b + 1}/{b + 1} {c + 1}/{c + 1}\n' for a, b, c in FACES)).encode(),
}
MESHES = '<mesh name="plain" file="plain.obj"/><mesh name="textured" file="textured.obj"/>'


def geoms(kind):
    sizes = {'box': '.3 .2 .15', 'sphere': '.3', 'capsule': '.12 .25', 'ellipsoid': '.35 .2 .15', 'cylinder': '.2 .25', 'plane': '.8 .6 .1'}
    return f'type="{kind}" size="{sizes[kind]}"'


def body(inner, visual=HEAD, light=SPOT, assets='', extra=''):
    return f'''<mujoco><visual>{visual}<quality offsamples="4" shadowsize="0"/></visual>
      <asset>{assets}</asset><statistic extent="2" center="0 0 0"/>
      <worldbody>{light}<camera name="eye" pos="1.1 -1.3 1.1" xyaxes=".76 .65 0 -.35 .41 .84" fovy="40"/>
      {inner}</worldbody>{extra}</mujoco>'''


CASES = {}
TURN = 'euler="20 30 40"'
for shape in ('box', 'sphere', 'capsule', 'ellipsoid', 'cylinder'):
    CASES[shape] = body(f'<geom {geoms(shape)} {TURN} rgba=".7 .5 .3 1"/>')
CASES['plane'] = body(f'<geom {geoms("plane")} rgba=".7 .5 .3 1"/>')
CASES['plane-behind'] = body(f'<geom {geoms("plane")} euler="200 10 0" rgba=".7 .5 .3 1"/>')
CASES['mesh'] = body('<geom type="mesh" mesh="plain" rgba=".6 .6 .7 1"/>', assets=MESHES)
for light, text in {
    'headlight': '', 'directional': '<light directional="true" dir="-.4 .5 -1" diffuse=".7 .8 .9" castshadow="false"/>',
    'spot': '<light pos=".5 -.5 1" dir="-.5 .5 -1" cutoff="25" exponent="6" diffuse=".9 .9 .9" castshadow="false"/>',
    'point': '<light pos=".4 -.6 .8" dir="0 0 -1" cutoff="180" exponent="0" attenuation=".5 .4 .3" castshadow="false"/>',
    'none': '',
}.items():
    both = f'<geom {geoms("sphere")} rgba=".6 .6 .6 1"/><geom {geoms("plane")} pos="0 0 -.3" rgba=".5 .6 .5 1"/>'
    CASES[f'light-{light}'] = body(both, visual=HEAD if light == 'headlight' else DARK, light=text)
for material, text in {
    'shiny': 'specular="1" shininess="1"', 'dull': 'specular="0" shininess="0"', 'flat-shine': 'specular=".6" shininess="0"',
    'glowing': 'emission=".5" rgba=".3 .5 .2 1"',
}.items():
    CASES[f'material-{material}'] = body(
        f'<geom {geoms("sphere")} material="m"/><geom {geoms("box")} pos="0 -.5 0" material="m"/>',
        assets=f'<material name="m" {text}/>')
for shape in ('box', 'sphere', 'capsule', 'ellipsoid', 'cylinder', 'plane'):
    for texture in ('flat', 'flat-uniform', 'same', 'same-uniform', 'six'):
        CASES[f'texture-{texture}-{shape}'] = body(
            f'<geom {geoms(shape)} {"" if shape == "plane" else TURN} material="{texture}"/>', assets=TEXTURES)
for mesh in ('plain', 'textured'):
    for texture in ('flat', 'flat-uniform', 'same'):
        if (mesh, texture) == ('textured', 'same'):
            continue
        CASES[f'texture-{texture}-mesh-{mesh}'] = body(
            f'<geom type="mesh" mesh="{mesh}" material="{texture}"/>', assets=TEXTURES + MESHES)
CASES['transparent'] = body(f'''<geom {geoms("plane")} pos="0 0 -.3" material="flat"/>
  <geom {geoms("sphere")} rgba=".9 .2 .2 .4"/><geom {geoms("box")} pos=".3 -.5 0" rgba=".2 .3 .9 .6"/>
  <geom type="mesh" mesh="plain" pos="-.3 .3 0" rgba=".2 .9 .3 .5"/>
  <site type="sphere" size=".1" pos=".4 .2 .3" rgba="1 1 0 .7"/><site type="box" size=".1 .1 .1" pos="0 -.5 .4" rgba="1 0 1 -1"/>''',
                            assets=TEXTURES + MESHES)
CASES['reflection-plane'] = body(f'''<geom {geoms("plane")} pos="0 0 -.3" material="m"/>
  <geom {geoms("box")} rgba=".8 .3 .2 1"/><geom {geoms("sphere")} pos="-.2 .5 -.5" rgba=".2 .8 .3 1"/>''',
                                 assets='<material name="m" reflectance=".5" rgba=".3 .3 .4 1"/>')
CASES['reflection-box'] = body('''<geom type="box" size=".7 .5 .1" euler="0 5 0" pos="0 0 -.3" material="m"/>
  <geom type="sphere" size=".2" pos=".1 0 .05" rgba=".8 .3 .2 1"/><geom type="box" size=".1 .1 .1" pos="-.4 .2 0" material="m"/>''',
                               assets='<material name="m" reflectance=".4" specular=".8" rgba=".3 .4 .3 1"/>')
for kind, size in (('same', '32'), ('six', '192')):
    CASES[f'sky-{kind}'] = body(f'<geom {geoms("sphere")} rgba=".6 .6 .6 1"/>', assets=
        f'<texture type="skybox" builtin="gradient" width="32" height="{size}" rgb1=".3 .5 .8" rgb2=".9 .9 .7"/>')
CASES['near'] = body('<geom type="box" size=".6 .6 .6" pos="1.1 -1.3 .6" euler="0 0 20" material="flat"/>', assets=TEXTURES)
CASES['coincident'] = body(f'''<geom {geoms("box")} rgba=".8 .2 .2 1"/><geom {geoms("box")} rgba=".2 .8 .2 1"/>''')


# 2.3.7 crashes when a renderer goes while others come
KEPT = []


def packed(values):
    return base64.b64encode(zlib.compress(np.ascontiguousarray(values).tobytes(), 9)).decode()


def draw(xml):
    model = mujoco.MjModel.from_xml_string(xml, ASSETS)
    data = mujoco.MjData(model)
    mujoco.mj_forward(model, data)
    renderer = mujoco.Renderer(model, HEIGHT, WIDTH)
    renderer.update_scene(data, camera='eye')
    case = {'look': LOOK, 'scene': dump_scene.scene(model), 'poses': dump_scene.poses(data), 'camera': 'eye',
            'width': WIDTH, 'height': HEIGHT, 'image': packed(renderer.render())}
    # without sites, as the camera leaves them out
    option = mujoco.MjvOption()
    option.sitegroup[:] = 0
    renderer.update_scene(data, camera='eye', scene_option=option)
    renderer.enable_depth_rendering()
    case['depth'] = packed(renderer.render().astype(np.float32))
    renderer.disable_depth_rendering()
    renderer.enable_segmentation_rendering()
    case['segmentation'] = packed(renderer.render()[..., 0].astype(np.int16))
    KEPT.append(renderer)
    return case


if __name__ == '__main__':
    os.makedirs(sys.argv[1], exist_ok=True)
    cases = {name: draw(xml) for name, xml in CASES.items()}
    with open(os.path.join(sys.argv[1], f'look-{LOOK}.json'), 'w') as out:
        json.dump({'mujoco': mujoco.__version__, 'cases': cases}, out, separators=(',', ':'))
        out.write('\n')
