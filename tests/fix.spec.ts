import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { example, runPlumb, temporaryFolder } from './run-plumb.ts';
import { writeSafetensors } from './write-checkpoints.ts';

const checkpoint = join(example, 'checkpoint.pt');
const args = [checkpoint, '--env', join(example, 'pip-freeze.txt'), '--source', join(example, 'source')];

describe('plumb fix on the example', () => {
  test('the first lines hold the best way and what to type', () => {
    const { status, stdout } = runPlumb(['fix', ...args]);
    expect(status).toBe(1);
    const first = stdout.split('\n').slice(0, 10).join('\n');
    expect(first).toContain('Upgrade transformers to a release that knows `qwen3`');
    expect(first).toContain("python -m pip install 'transformers>=4.51.0,<5'");
    expect(first).toMatch(/plumb fix \S+ --env \S+ --source \S+ --way upgrade/);
  });

  test('JSON has every way with its checks, and no tensor lists', () => {
    const { stdout } = runPlumb(['fix', ...args, '--json']);
    const answer = JSON.parse(stdout) as {
      before: { clean: boolean };
      plans: { way: string; verdict: string; checks: { clean: boolean }[] }[];
    };
    expect(answer.before.clean).toBe(false);
    expect(answer.plans.map(({ way, verdict }) => `${way} ${verdict}`)).toEqual([
      'upgrade fixes',
      'retrain trains',
      'partial not-a-fix',
      'convert impossible',
      'other-model impossible',
    ]);
    for (const { verdict, checks } of answer.plans)
      expect(checks.at(-1)?.clean).toBe(verdict === 'fixes' || verdict === 'trains');
    expect(stdout.length).toBeLessThan(100_000);
  });

  test('a way that does not exist is an error that names those that do', () => {
    const { status, stderr } = runPlumb(['fix', ...args, '--way', 'pray']);
    expect(status).toBe(2);
    expect(stderr).toMatch(/upgrade, partial, convert, retrain, other-model/);
  });
});

test('plumb capture prints the script as it lies in the repository', () => {
  const { status, stdout } = runPlumb(['capture', '--print']);
  expect(status).toBe(0);
  expect(stdout).toBe(readFileSync(join(example, '../../packages/cli/src/capture/capture.sh'), 'utf8'));
});

/** One layer of Qwen3, small, as DistributedDataParallel names it. */
function writeWrapped(): string {
  const layer = {
    'self_attn.q_proj.weight': [64, 32],
    'self_attn.k_proj.weight': [32, 32],
    'self_attn.v_proj.weight': [32, 32],
    'self_attn.o_proj.weight': [32, 64],
    'self_attn.q_norm.weight': [16],
    'self_attn.k_norm.weight': [16],
    'mlp.gate_proj.weight': [48, 32],
    'mlp.up_proj.weight': [48, 32],
    'mlp.down_proj.weight': [32, 48],
    'input_layernorm.weight': [32],
    'post_attention_layernorm.weight': [32],
  };
  const shapes: Record<string, number[]> = { 'embed_tokens.weight': [100, 32] };
  for (const [name, shape] of Object.entries(layer)) shapes[`layers.0.${name}`] = shape;
  shapes['norm.weight'] = [32];
  const named = Object.entries(shapes).map(([name, shape]) => [`module.${name}`, shape]);
  const path = join(temporaryFolder(), 'wrapped.safetensors');
  writeFileSync(path, writeSafetensors(Object.fromEntries(named)));
  return path;
}

test('a renamed copy is written once, and nothing is overwritten', () => {
  const env = join(temporaryFolder(), 'pip-freeze.txt');
  writeFileSync(env, 'transformers==4.57.1\ntorch==2.8.0\n');
  const out = temporaryFolder();
  const wrapped = ['fix', writeWrapped(), '--env', env, '--way', 'convert', '--out', out];
  const first = runPlumb(wrapped);
  expect(first.stdout).toContain('renames.json');
  expect(readdirSync(out).sort()).toEqual(['renamed.safetensors', 'renames.json']);
  const second = runPlumb(wrapped);
  expect(second.status).toBe(2);
  expect(second.stderr).toContain('PLAN_NOT_WRITTEN');
});

test('where a way writes nothing, no folder is made', () => {
  const out = join(temporaryFolder(), 'plan');
  const { stdout } = runPlumb(['fix', ...args, '--way', 'upgrade', '--out', out]);
  expect(stdout).toContain('There was no file to write.');
  expect(existsSync(out)).toBe(false);
});

test('where nothing is to be done, nothing is to be typed', () => {
  const env = join(temporaryFolder(), 'pip-freeze.txt');
  writeFileSync(env, 'transformers==4.57.1\ntorch==2.8.0\n');
  const clean = ['fix', checkpoint, '--env', env, '--way', 'upgrade'];
  const { status, stdout } = runPlumb(clean);
  expect(status).toBe(0);
  expect(stdout).toMatch(/^- not needed: /);
  expect(stdout).not.toContain("pip install '");
});
