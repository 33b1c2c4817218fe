export { ASSET_PARTS, type AssetPart } from './assets/asset-part.ts';
export {
  cacheFolder,
  type FindOptions,
  type FoundPart,
  findAssets,
  requireAssets,
} from './assets/find-assets.ts';
export { pullPublicAssets } from './assets/public/pull-public-assets.ts';
export { type PulledParts, pullAssets } from './assets/pull-assets.ts';
export { parseProblem } from './bddl/parse-problem.ts';
export type { BddlProblem, Predicate, Region } from './bddl/problem.ts';
export { buildCameraScene } from './camera-scene/build-camera-scene.ts';
export { posesOf } from './camera-scene/poses-of.ts';
export { SceneAssets } from './camera-scene/scene-assets.ts';
export { type PngPicture, readPng } from './camera-scene/texture/read-png.ts';
export { DESK_SUITE } from './desk/desk-tasks.ts';
export { AssetFiles } from './mjcf/asset-files.ts';
export { NpzFile } from './npz/npz-file.ts';
export { type NpzArray, readNpz } from './npz/read-npz.ts';
export { writeNpz } from './npz/write-npz.ts';
export { DEFAULT_PHYSICS, findPhysics, PHYSICS, type PhysicsVersion } from './physics/physics-version.ts';
export type { Simulation, SimulationViews } from './physics/simulation.ts';
export { NumpyRandom } from './random/numpy-random.ts';
export { playActions, type Recording } from './rollout/play-actions.ts';
export { readActions } from './rollout/read-actions.ts';
export { checkRecording, writeRecording } from './rollout/write-recording.ts';
export type { SceneObject } from './scene/build-object.ts';
export { buildScene, type TaskScene } from './scene/build-scene.ts';
export { stripVisuals } from './scene/strip-visuals.ts';
export { findTask, type TaskName, tasksOf } from './task/find-task.ts';
export { TASK_NAMES } from './task/task-names.ts';
export { LiberoWorld, type StepResult, SUBSTEPS } from './world/libero-world.ts';
export type { Observed } from './world/observed.ts';
export { TaskOpener } from './world/open-task.ts';
export { WORKER_LIMITS } from './world/worker-limits.ts';
export { ZIP_LIMITS } from './zip/zip-writer.ts';
