import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { example, runPlumb, temporaryFolder } from './run-plumb.ts';
import { writeSafetensors, writeTorchZip } from './write-checkpoints.ts';

const checkpoint = join(example, 'checkpoint.pt');

describe('the first screen', () => {
  const { status, stdout } = runPlumb(['inspect', checkpoint]);
  const firstScreen = stdout.split('\n').slice(0, 24).join('\n').replace(/\s+/g, ' ');

  test('says format, tensors, every part of the architecture, the verdict and what to type next', () => {
    expect(firstScreen).toContain('PyTorch zip');
    expect(firstScreen).toContain('state dict at model_state_dict');
    expect(firstScreen).toContain('437 tensors, 646 M parameters (646,242,388), 2.58 GB of float32');
    expect(firstScreen).toContain('AtlasVLA');
    expect(firstScreen).toContain(
      'Qwen3, hidden 1024, 28 layers, 16 query and 8 key-value heads of 128: Qwen3-0.6B',
    );
    expect(firstScreen).toContain('unknown: 5 globals not on the allow-list');
    expect(firstScreen).toContain('plumb check');
  });

  test('a dataclass of somebody’s project is not an alarm', () => {
    expect(status).toBe(0);
    expect(runPlumb(['inspect', checkpoint, '--strict']).status).toBe(1);
  });

  test('equal layers are folded, every field of the saved config is shown', () => {
    expect(stdout).toMatch(/layers\.0…27 +28 equal/);
    expect(stdout).toMatch(/model_name +Qwen\/Qwen3-0\.6B-Base/);
    expect(stdout).toMatch(/action_horizon +10/);
    expect(stdout).toMatch(/best_loss +0\.0021/);
  });
});

describe('the tree', () => {
  test('--all gives every tensor its line', () => {
    const lines = runPlumb(['inspect', checkpoint, '--all']).stdout.split('\n');
    expect(lines.filter((line) => /\[[\d, ]+\] float32/.test(line))).toHaveLength(437);
  });

  test('--depth 1 shows the four parts and says that there is more', () => {
    const { stdout } = runPlumb(['inspect', checkpoint, '--depth', '1']);
    expect(stdout).toContain('to depth 1; deeper: --depth 2');
    expect(stdout).toMatch(/^ {2}action_head /m);
    expect(stdout).not.toMatch(/^ {4}projector/m);
  });
});

test('--json has the agreed shape, and is all there is on stdout', () => {
  const { stdout, stderr } = runPlumb(['inspect', checkpoint, '--json']);
  expect(stderr).toBe('');
  const answer = JSON.parse(stdout);
  expect(answer).toMatchObject({ format: 'torch-zip', container: 'model_state_dict', verdict: 'unknown' });
  expect(answer.tensors[0]).toEqual({
    name: 'vision_encoder.pos_embed',
    dtype: 'float32',
    shape: [1, 196, 768],
    file: expect.stringContaining('checkpoint.pt'),
    offset: expect.any(Number),
  });
  expect(answer.globals).toContainEqual(
    expect.objectContaining({ name: 'configs.model_config.ModelConfig', verdict: 'unknown' }),
  );
  expect(answer.data.config.language.model_name).toBe('Qwen/Qwen3-0.6B-Base');
});

describe('other files', () => {
  test('safetensors cannot hold code', () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'model.safetensors'), writeSafetensors({ 'a.weight': [2, 3], 'a.bias': [2] }));
    const { status, stdout } = runPlumb(['inspect', join(folder, 'model.safetensors'), '--strict']);
    expect(status).toBe(0);
    expect(stdout).toContain('safe: the format cannot hold code');
    expect(stdout).toMatch(/a +weight \[2, 3\], bias \[2\] float32/);
  });

  test('a folder of shards is one checkpoint', () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'model-00001-of-00002.safetensors'), writeSafetensors({ first: [2] }));
    writeFileSync(join(folder, 'model-00002-of-00002.safetensors'), writeSafetensors({ second: [3] }));
    writeFileSync(
      join(folder, 'model.safetensors.index.json'),
      JSON.stringify({
        metadata: { total_size: 20 },
        weight_map: {
          first: 'model-00001-of-00002.safetensors',
          second: 'model-00002-of-00002.safetensors',
        },
      }),
    );
    const answer = JSON.parse(runPlumb(['inspect', folder, '--json']).stdout);
    expect(answer.format).toBe('safetensors-sharded');
    expect(answer.tensors.map((tensor: { name: string; file: string }) => tensor.file.slice(-13))).toEqual([
      '1-of-00002.safetensors'.slice(-13),
      '2-of-00002.safetensors'.slice(-13),
    ]);
  });

  test('a pickle that would run a command is dangerous, exits 1, and nothing was run', () => {
    const folder = temporaryFolder();
    const canary = join(folder, 'ran');
    // what torch.load would call
    const pickle = `\x80\x02cposix\nsystem\nX${lengthBytes(`touch ${canary}`)}touch ${canary}\x85R.`;
    const path = join(folder, 'gift.pt');
    writeFileSync(path, writeTorchZip(Buffer.from(pickle, 'latin1')));
    const { status, stdout } = runPlumb(['inspect', path]);
    expect(status).toBe(1);
    expect(stdout).toMatch(/DANGEROUS: torch\.load would run (posix|os)\.system/);
    expect(existsSync(canary)).toBe(false);
    expect(JSON.parse(runPlumb(['inspect', path, '--json']).stdout).verdict).toBe('dangerous');
  });

  test('a name with escape sequences cannot write to the terminal', () => {
    const folder = temporaryFolder();
    const path = join(folder, 'model.safetensors');
    writeFileSync(path, writeSafetensors({ 'w\u001b[2J\u001b]0;owned\u0007': [1] }));
    const { stdout } = runPlumb(['inspect', path], { env: { FORCE_COLOR: '1' } });
    expect(stdout).not.toContain('\u001b[2J');
    expect(stdout).not.toContain('\u0007');
    expect(stdout).toContain('w\\x1b[2J');
  });

  test('what is no checkpoint is an error that says what it is instead', () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'notes.pt'), 'not a checkpoint at all\n');
    mkdirSync(join(folder, 'empty'));
    for (const name of ['notes.pt', 'empty']) {
      const { status, stderr } = runPlumb(['inspect', join(folder, name)]);
      expect(status).toBe(2);
      expect(stderr).toMatch(/remedy +\S/);
      expect(stderr).not.toContain('bug of Plumb');
    }
  });
});

function lengthBytes(text: string): string {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(Buffer.byteLength(text));
  return bytes.toString('latin1');
}
