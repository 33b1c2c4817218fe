import type { Workspace } from '../scene/workspace.ts';

/** The desk of the built-in suite: LIBERO's tabletop in plain shapes, the arm on a pillar at its edge. */
export const DESK_WORKSPACE: Workspace = {
  name: 'work_desk',
  category: 'work_desk',
  files: {
    base: 'plumb/base.xml',
    scene: 'plumb/room.xml',
    arm: 'plumb/arm.xml',
    gripper: 'plumb/gripper.xml',
  },
  body: 'desk',
  offset: [0, 0, 0.9],
  fixtureHeight: 0,
  robot: { mount: { file: 'plumb/pillar.xml', top: 0 }, position: [-0.66, 0, 0] },
  regions: { shifted: false, height: 0.03 },
  wholeObjectInRegion: false,
  cameras: {
    agentview: {
      position: [0.66, 0, 1.61],
      quaternion: [0.638, 0.305, 0.305, 0.638],
    },
    frontview: { position: [1, 0, 1.48], quaternion: [0.56, 0.43, 0.43, 0.56] },
  },
};
