import { ArrayRoom } from '@plumb/core/array-room';
import { expect, test } from 'vitest';
import { compileMesh } from './compile-mesh.ts';
import { readMsh } from './read-msh.ts';
import { readObj } from './read-obj.ts';
import { readStl } from './read-stl.ts';

const SCALE = [1, 1, 1] as const;
const room = new ArrayRoom();
// a corner of a cube
const CORNERS = [
  [0, 0, 0],
  [0.3, 0, 0],
  [0, 0.2, 0],
  [0, 0, 0.1],
];
const FACES = [
  [0, 2, 1],
  [0, 1, 3],
  [0, 3, 2],
  [1, 2, 3],
];

function stl(corners = CORNERS): Uint8Array {
  const bytes = new Uint8Array(84 + FACES.length * 50);
  const view = new DataView(bytes.buffer);
  view.setUint32(80, FACES.length, true);
  FACES.flat().forEach((corner, i) => {
    const at = 84 + Math.floor(i / 3) * 50 + 12 + (i % 3) * 12;
    for (let k = 0; k < 3; k++) view.setFloat32(at + k * 4, corners[corner]![k]!, true);
  });
  return bytes;
}

function msh({ corners = CORNERS, faces = FACES, texcoords = 0 } = {}): Uint8Array {
  const counts = Uint32Array.of(corners.length, 0, texcoords, faces.length);
  const floats = Float32Array.from([...corners.flat(), ...new Array(texcoords * 2).fill(0.5)]);
  const indices = Uint32Array.from(faces.flat());
  return Buffer.concat([counts, floats, indices].map((list) => new Uint8Array(list.buffer)));
}

const text = (corners = CORNERS, faces = FACES) =>
  Buffer.from(
    [
      ...corners.map((c) => `v ${c.join(' ')}`),
      'vt 0.25 0.75',
      ...faces.map((f) => `f ${f.map((i) => `${i + 1}/1`).join(' ')}`),
    ].join('\n'),
  );

test('the three formats hold the same tetrahedron', () => {
  const compiled = [readStl(stl(), 'a'), readMsh(msh(), 'a'), readObj(text(), 'a', room)].map((raw) =>
    compileMesh(raw, SCALE, 'a', room),
  );
  for (const { mesh, frame, reach } of compiled) {
    expect([mesh.vertices.length, mesh.faces.length]).toEqual([12, 12]);
    // the centre of mass of a tetrahedron is the mean of its corners
    expect(frame.position.map((value) => Number(value.toFixed(7)))).toEqual([0.075, 0.05, 0.025]);
    expect(reach).toEqual(compiled[0]!.reach);
  }
  // MuJoCo turns the second coordinate over
  expect([...readObj(text(), 'a', room).texcoords!]).toEqual([0.25, 0.25]);
});

test('a scale stretches the vertices before the frame is found', () => {
  const { frame } = compileMesh(readStl(stl(), 'a'), [2, 1, 0.5], 'a', room);
  expect(frame.position.map((value) => Number(value.toFixed(7)))).toEqual([0.15, 0.05, 0.0125]);
});

const changed = (at: number, ...values: number[]) => {
  const corners = CORNERS.map((corner) => [...corner]);
  corners[at] = values;
  return corners;
};

test.each<[string, () => unknown, RegExp]>([
  ['an STL cut short', () => readStl(stl().subarray(0, 100), 'a.stl'), /not a binary STL/],
  ['an empty file', () => readStl(new Uint8Array(), 'a.stl'), /not a binary STL/],
  ['an ASCII STL', () => readStl(Buffer.from(`solid a\n${' '.repeat(200)}`), 'a.stl'), /not a binary STL/],
  ['an MSH cut short', () => readMsh(msh().subarray(0, 60), 'a.msh'), /has 60 bytes/],
  ['an MSH of another file', () => readMsh(Buffer.alloc(64, 0x7f), 'a.msh'), /declares/],
  ['other texture coordinates than vertices', () => readMsh(msh({ texcoords: 3 }), 'a.msh'), /do not fit/],
  [
    'an OBJ of quads',
    () => readObj(text(CORNERS, [[0, 1, 2, 3]]), 'a.obj', room),
    /a\.obj:6: a face is not a triangle/,
  ],
  ['an OBJ with words', () => readObj(Buffer.from('v 1 x 3'), 'a.obj', room), /"x" is not a number/],
  ['NURBS', () => readObj(Buffer.from('curv 0 1 1 2'), 'a.obj', room), /"curv" is not read/],
  [
    'relative indices',
    () => readObj(Buffer.from('v 1 2 3\nf -1 -1 -1'), 'a.obj', room),
    /a\.obj:2: a face is malformed/,
  ],
  [
    'NaN',
    () => compileMesh(readStl(stl(changed(1, Number.NaN, 0, 0)), 'a'), SCALE, 'a', room),
    /coordinate is NaN/,
  ],
  [
    'infinity',
    () => compileMesh(readMsh(msh({ corners: changed(1, Infinity, 0, 0) }), 'a'), SCALE, 'a', room),
    /Infinity/,
  ],
  [
    'an index out of range',
    () => compileMesh(readMsh(msh({ faces: [[0, 1, 9]] }), 'a'), SCALE, 'a', room),
    /face 0 names a vertex that does not exist/,
  ],
  [
    'a texture coordinate that is missing',
    () => compileMesh(readObj(text(CORNERS, FACES).subarray(0, -2), 'a', room), SCALE, 'a', room),
    /face 3 names a texture coordinate that does not exist/,
  ],
  [
    'no area',
    () => compileMesh(readStl(stl(CORNERS.map(() => [1, 2, 3])), 'a'), SCALE, 'a', room),
    /vertices|volume/,
  ],
  ['no volume', () => compileMesh(readStl(stl(changed(3, 0.1, 0.1, 0)), 'a'), SCALE, 'a', room), /no volume/],
  ['a mirrored scale', () => compileMesh(readStl(stl(), 'a'), [-1, 1, 1], 'a', room), /mirrored/],
])('%s is an error that names the file', (_, read, why) => {
  expect(read).toThrow(expect.objectContaining({ code: 'MESH_MALFORMED', what: expect.stringMatching(why) }));
});
