import { PlumbError } from '@plumb/core';
import type { BddlProblem } from '../bddl/problem.ts';
import { DESK_WORKSPACE } from '../desk/desk-workspace.ts';

type Vector3 = readonly [number, number, number];

export interface CameraPose {
  readonly position: Vector3;
  /** w, x, y, z. */
  readonly quaternion: readonly [number, number, number, number];
}

/** What a robot stands on: its model, and the height of its top in its own frame, metres. */
export interface MountFile {
  readonly file: string;
  readonly top: number;
}

/** What LIBERO's class of a problem fixes (libero/libero/envs/problems/*.py, arenas/*.py, robots/*.py). */
export interface Workspace {
  /** The fixture that is the workspace itself, as BDDL names it. */
  readonly name: string;
  /** Its category, which is no object of its own. */
  readonly category: string;
  /** Models of the simulation's options, the room, the arm and the gripper. */
  readonly files: {
    readonly base: string;
    readonly scene: string;
    readonly arm: string;
    readonly gripper: string;
  };
  /** The floor and wall that replace those of the room's model. */
  readonly textures?: { readonly floor: string; readonly wall: string };
  /** The body that region sites hang on. */
  readonly body: string;
  /** Metres; what placements and, where `regions.shifted`, region sites are relative to. */
  readonly offset: Vector3;
  /** Full size and friction of a table whose geometry LIBERO writes into the scene. */
  readonly table?: { readonly size: Vector3; readonly friction: Vector3 };
  /** Height above `offset` at which fixtures are put. */
  readonly fixtureHeight: number;
  readonly robot: { readonly mount: MountFile; readonly position: Vector3 };
  readonly regions: {
    /** Whether sites move with `offset` in x and y. */
    readonly shifted: boolean;
    /** Height of the sites in the frame of `body`. */
    readonly height: number;
  };
  /** Whether an object must lie inside its region as a whole (TableRegionSampler against Libero100's). */
  readonly wholeObjectInRegion: boolean;
  readonly cameras: Readonly<Record<string, CameraPose>>;
}

const PEDESTAL: MountFile = { file: 'robosuite/mounts/rethink_mount.xml', top: -0.01 };
const NO_MOUNT: MountFile = { file: 'robosuite/mounts/null_mount.xml', top: 0 };
const panda = (scene: string): Workspace['files'] => ({
  base: 'robosuite/base.xml',
  scene: `libero/scenes/${scene}`,
  arm: 'robosuite/robots/panda/robot.xml',
  gripper: 'robosuite/grippers/panda_gripper.xml',
});
const HIGH_VIEW = [0.6380177736282349, 0.3048497438430786, 0.30484986305236816, 0.6380177736282349] as const;
const LOW_VIEW = [0.6182166934013367, 0.3432307541370392, 0.3432314395904541, 0.6182177066802979] as const;
const FRONT_VIEW = [0.56, 0.43, 0.43, 0.56] as const;
const GALLERY: CameraPose = {
  position: [2.844547668904445, 2.1279684793440667, 3.128616846013882],
  quaternion: [0.42261379957199097, 0.23374411463737488, 0.41646939516067505, 0.7702690958976746],
};
const paperview = (position: Vector3): CameraPose => ({ position, quaternion: [0.513, 0.353, 0.443, 0.645] });

// the order of the cameras is the order in which new ones are added
const WORKSPACES: Readonly<Record<string, Workspace>> = {
  plumb_desk_manipulation: DESK_WORKSPACE,
  libero_tabletop_manipulation: {
    name: 'main_table',
    category: 'table',
    files: panda('libero_tabletop_base_style.xml'),
    textures: { floor: 'light-gray-floor-tile.png', wall: 'light-gray-plaster.png' },
    body: 'table',
    offset: [0, 0, 0.9],
    table: { size: [1, 1.2, 0.05], friction: [0.6, 0.005, 0.0001] },
    fixtureHeight: 0.01 - 0.05,
    robot: { mount: PEDESTAL, position: [-0.16 - 1 / 2, 0, 0] },
    regions: { shifted: false, height: 0.02 },
    wholeObjectInRegion: true,
    cameras: {
      agentview: { position: [0.6586131746834771, 0, 1.6103500240372424], quaternion: HIGH_VIEW },
      frontview: { position: [1, 0, 1.48], quaternion: FRONT_VIEW },
      galleryview: GALLERY,
    },
  },
  libero_kitchen_tabletop_manipulation: {
    name: 'kitchen_table',
    category: 'kitchen_table',
    files: panda('libero_kitchen_tabletop_base_style.xml'),
    textures: { floor: 'gray_ceramic_tile.png', wall: 'yellow_linen_wall_texture.png' },
    body: 'table',
    offset: [0, 0, 0.9],
    table: { size: [1, 1.2, 0.05], friction: [1, 0.005, 0.0001] },
    fixtureHeight: 0.01 - 0.05,
    robot: { mount: PEDESTAL, position: [-0.16 - 1 / 2, 0, 0] },
    regions: { shifted: true, height: 0 },
    wholeObjectInRegion: false,
    cameras: {
      agentview: { position: [0.6586131746834771, 0, 1.6103500240372424], quaternion: HIGH_VIEW },
      frontview: { position: [1, 0, 1.48], quaternion: FRONT_VIEW },
      galleryview: GALLERY,
      paperview: paperview([2.1, 0.535, 2.075]),
    },
  },
  libero_study_tabletop_manipulation: {
    name: 'study_table',
    category: 'study_table',
    files: panda('libero_study_base_style.xml'),
    textures: { floor: 'light-gray-floor-tile.png', wall: 'light-gray-plaster.png' },
    body: 'study_table',
    offset: [-0.2, 0, 0.867],
    fixtureHeight: 0.01 - 0.05,
    robot: { mount: PEDESTAL, position: [-0.25 - 1 / 2, 0, 0] },
    regions: { shifted: true, height: 0.867 },
    wholeObjectInRegion: false,
    cameras: {
      agentview: { position: [0.4586131746834771, 0, 1.6103500240372424], quaternion: HIGH_VIEW },
      frontview: { position: [1, 0, 1.48], quaternion: FRONT_VIEW },
      galleryview: GALLERY,
      paperview: paperview([2.1, 0.535, 2.075]),
    },
  },
  libero_living_room_tabletop_manipulation: {
    name: 'living_room_table',
    category: 'living_room_table',
    files: panda('libero_living_room_tabletop_base_style.xml'),
    textures: { floor: 'seamless_wood_planks_floor.png', wall: 'light-gray-plaster.png' },
    body: 'living_room_table',
    offset: [0, 0, 0.41],
    fixtureHeight: 0.01 - 0.024,
    robot: { mount: NO_MOUNT, position: [-0.16 - 0.7 / 2, 0, 0.42] },
    regions: { shifted: true, height: 0.41 },
    wholeObjectInRegion: false,
    cameras: {
      agentview: { position: [0.6065773716836134, 0, 0.96], quaternion: LOW_VIEW },
      frontview: { position: [1.5, 0, 0.9], quaternion: FRONT_VIEW },
      galleryview: GALLERY,
      paperview: paperview([2.1, 0.735, 1.875]),
    },
  },
  libero_floor_manipulation: {
    name: 'floor',
    category: 'floor',
    files: panda('libero_floor_base_style.xml'),
    textures: { floor: 'light-gray-floor-tile.png', wall: 'light-gray-plaster.png' },
    body: 'floor',
    offset: [0, 0, -0.035],
    fixtureHeight: -0.025,
    robot: { mount: NO_MOUNT, position: [-0.6, 0, 0] },
    regions: { shifted: false, height: 0.02 },
    wholeObjectInRegion: true,
    cameras: {
      agentview: { position: [0.8965773716836134, 5.216182733499864e-7, 0.65], quaternion: LOW_VIEW },
      frontview: { position: [1, 0, 0.65], quaternion: FRONT_VIEW },
      galleryview: GALLERY,
    },
  },
};

/** The workspace of a problem; throws `PROBLEM_UNKNOWN` naming it. */
export function findWorkspace(problem: BddlProblem): Workspace {
  const workspace = Object.hasOwn(WORKSPACES, problem.problem) ? WORKSPACES[problem.problem] : undefined;
  if (workspace !== undefined) return workspace;
  throw new PlumbError({
    code: 'PROBLEM_UNKNOWN',
    what: `${problem.place} is a task of the kind "${problem.problem}".`,
    why: 'None of the suites has such a workspace, so Plumb cannot build it.',
    remedy: `Use one of ${Object.keys(WORKSPACES).join(', ')}.`,
  });
}
