import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readEnvironment } from '@plumb/python';
import { describe, expect, test } from 'vitest';
import { openVla } from '../architectures/openvla.ts';
import { renderTree } from '../architectures/render-tree.ts';
import { listTensors } from '../module-spec.ts';
import { checkLoad } from './check-load.ts';
import { brokenRelease } from './check-openvla.ts';
import { inMemory } from './in-memory-checkpoint.ts';
import { predictFromPretrained } from './predict-from-pretrained.ts';
import { readOpenVlaConfig } from './read-openvla-config.ts';
import { environmentFiles, temporaryFolder } from './temporary-files.ts';

interface Scenario {
  readonly config: Readonly<Record<string, unknown>>;
  readonly tensors: Readonly<Record<string, readonly number[]>>;
  readonly tree?: readonly string[];
  readonly reports: Readonly<Record<string, { missing?: string[]; unexpected?: string[]; error?: string }>>;
}

// made by oracle/architecture/openvla_loads.py from OpenVLA's own code, its towers cut to two blocks
const scenarios = JSON.parse(
  readFileSync(new URL('fixtures/openvla-loads.json', import.meta.url), 'utf8'),
) as Record<string, Scenario>;

function build(config: Scenario['config'], transformers: string) {
  const plan = readOpenVlaConfig(config, 'config.json')!;
  const towers = plan.config.towers.map((tower) => ({ ...tower, layers: 2 }));
  return openVla({ ...plan.config, towers }, { transformers });
}

describe.each(Object.entries(scenarios))('%s', (_name, scenario) => {
  test.each(Object.entries(scenario.reports))('as transformers %s', (release, report) => {
    const broken = brokenRelease(release);
    if (broken || (report.error && !report.error.startsWith('RuntimeError'))) {
      expect(broken).toBe(report.error);
      return;
    }
    const model = build(scenario.config, release);
    if (scenario.tree && release === '4.46.3')
      expect(renderTree(model).trimEnd().split('\n')).toEqual(scenario.tree);
    const tensors = Object.entries(scenario.tensors).map(([name, shape]) => ({ name, shape }));
    const prediction = predictFromPretrained(tensors, model, { transformers: release }, '2.8.0');
    expect(prediction.loads).toBe(report.error === undefined);
    if (report.error) return;
    expect([...prediction.missing].sort()).toEqual(report.missing);
    expect([...prediction.unexpected].sort()).toEqual(report.unexpected);
  });
});

const config = {
  model_type: 'openvla',
  architectures: ['OpenVLAForActionPrediction'],
  auto_map: { AutoModelForVision2Seq: 'modeling_prismatic.OpenVLAForActionPrediction' },
  vision_backbone_id: 'dinosiglip-vit-so-224px',
  llm_backbone_id: 'llama2-7b-pure',
  text_config: { model_type: 'llama', vocab_size: 32064 },
};

function environment(transformers: string, timm?: string) {
  const metadata = (version: string) => `Metadata-Version: 2.1\nName: timm\nVersion: ${version}\n`;
  return readEnvironment(
    temporaryFolder({
      ...environmentFiles('3.10', transformers),
      ...(timm ? { [`lib/python3.10/site-packages/timm-${timm}.dist-info/METADATA`]: metadata(timm) } : {}),
    }),
  );
}

function checkpointIn(path: string, leaveOut = /(?!)/) {
  const plan = readOpenVlaConfig(config, 'config.json')!;
  const memory = inMemory(listTensors(openVla(plan.config)).filter(({ name }) => !leaveOut.test(name)));
  const file = join(path, 'model.safetensors');
  return { ...memory, path, tensors: memory.tensors.map((tensor) => ({ ...tensor, file })) };
}

test('OpenVLA 7B in the environment that it names, and without timm, and with a new one', async () => {
  const checkpoint = checkpointIn(temporaryFolder({ 'config.json': JSON.stringify(config) }));
  const check = async (transformers: string, timm?: string) =>
    checkLoad({ checkpoint, environment: await environment(transformers, timm) });
  expect(await check('4.40.1', '0.9.16')).toMatchObject({
    architecture: 'OpenVLA (OpenVLAForActionPrediction: dinosiglip-vit-so-224px, llama of hidden 4096)',
    loads: true,
    missing: [],
    unexpected: [],
    consequences: [],
  });
  expect((await check('4.40.1')).importFailure?.error).toContain('timm');
  expect((await check('4.40.1', '1.0.20')).constructionError).toMatch(/^NotImplementedError: TIMM Version/);
});

test('files beside the model: two of one component, and one that is none', async () => {
  const path = temporaryFolder({
    'config.json': JSON.stringify(config),
    'action_head--10_checkpoint.pt': 'x',
    'action_head--20_checkpoint.pt': 'x',
    'proprio_projector--10_checkpoint.pt': 'x',
  });
  const { consequences } = await checkLoad({
    checkpoint: checkpointIn(path),
    environment: await environment('4.40.1', '0.9.16'),
  });
  expect(consequences?.[0]).toContain('holds 2 files for action_head');
  expect(consequences?.[1]).toMatch(/^proprio_projector--10_checkpoint\.pt cannot be read/);
});
