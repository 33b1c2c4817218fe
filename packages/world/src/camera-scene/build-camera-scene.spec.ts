import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Scene, SceneGeom } from '@plumb/contract';
import { expect, test } from 'vitest';
import { parseProblem } from '../bddl/parse-problem.ts';
import { AssetFiles } from '../mjcf/asset-files.ts';
import { buildScene, type TaskScene } from '../scene/build-scene.ts';
import { TASK_NAMES } from '../task/task-names.ts';
import { liberoHere } from '../testing/libero-here.ts';
import { numbersOf } from '../xml/xml-element.ts';
import { buildCameraScene } from './build-camera-scene.ts';
import { type Quaternion, rotate, type Vector } from './pose.ts';
import { SceneAssets } from './scene-assets.ts';

// oracle/world/camera-scenes.py says how each number is made
const recorded = JSON.parse(readFileSync(new URL('./fixtures/camera-scenes.json', import.meta.url), 'utf8'));
const folders = await liberoHere();
const files =
  folders && new AssetFiles({ libero: folders['libero-assets'], robosuite: folders['robosuite-assets'] });
const assets = files && new SceneAssets(files);
const TASKS = Object.entries(TASK_NAMES).flatMap(([suite, names]) => names.map((name) => `${suite}/${name}`));
const TYPES = { plane: 0, sphere: 2, capsule: 3, ellipsoid: 4, cylinder: 5, box: 6, mesh: 7 };

function open(task: string): { built: TaskScene; scene: Scene } {
  const path = join(folders!['libero-bddl'], `${task}.bddl`);
  const built = buildScene(files!, parseProblem(readFileSync(path, 'utf8'), path));
  return { built, scene: buildCameraScene(assets!, built) };
}

function digest(...parts: (string[] | Uint8Array | Int32Array | Uint32Array | Float32Array)[]): string {
  const whole = createHash('sha256');
  for (const part of parts) whole.update(Array.isArray(part) ? part.join('\n') : part);
  return whole.digest('hex').slice(0, 16);
}

const floats = (rows: readonly (readonly number[])[]) => Float32Array.from(rows.flat());
const integers = (rows: readonly (readonly number[])[]) => Int32Array.from(rows.flat());

function mean(rows: readonly ArrayLike<number>[], width: number): number[] {
  const sum = new Array<number>(width).fill(0);
  rows.forEach((row, i) => {
    const weight = ((i * 7919) % 1000) / 1000 - 0.45;
    for (let k = 0; k < width; k++) sum[k]! += (weight * row[k]!) / rows.length;
  });
  return sum;
}

function rowsOf(values: Float32Array, width: number): Float32Array[] {
  return Array.from({ length: values.length / width }, (_, i) => values.subarray(i * width, (i + 1) * width));
}

function marks(scene: Scene, { type, mesh, size, pose }: SceneGeom): number[] {
  const vertices = mesh === undefined ? undefined : scene.meshes[mesh]!.vertices;
  const points = [0, 1, 2].map((k): Vector => {
    if (type !== 'mesh') return [0, 1, 2].map((i) => (i === k ? size[k]! + 1 : 0)) as Vector;
    const at = Math.floor((k * (vertices!.length / 3 - 1)) / 2) * 3;
    return [vertices![at]!, vertices![at + 1]!, vertices![at + 2]!];
  });
  return points.flatMap((point) =>
    rotate(pose.quaternion as Quaternion, point).map((value, k) => value + pose.position[k]!),
  );
}

/** The largest |a - b| by place. */
const apart = (a: readonly number[], b: readonly number[]) =>
  Math.max(...a.map((value, i) => Math.abs(value - b[i]!)));

test.skipIf(!assets).each(TASKS)(
  '%s is the model that MuJoCo 2.3.7 compiles (skipped without LIBERO)',
  (task) => {
    const expected = recorded.tasks[task];
    const { built, scene } = open(task);
    const geoms = scene.geoms.filter((geom) => geom.kind === 'geom');
    const sites = scene.geoms.filter((geom) => geom.kind === 'site');
    const { meshes, materials, textures, lights, cameras } = scene;
    const counts = [scene.bodies, geoms.length, sites.length].concat(
      [meshes, materials, textures, lights, cameras].map((list) => list.length),
    );
    expect(counts).toEqual(expected.counts);
    const bodyNames = [...built.mjcf.child('worldbody')!.walk()].flatMap((element) =>
      element.tag === 'body' ? [element.get('name') ?? ''] : [],
    );
    expect(digest(['world', ...bodyNames])).toBe(expected.bodies);
    expect(Math.abs(scene.near / 0.001 - expected.extent)).toBeLessThan(1e-6);
    expect(Math.abs(scene.far / 50 - expected.extent)).toBeLessThan(1e-6);

    const names = (list: readonly { readonly name: string }[]) => list.map(({ name }) => name);
    expect(
      digest(
        names(geoms),
        integers(geoms.map((g) => [g.body, TYPES[g.type], g.group, g.material ?? -1, g.mesh ?? -1])),
        floats(geoms.map((g) => g.rgba)),
      ),
    ).toBe(expected.geoms);
    expect(
      digest(
        names(sites),
        integers(sites.map((s) => [s.body, TYPES[s.type], s.group, s.material ?? -1])),
        floats(sites.map((s) => s.rgba)),
      ),
    ).toBe(expected.sites);
    expect(
      digest(
        names(materials),
        integers(materials.map((m) => [m.texture ?? -1, Number(m.texUniform)])),
        floats(
          materials.map((m) => [
            m.emission,
            m.specular,
            m.shininess,
            m.reflectance,
            ...m.rgba,
            ...m.texRepeat,
          ]),
        ),
      ),
    ).toBe(expected.materials);
    expect(
      digest(
        names(lights),
        integers(lights.map((l) => [l.body, Number(l.directional), Number(l.active), Number(l.castShadow)])),
        floats(
          lights.map((l) => [
            ...[...l.attenuation, l.cutoff, l.exponent, ...l.ambient, ...l.diffuse, ...l.specular],
            ...[...l.position, ...l.direction],
          ]),
        ),
      ),
    ).toBe(expected.lights);
    expect(
      digest(names(cameras), integers(cameras.map((c) => [c.body])), floats(cameras.map((c) => [c.fovy]))),
    ).toBe(expected.cameras);
    const files = ofTag(built, 'texture').map((element) => element.get('file'));
    expect(digest(textures.map((texture, i) => digestTexture(texture, files[i])))).toBe(expected.textures);

    expect(
      apart(
        mean(
          geoms.map((g) => marks(scene, g)),
          9,
        ),
        expected.geomMarks,
      ),
    ).toBeLessThan(1e-6);
    expect(
      apart(
        mean(
          sites.map((s) => marks(scene, s)),
          9,
        ),
        expected.siteMarks,
      ),
    ).toBeLessThan(1e-6);
    const views = cameras.map(({ pose }) =>
      marks(scene, { type: 'box', size: [0, 0, 0], pose } as unknown as SceneGeom),
    );
    expect(apart(mean(views, 9), expected.cameraMarks)).toBeLessThan(1e-6);

    const keys = ofTag(built, 'mesh').map((element) => {
      const scale = numbersOf(element.get('scale') ?? '1 1 1').map((value) =>
        Number.isInteger(value) ? value.toFixed(1) : String(value),
      );
      return `${element.get('file')} ${scale.join(' ')}`;
    });
    expect(digest(keys)).toBe(expected.meshes);
    keys.forEach((key, i) => {
      if (checked.has(key)) return;
      checked.add(key);
      checkMesh(key, meshes[i]!);
    });
  },
);

const ofTag = (built: TaskScene, tag: string) =>
  built.mjcf.child('asset')!.children.filter((element) => element.tag === tag);
const KINDS = { '2d': 0, cube: 1, skybox: 2 };
const digested = new Map<string, string>();

/** Each file's pixels are read once for all tasks. */
function digestTexture(texture: Scene['textures'][number], file: string | undefined): string {
  const { type, width, height } = texture;
  const make = () => digest(integers([[KINDS[type], width, height]]), texture.data);
  if (file === undefined) return make();
  const key = `${file} ${type}`;
  const known = digested.get(key) ?? make();
  digested.set(key, known);
  return known;
}

const checked = new Set<string>();

function checkMesh(key: string, mesh: Scene['meshes'][number]): void {
  const expected = recorded.meshes[key];
  const { vertices, normals, texcoords, faces } = mesh;
  expect([vertices.length / 3, normals.length / 3, texcoords.length / 2, faces.length / 3]).toEqual(
    expected.counts,
  );
  const lists = texcoords.length > 0 ? [mesh.texcoordFaces] : [];
  expect(digest(faces, mesh.normalFaces, ...lists)).toBe(expected.faces);
  const points = rowsOf(vertices, 3);
  const low = [0, 1, 2].map((k) => points.reduce((least, point) => Math.min(least, point[k]!), Infinity));
  const high = [0, 1, 2].map((k) => points.reduce((most, point) => Math.max(most, point[k]!), -Infinity));
  const scale = Math.max(...high.map((value, k) => value - low[k]!));
  const difference = {
    box: Math.max(apart(low, expected.low), apart(high, expected.high)) / scale,
    vertices: apart(mean(points, 3), expected.vertices) / scale,
    normals: apart(mean(rowsOf(normals, 3), 3), expected.normals),
    texcoords: apart(mean(rowsOf(texcoords, 2), 2), texcoords.length > 0 ? expected.texcoords : [0, 0]),
  };
  expect(
    Object.entries(difference).filter(([, value]) => !(value < 2e-5)),
    key,
  ).toEqual([]);
}
