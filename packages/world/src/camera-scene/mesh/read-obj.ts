import type { ArrayRoom } from '@plumb/core/array-room';
import { malformedAsset } from '../malformed-asset.ts';
import { MESH_LIMITS, type RawMesh } from './raw-mesh.ts';

const SPACE = 32;
const NEWLINE = 10;
const SLASH = 47;
const MINUS = 45;
const PLUS = 43;
const DOT = 46;
const ZERO = 48;
const [LETTER_F, LETTER_N, LETTER_T, LETTER_V] = [102, 110, 116, 118];
/** Powers of ten that a double holds exactly. */
const TENS = Array.from({ length: 23 }, (_, i) => 10 ** i);
const MOST_DIGITS = 15;

/**
 * A Wavefront OBJ with one object of triangles, as robosuite has them: `v`, `vt`, `vn`, `f`; materials are left out, as
 * MuJoCo does. The arrays lie in `scratch`. Throws `MESH_MALFORMED`, also for what MuJoCo would read and no scene needs
 * (polygons, several objects).
 */
export function readObj(bytes: Uint8Array, place: string, scratch: ArrayRoom): RawMesh {
  const reader = new ObjReader(bytes, place);
  const floats = (length: number) => scratch.floats(length);
  const words = (length: number) => scratch.words(length);
  const vertices = new GrowingList(floats);
  const normals = new GrowingList(floats);
  const texcoords = new GrowingList(floats);
  const corners = new GrowingList(words);
  while (!reader.atEnd) {
    const word = reader.word();
    if (word === 'v') reader.numbers(3, vertices);
    else if (word === 'vn') reader.numbers(3, normals);
    else if (word === 'vt') {
      reader.numbers(1, texcoords);
      // MuJoCo turns the second coordinate over
      texcoords.push(1 - Math.fround(reader.number()));
    } else if (word === 'f') reader.corners(corners);
    else if ((word === 'o' || word === 'g') && corners.length > 0)
      throw reader.fail('it holds several objects');
    else if (!['', '#', 'o', 'g', 's', 'mtllib', 'usemtl'].includes(word) && !word.startsWith('#'))
      throw reader.fail(`"${word}" is not read`);
    reader.endLine();
  }
  if (vertices.length / 3 > MESH_LIMITS.vertices || corners.length / 9 > MESH_LIMITS.faces)
    throw reader.fail('it is larger than any mesh of a scene');
  return {
    vertices: vertices.values,
    faces: pick(corners.values, 0, scratch),
    normals: normals.length > 0 ? normals.values : undefined,
    normalFaces: normals.length > 0 ? pick(corners.values, 2, scratch) : undefined,
    texcoords: texcoords.length > 0 ? texcoords.values : undefined,
    texcoordFaces: texcoords.length > 0 ? pick(corners.values, 1, scratch) : undefined,
  };
}

/** Indices from 0; one that is missing becomes 2^32 - 1, which is out of any range. */
function pick(corners: Uint32Array, which: number, scratch: ArrayRoom): Uint32Array {
  const out = scratch.words(corners.length / 3);
  for (let i = 0; i < out.length; i++) out[i] = corners[i * 3 + which]! - 1;
  return out;
}

/** A list that grows: boxed numbers of a whole robot would be 100 MB. */
class GrowingList<T extends Float32Array | Uint32Array> {
  readonly #take: (length: number) => T;
  #room: T;
  length = 0;

  constructor(take: (length: number) => T) {
    this.#take = take;
    this.#room = take(1024);
  }

  push(value: number): void {
    if (this.length === this.#room.length) {
      const room = this.#take(this.length * 2);
      room.set(this.#room);
      this.#room = room;
    }
    this.#room[this.length++] = value;
  }

  get values(): T {
    return this.#room.subarray(0, this.length) as T;
  }
}

/** Goes through the bytes: 39 MB of the robot's meshes are too many for strings. */
class ObjReader {
  readonly #bytes: Uint8Array;
  readonly #place: string;
  #at = 0;

  constructor(bytes: Uint8Array, place: string) {
    if (bytes.byteLength > MESH_LIMITS.bytes) throw malformedAsset('mesh', place, 'the file is too large');
    this.#bytes = bytes;
    this.#place = place;
  }

  get atEnd(): boolean {
    return this.#at >= this.#bytes.length;
  }

  fail(problem: string): Error {
    let line = 1;
    for (let i = 0; i < this.#at && i < this.#bytes.length; i++) if (this.#bytes[i] === NEWLINE) line++;
    return malformedAsset('mesh', `${this.#place}:${line}`, problem);
  }

  word(): string {
    this.#skipSpace();
    const start = this.#at;
    while (!this.#atSpace()) this.#at++;
    // nearly all lines; making a string of each would take longer than its numbers
    const first = this.#bytes[start];
    if (this.#at === start + 1 && first === LETTER_V) return 'v';
    if (this.#at === start + 1 && first === LETTER_F) return 'f';
    if (this.#at === start + 2 && first === LETTER_V) {
      if (this.#bytes[start + 1] === LETTER_N) return 'vn';
      if (this.#bytes[start + 1] === LETTER_T) return 'vt';
    }
    return String.fromCharCode(...this.#bytes.subarray(start, Math.min(this.#at, start + 32)));
  }

  numbers(count: number, out: GrowingList<Float32Array>): void {
    for (let i = 0; i < count; i++) out.push(this.number());
  }

  /** Three corners of `vertex/texcoord/normal`, 0 where one is missing. */
  corners(out: GrowingList<Uint32Array>): void {
    for (let corner = 0; corner < 3; corner++) {
      this.#skipSpace();
      for (let part = 0; part < 3; part++) {
        out.push(this.#index());
        if (this.#bytes[this.#at] === SLASH) this.#at++;
      }
      if (!this.#atSpace()) throw this.fail('a face is malformed');
    }
    this.#skipSpace();
    if (!this.atEnd && this.#bytes[this.#at]! !== NEWLINE) throw this.fail('a face is not a triangle');
  }

  endLine(): void {
    while (!this.atEnd && this.#bytes[this.#at] !== NEWLINE) this.#at++;
    this.#at++;
  }

  #index(): number {
    let value = 0;
    for (; this.#isDigit(); this.#at++) value = value * 10 + this.#bytes[this.#at]! - ZERO;
    return value;
  }

  number(): number {
    this.#skipSpace();
    const start = this.#at;
    const negative = this.#bytes[this.#at] === MINUS;
    if (negative || this.#bytes[this.#at] === PLUS) this.#at++;
    let digits = 0;
    let decimals = 0;
    let value = 0;
    for (; this.#isDigit(); this.#at++, digits++) value = value * 10 + this.#bytes[this.#at]! - ZERO;
    if (this.#bytes[this.#at] === DOT) {
      this.#at++;
      for (; this.#isDigit(); this.#at++, digits++, decimals++)
        value = value * 10 + this.#bytes[this.#at]! - ZERO;
    }
    // a whole number over a power of ten, both exact, rounds once; anything else is rare
    if (digits > 0 && digits <= MOST_DIGITS && this.#atSpace()) {
      const size = value / TENS[decimals]!;
      return negative ? -size : size;
    }
    while (!this.#atSpace()) this.#at++;
    const text = new TextDecoder().decode(this.#bytes.subarray(start, this.#at));
    const number = text === '' ? Number.NaN : Number(text);
    if (!Number.isFinite(number)) throw this.fail(`"${text}" is not a number`);
    return number;
  }

  #isDigit(): boolean {
    const byte = this.#bytes[this.#at];
    return byte !== undefined && byte >= ZERO && byte <= ZERO + 9;
  }

  #atSpace(): boolean {
    const byte = this.#bytes[this.#at];
    return byte === undefined || byte <= SPACE;
  }

  #skipSpace(): void {
    for (let byte = this.#bytes[this.#at]; byte !== undefined && byte <= SPACE && byte !== NEWLINE; )
      byte = this.#bytes[++this.#at];
  }
}
