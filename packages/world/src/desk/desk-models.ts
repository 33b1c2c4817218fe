import { PlumbError } from '@plumb/core';
import type { ModelSource } from '../mjcf/asset-files.ts';
import { parseXml } from '../xml/parse-xml.ts';
import type { XmlElement } from '../xml/xml-element.ts';
import { ARM_XML, GRIPPER_XML } from './desk-arm.ts';

const BASE = `<mujoco model="plumb_desk">
<compiler angle="radian" inertiagrouprange="0 0"/>
<option impratio="20" cone="elliptic" density="1.2" viscosity="0.00002"/>
<size/><asset/><visual><map znear="0.001"/></visual><actuator/><worldbody/>
</mujoco>`;

// the origin is where the arm stands; the body's position says how far below the foot is (build-robot.ts)
const PILLAR = `<mujoco model="pillar"><worldbody><body name="base" pos="0 0 -0.9">
<geom name="pillar" type="box" pos="0 0 -0.45" size="0.1 0.1 0.45" group="0"/>
<geom name="pillar_visual" type="box" pos="0 0 -0.45" size="0.1 0.1 0.45" group="1" contype="0" conaffinity="0" rgba="0.3 0.3 0.32 1"/>
</body></worldbody></mujoco>`;

const ROOM = `<mujoco model="room"><asset>
<texture type="skybox" builtin="gradient" rgb1="0.86 0.9 0.95" rgb2="0.35 0.42 0.5" width="64" height="64"/>
<texture name="tiles" type="2d" builtin="checker" mark="edge" rgb1="0.8 0.8 0.78" rgb2="0.72 0.73 0.73" markrgb="0.62 0.62 0.62" width="128" height="128"/>
<material name="tiles" texture="tiles" texrepeat="6 6" specular="0.2" shininess="0.1"/>
<material name="board" rgba="0.72 0.55 0.38 1" specular="0.2" shininess="0.2"/>
</asset><worldbody>
<geom name="floor" type="plane" size="3 3 0.125" condim="3" group="1" material="tiles"/>
<body name="desk" pos="0 0 0.875">
  <geom name="desk_collision" type="box" size="0.5 0.6 0.025" group="0" friction="1 0.005 0.0001"/>
  <geom name="desk_visual" type="box" size="0.5 0.6 0.025" group="1" contype="0" conaffinity="0" material="board"/>
</body>
<light name="light1" directional="true" pos="1 1 4" dir="-0.45 0.3 -1" diffuse="0.5 0.5 0.48" specular="0.2 0.2 0.2" castshadow="false"/>
<light name="light2" pos="0.9 -1.2 3.2" dir="-0.3 0.45 -1" cutoff="60" exponent="2" diffuse="0.45 0.45 0.45" specular="0.3 0.3 0.3" castshadow="false"/>
<camera mode="fixed" name="frontview" pos="1 0 1.48" quat="0.56 0.43 0.43 0.56"/>
<camera mode="fixed" name="agentview" pos="0.66 0 1.61" quat="0.638 0.305 0.305 0.638"/>
</worldbody></mujoco>`;

/** A box that is felt and a twin that is seen. Half sizes and positions in metres. */
const box = (name: string, pos: string, size: string, rgba: string, more = '') =>
  `<geom name="${name}" type="box" pos="${pos}" size="${size}" group="0" ${more}/>` +
  `<geom name="${name}_visual" type="box" pos="${pos}" size="${size}" group="1" contype="0" conaffinity="0" rgba="${rgba}"/>`;

/** An object as LIBERO's files have them, with the three sites by which it is placed. */
const object = (
  name: string,
  inner: string,
  bottom: number,
  top: number,
  radius: number,
) => `<mujoco model="${name}">
<worldbody><body><body name="object">${inner}</body>
<site name="bottom_site" pos="0 0 ${bottom}" size="0.005" rgba="0 0 0 0"/>
<site name="top_site" pos="0 0 ${top}" size="0.005" rgba="0 0 0 0"/>
<site name="horizontal_radius_site" pos="${radius} ${radius} 0" size="0.005" rgba="0 0 0 0"/>
</body></worldbody></mujoco>`;

const CUBE = 0.022;
const cube = (name: string, rgba: string) =>
  object(
    name,
    box(
      'cube',
      '0 0 0',
      `${CUBE} ${CUBE} ${CUBE}`,
      rgba,
      'density="700" friction="1 0.01 0.0001" solref="0.01 1"',
    ),
    -CUBE,
    CUBE,
    0.0312,
  );

const TRAY_COLOUR = '0.35 0.45 0.6 1';
const TRAY = object(
  'tray',
  `${box('plate', '0 0 0.004', '0.09 0.09 0.004', TRAY_COLOUR)}
${box('wall_left', '0 0.086 0.022', '0.09 0.004 0.014', TRAY_COLOUR)}${box('wall_right', '0 -0.086 0.022', '0.09 0.004 0.014', TRAY_COLOUR)}
${box('wall_front', '-0.086 0 0.022', '0.004 0.082 0.014', TRAY_COLOUR)}${box('wall_back', '0.086 0 0.022', '0.004 0.082 0.014', TRAY_COLOUR)}
<site name="contain_region" type="box" pos="0 0 0.035" quat="1 0 0 0" size="0.08 0.08 0.03" rgba="0 0 0 0"/>`,
  0,
  0.04,
  0.128,
);

const WOOD = '0.55 0.4 0.28 1';
const FRONT = '0.85 0.8 0.7 1';
// the drawer slides towards the arm, its knob is a post that two fingers straddle
const DRAWER = object(
  'desk_drawer',
  `${box('bottom', '0 0 0.005', '0.1 0.12 0.005', WOOD)}${box('top', '0 0 0.135', '0.1 0.12 0.005', WOOD)}
${box('left', '0 0.115 0.07', '0.1 0.005 0.06', WOOD)}${box('right', '0 -0.115 0.07', '0.1 0.005 0.06', WOOD)}
${box('back', '0.095 0 0.07', '0.005 0.11 0.06', WOOD)}
<body name="drawer">
  <joint name="slide" type="slide" axis="1 0 0" limited="true" range="-0.16 0.002" damping="8" frictionloss="0.5"/>
  <site name="drawer_region" type="box" pos="-0.01 0 0.05" quat="1 0 0 0" size="0.075 0.09 0.03" rgba="0 0 0 0"/>
  ${box('floor', '-0.01 0 0.018', '0.085 0.1 0.004', FRONT)}${box('front', '-0.098 0 0.07', '0.004 0.105 0.05', FRONT)}
  ${box('side_left', '-0.01 0.1 0.05', '0.085 0.004 0.03', FRONT)}${box('side_right', '-0.01 -0.1 0.05', '0.085 0.004 0.03', FRONT)}
  ${box('rear', '0.071 0 0.05', '0.004 0.1 0.03', FRONT)}
  ${box('stem', '-0.128 0 0.07', '0.026 0.006 0.006', '0.2 0.2 0.2 1')}
  ${box('knob', '-0.158 0 0.075', '0.01 0.012 0.02', '0.2 0.2 0.2 1', 'friction="1 0.01 0.0001"')}
</body>`,
  0,
  0.14,
  0.16,
);

// the paddle is pushed round at its end
const STOVE = object(
  'desk_stove',
  `${box('plate', '0 0 0.02', '0.11 0.11 0.02', '0.25 0.25 0.27 1')}
<site name="burner" type="cylinder" pos="0.05 0 0.041" size="0.04 0.0005" rgba="0.9 0.05 0.05 1"/>
<body name="button" pos="-0.04 0 0.04">
  <joint name="button" type="hinge" axis="0 0 1" limited="true" range="-0.005 2.1" damping="0.05" frictionloss="0.02" armature="0.001"/>
  ${box('paddle', '0 0 0.022', '0.045 0.006 0.02', '0.8 0.2 0.15 1')}
</body>`,
  0,
  0.085,
  0.16,
);

const MODELS: Readonly<Record<string, string>> = {
  'plumb/base.xml': BASE,
  'plumb/pillar.xml': PILLAR,
  'plumb/room.xml': ROOM,
  'plumb/arm.xml': ARM_XML,
  'plumb/gripper.xml': GRIPPER_XML,
  'plumb/red_cube.xml': cube('red_cube', '0.85 0.1 0.1 1'),
  'plumb/green_cube.xml': cube('green_cube', '0.1 0.7 0.2 1'),
  'plumb/tray.xml': TRAY,
  'plumb/desk_drawer.xml': DRAWER,
  'plumb/desk_stove.xml': STOVE,
};

/** The models of the built-in suite: every shape its own, nothing to download. */
export const DESK_MODELS: ModelSource = {
  read: missing,
  xml: (name): XmlElement => parseXml(MODELS[name] ?? missing(name), name),
};

function missing(name: string): never {
  throw new PlumbError({
    code: 'ASSET_MISSING',
    what: `plumb-desk has no model ${name}.`,
    why: 'The built-in suite has its own few objects only.',
    remedy: `Use one of ${Object.keys(MODELS).join(', ')}.`,
  });
}
