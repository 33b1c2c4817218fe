import { deflateSync } from 'node:zlib';
import { encode } from 'fast-png';
import { expect, test } from 'vitest';
import { readPng } from './read-png.ts';

/** A PNG of chunks; checksums are not looked at. */
function png(
  header: readonly number[],
  pixels: Uint8Array,
  ...more: readonly [string, Uint8Array][]
): Uint8Array {
  const [width = 0, height = 0, ...rest] = header;
  const ihdr = Buffer.alloc(13);
  ihdr.writeUInt32BE(width, 0);
  ihdr.writeUInt32BE(height, 4);
  ihdr.set(rest, 8);
  const chunk = ([type, data]: readonly [string, Uint8Array]) => {
    const length = Buffer.alloc(4);
    length.writeUInt32BE(data.length);
    return Buffer.concat([length, Buffer.from(type), data, Buffer.alloc(4)]);
  };
  const chunks: [string, Uint8Array][] = [
    ['IHDR', ihdr],
    ...(more as [string, Uint8Array][]),
    ['IDAT', deflateSync(pixels)],
    ['IEND', Buffer.alloc(0)],
  ];
  return Buffer.concat([Buffer.from([137, 80, 78, 71, 13, 10, 26, 10]), ...chunks.map(chunk)]);
}
const RGB = [8, 2, 0, 0, 0];

test.each([1, 2, 3, 4])('%i channels as another encoder writes them', (channels) => {
  const [width, height] = [7, 5];
  const data = Uint8Array.from({ length: width * height * channels }, (_, i) => (i * 37) % 251);
  const read = readPng(encode({ width, height, data, channels, depth: 8 }), 'a.png');
  const grey = channels < 3;
  const expected = Array.from({ length: width * height }, (_, i) =>
    [0, 1, 2].map((k) => data[i * channels + (grey ? 0 : k)]),
  ).flat();
  expect([...read.data]).toEqual(expected);
  expect(read).toMatchObject({ width, height, srgb: false });
});

test('each row filter is undone', () => {
  // worked out by hand: two pixels (10, 20, 30) (40, 50, 60), five times
  const first = [10, 20, 30, 40, 50, 60];
  const rows = [
    [0, ...first],
    [1, 10, 20, 30, 30, 30, 30],
    [2, 0, 0, 0, 0, 0, 0],
    [3, 5, 10, 15, 15, 15, 15],
    [4, 0, 0, 0, 0, 0, 0],
  ];
  const read = readPng(png([2, 5, ...RGB], Uint8Array.from(rows.flat())), 'a.png');
  expect([...read.data]).toEqual([first, first, first, first, first].flat());
});

test('palette and sRGB', () => {
  const palette = Uint8Array.of(1, 2, 3, 4, 5, 6);
  const bytes = png(
    [2, 1, 8, 3, 0, 0, 0],
    Uint8Array.of(0, 1, 0),
    ['sRGB', Uint8Array.of(0)],
    ['PLTE', palette],
  );
  expect(readPng(bytes, 'a.png')).toMatchObject({ data: Uint8Array.of(4, 5, 6, 1, 2, 3), srgb: true });
});

test.each<[string, Uint8Array, RegExp]>([
  ['something else', Buffer.alloc(100), /not a PNG/],
  ['nothing', Buffer.alloc(0), /not a PNG/],
  ['no pixels', png([0, 4, ...RGB], new Uint8Array()), /no pixels/],
  ['a bomb that says so', png([60_000, 60_000, ...RGB], new Uint8Array()), /60000 x 60000 pixels/],
  ['a bomb that does not', png([2, 2, ...RGB], new Uint8Array(50_000_000)), /cannot be unpacked/],
  ['pixels missing', png([2, 2, ...RGB], new Uint8Array(7)), /7 bytes, its header wants 14/],
  ['16 bits', png([2, 2, 16, 2, 0, 0, 0], new Uint8Array(26)), /16 bits/],
  ['interlaced', png([2, 2, 8, 2, 0, 0, 1], new Uint8Array(14)), /interlace 1/],
  ['an unknown filter', png([1, 1, ...RGB], Uint8Array.of(7, 0, 0, 0)), /row 0 has a filter/],
  ['no palette', png([1, 1, 8, 3, 0, 0, 0], Uint8Array.of(0, 0)), /palette is missing/],
  [
    'a pixel beyond the palette',
    png([1, 1, 8, 3, 0, 0, 0], Uint8Array.of(0, 9), ['PLTE', Uint8Array.of(1, 2, 3)]),
    /beyond its palette/,
  ],
  ['cut short', png([2, 2, ...RGB], new Uint8Array(14)).subarray(0, -20), /cut short/],
])('%s is an error that names the file', (_, bytes, why) => {
  expect(() => readPng(bytes, 'a.png')).toThrow(
    expect.objectContaining({ code: 'TEXTURE_MALFORMED', what: expect.stringMatching(why) }),
  );
});
