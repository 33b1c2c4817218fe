import type { ObjectCategory } from '../scene/object-catalogue.ts';

// samplers turn "about x" by a into a yaw of π - a (placement/turn.ts)
const yaw = (spread: number): ObjectCategory['rotation'] => ({
  axis: 'x',
  range: [Math.PI - spread, Math.PI + spread],
});

/** The objects of the built-in suite. */
export const DESK_CATEGORIES: Readonly<Record<string, ObjectCategory>> = {
  red_cube: { file: 'plumb/red_cube.xml', rotation: yaw(0.4) },
  green_cube: { file: 'plumb/green_cube.xml', rotation: yaw(0.4) },
  tray: { file: 'plumb/tray.xml', rotation: yaw(0) },
  desk_drawer: {
    file: 'plumb/desk_drawer.xml',
    rotation: yaw(0),
    articulation: { open: [-0.16, -0.12], close: [-0.005, 0.002] },
  },
  desk_stove: {
    file: 'plumb/desk_stove.xml',
    rotation: yaw(0),
    articulation: { turnon: [0.5, 2.1], turnoff: [-0.005, 0] },
  },
};
