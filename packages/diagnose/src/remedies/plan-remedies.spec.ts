import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { planRemedies, type RemedyQuestion } from './plan-remedies.ts';
import type { RemedyPlan, Way } from './remedy-plan.ts';
import { atlasCheckpoint, environmentOf } from './spec-checkpoints.ts';
import { writeStartScript } from './write-start-script.ts';

const OLD = { transformers: '4.46.3', tokenizers: '0.20.3', torch: '2.8.0', 'huggingface-hub': '0.36.2' };

let source = '';
beforeAll(async () => {
  source = await mkdtemp(join(tmpdir(), 'plumb-spec-'));
  for (const [name, text] of Object.entries(SOURCE)) {
    await mkdir(join(source, name, '..'), { recursive: true });
    await writeFile(join(source, name), text);
  }
});
afterAll(() => rm(source, { recursive: true }));

// a loader of ours with the incident's fallback, and a training script with options of its own
const SOURCE = {
  'vla/models/vla_model.py': `import torch.nn as nn
from models.language_encoder import LanguageEncoder

class VLAModel(nn.Module):
    def __init__(self, config):
        super().__init__()
        self.language_encoder = LanguageEncoder(config.language)

    def get_param_groups(self, lr):
        return [{"params": list(self.language_encoder.projector.parameters()), "lr": lr}]
`,
  'vla/models/language_encoder.py': `import torch.nn as nn
from transformers import AutoModel

class LanguageEncoder(nn.Module):
    def __init__(self, config):
        super().__init__()
        try:
            self.language_model = AutoModel.from_pretrained(config.model_name)
        except Exception:
            self.language_model = AutoModel.from_pretrained("Qwen/Qwen2-0.5B")
        self.projector = nn.Linear(self.language_model.config.hidden_size, config.output_dim)
`,
  'vla/scripts/train.py': `import argparse
parser = argparse.ArgumentParser()
parser.add_argument("--language_model", default="Qwen/Qwen3-0.6B-Base")
parser.add_argument("--lr", type=float, default=1e-7)
parser.add_argument("--freeze-language", action="store_true")
parser.add_argument("--config")
parser.add_argument("--resume")
`,
};

async function plan(way: Way, question: Partial<RemedyQuestion> = {}): Promise<RemedyPlan> {
  const { plans } = await planRemedies({
    checkpoint: atlasCheckpoint(),
    environment: environmentOf(OLD),
    source,
    way,
    ...question,
  });
  return plans[0]!;
}

// counts below: oracle/fix/load_meta.py on the incident's checkpoint, the same language model
test('the incident: the upgrade is the only fix, and first', async () => {
  const { before, plans } = await planRemedies({
    checkpoint: atlasCheckpoint(),
    environment: environmentOf(OLD),
    source,
  });
  expect(before.text).toBe(
    'raises: 219 of another shape, 72 missing, 92 unexpected, with Qwen/Qwen2-0.5B in place of Qwen/Qwen3-0.6B-Base',
  );
  expect(plans.map(({ way, verdict }) => [way, verdict])).toEqual([
    ['upgrade', 'fixes'],
    ['retrain', 'trains'],
    ['partial', 'not-a-fix'],
    ['convert', 'impossible'],
    ['other-model', 'impossible'],
  ]);
});

test('what loads already needs no remedy', async () => {
  const environment = environmentOf({ ...OLD, transformers: '4.57.1', tokenizers: '0.22.1' });
  const { before, plans } = await planRemedies({ checkpoint: atlasCheckpoint(), environment, source });
  expect(before.clean).toBe(true);
  expect(new Set(plans.map(({ verdict }) => verdict))).toEqual(new Set(['not-needed']));
});

test('upgrade: pinned below the next major; each release with its check', async () => {
  const found = await plan('upgrade');
  expect(found.commands[0]?.text).toBe("python -m pip install 'transformers>=4.51.0,<5'");
  expect(found.checks.map(({ label, outcome }) => [label, outcome.clean])).toEqual([
    ['now, transformers 4.46.3', false],
    ['lowest, transformers 4.51.0', true],
    ['without a pin, transformers 5.20.2', true],
    ['newest, transformers 5.23.0', true],
    ['offered, transformers 4.57.6', true],
  ]);
});

test('upgrade: who breaks is named, and only by the release that breaks it', async () => {
  const environment = environmentOf({ ...OLD, 'sentence-transformers': '3.4.1 transformers<5.0.0,>=4.41.0' });
  const found = await plan('upgrade', { environment });
  const broken = found.tables.filter(({ title }) => title.startsWith('Broken'));
  expect(broken.map(({ title }) => title)).toEqual([
    'Broken by transformers 5.20.2',
    'Broken by transformers 5.23.0',
  ]);
  expect(broken[0]?.rows[0]?.slice(0, 3)).toEqual([
    'sentence-transformers 3.4.1',
    'transformers<5.0.0,>=4.41.0',
    'transformers 5.20.2',
  ]);
});

test('upgrade: a Python that no release with the type runs on', async () => {
  const found = await plan('upgrade', { environment: environmentOf(OLD, '3.8.18') });
  expect(found.verdict).toBe('impossible');
  expect(found.summary).toContain('wants Python >=3.9.0; this is 3.8.18');
});

test('upgrade: torch below the floor is upgraded along', async () => {
  const found = await plan('upgrade', { environment: environmentOf({ ...OLD, torch: '2.0.1' }) });
  expect(found.commands[0]?.text).toBe("python -m pip install 'transformers>=4.51.0,<5' 'torch>=2.2'");
});

test('a listing leaves open who objects', async () => {
  const environment = { ...environmentOf(OLD, null), kind: 'freeze' as const };
  const found = await plan('upgrade', { environment });
  expect(found.notes.join('\n')).toMatch(/cannot be known/);
  expect(found.notes.join('\n')).toMatch(/4\.57\.6 under 3\.9, 5\.20\.2 under 3\.10, 5\.23\.0 under 3\.11/);
});

test('partial: by module, and never a fix where something essential is lost', async () => {
  const found = await plan('partial');
  const [account] = found.tables;
  expect(account?.rows.find(([module]) => module === 'language_encoder.projector.0')).toEqual([
    'language_encoder.projector.0',
    '688,896',
    '0.1 %',
    '688,128',
    'random values',
    'yes',
  ]);
  // torch: Qwen2-0.5B without its head has 494,032,768 parameters
  expect(account?.rows.find(([module]) => module === 'language_encoder.language_model')?.slice(1, 4)).toEqual(
    ['494,032,768', '0.0 %', '494,032,768'],
  );
  expect(found.checks.map(({ outcome }) => outcome.clean)).toEqual([false, false, false]);
});

test('other models: two fit, the three of the report do not', async () => {
  const found = await plan('other-model');
  const rows = found.tables[0]!.rows;
  expect(rows.filter(([fits]) => fits === 'fits').map((row) => row[1])).toEqual([
    'Qwen/Qwen3-0.6B, Qwen/Qwen3-0.6B-Base',
  ]);
  const why = (id: string) => rows.find((row) => row[1]?.split(', ').includes(id))?.[6];
  expect(why('Qwen/Qwen2-1.5B')).toContain('Linear(1536 -> 768)');
  expect(why('meta-llama/Llama-2-7b-hf')).toContain('Linear(4096 -> 768)');
  expect(why('mistralai/Mistral-7B-v0.1')).toContain('Linear(4096 -> 768)');
});

test('retrain: the first layer of the projector, and nothing else, from random values', async () => {
  const found = await plan('retrain');
  expect(found.tables[1]?.rows).toEqual([
    ['language_encoder.projector.0.weight', '[768, 896]', '688,128'],
    ['language_encoder.projector.0.bias', '[768]', '768'],
  ]);
  expect(found.checks.at(-1)?.outcome).toMatchObject({ clean: true });
  expect(found.notes.join('\n')).toContain('vla/models/vla_model.py:9');
});

test("retrain: the script's own options, in YAML that PyYAML reads as numbers", async () => {
  const { files, commands } = await plan('retrain');
  const text = (name: string) => files.find((file) => file.name === name)?.text ?? '';
  expect(text('train.yaml').split('\n').slice(1)).toEqual([
    'language_model: "Qwen/Qwen2-0.5B"',
    'lr: 1.0e-7  # default of vla/scripts/train.py',
    'freeze_language: true',
    '',
  ]);
  expect(text('make-start.py')).toContain(
    'NOT_KEPT = ("language_encoder.language_model.", "language_encoder.projector.0.", )',
  );
  expect(JSON.parse(text('parameters.json')).train).toHaveLength(2);
  expect(commands.at(-1)?.text).toBe(
    `python ${source}/vla/scripts/train.py --config train.yaml --resume start.pt`,
  );
});

test("retrain: of what the pickle names only the config's own classes get into the script", () => {
  const named = (name: string) => ({ name, verdict: 'unknown' as const, reason: '', offset: 0, file: '' });
  const names = ['configs.model_config.ModelConfig', 'configs.model_config.X\nimport evil', 'somebody.Else'];
  const text = writeStartScript({
    checkpoint: { ...atlasCheckpoint(), globals: names.map(named) },
    sourceRoot: '/src',
    target: 'Qwen/Qwen2-0.5B',
    notKept: [],
    hiddenSize: 896,
    outputDim: 768,
    start: 'start.pt',
    configModule: 'configs.model_config',
  });
  expect(text).toContain('safe_globals([configs.model_config.ModelConfig])');
  expect(text).not.toMatch(/evil|somebody/);
});
