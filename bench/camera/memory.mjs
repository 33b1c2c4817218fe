// Memory of the scene with the most textures and meshes, its world and a renderer with both cameras of a policy, and
// what the renderer's memory holds: node --expose-gc bench/camera/memory.mjs [suite/index]. Bar: 300 MB more than before
// the scene was read.
import { Renderer } from '@plumb/camera';
import { findTask, posesOf, TaskOpener } from '@plumb/world';
import { POLICY_CAMERAS } from './shared.mjs';

/** Bytes of a corner in memory, and of its light, which each geom has for itself. */
const CORNER = 36;
const LIT = 16;
const LINES = 12;
const task = process.argv[2] ?? 'libero_10/0';
const mb = (bytes, digits = 1) => (bytes / 1e6).toFixed(digits);
const total = (rows) => rows.reduce((sum, { bytes }) => sum + bytes, 0);

const opener = await TaskOpener.create();
const empty = await resident();
const world = await opener.open(task, 0);
world.resetTo(0, 1);
const { observed } = world.setInitState((await opener.initStates(findTask(task)))[0]);
const withWorld = await resident();
const { renderer, textures, meshes } = await open();
for (const camera of POLICY_CAMERAS)
  renderer.draw({ camera, width: 256, height: 256, poses: posesOf(observed) });
const drawn = await resident();
printTable();
console.log(`${task}: physics module ${mb(empty, 0)} MB, with the world ${mb(withWorld, 0)} MB`);
console.log(
  `with renderer ${mb(drawn, 0)} MB, of which in its memory ${mb(renderer.memory, 0)} MB; peak ${(process.resourceUsage().maxRSS / 1e3).toFixed(0)} MB`,
);
const more = (drawn - withWorld) / 1e6;
console.log(`${more <= 300 ? 'ok  ' : 'MISS'} scene and renderer: ${more.toFixed(0)} MB (bar 300)`);
process.exitCode = more <= 300 ? 0 : 1;

/** Bytes, after what is not used was given back: what one collection frees, the next half second does. */
async function resident() {
  for (let i = 0; i < 2; i++) {
    globalThis.gc?.();
    await new Promise((done) => setTimeout(done, 500));
  }
  return process.memoryUsage().rss;
}

/** By itself, so that nothing of the scene is held by it. */
async function open() {
  const scene = await opener.cameraScene(task);
  const renderer = await Renderer.create(scene);
  const textures = new Map();
  const meshes = new Map();
  const keepTexture = (index) => {
    const texture = scene.textures[index];
    textures.set(index, { name: texture.name || texture.type, ...textureSize(texture) });
  };
  for (const { geom, mesh } of renderer.packed.geoms) {
    const texture = geom.material === undefined ? undefined : scene.materials[geom.material].texture;
    if (texture !== undefined) keepTexture(texture);
    const name = geom.mesh === undefined ? geom.type : scene.meshes[geom.mesh].name;
    // the clusters' table comes first, the corners last
    const bytes = mesh.corners + mesh.cornerCount * CORNER - mesh.clusters;
    meshes.set(mesh.corners, {
      name,
      bytes,
      what: `${mesh.faceCount} triangles, ${mesh.cornerCount} corners`,
    });
  }
  const sky = scene.textures.findIndex(({ type }) => type === 'skybox');
  if (sky >= 0) keepTexture(sky);
  return { renderer, textures: [...textures.values()], meshes: [...meshes.values()] };
}

/** All levels, each in a frame of one texel. */
function textureSize({ type, width, height }) {
  const images = type !== '2d' && height !== width ? 6 : 1;
  const [w, h] = [width, height / images];
  let bytes = 0;
  for (let level = 0; Math.max(w, h) >> level > 0; level++)
    bytes += (Math.max(1, w >> level) + 2) * (Math.max(1, h >> level) + 2) * 3 * images;
  return { bytes, what: `${images > 1 ? '6 x ' : ''}${w} x ${h}` };
}

function printTable() {
  const lit = renderer.packed.geoms.reduce((sum, { mesh }) => sum + mesh.cornerCount * LIT, 0);
  const rest = renderer.memory - total(textures) - total(meshes) - lit;
  for (const [kind, rows] of [
    ['textures', textures],
    ['meshes', meshes],
  ]) {
    rows.sort((a, b) => b.bytes - a.bytes);
    console.log(`${mb(total(rows)).padStart(6)} MB ${rows.length} ${kind}`);
    for (const { name, bytes, what } of rows.slice(0, LINES))
      console.log(`${mb(bytes).padStart(12)} ${name}, ${what}`);
    if (rows.length > LINES)
      console.log(`${mb(total(rows.slice(LINES))).padStart(12)} the other ${rows.length - LINES}`);
  }
  console.log(`${mb(lit).padStart(6)} MB light of the corners`);
  console.log(`${mb(rest).padStart(6)} MB pictures of ${POLICY_CAMERAS.length} cameras, tables, scratch`);
}
