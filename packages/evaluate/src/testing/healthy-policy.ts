import { readFileSync } from 'node:fs';
import type { PreparedObservation } from '@plumb/policy';

// For specs, and for `plumb debug packages/evaluate/dist/testing/healthy-policy.js`: a small network that learnt from the
// scripted expert's pictures of plumb-desk, as oracle/evaluate/train_healthy.py made it. What it shows in the probes is what a
// healthy policy shows.

const WEIGHTS = new URL('../../src/probes/fixtures/healthy-policy.safetensors', import.meta.url);
const SIZE = 64;
const CHUNK = 4;
// as in the script
const WORDS = ['pick', 'red', 'cube', 'place', 'tray', 'open', 'drawer'];
const CENTRE = [-0.05, -0.1, 1.05, 0.02, -0.02];
const SCALE = [0.15, 0.2, 0.12, 0.02, 0.02];

interface Tensor {
  readonly shape: readonly number[];
  readonly data: Float32Array;
}

const weights = readWeights();

export default {
  family: 'plain',
  manifest: [
    ...['renderWidth', 'renderHeight', 'width', 'height'].map((key) => `${key}=${SIZE}`),
    'state=eef-position,gripper-positions',
    `chunk=${CHUNK}`,
    'replan=2',
  ],
  predict({ images, state, instruction }: PreparedObservation): number[][] {
    const words = instruction.split(' ');
    const seen = [
      ...look('agentview', images.agentview!.data),
      ...look('wrist', images.robot0_eye_in_hand!.data),
      ...CENTRE.map((centre, i) => (state[i]! - centre) / SCALE[i]!),
      ...WORDS.map((word) => Number(words.includes(word))),
    ];
    const hidden = linear('hidden2', linear('hidden1', seen).map(relu)).map(relu);
    const actions = linear('out', hidden).map(Math.tanh);
    return Array.from({ length: CHUNK }, (_, i) => actions.slice(7 * i, 7 * i + 7));
  },
};

const relu = (value: number) => Math.max(0, value);

/** Where each feature is in a picture: across for all of them, then down. */
function look(eye: string, pixels: Uint8Array): number[] {
  const planes = Array.from({ length: 3 }, (_, c) =>
    Float32Array.from({ length: SIZE * SIZE }, (_, i) => pixels[3 * i + c]! / 255 - 0.5),
  );
  const first = convolve(planes, SIZE, `${eye}.conv1`, 2).map((plane) => plane.map(relu));
  const second = convolve(first, SIZE / 2, `${eye}.conv2`, 2).map((plane) => plane.map(relu));
  const third = convolve(second, SIZE / 4, `${eye}.conv3`, 1);
  const places = third.map((plane) => middle(plane, SIZE / 4));
  return [...places.map(([across]) => across), ...places.map(([, down]) => down)];
}

/** The middle of a softmax over a plane, [-1, 1] each way. */
function middle(plane: Float32Array, width: number): readonly [number, number] {
  const most = Math.max(...plane);
  let [sum, across, down] = [0, 0, 0];
  for (const [i, value] of plane.entries()) {
    const weight = Math.exp(value - most);
    sum += weight;
    across += weight * ((2 * (i % width)) / (width - 1) - 1);
    down += weight * ((2 * Math.floor(i / width)) / (width - 1) - 1);
  }
  return [across / sum, down / sum];
}

/** Square planes of `width`, padded so that only the stride makes them smaller. */
function convolve(planes: readonly Float32Array[], width: number, name: string, stride: number) {
  const { shape, data } = weights.get(`${name}.weight`)!;
  const bias = weights.get(`${name}.bias`)!.data;
  const [outputs = 0, inputs = 0, size = 0] = shape;
  const pad = (size - 1) / 2;
  const out = width / stride;
  /** Which outputs a tap this far off reads for. */
  const inside = (shift: number) =>
    [Math.max(0, Math.ceil(-shift / stride)), Math.min(out, Math.ceil((width - shift) / stride))] as const;
  return Array.from({ length: outputs }, (_, o) => {
    const result = new Float32Array(out * out).fill(bias[o]!);
    for (let c = 0; c < inputs; c++)
      for (let ky = 0; ky < size; ky++)
        for (let kx = 0; kx < size; kx++) {
          const weight = data[((o * inputs + c) * size + ky) * size + kx]!;
          const plane = planes[c]!;
          const [from, to] = inside(kx - pad);
          const [top, bottom] = inside(ky - pad);
          for (let y = top; y < bottom; y++) {
            const row = (y * stride + ky - pad) * width + kx - pad;
            for (let x = from; x < to; x++) result[y * out + x]! += weight * plane[row + x * stride]!;
          }
        }
    return result;
  });
}

function linear(name: string, input: readonly number[]): number[] {
  const { shape, data } = weights.get(`${name}.weight`)!;
  const bias = weights.get(`${name}.bias`)!.data;
  return Array.from({ length: shape[0]! }, (_, o) =>
    input.reduce((sum, value, i) => sum + value * data[o * input.length + i]!, bias[o]!),
  );
}

function readWeights(): ReadonlyMap<string, Tensor> {
  const bytes = readFileSync(WEIGHTS);
  const length = Number(bytes.readBigUInt64LE());
  const header = JSON.parse(bytes.toString('utf8', 8, 8 + length)) as Record<
    string,
    { shape: number[]; data_offsets: [number, number] }
  >;
  return new Map(
    Object.entries(header).map(
      ([
        name,
        {
          shape,
          data_offsets: [from, to],
        },
      ]) => {
        const at = 8 + length + from;
        const data = Float32Array.from({ length: (to - from) / 2 }, (_, i) =>
          halfAt(bytes.readUInt16LE(at + 2 * i)),
        );
        return [name, { shape, data }];
      },
    ),
  );
}

/** A float16 by its bits; none of these is infinite. */
function halfAt(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 31;
  const fraction = bits & 1023;
  return sign * (exponent === 0 ? fraction * 2 ** -24 : (1 + fraction / 1024) * 2 ** (exponent - 15));
}
