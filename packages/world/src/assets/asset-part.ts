import { join } from 'node:path';

/** What Plumb needs of LIBERO and robosuite and does not bring along. */
export interface AssetPart {
  readonly name: 'libero-assets' | 'libero-bddl' | 'libero-init' | 'robosuite-assets';
  readonly what: string;
  /** The environment variable that says where it lies: one or more folders, parted as in PATH. */
  readonly variable: 'PLUMB_LIBERO' | 'PLUMB_ROBOSUITE';
  /** The folder's path inside the package folder. */
  readonly folder: string;
  /** A file or folder inside it that tells the real thing from one that is named alike. */
  readonly marker: string;
  /** What of the folder is needed, where that is less than all: beginnings of paths. */
  readonly only?: readonly string[];
  /** Where the package folder lies in an environment's site-packages or in a checkout. */
  readonly packages: readonly string[];
}

export const ASSET_PARTS: readonly AssetPart[] = [
  {
    name: 'libero-assets',
    what: "LIBERO's meshes, textures and object models",
    variable: 'PLUMB_LIBERO',
    folder: 'assets',
    marker: join('scenes', 'libero_tabletop_base_style.xml'),
    packages: [join('libero', 'libero')],
  },
  {
    name: 'libero-bddl',
    what: "LIBERO's task files",
    variable: 'PLUMB_LIBERO',
    folder: 'bddl_files',
    marker: 'libero_spatial',
    packages: [join('libero', 'libero')],
  },
  {
    name: 'libero-init',
    what: "LIBERO's init states",
    variable: 'PLUMB_LIBERO',
    folder: 'init_files',
    marker: 'libero_spatial',
    packages: [join('libero', 'libero')],
  },
  {
    name: 'robosuite-assets',
    what: "robosuite 1.4.0's arm, gripper and mount",
    variable: 'PLUMB_ROBOSUITE',
    folder: join('models', 'assets'),
    // 1.5 replaced mounts/ by bases/
    marker: join('mounts', 'rethink_mount.xml'),
    // the other robots and objects are half a gigabyte
    only: [
      'base.xml',
      'robots/panda/',
      'grippers/panda_gripper.xml',
      'grippers/meshes/panda_gripper/',
      'mounts/null_mount.xml',
      'mounts/rethink_mount.xml',
      'mounts/meshes/rethink_mount/',
    ],
    packages: ['robosuite'],
  },
];
