import type { Scene, SceneGeom, SceneMesh, SceneTexture } from '@plumb/contract';
import { PlumbError } from '@plumb/core/plumb-error';

/** Triangles of a scene: four times the largest of LIBERO's; ids and the lists that they index stay small. */
const MOST_TRIANGLES = 1_200_000;
/** Texels a side, as most graphics cards limit it: a PNG that says more is not a texture. */
const MOST_TEXELS = 16_384;
/** Bytes of all textures together: four times the largest scene of LIBERO. */
const MOST_TEXTURE_BYTES = 400_000_000;
/** OpenGL's fixed-function lamps. */
const MOST_LIGHTS = 8;

/**
 * Refuses what cannot be drawn, or not as MuJoCo draws it. Only geoms that are chosen count.
 * @throws PlumbError `CAMERA_SCENE` (malformed), `CAMERA_UNSUPPORTED`
 */
export function checkScene(scene: Scene, choose: (geom: SceneGeom) => boolean): void {
  const geoms = scene.geoms.filter(choose);
  const meshes = new Set<number>();
  const textures = new Set<number>();
  for (const geom of geoms) {
    checkGeom(scene, geom);
    if (geom.mesh !== undefined) meshes.add(geom.mesh);
    const texture = geom.material === undefined ? undefined : scene.materials[geom.material]!.texture;
    if (texture !== undefined) textures.add(texture);
  }
  let triangles = 0;
  for (const index of meshes) {
    checkMesh(scene.meshes[index]!);
    triangles += scene.meshes[index]!.faces.length / 3;
  }
  if (triangles > MOST_TRIANGLES)
    throw malformed(`The scene has ${triangles} triangles.`, `More than ${MOST_TRIANGLES} are not drawn.`);
  const sky = scene.textures.findIndex(({ type }) => type === 'skybox');
  if (sky >= 0) textures.add(sky);
  let bytes = 0;
  for (const index of textures) {
    checkTexture(scene.textures[index]!);
    bytes += scene.textures[index]!.width * scene.textures[index]!.height * 3;
  }
  if (bytes > MOST_TEXTURE_BYTES)
    throw malformed(
      `The scene's textures have ${bytes} bytes.`,
      `More than ${MOST_TEXTURE_BYTES} are not held.`,
    );
  checkSurroundings(scene);
}

function checkSurroundings({ lights, headlight, samples, near, far, slices, stacks, quads }: Scene): void {
  const active = lights.filter((light) => light.active);
  const casting = active.find((light) => light.castShadow);
  if (casting !== undefined) throw unsupported(`the shadows of light ${JSON.stringify(casting.name)}`);
  if (active.length + (headlight.active ? 1 : 0) > MOST_LIGHTS)
    throw unsupported(`more than ${MOST_LIGHTS} lights`);
  if (samples !== 4) throw unsupported(`${samples} samples a pixel (vis.quality.offsamples); 4 are drawn`);
  if (!(near > 0 && far > near && Number.isFinite(far)))
    throw malformed(
      `The scene is clipped from ${near} to ${far} metres.`,
      'Near must be above 0 and below far.',
    );
  for (const [name, value, least] of [
    ['slices', slices, 3],
    ['stacks', stacks, 4],
    ['quads', quads, 1],
  ] as const)
    if (!Number.isInteger(value) || value < least || value > 100)
      throw malformed(`The scene's ${name} are ${value}.`, `They must be whole, from ${least} to 100.`);
}

function checkGeom({ meshes, materials, textures, bodies }: Scene, geom: SceneGeom): void {
  const name = `${geom.kind} ${JSON.stringify(geom.name)} (${geom.id})`;
  if (!Number.isInteger(geom.body) || geom.body < 0 || geom.body >= bodies)
    throw malformed(`The ${name} belongs to body ${geom.body}.`, `The scene has ${bodies} bodies.`);
  const numbers = [...geom.pose.position, ...geom.pose.quaternion, ...geom.rgba, ...geom.size];
  if (!numbers.every(Number.isFinite))
    throw malformed(
      `The ${name} has a pose, size or colour that is not finite.`,
      'Nothing can be drawn from it.',
    );
  if (geom.type === 'mesh' ? geom.mesh === undefined || !meshes[geom.mesh] : false)
    throw malformed(`The ${name} shows mesh ${geom.mesh}.`, `The scene has ${meshes.length} meshes.`);
  const needed = { plane: 2, box: 3, sphere: 1, ellipsoid: 3, cylinder: 2, capsule: 2, mesh: 0 }[geom.type];
  if (geom.type === 'plane' && (geom.size[0] <= 0 || geom.size[1] <= 0))
    throw unsupported(`the infinite plane ${name} (and the haze at its horizon)`);
  if (geom.size.slice(0, needed).some((value) => !(value > 0)))
    throw malformed(
      `The ${name} has size ${geom.size.join(' ')}.`,
      `A ${geom.type} needs ${needed} sizes above 0.`,
    );
  if (geom.material === undefined) return;
  const material = materials[geom.material];
  if (material === undefined)
    throw malformed(
      `The ${name} has material ${geom.material}.`,
      `The scene has ${materials.length} materials.`,
    );
  if (material.texture !== undefined && !textures[material.texture])
    throw malformed(
      `Material ${JSON.stringify(material.name)} of ${name} has texture ${material.texture}.`,
      `The scene has ${textures.length} textures.`,
    );
}

function checkMesh({
  name,
  vertices,
  normals,
  texcoords,
  faces,
  normalFaces,
  texcoordFaces,
}: SceneMesh): void {
  const mesh = `Mesh ${JSON.stringify(name)}`;
  const limits = [
    ['vertices', faces, vertices.length / 3],
    ['normals', normalFaces, normals.length / 3],
    ['texture coordinates', texcoordFaces, texcoords.length / 2],
  ] as const;
  for (const [what, list, count] of limits) {
    if (list.length !== faces.length && !(list === texcoordFaces && list.length === 0))
      throw malformed(`${mesh} has ${list.length} indices of ${what}.`, `Its faces have ${faces.length}.`);
    const wrong = firstBeyond(list, count);
    if (wrong >= 0)
      throw malformed(
        `Face ${Math.floor(wrong / 3)} of ${mesh} uses number ${list[wrong]} of ${what}.`,
        `There are ${count}.`,
      );
  }
  if (faces.length === 0 || faces.length % 3 !== 0)
    throw malformed(`${mesh} has ${faces.length} corners.`, 'Faces have three.');
  for (const [what, list] of [
    ['vertex', vertices],
    ['normal', normals],
    ['texture coordinate', texcoords],
  ] as const) {
    const wrong = firstEndless(list);
    if (wrong >= 0)
      throw malformed(`${mesh} has a ${what} that is ${list[wrong]}.`, `It is number ${wrong} of its list.`);
  }
  if (!hasArea(vertices, faces))
    throw malformed(`${mesh} has no area.`, 'All its triangles are lines or points.');
}

// callbacks of `findIndex` would take five times as long for the millions of numbers of a scene
function firstBeyond(list: Uint32Array, count: number): number {
  for (let i = 0; i < list.length; i++) if (list[i]! >= count) return i;
  return -1;
}

function firstEndless(list: Float32Array): number {
  // NaN and infinities alone leave something when they are taken from themselves
  for (let i = 0; i < list.length; i++) if (list[i]! - list[i]! !== 0) return i;
  return -1;
}

function hasArea(p: Float32Array, faces: Uint32Array): boolean {
  for (let at = 0; at < faces.length; at += 3) {
    const [a, b, c] = [faces[at]! * 3, faces[at + 1]! * 3, faces[at + 2]! * 3] as const;
    const u = [p[b]! - p[a]!, p[b + 1]! - p[a + 1]!, p[b + 2]! - p[a + 2]!] as const;
    const v = [p[c]! - p[a]!, p[c + 1]! - p[a + 1]!, p[c + 2]! - p[a + 2]!] as const;
    if (Math.hypot(u[1] * v[2] - u[2] * v[1], u[2] * v[0] - u[0] * v[2], u[0] * v[1] - u[1] * v[0]) > 0)
      return true;
  }
  return false;
}

/** Without its texels, which may be read from their file only when they are asked for. */
function checkTexture({ name, type, width, height }: SceneTexture): void {
  const texture = `Texture ${JSON.stringify(name)}`;
  if (![width, height].every((side) => Number.isInteger(side) && side >= 1 && side <= MOST_TEXELS))
    throw malformed(
      `${texture} has ${width} x ${height} texels.`,
      `Sides are whole numbers from 1 to ${MOST_TEXELS}.`,
    );
  if (type !== '2d' && height !== width && height !== 6 * width)
    throw malformed(
      `${texture} has ${width} x ${height} texels.`,
      'A cube is one square or six stacked ones.',
    );
}

/** The texels of a checked texture. @throws PlumbError `CAMERA_SCENE` */
export function texelsOf({ name, width, height, data }: SceneTexture): Uint8Array {
  if (data.length === width * height * 3) return data;
  throw malformed(
    `Texture ${JSON.stringify(name)} has ${data.length} bytes.`,
    `${width} x ${height} texels need ${width * height * 3}.`,
  );
}

function malformed(what: string, why: string): PlumbError {
  return new PlumbError({
    code: 'CAMERA_SCENE',
    what,
    why,
    remedy: 'Check the asset files that the scene was made from; a fresh download replaces damaged ones.',
  });
}

function unsupported(what: string): PlumbError {
  return new PlumbError({
    code: 'CAMERA_UNSUPPORTED',
    what: `The scene asks for what is not drawn: ${what}.`,
    why: 'The camera draws what the scenes of LIBERO use; leaving this out would make a wrong picture.',
    remedy: 'Take it out of the scene, or draw with MuJoCo itself.',
  });
}
