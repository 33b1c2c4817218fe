import type { SceneCamera, SceneLight, SceneMaterial } from '@plumb/contract';
import { XmlElement } from '../xml/xml-element.ts';
import { unsupportedModel } from './malformed-asset.ts';
import type { Vector } from './pose.ts';
import {
  booleanOf,
  colourOf,
  nameOf,
  numberOf,
  refuseAttributes,
  turnOf,
  valuesOf,
  wordOf,
} from './read-attributes.ts';

/** A `<material>`, with MuJoCo's defaults; `textures` holds places in the scene's list by name. */
export function readMaterial(element: XmlElement, textures: ReadonlyMap<string, number>): SceneMaterial {
  refuseAttributes(element, ['class', 'metallic', 'roughness']);
  const name = nameOf(element);
  const texture = element.get('texture');
  if (texture !== undefined && !textures.has(texture))
    throw unsupportedModel(`a material "${name}" that names an unknown texture "${texture}"`);
  return {
    name,
    rgba: valuesOf(element, 'rgba', [1, 1, 1, 1]) as [number, number, number, number],
    emission: numberOf(element, 'emission', 0),
    specular: numberOf(element, 'specular', 0.5),
    shininess: numberOf(element, 'shininess', 0.5),
    reflectance: numberOf(element, 'reflectance', 0),
    texture: texture === undefined ? undefined : textures.get(texture)!,
    texRepeat: valuesOf(element, 'texrepeat', [1, 1]) as [number, number],
    texUniform: booleanOf(element, 'texuniform', false),
  };
}

/** A `<light>` fixed to its body. */
export function readLight(element: XmlElement, body: number): SceneLight {
  refuseAttributes(element, ['class', 'target', 'texture']);
  wordOf(element, 'mode', ['fixed'], 'fixed');
  const direction = valuesOf(element, 'dir', [0, 0, -1]) as Vector;
  const length = Math.hypot(...direction);
  if (!(length > 0)) throw unsupportedModel(`a light "${nameOf(element)}" without a direction`);
  return {
    name: nameOf(element),
    body,
    position: valuesOf(element, 'pos', [0, 0, 0]) as Vector,
    direction: direction.map((value) => value / length) as Vector,
    directional: booleanOf(element, 'directional', false),
    active: booleanOf(element, 'active', true),
    castShadow: booleanOf(element, 'castshadow', true),
    attenuation: valuesOf(element, 'attenuation', [1, 0, 0]) as Vector,
    cutoff: numberOf(element, 'cutoff', 45),
    exponent: numberOf(element, 'exponent', 10),
    ambient: colourOf(element, 'ambient', [0, 0, 0]),
    diffuse: colourOf(element, 'diffuse', [0.7, 0.7, 0.7]),
    specular: colourOf(element, 'specular', [0.3, 0.3, 0.3]),
  };
}

/** A `<camera>` fixed to its body. */
export function readCamera(element: XmlElement, body: number): SceneCamera {
  refuseAttributes(element, ['class', 'target', 'focal', 'resolution', 'sensorsize', 'orthographic']);
  wordOf(element, 'mode', ['fixed'], 'fixed');
  return {
    name: nameOf(element),
    body,
    pose: { position: valuesOf(element, 'pos', [0, 0, 0]) as Vector, quaternion: turnOf(element) },
    fovy: numberOf(element, 'fovy', 45),
  };
}

/** Near and far relative to the extent, the headlight and how finely shapes are cut, from `<visual>` (mj_defaultVisual). */
export function readVisual(root: XmlElement) {
  const visual = root.child('visual');
  const part = (tag: string) => visual?.child(tag) ?? new XmlElement(tag);
  const [map, light, quality] = [part('map'), part('headlight'), part('quality')];
  return {
    znear: numberOf(map, 'znear', 0.01),
    zfar: numberOf(map, 'zfar', 50),
    headlight: {
      ambient: colourOf(light, 'ambient', [0.1, 0.1, 0.1]),
      diffuse: colourOf(light, 'diffuse', [0.4, 0.4, 0.4]),
      specular: colourOf(light, 'specular', [0.5, 0.5, 0.5]),
      active: numberOf(light, 'active', 1) !== 0,
    },
    slices: numberOf(quality, 'numslices', 28),
    stacks: numberOf(quality, 'numstacks', 16),
    quads: numberOf(quality, 'numquads', 4),
    samples: numberOf(quality, 'offsamples', 4),
  };
}
