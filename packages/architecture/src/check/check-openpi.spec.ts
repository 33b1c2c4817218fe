import { readEnvironment } from '@plumb/python';
import { expect, test } from 'vitest';
import { piConfig } from '../architectures/lerobot/pi-policy.ts';
import { pi0 } from '../architectures/pi0.ts';
import { listTensors } from '../module-spec.ts';
import { checkLoad } from './check-load.ts';
import { inMemory } from './in-memory-checkpoint.ts';
import { environmentFiles, temporaryFolder } from './temporary-files.ts';

function environment(transformers: string, files: Readonly<Record<string, string>> = {}) {
  return readEnvironment(temporaryFolder({ ...environmentFiles('3.11', transformers, ['gemma']), ...files }));
}

const REPLACED = { 'lib/python3.11/site-packages/transformers/models/siglip/check.py': '' };
const HEAD = 'paligemma_with_expert.paligemma.lm_head.weight';
const EMBEDDING = 'paligemma_with_expert.paligemma.model.language_model.embed_tokens.weight';

function tensorsOf(pi05: boolean) {
  const sizes = { paliGemma: 'gemma_2b', expert: 'gemma_300m', actionDim: 32, stateDim: 32, imageSize: 224 };
  return listTensors(pi0(piConfig({ pi05, ...sizes })!, { transformers: '4.53.2' }));
}

test.each([false, true])('as openpi saves it, π0.5: %s', async (pi05) => {
  // save_model keeps one name of the two that share the embedding
  const checkpoint = inMemory(tensorsOf(pi05).filter(({ name }) => name !== EMBEDDING));
  const result = await checkLoad({ checkpoint, environment: await environment('4.53.2', REPLACED) });
  expect(result).toMatchObject({
    architecture: `${pi05 ? 'π0.5' : 'π0'} (openpi's PI0Pytorch)`,
    loads: true,
    missing: [],
    unexpected: [],
  });
});

test('both names of the embedding are one too many for load_model', async () => {
  const result = await checkLoad({
    checkpoint: inMemory(tensorsOf(false)),
    environment: await environment('4.53.2', REPLACED),
  });
  expect(result.error).toBe(
    `Error(s) in loading state_dict for PI0Pytorch:\n    Unexpected key(s) in state_dict: "${EMBEDDING}"`,
  );
  expect(result.error).not.toContain(HEAD);
});

test.each([
  ['4.53.2', {}],
  ['4.57.1', REPLACED],
])('transformers %s without what openpi wants of it', async (release, files) => {
  const checkpoint = inMemory(tensorsOf(false).filter(({ name }) => name !== EMBEDDING));
  const result = await checkLoad({ checkpoint, environment: await environment(release, files) });
  expect(result.constructionError).toMatch(/^ValueError: transformers_replace is not installed correctly/);
});
