import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { atlasVla } from './architectures/atlas-vla/atlas-vla.ts';
import { publishedConfig } from './architectures/published.ts';
import { qwen2 } from './architectures/qwen2.ts';
import { module } from './layers.ts';
import type { ModuleSpec } from './module-spec.ts';
import { predictLoad } from './predict-load.ts';
import { needsShared, readStateDict, sharedFolder, withoutShared } from './shared-material.ts';

type Entry = [name: string, shape: number[]];
type Compact = [parameters: Entry[], buffers: Entry[], children: [string, Compact][]];
type Answer = { error: string | null; missing?: string[]; unexpected?: string[] };

// made by oracle/architecture/load_state_dict.py
const fixture = JSON.parse(
  readFileSync(new URL('fixtures/load-state-dict.json', import.meta.url), 'utf8'),
) as {
  torch: string;
  others: string[];
  cases: {
    module: Compact;
    state: Entry[];
    strict: boolean;
    answer: Answer;
    other: [versions: string[], answer: Answer][];
  }[];
};

const tensors = (entries: Entry[]) => entries.map(([name, shape]) => ({ name, shape }));

function expand([parameters, buffers, children]: Compact): ModuleSpec {
  return module('Net', {
    parameters: tensors(parameters),
    buffers: tensors(buffers),
    children: children.map(([name, child]) => [name, expand(child)]),
  });
}

test.each([fixture.torch, ...fixture.others])('says what torch %s says', (torchVersion) => {
  let raised = 0;
  for (const { module, state, strict, answer, other } of fixture.cases) {
    const real = other.find(([versions]) => versions.includes(torchVersion))?.[1] ?? answer;
    const predicted = predictLoad(tensors(state), expand(module), { strict, torchVersion });
    expect(predicted.error).toBe(real.error);
    expect(predicted.loads).toBe(real.error === null);
    if (real.error !== null) raised++;
    else expect([predicted.missing, predicted.unexpected]).toEqual([real.missing, real.unexpected]);
  }
  expect(raised).toBeGreaterThan(50);
});

test('without a version the rules of torch 2.4 to 2.9 hold', () => {
  for (const { module, state, strict, answer } of fixture.cases)
    expect(predictLoad(tensors(state), expand(module), { strict }).error).toBe(answer.error);
});

// `nn.Sequential(nn.BatchNorm2d(2))` in torch 2.8.0, its counter taken out of a state dict with these versions
test.each([
  [undefined, null],
  [1, null],
  [
    2,
    'Error(s) in loading state_dict for Sequential:\n\tMissing key(s) in state_dict: "0.num_batches_tracked". ',
  ],
])('a batch norm of version %s without its counter', (version, error) => {
  const names = ['weight', 'bias', 'running_mean', 'running_var', 'num_batches_tracked'];
  const own = names.map((name) => ({ name, shape: name === 'num_batches_tracked' ? [] : [2] }));
  const norm = module('BatchNorm2d', { parameters: own.slice(0, 2), buffers: own.slice(2) });
  const state = own.slice(0, 4).map(({ name, shape }) => ({ name: `0.${name}`, shape }));
  const moduleVersion = (path: string) => (path === '0' ? version : undefined);
  const model = module('Sequential', { children: [['0', norm]] });
  expect(predictLoad(state, model, { strict: true, moduleVersion }).error).toBe(error);
});

test.skipIf(withoutShared)(`the incident's errors, byte for byte${needsShared}`, () => {
  const lastError = (file: string) => {
    const log = readFileSync(`${sharedFolder}/incident/${file}`, 'utf8');
    return log.slice(log.lastIndexOf('Error(s) in loading')).trimEnd();
  };
  const config = publishedConfig('Qwen/Qwen2-0.5B')!;
  const built = atlasVla(
    {
      vision: { imgSize: 224, patchSize: 16, inChannels: 3, embedDim: 768 },
      language: { modelName: 'Qwen/Qwen3-0.6B-Base', maxLength: 77, outputDim: 768 },
      vggt: { embedDim: 768, depth: 6, numHeads: 12, mlpRatio: 4, usePretrainedVggt: true },
      actionHead: {
        inputDim: 768,
        hiddenDim: 1024,
        actionDim: 7,
        actionHorizon: 10,
        numHiddenLayers: 2,
        useActionChunking: true,
      },
    },
    qwen2(config, { transformers: '4.46.3' }),
    config.hiddenSize,
  );
  const saved = readStateDict('incident/state_dict.json');
  expect(predictLoad(saved, built, { strict: true }).error).toBe(lastError('load-strict.log'));
  // the evaluation script tries again with strict=False, which skips no size mismatch
  expect(predictLoad(saved, built, { strict: false }).error).toBe(lastError('eval-load.log'));
});
