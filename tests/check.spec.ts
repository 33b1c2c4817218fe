import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { example, runPlumb, temporaryFolder } from './run-plumb.ts';
import { writeSafetensors } from './write-checkpoints.ts';

const checkpoint = join(example, 'checkpoint.pt');
const freeze = join(example, 'pip-freeze.txt');
const source = join(example, 'source');
const args = ['check', checkpoint, '--env', freeze, '--source', source];

/** The same environment with another transformers. */
function freezeWith(version: string): string {
  const path = join(temporaryFolder(), 'pip-freeze.txt');
  writeFileSync(path, readFileSync(freeze, 'utf8').replace(/transformers==.*/, `transformers==${version}`));
  return path;
}

describe('the example under transformers 4.46.3', () => {
  const { status, stdout } = runPlumb(args);

  test('the first lines say that it will not load, why, and the lines that prove it', () => {
    expect(status).toBe(1);
    const first = stdout.split('\n').slice(0, 12).join('\n').replace(/\s+/g, ' ');
    expect(first).toContain('It will not load');
    expect(first).toContain('219 tensors of another shape, 72 missing, 92 unexpected');
    expect(first).toContain('Qwen/Qwen2-0.5B is built in place of Qwen/Qwen3-0.6B-Base');
    expect(first).toContain('pip-freeze.txt:24');
    const line = readFileSync(join(source, 'models/language_encoder.py'), 'utf8')
      .split('\n')
      .findIndex((text) => text.includes('except Exception'));
    expect(first).toContain(`language_encoder.py:${line + 1}`);
    expect(first).toMatch(
      /next plumb fix \S+checkpoint\.pt --env \S+pip-freeze\.txt --source \S+source plumb diagnose/,
    );
  });

  test('config and shapes stand side by side', () => {
    expect(stdout).toMatch(/≠ +language\.hidden_size +1024 +896/);
    expect(stdout).toMatch(/0\.weight +\[768, 1024\] +\[768, 896\] +1/);
    expect(stdout).toMatch(/layers\.0…23\.self_attn\.q_proj\.weight +\[2048, 1024\] +\[896, 896\] +24/);
  });

  test('--raw is the text of PyTorch and nothing else: the end of the log', () => {
    const raw = runPlumb([...args, '--raw']);
    expect(raw.status).toBe(1);
    const log = readFileSync(join(example, 'evaluate.log'), 'utf8');
    expect(raw.stdout).toBe(log.slice(log.indexOf('Error(s) in loading state_dict')));
    expect(raw.stderr).toBe('');
  });

  test('--json has the agreed shape', () => {
    const answer = JSON.parse(runPlumb([...args, '--json']).stdout);
    expect(answer.loads).toBe(false);
    expect(answer.error).toMatch(/^Error\(s\) in loading state_dict for VLAModel:\n\tMissing key/);
    expect(answer.missing).toHaveLength(72);
    expect(answer.unexpected).toHaveLength(92);
    expect(answer.mismatched).toHaveLength(219);
    expect(answer.mismatched).toContainEqual({
      name: 'language_encoder.projector.0.weight',
      checkpoint: [768, 1024],
      model: [768, 896],
    });
  });
});

describe('the example where it fits', () => {
  test('under a transformers that knows qwen3 it loads, and nothing is wrong', () => {
    const fits = ['check', checkpoint, '--env', freezeWith('4.57.1'), '--source', source];
    const { status, stdout } = runPlumb(fits);
    expect(stdout).toMatch(/^✓ It will load/);
    expect(status).toBe(0);
    expect(runPlumb([...fits, '--raw'])).toEqual({ status: 0, stdout: '', stderr: '' });
    expect(JSON.parse(runPlumb([...fits, '--json']).stdout)).toMatchObject({
      loads: true,
      error: null,
      missing: [],
      unexpected: [],
      mismatched: [],
    });
  });
});

test('an environment that is none is an error, not an empty environment', () => {
  const folder = temporaryFolder();
  mkdirSync(join(folder, 'src'));
  const { status, stderr } = runPlumb(['check', checkpoint, '--env', join(folder, 'src')]);
  expect(status).toBe(2);
  expect(stderr).toMatch(/remedy +\S/);
  expect(stderr).not.toContain('bug of Plumb');
});

test('--redact takes the place of the files out of the answer', () => {
  const folder = join(temporaryFolder(), 'home/maria/vla');
  mkdirSync(folder, { recursive: true });
  const path = join(folder, 'pip-freeze.txt');
  writeFileSync(path, readFileSync(freeze));
  for (const extra of [[], ['--json']]) {
    const { stdout } = runPlumb([
      'check',
      checkpoint,
      '--env',
      path,
      '--source',
      source,
      '--redact',
      ...extra,
    ]);
    expect(stdout).toContain('pip-freeze.txt');
    expect(stdout).not.toContain('maria');
  }
});

describe('a folder of transformers', () => {
  const attention = (layer: string) => ({
    [`${layer}.self_attn.q_proj.weight`]: [8, 8],
    [`${layer}.self_attn.q_proj.bias`]: [8],
    [`${layer}.self_attn.k_proj.weight`]: [4, 8],
    [`${layer}.self_attn.k_proj.bias`]: [4],
    [`${layer}.self_attn.v_proj.weight`]: [4, 8],
    [`${layer}.self_attn.v_proj.bias`]: [4],
    [`${layer}.self_attn.o_proj.weight`]: [8, 8],
  });
  const block = (layer: string) => ({
    ...attention(layer),
    [`${layer}.mlp.gate_proj.weight`]: [12, 8],
    [`${layer}.mlp.up_proj.weight`]: [12, 8],
    [`${layer}.mlp.down_proj.weight`]: [8, 12],
    [`${layer}.input_layernorm.weight`]: [8],
    [`${layer}.post_attention_layernorm.weight`]: [8],
  });

  function folder(layers: number, modelType = 'qwen2'): string {
    const path = temporaryFolder();
    const sizes = { hidden_size: 8, num_attention_heads: 2, num_key_value_heads: 1, intermediate_size: 12 };
    const config = {
      architectures: [modelType === 'qwen2' ? 'Qwen2Model' : 'Qwen3Model'],
      model_type: modelType,
      vocab_size: 10,
      ...sizes,
    };
    writeFileSync(join(path, 'config.json'), JSON.stringify({ ...config, num_hidden_layers: layers }));
    const ends = { 'embed_tokens.weight': [10, 8], 'norm.weight': [8] };
    writeFileSync(
      join(path, 'model.safetensors'),
      writeSafetensors({ ...ends, ...block('layers.0'), ...block('layers.1') }),
    );
    return path;
  }
  const check = (path: string, ...more: string[]) =>
    runPlumb(['check', path, ...more, '--env', freezeWith('4.57.1')]);

  test('that fits is fine', () => {
    const { status, stdout } = check(folder(2));
    expect(status).toBe(0);
    expect(stdout).toContain('every tensor has its place');
  });

  test.each([
    [3, '12 tensors of the model stay at random values'],
    [1, '12 tensors of the checkpoint are dropped'],
  ])('whose config says %i layers loads without an error, and is not fine', (layers, gap) => {
    const { status, stdout } = check(folder(layers));
    expect(status).toBe(1);
    expect(stdout.split('\n').slice(0, 2).join(' ').replace(/\s+/g, ' ')).toContain(
      `It loads without an error, but not whole: ${gap}`,
    );
    expect(JSON.parse(check(folder(layers), '--json').stdout)).toMatchObject({ loads: true, error: null });
  });

  test('whose model cannot be built has the error in --json as in --raw', () => {
    const before = ['check', folder(2, 'qwen3'), '--env', freezeWith('4.46.3')];
    const { status, stdout } = runPlumb([...before, '--json']);
    expect(status).toBe(1);
    const { loads, error } = JSON.parse(stdout);
    expect(loads).toBe(false);
    expect(error).toContain('`qwen3`');
    expect(runPlumb([...before, '--raw']).stdout.trimEnd()).toBe(error);
  });
});
