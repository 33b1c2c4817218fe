import type { SceneTexture } from '@plumb/contract';
import type { XmlElement } from '../../xml/xml-element.ts';
import { malformedAsset, unsupportedModel } from '../malformed-asset.ts';
import { colourOf, nameOf, numberOf, refuseAttributes, wordOf } from '../read-attributes.ts';
import { type Builtin, makeCube, makeFlatPicture } from './make-builtin.ts';
import type { PngPicture } from './read-png.ts';

const TYPES = ['2d', 'cube', 'skybox'] as const;
const BUILTINS = ['none', 'gradient', 'checker', 'flat'] as const;
const MARKS = ['none', 'edge', 'cross'] as const;
/** MuJoCo's order of a cube's faces, and the attribute and the grid letter of each. */
const FACES = ['fileright', 'fileleft', 'fileup', 'filedown', 'filefront', 'fileback'] as const;
const LETTERS = 'RLUDFB';
/** A builtin of more pixels than that is no texture. */
const MOST_PIXELS = 64_000_000;

/**
 * An `<asset><texture>` as MuJoCo holds it (mjCTexture::Compile); `read` opens its files. Pixels of a picture that is used
 * as it is, or computed, are made when they are asked for: all of a scene's at once would be 150 MB beside what a renderer
 * makes of them.
 */
export function buildTexture(element: XmlElement, read: (file: string) => PngPicture): SceneTexture {
  refuseAttributes(element, ['hflip', 'vflip', 'content_type', 'nchannel', 'colorspace', 'random']);
  const type = wordOf(element, 'type', TYPES, 'cube');
  const builtin = wordOf(element, 'builtin', BUILTINS, 'none');
  const name = nameOf(element);
  if (builtin !== 'none') return later(name, type, computed(element, type, builtin));
  const file = element.get('file');
  if (file !== undefined)
    return type === '2d' ? later(name, type, read(file)) : fromOneFile(element, read(file), file);
  if (type === '2d') throw unsupportedModel(`a 2D texture "${name}" without a file`);
  return { name, type, ...fromSixFiles(element, read) };
}

function later(name: string, type: SceneTexture['type'], picture: PngPicture): SceneTexture {
  const { width, height, srgb } = picture;
  return {
    name,
    type,
    width,
    height,
    srgb,
    get data() {
      return picture.data;
    },
  };
}

type Pixels = Pick<SceneTexture, 'width' | 'height' | 'data'>;

function computed(element: XmlElement, type: string, builtin: Builtin['builtin']): PngPicture {
  const spec = {
    builtin,
    mark: wordOf(element, 'mark', MARKS, 'none'),
    rgb1: colourOf(element, 'rgb1', [0.8, 0.8, 0.8]),
    rgb2: colourOf(element, 'rgb2', [0.5, 0.5, 0.5]),
    markrgb: colourOf(element, 'markrgb', [0, 0, 0]),
  };
  const width = numberOf(element, 'width', 0);
  const height = type === '2d' ? numberOf(element, 'height', 0) : 6 * width;
  if (!(width >= 1 && height >= 1 && width * height <= MOST_PIXELS))
    throw unsupportedModel(`a builtin texture "${nameOf(element)}" of ${width} x ${height} pixels`);
  return {
    width,
    height,
    srgb: false,
    get data() {
      return type === '2d' ? makeFlatPicture(spec, width, height) : makeCube(spec, width);
    },
  };
}

/** One square for all faces, or a grid of squares. */
function fromOneFile(element: XmlElement, picture: PngPicture, file: string): SceneTexture {
  const { width, height, srgb } = picture;
  const name = nameOf(element);
  const type = wordOf(element, 'type', TYPES, 'cube');
  const [rows = 1, columns = 1] = (element.get('gridsize') ?? '1 1').trim().split(/\s+/).map(Number);
  if (!(rows >= 1 && columns >= 1 && rows * columns <= 12))
    throw unsupportedModel(`a texture with the grid ${rows} x ${columns}`);
  if (width % columns !== 0 || height % rows !== 0 || width / columns !== height / rows)
    throw malformedAsset(
      'texture',
      file,
      `its ${width} x ${height} pixels are not ${rows} x ${columns} squares`,
    );
  if (rows * columns === 1) return later(name, type, picture);
  const { data } = picture;
  const side = width / columns;
  const layout = element.get('gridlayout') ?? '.'.repeat(12);
  const cube = emptyCube(element, side);
  [...layout].slice(0, rows * columns).forEach((letter, cell) => {
    const face = LETTERS.indexOf(letter);
    if (face < 0 && letter !== '.') throw unsupportedModel(`a texture with the grid layout "${layout}"`);
    if (face < 0) return;
    const [top, left] = [side * Math.floor(cell / columns), side * (cell % columns)];
    for (let row = 0; row < side; row++) {
      const from = ((top + row) * width + left) * 3;
      cube.set(data.subarray(from, from + side * 3), (face * side + row) * side * 3);
    }
  });
  return { name, type, width: side, height: 6 * side, data: cube, srgb };
}

function fromSixFiles(element: XmlElement, read: (file: string) => PngPicture): Pixels & { srgb: boolean } {
  const given = FACES.map((attribute) => element.get(attribute));
  const first = given.find((file) => file !== undefined);
  if (first === undefined) throw unsupportedModel(`a texture "${nameOf(element)}" without a file`);
  const { width: side, srgb } = read(first);
  const cube = emptyCube(element, side);
  given.forEach((file, face) => {
    if (file === undefined) return;
    const { width, height, data } = read(file);
    if (width !== side || height !== side)
      throw malformedAsset('texture', file, `${width} x ${height} pixels are no face of a cube of ${side}`);
    cube.set(data, face * side * side * 3);
  });
  return { width: side, height: 6 * side, data: cube, srgb };
}

/** Faces that nothing defines have the texture's first colour. */
function emptyCube(element: XmlElement, side: number): Uint8Array {
  const colour = colourOf(element, 'rgb1', [0.8, 0.8, 0.8]);
  const cube = new Uint8Array(6 * side * side * 3);
  for (let i = 0; i < cube.length; i++) cube[i] = 255 * colour[i % 3]!;
  return cube;
}
