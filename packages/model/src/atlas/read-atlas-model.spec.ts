import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import {
  copyFileSync,
  cpSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readCheckpoint } from '@plumb/checkpoint';
import { afterAll, expect, test } from 'vitest';
import { causalBias } from '../forward/qwen.ts';
import type { Phase } from '../publish-phase.ts';
import { expectClose } from '../testing/expect-close.ts';
import { readArrays } from '../testing/read-arrays.ts';
import { compute } from '../testing/small-models.ts';
import { TextTokenizer } from '../text/text-tokenizer.ts';
import { embeddingGraph, languageGraph, stepGraph, textGraph } from './atlas-graphs.ts';
import { readAtlasModel } from './atlas-model.ts';
import { openAtlasPolicy } from './open-atlas-policy.ts';

const shared = process.env.PLUMB_SHARED ?? fileURLToPath(new URL('../../../../../shared', import.meta.url));
const TINY = join(shared, 'incident', 'tiny');
const withTiny = test.skipIf(!existsSync(TINY));
const folder = mkdtempSync(join(tmpdir(), 'plumb-tiny-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** A copy of the tiny checkpoint beside its language model, to be broken. */
function copy(name: string): string {
  const path = join(folder, name);
  copyFileSync(join(TINY, 'mlp_head.pt'), path);
  cpSync(join(TINY, 'language_model'), join(folder, 'language_model'), { recursive: true });
  return path;
}

withTiny("the tiny original's features and actions (skipped without ../shared/incident)", async () => {
  const model = await readAtlasModel(join(TINY, 'mlp_head.pt'));
  const original = readArrays(join(TINY, 'mlp_head.reference.npz'));
  const rows = Array.from(original.attention_mask!.data as BigInt64Array, Number);
  const masks = [rows.slice(0, 77), rows.slice(77)];
  const bias = Float32Array.from(masks.flatMap((mask) => [...causalBias(mask)]));
  const { folder: place } = model.table;
  const ids = original.input_ids!.data as BigInt64Array;
  const { embedded } = await compute(embeddingGraph(model, 2), place, { ids });
  const { hidden } = await compute(textGraph(model, 2), place, { embedded: embedded!, bias });
  const { tokens } = await compute(languageGraph(model, 2), place, { hidden: hidden! });
  const image = channelsLast(original.image!.data as Uint8Array);
  const graph = stepGraph(model, { batch: 2, features: true });
  const found = await compute(graph, place, { image, tokens: tokens!, mask: rows });
  expectClose(found.actions!, original.actions, 1e-4, 0);
  for (const part of ['vision', 'language', 'global'])
    expectClose(found[part]!, original[`${part}_features`], 1e-3, 1e-4);
});

withTiny(
  'as a policy it answers alike, and heeds neither image nor text (skipped without ../shared)',
  async () => {
    const policy = await openAtlasPolicy(join(TINY, 'mlp_head.pt'), { threads: 1 });
    const { width, height, orientation } = policy.manifest.cameras[0]!;
    const ask = async (fill: number, instruction: string) => {
      const data = new Uint8Array(width * height * 3).fill(fill);
      const images = { agentview: { width, height, orientation, data } };
      const observation = { images, state: new Float64Array(), instruction };
      const [answer] = await policy.act([{ episode: 'a', step: 0, observation }]);
      return 'actions' in answer! ? answer.actions : expect.fail(String(answer));
    };
    const first = await ask(10, 'pick up the black bowl');
    expect(first.length).toBe(10);
    expect(await ask(10, 'pick up the black bowl')).toEqual(first);
    expect(await ask(200, 'open the drawer')).toEqual(first);
    const pooled = await openAtlasPolicy(join(TINY, 'mlp_head.pt'), { variants: ['queries-pool'] });
    expect(pooled.description.variants).toEqual([expect.objectContaining({ name: 'queries-pool' })]);
    await Promise.all([policy.close(), pooled.close()]);
  },
);

withTiny('an instruction is encoded where the action depends on it (skipped without ../shared)', async () => {
  const phases: string[] = [];
  const listen = (phase: unknown) => phases.push((phase as Phase).name);
  subscribe('plumb:model:phase', listen);
  for (const variants of [[], ['queries-pool']]) {
    const policy = await openAtlasPolicy(join(TINY, 'mlp_head.pt'), { threads: 1, variants });
    const { width, height, orientation } = policy.manifest.cameras[0]!;
    const images = { agentview: { width, height, orientation, data: new Uint8Array(width * height * 3) } };
    for (const instruction of ['pick up the black bowl', 'open the drawer', 'open the drawer'])
      await policy.act([
        { episode: 'a', step: 0, observation: { images, state: new Float64Array(), instruction } },
      ]);
    await policy.close();
    const count = (name: string) => phases.filter((phase) => phase === name).length;
    expect([count('step'), count('encode the instruction')]).toEqual(variants.length ? [6, 2] : [3, 0]);
  }
  unsubscribe('plumb:model:phase', listen);
});

withTiny('a NaN is refused with its tensor (skipped without ../shared)', async () => {
  const path = copy('nan.pt');
  const { tensors } = await readCheckpoint(path);
  const { offset } = tensors.find(({ name }) => name === 'action_head.mlp.4.weight')!;
  const bytes = readFileSync(path);
  bytes.writeFloatLE(Number.NaN, offset + 4 * 100);
  writeFileSync(path, bytes);
  await expect(readAtlasModel(path)).rejects.toMatchObject({
    code: 'CHECKPOINT_REFUSED',
    why: expect.stringContaining('action_head.mlp.4.weight first (element 100)'),
  });
});

withTiny('a truncated file is refused (skipped without ../shared)', async () => {
  const path = copy('short.pt');
  truncateSync(path, 1_000_000);
  await expect(readAtlasModel(path)).rejects.toMatchObject({ code: expect.stringMatching(/^[A-Z_]+$/) });
});

withTiny("another language model is refused in PyTorch's words (skipped without ../shared)", async () => {
  const path = copy('other.pt');
  const other = join(folder, 'other-language-model');
  cpSync(join(TINY, 'language_model'), other, { recursive: true });
  const config = JSON.parse(readFileSync(join(other, 'config.json'), 'utf8'));
  writeFileSync(join(other, 'config.json'), JSON.stringify({ ...config, intermediate_size: 100 }));
  await expect(readAtlasModel(path, { languageModel: other })).rejects.toMatchObject({
    code: 'CHECKPOINT_REFUSED',
    why: expect.stringContaining(
      'size mismatch for language_encoder.language_model.layers.0.mlp.gate_proj.weight',
    ),
  });
});

withTiny(
  'a language model that is nowhere is named with every place (skipped without ../shared)',
  async () => {
    const alone = join(mkdtempSync(join(folder, 'alone-')), 'checkpoint.pt');
    copyFileSync(join(TINY, 'mlp_head.pt'), alone);
    await expect(readAtlasModel(alone)).rejects.toMatchObject({
      code: 'LANGUAGE_MODEL_MISSING',
      what: expect.stringContaining('tiny/language_model'),
    });
  },
);

withTiny('text becomes the ids that transformers gives (skipped without ../shared)', async () => {
  const tokenizer = await TextTokenizer.open(join(TINY, 'language_model'));
  const short = tokenizer.encode('pick up the black bowl', 77);
  expect(short.mask.filter((kept) => kept === 1).length).toBeGreaterThan(3);
  expect(short.ids.slice(short.mask.indexOf(0))).toEqual(new Array(77 - short.mask.indexOf(0)).fill(1));
  const long = tokenizer.encode('pick up the black bowl '.repeat(40), 77);
  expect(long.ids).toHaveLength(77);
  expect(long.mask).not.toContain(0);
  expect(long.ids.slice(0, 4)).toEqual(short.ids.slice(0, 4));
});

/** NCHW as PyTorch has it to NHWC. */
function channelsLast(image: Uint8Array): Uint8Array {
  const pixels = 224 * 224;
  return image.map((_, at) => {
    const [picture, rest] = [Math.floor(at / (3 * pixels)), at % (3 * pixels)];
    return image[(picture * 3 + (rest % 3)) * pixels + Math.floor(rest / 3)]!;
  });
}
