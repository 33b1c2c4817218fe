import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type Checkpoint, readCheckpoint } from '@plumb/checkpoint';
import { readEnvironment } from '@plumb/python';
import { describe, expect, test } from 'vitest';
import { needsShared, readStateDict, sharedFolder, withoutShared } from '../shared-material.ts';
import { checkLoad } from './check-load.ts';
import { inMemory, toPickle } from './in-memory-checkpoint.ts';
import { environmentFiles, temporaryFolder } from './temporary-files.ts';

const example = fileURLToPath(new URL('../../../../examples/atlas-incident', import.meta.url));
const knowing = () => temporaryFolder(environmentFiles('3.10', '4.57.1', ['qwen2', 'qwen3']));
const old = () => temporaryFolder(environmentFiles('3.10', '4.46.3', ['qwen2']));

async function checkExample(environment: string, source?: string) {
  return checkLoad({
    checkpoint: await readCheckpoint(`${example}/checkpoint.pt`),
    environment: await readEnvironment(environment),
    source,
  });
}

describe('AtlasVLA through the source of the example', () => {
  test('an old transformers: the fallback is followed, the load raises', async () => {
    const result = await checkExample(old(), `${example}/source`);
    expect(result.loads).toBe(false);
    expect(result.substitution).toMatchObject({ wanted: 'Qwen/Qwen3-0.6B-Base', built: 'Qwen/Qwen2-0.5B' });
    expect(result.error).toMatch(
      /^Error\(s\) in loading state_dict for VLAModel:\n\tMissing key\(s\) in state_dict: "/,
    );
    expect([result.missing.length, result.unexpected.length, result.mismatched.length]).toEqual([
      72, 92, 219,
    ]);
    expect(result.evidence.map(({ kind, place }) => `${kind} ${place.replace(/^.*\/source\//, '')}`)).toEqual(
      expect.arrayContaining([
        'source models/language_encoder.py:17',
        'source evaluate.py:15',
        `checkpoint ${example}/checkpoint.pt!config.language.model_name`,
      ]),
    );
    expect(
      result.config.filter(({ differs }) => differs).map(({ field, saved, there }) => [field, saved, there]),
    ).toEqual(
      expect.arrayContaining([
        ['language_model', 'Qwen/Qwen3-0.6B-Base', 'Qwen/Qwen2-0.5B'],
        ['language.hidden_size', '1024', '896'],
        ['language.projector', 'Linear(1024 -> 768)', 'Linear(896 -> 768)'],
      ]),
    );
    expect(result.config.find(({ field }) => field === 'language.output_dim')).toMatchObject({
      differs: false,
    });
  });

  test('the same from a freeze, and said that a table was asked', async () => {
    const result = await checkExample(`${example}/pip-freeze.txt`, `${example}/source`);
    expect(result.mismatched).toHaveLength(219);
    expect(result.assumptions).toContainEqual(expect.stringContaining('table of releases'));
  });

  test('a transformers that knows qwen3: nothing wrong, nothing assumed', async () => {
    const result = await checkExample(knowing(), `${example}/source`);
    expect(result).toMatchObject({ loads: true, error: null, missing: [], unexpected: [], mismatched: [] });
    expect(result.substitution).toBeUndefined();
    expect(result.config.filter(({ differs }) => differs)).toEqual([]);
    expect(result.assumptions).toEqual([]);
  });

  test('without a source no fallback is invented', async () => {
    const result = await checkExample(old());
    expect(result).toMatchObject({ loads: false, error: null, substitution: undefined });
    expect(result.constructionError).toMatch(
      /^The checkpoint you are trying to load has model type `qwen3` but/,
    );
    expect(result.assumptions.join(' ')).toContain('No source is given: no fallback is assumed');
    expect(result.config[0]).toMatchObject({
      field: 'language_model',
      there: 'nothing is built',
      differs: true,
    });
  });

  test('a fallback that this transformers does not know either', async () => {
    const result = await checkExample(
      temporaryFolder(environmentFiles('3.10', '4.36.0', ['bert'])),
      `${example}/source`,
    );
    expect(result.substitution).toBeUndefined();
    expect(result.constructionError).toContain('`qwen2`');
  });

  test('no transformers, no load', async () => {
    const result = await checkExample(
      temporaryFolder({ 'requirements.txt': 'torch==2.8.0\nnumpy==1.26.4\n' }).concat('/requirements.txt'),
    );
    expect(result.loads).toBe(false);
    expect(result.importFailure?.error).toBe("ModuleNotFoundError: No module named 'transformers'");
  });

  test('a version that the table does not reach is not guessed', async () => {
    const freeze = temporaryFolder({ 'pip-freeze.txt': 'torch==2.8.0\ntransformers==99.0.0\n' });
    await expect(checkExample(`${freeze}/pip-freeze.txt`)).rejects.toMatchObject({
      code: 'MODEL_TYPE_UNSURE',
    });
  });
});

const MODEL = [
  'from torch import nn',
  'from transformers import AutoModel',
  'from configs.model_config import ModelConfig',
  'class LanguageEncoder(nn.Module):',
  '    def __init__(self, config):',
  '        super().__init__()',
  '        self.language_model = AutoModel.from_pretrained(config.model_name)',
  '        self.projector = nn.Sequential()',
  '        self.pos_embed = nn.Parameter(None)',
  'class VLAModel(nn.Module):',
  '    def __init__(self, config):',
  '        super().__init__()',
  '        self.vision_encoder = Vision(config)',
  '        self.language_encoder = LanguageEncoder(config.language)',
  '        self.vggt_backbone = Backbone(config)',
  '        self.action_head = Head(config)',
];
const handled = (caught: string) => [
  ...MODEL.slice(0, 6),
  '        try:',
  '            self.language_model = AutoModel.from_pretrained(config.model_name)',
  `        except ${caught}:`,
  '            self.language_model = AutoModel.from_pretrained("Qwen/Qwen2-0.5B")',
  ...MODEL.slice(7),
];
const CONFIG = ['from dataclasses import dataclass', '@dataclass', 'class A:', '    x: int = 1'];
const NESTED = [...CONFIG, '@dataclass', 'class ModelConfig:', '    a: A = A()'];
const EVALUATE = (strict: string) =>
  `from models.vla_model import VLAModel\nmodel = VLAModel(config)\nmodel.load_state_dict(state, ${strict})\n`;
const source = (model: readonly string[], config: readonly string[], evaluate = EVALUATE('strict=True')) =>
  temporaryFolder({
    'models/vla_model.py': model.join('\n'),
    'configs/model_config.py': [...config, ''].join('\n'),
    'evaluate.py': evaluate,
    'other/broken.py': 'def f(:\n',
  });

describe('other sources', () => {
  test('without a handler the error goes up', async () => {
    const result = await checkExample(old(), source(MODEL, CONFIG));
    expect(result.constructionError).toContain('`qwen3`');
    expect(result.assumptions.join(' ')).toContain('No handler');
  });

  test('a handler that catches something else does not run', async () => {
    const result = await checkExample(old(), source(handled('OSError'), CONFIG));
    expect(result.constructionError).toContain('`qwen3`');
    expect(result.substitution).toBeUndefined();
  });

  test('a dataclass default that Python 3.11 refuses, and 3.10 does not', async () => {
    const path = source(MODEL, NESTED);
    const newer = await checkExample(
      temporaryFolder(environmentFiles('3.11', '4.57.1', ['qwen2', 'qwen3'])),
      path,
    );
    expect(newer).toMatchObject({ loads: false, error: null });
    expect(newer.importFailure?.error).toBe(
      "ValueError: mutable default <class 'configs.model_config.A'> for field a is not allowed: use default_factory",
    );
    expect(newer.importFailure?.evidence[0]?.place).toMatch(/configs\/model_config\.py:7$/);
    expect(await checkExample(knowing(), path)).toMatchObject({ loads: true, importFailure: undefined });
  });

  test('other names in a constructor are told', async () => {
    const renamed = MODEL.map((line) => line.replace('self.pos_embed', 'self.positions'));
    const result = await checkExample(knowing(), source(renamed, CONFIG));
    expect(result.assumptions).toEqual([
      expect.stringContaining('LanguageEncoder has no pos_embed; LanguageEncoder has positions as well'),
    ]);
    expect((await checkExample(knowing(), source(MODEL, CONFIG))).assumptions).toEqual([]);
  });

  test('strict=False, and a second try in a handler', async () => {
    const lenient = await checkExample(old(), source(handled('Exception'), CONFIG, EVALUATE('strict=False')));
    expect(lenient.error).toMatch(/^Error\(s\) in loading state_dict for VLAModel:\n\tsize mismatch for /);
    const twice = `from models.vla_model import VLAModel\nmodel = VLAModel(config)\ntry:\n    model.load_state_dict(state)\nexcept RuntimeError:\n    model.load_state_dict(state, strict=False)\n`;
    const again = await checkExample(old(), source(handled('Exception'), CONFIG, twice));
    expect(again.error).toContain('Missing key(s)');
    expect(again.evidence.at(-1)).toMatchObject({
      place: expect.stringMatching(/evaluate\.py:6$/),
      text: 'model.load_state_dict(state, strict=False), tried next, raises too: 219 size mismatches, which strict=False does not skip',
    });
  });
});

describe.skipIf(withoutShared)(`the incident itself${needsShared}`, () => {
  const config = () => JSON.parse(readFileSync(`${sharedFolder}/incident/config.json`, 'utf8')) as object;
  const check = async (checkpoint: Checkpoint, environment: string, path?: string) =>
    checkLoad({ checkpoint, environment: await readEnvironment(environment), source: path });

  test('the error of load-strict.log, byte for byte, from the freeze', async () => {
    const log = readFileSync(`${sharedFolder}/incident/load-strict.log`, 'utf8');
    const checkpoint = inMemory(readStateDict('incident/state_dict.json'), toPickle({ config: config() }));
    const { error } = await check(checkpoint, `${sharedFolder}/incident/pip-freeze.txt`, `${example}/source`);
    expect(error).toBe(log.slice(log.indexOf('Error(s) in loading')).trimEnd());
  });

  test('without a config in it, from names and shapes alone, said aloud', async () => {
    const result = await check(inMemory(readStateDict('incident/state_dict.json')), knowing());
    expect(result.loads).toBe(true);
    expect(result.assumptions[0]).toContain('No config is saved in memory.pt');
  });

  test.each(['facebook/dinov2-base', 'openai/clip-vit-base-patch16', 'google/siglip-base-patch16-224'])(
    'with the tower %s and the spatial head in place of what was saved',
    async (tower) => {
      const saved = config() as Record<string, object>;
      const vision = { ...saved.vision, use_vision_tower: true, vision_tower_name: tower };
      const action_head = { ...saved.action_head, use_spatial_features: true };
      const data = toPickle({ config: { ...saved, vision, action_head } });
      const checkpoint = inMemory(readStateDict('incident/simple/state_dict.json'), data);
      const result = await check(checkpoint, knowing());
      expect(result.architecture).toContain(`${tower}, `);
      expect(result.architecture).toContain('spatial head');
      expect(result.unexpected.filter((name) => name.startsWith('vision_encoder.'))).toEqual([
        ...['pos_embed', 'patch_embed.weight', 'patch_embed.bias', 'norm.weight', 'norm.bias'].map(
          (name) => `vision_encoder.${name}`,
        ),
      ]);
      expect(result.missing).toContain('vision_encoder.projector.3.weight');
      expect(result.missing).toContain('action_head.spatial_attention.2.weight');
    },
  );

  test('a tower that no published config describes is not predicted, and said so', async () => {
    const saved = config() as Record<string, object>;
    const vision = { ...saved.vision, use_vision_tower: true, vision_tower_name: 'me/my-dinov2' };
    const checkpoint = inMemory(
      readStateDict('incident/simple/state_dict.json'),
      toPickle({ config: { ...saved, vision } }),
    );
    await expect(check(checkpoint, knowing())).rejects.toMatchObject({ code: 'ARCHITECTURE_NOT_PREDICTED' });
  });

  test('LoRA in VGGT renames what it wraps', async () => {
    const saved = config() as Record<string, object>;
    const data = toPickle({ config: { ...saved, vggt: { ...saved.vggt, use_vggt_lora: true } } });
    const result = await check(inMemory(readStateDict('incident/state_dict.json'), data), knowing());
    expect(result.architecture).toContain('VGGT-1B backbone with LoRA');
    const qkv = 'vggt_backbone.vggt.aggregator.frame_blocks.0.attn.qkv';
    expect(result.unexpected).toContain(`${qkv}.weight`);
    expect(result.missing).toEqual(expect.arrayContaining([`${qkv}.base.weight`, `${qkv}.lora_A.weight`]));
  });

  test('LoRA of rank 0 is not predicted: the source raises', async () => {
    const saved = config() as Record<string, object>;
    const vggt = { ...saved.vggt, use_vggt_lora: true, vggt_lora_rank: 0 };
    const checkpoint = inMemory(
      readStateDict('incident/state_dict.json'),
      toPickle({ config: { ...saved, vggt } }),
    );
    await expect(check(checkpoint, knowing())).rejects.toMatchObject({ code: 'ARCHITECTURE_NOT_PREDICTED' });
  });

  test.each([
    ['vggt', 'depth', 1e9],
    ['vision', 'embed_dim', 0.5],
  ])('%s.%s = %s is not predicted, and said so', async (part, field, value) => {
    const saved = config() as Record<string, object>;
    const data = toPickle({ config: { ...saved, [part]: { ...saved[part], [field]: value } } });
    const checkpoint = inMemory(readStateDict('incident/simple/state_dict.json'), data);
    await expect(check(checkpoint, knowing())).rejects.toMatchObject({ code: 'ARCHITECTURE_NOT_PREDICTED' });
  });
});
