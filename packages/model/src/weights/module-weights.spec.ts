import { mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { listTensors, type ModuleSpec } from '@plumb/architecture';
import { afterAll, expect, test } from 'vitest';
import { decoder, embedTokens } from '../forward/qwen.ts';
import { Graph } from '../graph/graph.ts';
import { BIAS, compute, IDS, LENGTH, numbersOf, QWEN3, smallDecoder } from '../testing/small-models.ts';
import { hashValues } from './hash-weights.ts';
import { ModuleWeights } from './module-weights.ts';
import type { WeightPlace, WeightTable } from './weight-table.ts';

const folder = realpathSync(mkdtempSync(join(tmpdir(), 'plumb-halves-')));
const spec = smallDecoder(QWEN3);
afterAll(() => rmSync(folder, { recursive: true }));

/** Of float32's bits. Normal numbers only, rounded towards zero. */
const HALVES = {
  bfloat16: (bits: number) => bits >>> 16,
  float16: (bits: number) => {
    const exponent = ((bits >>> 23) & 0xff) - 112;
    return exponent <= 0 ? 0 : ((bits >>> 16) & 0x8000) | (exponent << 10) | ((bits >>> 13) & 0x3ff);
  },
} as const;

/** The same numbers as halves, and widened again. */
function tables(type: keyof typeof HALVES): [halves: WeightTable, widened: WeightTable] {
  const make = (name: string, stored: 'float32' | keyof typeof HALVES): WeightTable => {
    const places = new Map<string, WeightPlace>();
    const parts: Uint8Array[] = [];
    let offset = 0;
    for (const tensor of listTensors(spec)) {
      const words = new Uint32Array(hashValues(tensor.name, tensor.shape).buffer).map(HALVES[type]);
      const data = stored === 'float32' ? widen(words, type) : Uint16Array.from(words);
      parts.push(new Uint8Array(data.buffer));
      places.set(tensor.name, {
        type: stored,
        shape: tensor.shape,
        file: name,
        offset,
        bytes: data.byteLength,
      });
      offset += data.byteLength;
    }
    writeFileSync(join(folder, name), Buffer.concat(parts));
    return { folder, find: (key) => places.get(key) };
  };
  return [make(`${type}.bin`, type), make(`${type}-wide.bin`, 'float32')];
}

function widen(words: Uint32Array, type: keyof typeof HALVES): Float32Array {
  if (type === 'bfloat16') return new Float32Array(words.map((word) => word << 16).buffer);
  return Float32Array.from(words, (word) => {
    const size = word & 0x7fff;
    const value = size === 0 ? 0 : (1 + (word & 0x3ff) / 1024) * 2 ** ((size >> 10) - 15);
    return word & 0x8000 ? -value : value;
  });
}

async function run(table: WeightTable, module: ModuleSpec): Promise<Float32Array> {
  const graph = new Graph();
  const ids = graph.input('ids', 'int64', [2, LENGTH]);
  const bias = graph.input('bias', 'float32', [2, 1, LENGTH, LENGTH]);
  const model = ModuleWeights.root(graph, table, module);
  graph.output('hidden', decoder(model, numbersOf(QWEN3), embedTokens(model, ids), bias));
  return (await compute(graph, folder, { ids: IDS, bias: BIAS })).hidden!;
}

test.each(['float16', 'bfloat16'] as const)('%s weights count as the numbers that they are', async (type) => {
  const [halves, widened] = tables(type);
  const found = await run(halves, spec);
  expect(found).toEqual(await run(widened, spec));
  expect(found.some((value) => value !== 0)).toBe(true);
});

test('a module or tensor that the architecture lacks is a fault, and a shape of the file that differs', () => {
  const graph = new Graph();
  const table: WeightTable = {
    folder,
    find: () => ({ type: 'float32', shape: [1], file: 'x', offset: 0, bytes: 4 }),
  };
  const module = ModuleWeights.root(graph, table, spec);
  expect(() => module.child('head')).toThrow('Qwen3Model has no module head');
  expect(() => module.child('norm').tensor('bias')).toThrow('has no tensor bias');
  expect(() => module.child('norm').tensor('weight')).toThrow(
    '[1] in the checkpoint, [48] in the architecture',
  );
});
