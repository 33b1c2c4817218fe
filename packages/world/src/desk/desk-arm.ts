/**
 * Franka's Panda in plain shapes. Kinematics: Franka's published Denavit-Hartenberg parameters and joint limits;
 * masses and inertias: C. Gaz et al., "Dynamic Identification of the Franka Emika Panda Robot With Retrieval of
 * Feasible Parameters Using Penalty-Based Optimization", IEEE RA-L 4(4), 2019. Names as robosuite has them, so that
 * controller and observations find their parts.
 */
interface Link {
  readonly position: string;
  readonly quaternion: string;
  readonly range: string;
  readonly mass: number;
  readonly centre: string;
  /** xx yy zz xy xz yz, kg m², about the centre of mass. */
  readonly inertia: string;
  /** A capsule from end to end and its radius, metres. */
  readonly capsule: readonly [string, number];
}

const LINKS: readonly Link[] = [
  {
    position: '0 0 0.333',
    quaternion: '1 0 0 0',
    range: '-2.8973 2.8973',
    mass: 4.970684,
    centre: '0.003875 0.002081 -0.04762',
    inertia: '0.70337 0.70661 0.009117 -0.000139 0.006772 0.019169',
    capsule: ['0 0 -0.18 0 0 -0.02', 0.06],
  },
  {
    position: '0 0 0',
    quaternion: '1 -1 0 0',
    range: '-1.7628 1.7628',
    mass: 0.646926,
    centre: '-0.003141 -0.02872 0.003495',
    inertia: '0.007962 0.02811 0.025995 -0.003925 0.010254 0.000704',
    capsule: ['0 0 -0.06 0 0 0.06', 0.06],
  },
  {
    position: '0 -0.316 0',
    quaternion: '1 1 0 0',
    range: '-2.8973 2.8973',
    mass: 3.228604,
    centre: '0.027518 0.039252 -0.066502',
    inertia: '0.037242 0.036155 0.01083 -0.004761 -0.011396 -0.012805',
    capsule: ['0 0 -0.2 0 0 -0.07', 0.06],
  },
  {
    position: '0.0825 0 0',
    quaternion: '1 1 0 0',
    range: '-3.0718 -0.0698',
    mass: 3.587895,
    centre: '-0.05317 0.104419 0.027454',
    inertia: '0.025853 0.019552 0.028323 0.007796 -0.001332 0.008641',
    capsule: ['0 0 -0.05 0 0 0.05', 0.055],
  },
  {
    position: '-0.0825 0.384 0',
    quaternion: '1 -1 0 0',
    range: '-2.8973 2.8973',
    mass: 1.225946,
    centre: '-0.011953 0.041065 -0.038437',
    inertia: '0.035549 0.029474 0.008627 -0.002117 -0.004037 0.000229',
    capsule: ['0 0 -0.27 0 0.04 -0.1', 0.055],
  },
  {
    position: '0 0 0',
    quaternion: '1 1 0 0',
    range: '-0.0175 3.7525',
    mass: 1.666555,
    centre: '0.060149 -0.014117 -0.010517',
    inertia: '0.001964 0.004354 0.005433 0.000109 -0.001158 0.000341',
    capsule: ['0.02 0 -0.04 0.06 0 0.03', 0.045],
  },
  {
    position: '0.088 0 0',
    quaternion: '1 1 0 0',
    range: '-2.8973 2.8973',
    mass: 0.735522,
    centre: '0.010517 -0.004252 0.061597',
    inertia: '0.012516 0.010027 0.004815 -0.000428 -0.001196 -0.000741',
    capsule: ['0 0 0.02 0 0 0.06', 0.04],
  },
];

const TORQUES = [87, 87, 87, 87, 12, 12, 12];
// touching everything but the arm itself
const SURFACE = 'contype="1" conaffinity="0"';
const SHELL = 'material="shell"';
const DARK = 'material="dark"';

/** A shape that is felt and its twin that is seen. */
const part = (name: string, shape: string, touch: string, look: string) =>
  `<geom name="${name}_collision" ${shape} group="0" ${touch}/>` +
  `<geom name="${name}_visual" ${shape} group="1" contype="0" conaffinity="0" ${look}/>`;

const LOOKS = `<asset>
  <material name="shell" rgba="0.93 0.93 0.95 1" specular="0.6" shininess="0.5"/>
  <material name="dark" rgba="0.2 0.21 0.23 1" specular="0.4" shininess="0.4"/>
</asset>`;
// the hand is turned by -45 degrees against the flange
const HAND = `<body name="right_hand" pos="0 0 0.107" quat="0.9238795325112867 0 0 -0.3826834323650898">
  <inertial pos="0 0 0" mass="0.01" diaginertia="1e-5 1e-5 1e-5"/>
  <camera mode="fixed" name="eye_in_hand" pos="0.05 0 0" quat="0 0.70711 0.70711 0" fovy="75"/>
</body>`;

function nest(index: number): string {
  const link = LINKS[index];
  if (link === undefined) return HAND;
  const number = index + 1;
  return `<body name="link${number}" pos="${link.position}" quat="${link.quaternion}">
  <inertial pos="${link.centre}" mass="${link.mass}" fullinertia="${link.inertia}"/>
  <joint name="joint${number}" axis="0 0 1" limited="true" range="${link.range}" armature="0.1"/>
  ${part(`link${number}`, `type="capsule" fromto="${link.capsule[0]}" size="${link.capsule[1]}"`, SURFACE, SHELL)}
  <geom name="joint${number}_visual" type="cylinder" size="${link.capsule[1] * 0.9} ${link.capsule[1] * 1.1}" group="1" contype="0" conaffinity="0" ${DARK}/>
  ${nest(index + 1)}
</body>`;
}

export const ARM_XML = `<mujoco model="plumb_arm">${LOOKS}
<actuator>${TORQUES.map(
  (limit, i) =>
    `<motor name="torq_j${i + 1}" joint="joint${i + 1}" ctrllimited="true" ctrlrange="-${limit} ${limit}"/>`,
).join('')}</actuator>
<worldbody><body name="base" pos="0 0 0">
  <camera mode="fixed" name="robotview" pos="1 0 0.4" quat="0.653 0.271 0.271 0.653"/>
  <body name="link0" pos="0 0 0">
    <inertial pos="-0.041018 -0.00014 0.049974" mass="0.629769" fullinertia="0.00315 0.00388 0.004285 8.2904e-7 0.00015 8.2299e-6"/>
    ${part('link0', 'type="capsule" fromto="-0.06 0 0.06 0 0 0.1" size="0.06"', SURFACE, SHELL)}
    ${nest(0)}
  </body>
</body></worldbody></mujoco>`;

/** One finger; `side` 1 or -1 along the hand's y. Closed, both pads meet at y = 0. */
const finger = (name: string, number: number, side: 1 | -1) => `<body name="${name}" pos="0 0 0.0584">
  <inertial pos="0 ${side * 0.009} 0.03" mass="0.05" diaginertia="4e-5 4e-5 1e-5"/>
  <joint name="finger_joint${number}" type="slide" axis="0 1 0" limited="true" range="${side > 0 ? '0 0.04' : '-0.04 0'}" damping="60" armature="0.5"/>
  ${part(`finger${number}`, `type="box" pos="0 ${side * 0.011} 0.02" size="0.01 0.007 0.02"`, 'contype="0" conaffinity="1"', DARK)}
  ${part(`finger${number}_pad`, `type="box" pos="0 ${side * 0.006} 0.045" size="0.01 0.006 0.009"`, 'solref="0.01 0.5" friction="2 0.05 0.0001" condim="4"', 'rgba="0.55 0.56 0.58 1"')}
</body>`;

const ACTUATOR = 'kp="1000" ctrllimited="true" forcelimited="true" forcerange="-20 20"';

export const GRIPPER_XML = `<mujoco model="plumb_gripper">${LOOKS}
<actuator>
  <position name="gripper_finger_joint1" joint="finger_joint1" ctrlrange="0 0.04" ${ACTUATOR}/>
  <position name="gripper_finger_joint2" joint="finger_joint2" ctrlrange="-0.04 0" ${ACTUATOR}/>
</actuator>
<worldbody><body name="right_gripper" pos="0 0 0">
  <inertial pos="-0.01 0 0.03" mass="0.73" diaginertia="0.001 0.0025 0.0017"/>
  <site name="ft_frame" size="0.01" rgba="1 0 0 0" group="1"/>
  ${part('hand', 'type="box" pos="0 0 0.03" size="0.025 0.1 0.03"', SURFACE, SHELL)}
  <body name="eef" pos="0 0 0.1034"><site name="grip_site" size="0.01" rgba="1 0 0 0" group="1"/></body>
  ${finger('leftfinger', 1, 1)}
  ${finger('rightfinger', 2, -1)}
</body></worldbody>
<sensor><force name="force_ee" site="ft_frame"/><torque name="torque_ee" site="ft_frame"/></sensor>
</mujoco>`;
