import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { readImage } from '../serve/read-image.ts';
import { decodeJsonNumpy, encodeJsonNumpy } from './json-numpy.ts';
import { decodeMessage, encodeMessage, OPENPI_ARRAYS } from './msgpack.ts';
import { float64Array, type NumpyArray, numbersOf } from './numpy-array.ts';
import { ChunkReader } from './read-chunk.ts';
import { decodeVlaEval, encodeVlaEval } from './vla-eval-messages.ts';

/** Written by the peers' own packers: oracle/policy/record_wire.py. */
const recorded = JSON.parse(
  readFileSync(new URL('fixtures/messages.json', import.meta.url), 'utf8'),
) as Record<string, never>;
const bytes = (name: string) => Buffer.from(recorded[name]!, 'base64');
const openpi = (name: string) => decodeMessage(bytes(name), OPENPI_ARRAYS) as Record<string, never>;
const image = { dtype: '|u1', shape: [6, 8, 3], data: bytes('image') };
const state = Float64Array.from(recorded.state as unknown as number[]);
const chunk = Float64Array.from(recorded.chunk as unknown as number[]);

test('openpi: metadata with arrays and NumPy scalars', () => {
  const metadata = openpi('openpi metadata');
  expect(metadata).toMatchObject({ config: 'pi05', horizon: 10, n: { a: null } });
  expect([...numbersOf(metadata.reset_pose!)]).toEqual([0, 0, 0]);
});

test.each(['<f4', '<f8', '<f2', '>f4', '<i4', '|i1', '|u1', '|b1', '<i8', '<u8'])(
  'openpi: an array of %s',
  (dtype) => {
    const { actions, server_timing } = openpi(`openpi actions ${dtype}`) as unknown as {
      actions: NumpyArray;
      server_timing: unknown;
    };
    expect(actions.shape).toEqual([3, 7]);
    expect([...numbersOf(actions)]).toEqual(recorded[`numbers ${dtype}`]);
    expect(server_timing).toEqual({ infer_ms: 12.5 });
  },
);

test('openpi: an array that lies in columns arrives in rows', () => {
  const { actions } = openpi('openpi actions transposed');
  expect(new ChunkReader('x').read(actions!).map((row) => [...row])).toEqual(
    [0, 1, 2].map((i) => [...chunk.subarray(i * 7, i * 7 + 7)]),
  );
});

test('openpi: an observation is written byte for byte as its own client writes it', () => {
  const turned = Buffer.concat(
    Array.from({ length: 6 }, (_, row) => image.data.subarray((5 - row) * 24, (6 - row) * 24)),
  );
  const frame = encodeMessage(
    {
      'observation/image': image,
      'observation/wrist_image': { ...image, data: turned },
      'observation/state': float64Array([8], state),
      prompt: 'do it',
    },
    OPENPI_ARRAYS,
  );
  expect(frame.toString('base64')).toBe(recorded['openpi observation']);
});

test('vla-eval: its messages are read', () => {
  expect(decodeVlaEval(bytes('vla-eval hello'))).toMatchObject({
    type: 'hello',
    seq: 1,
    payload: { protocol_version: 1, observation_params: { send_state: true } },
  });
  expect(decodeVlaEval(bytes('vla-eval start')).payload).toEqual({ task: { name: 'do it', task_id: 3 } });
  expect(decodeVlaEval(bytes('vla-eval error')).payload).toEqual({ error: 'observation_failed: no' });
  const { payload, seq } = decodeVlaEval(bytes('vla-eval action'));
  expect(seq).toBe(3);
  expect([...numbersOf(payload.actions as NumpyArray)]).toEqual([...chunk.subarray(0, 7)]);
});

test.each(['png', 'raw', 'jpeg'])('vla-eval: an observation with pictures as %s', async (form) => {
  const { payload } = decodeVlaEval(bytes(`vla-eval observation ${form}`));
  const { agentview } = payload.images as Record<string, unknown>;
  const read = await readImage(agentview, 'agentview');
  expect([read.width, read.height, read.orientation]).toEqual([8, 6, 'flipped-horizontal']);
  // a JPEG of hard edges, 8 x 6
  const allowed = form === 'jpeg' ? 90 : 0;
  for (const [i, value] of image.data.entries())
    expect(Math.abs(read.data[i]! - value)).toBeLessThanOrEqual(allowed);
  expect([...numbersOf(payload.states as NumpyArray)]).toEqual([...state]);
});

test('vla-eval: what is written is read again, pictures and all', () => {
  const message = {
    type: 'observation',
    payload: { images: { agentview: image }, states: float64Array([8], state), task_description: 'do it' },
    seq: 7,
  } as const;
  const { payload, seq } = decodeVlaEval(encodeVlaEval(message));
  expect(seq).toBe(7);
  const { images, states } = payload as { images: Record<string, NumpyArray>; states: NumpyArray };
  expect(Buffer.compare(images.agentview!.data, image.data)).toBe(0);
  expect([...numbersOf(states)]).toEqual([...state]);
});

test.each(['openvla', 'openvla-oft', 'encoded'])('json-numpy: the answer of %s', (name) => {
  const reader = new ChunkReader('x');
  const actions = reader.read(decodeJsonNumpy(JSON.parse(recorded[`json ${name}`]!)));
  expect(actions).toHaveLength(name === 'openvla-oft' ? 3 : 1);
  expect([...actions[0]!]).toEqual([...chunk.subarray(0, 7)]);
});

test('json-numpy: a picture as json-numpy would read it', () => {
  expect(JSON.parse(encodeJsonNumpy({ image, instruction: 'x' }))).toEqual({
    image: { __numpy__: recorded.image, dtype: '|u1', shape: [6, 8, 3] },
    instruction: 'x',
  });
});

test('ten thousand broken messages are errors or values, and never hang or crash', () => {
  const originals = Object.keys(recorded)
    .filter((name) => /^(openpi|vla-eval) /.test(name))
    .map(bytes);
  let seed = 1;
  const random = (below: number) => {
    seed = (seed * 1103515245 + 12345) % 2 ** 31;
    return Math.floor((seed / 2 ** 31) * below);
  };
  let errors = 0;
  for (let i = 0; i < 10_000; i++) {
    const frame = Buffer.from(originals[i % originals.length]!).subarray(0, 400);
    for (let k = random(4); k >= 0; k--) frame[random(Math.min(frame.length, 120))] = random(256);
    for (const read of [() => decodeMessage(frame, OPENPI_ARRAYS), () => decodeVlaEval(frame)])
      try {
        read();
      } catch (error) {
        expect(error).toBeInstanceOf(Error);
        errors++;
      }
  }
  expect(errors).toBeGreaterThan(5000);
});

test.each([
  ['nothing', undefined, 'POLICY_ANSWER_MALFORMED'],
  ['an empty list', [], 'POLICY_ANSWER_MALFORMED'],
  ['words', ['a', 'b'], 'POLICY_ANSWER_MALFORMED'],
  ['rows of different lengths', [[1, 2, 3, 4, 5, 6, 7], [1]], 'POLICY_ANSWER_MALFORMED'],
  ['another robot', [1, 2, 3], 'ACTION_SIZE'],
  ['rows of another robot', [[1, 2, 3]], 'ACTION_SIZE'],
  ['a batch', [[[1, 2, 3, 4, 5, 6, 7]]], 'POLICY_ANSWER_MALFORMED'],
  ['NaN', [1, 2, 3, 4, 5, 6, Number.NaN], 'ACTION_NOT_FINITE'],
  ['a batch as an array', float64Array([1, 1, 7], new Float64Array(7)), 'POLICY_ANSWER_MALFORMED'],
  ['no actions', float64Array([0, 7], new Float64Array(0)), 'POLICY_ANSWER_MALFORMED'],
  ['ten thousand actions', float64Array([10_000, 7], new Float64Array(70_000)), 'POLICY_ANSWER_MALFORMED'],
])('a chunk that is %s is refused', (_name, value, code) => {
  expect(() => new ChunkReader('server').read(value)).toThrowError(expect.objectContaining({ code }));
});

test('a chunk of another shape than the first one is refused, whichever way it grew', () => {
  const reader = new ChunkReader('server');
  const rows = (n: number) => float64Array([n, 7], new Float64Array(n * 7));
  expect(reader.read(rows(5))).toHaveLength(5);
  expect(reader.read(rows(5))).toHaveLength(5);
  for (const n of [4, 6])
    expect(() => reader.read(rows(n))).toThrowError(
      expect.objectContaining({ code: 'POLICY_SHAPE_CHANGED', what: expect.stringContaining('[5, 7]') }),
    );
});
