import { execFile, execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { openPolicy } from '@plumb/policy';
import { afterAll, expect, test } from 'vitest';

const run = promisify(execFile);
const plumb = fileURLToPath(new URL('../../bin/plumb.js', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'plumb-adapt-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** PLUMB_PYTHON or python3, where it has what the script needs. */
const python = [process.env.PLUMB_PYTHON, 'python3'].find((command) => {
  try {
    execFileSync(command!, ['-c', 'import numpy, msgpack, websockets.asyncio.server'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
});

test('adapt writes a page with two places to fill in, and never over a file', async () => {
  const file = join(folder, 'serve_policy.py');
  const { stdout } = await run('node', [plumb, 'adapt', '--out', file, '--json']);
  const text = readFileSync(file, 'utf8');
  const { fillIn } = JSON.parse(stdout) as { fillIn: { line: number }[] };
  const lines = text.split('\n');
  expect(fillIn).toHaveLength(2);
  for (const { line } of fillIn) expect(lines[line - 1]).toContain('FILL IN:');
  const imports = lines.flatMap((line) => /^(?:import|from) (\w+)/.exec(line)?.[1] ?? []);
  expect(new Set(imports)).toEqual(
    new Set(['argparse', 'asyncio', 'http', 'time', 'traceback', 'msgpack', 'numpy', 'websockets']),
  );
  await expect(run('node', [plumb, 'adapt', '--out', file])).rejects.toMatchObject({
    code: 2,
    stderr: expect.stringContaining('is there already'),
  });
});

test.skipIf(python === undefined)(
  'the script serves predict to Plumb, and tells what predict does wrong (needs Python with numpy, msgpack, websockets)',
  async () => {
    const file = join(folder, 'filled.py');
    await run('node', [plumb, 'adapt', '--out', file]);
    const filled = readFileSync(file, 'utf8').replace(
      /^ {4}return np\.tile.*$/m,
      [
        '    if observation["prompt"] == "short": return np.zeros(3)',
        '    assert observation["observation/image"].shape == (224, 224, 3)',
        '    corner = observation["observation/wrist_image"][0, 0, 0] / 255',
        '    return np.tile(np.append(observation["observation/state"][:6], corner), (6, 1))',
      ].join('\n'),
    );
    writeFileSync(file, filled);
    const port = 20_000 + (process.pid % 20_000);
    const running = spawn(python!, [file, '--port', String(port)], { stdio: ['ignore', 'pipe', 'ignore'] });
    try {
      await new Promise((resolve) => running.stdout.once('data', resolve));
      const policy = await openPolicy(`openpi://127.0.0.1:${port}`);
      expect(policy.description).toMatchObject({ metadata: { policy: 'my policy' } });
      const picture = (red: number) => ({
        width: 224,
        height: 224,
        orientation: 'flipped-horizontal' as const,
        data: new Uint8Array(224 * 224 * 3).fill(red),
      });
      const observation = {
        images: { agentview: picture(1), robot0_eye_in_hand: picture(51) },
        state: Float64Array.of(0.1, 0.2, 0.3, -0.4, 0.5, 0.6, 0, 0),
        instruction: 'put the bowl on the plate',
      };
      const [answer] = await policy.act([{ episode: 'a', step: 0, observation }]);
      if (answer === undefined || 'code' in answer) throw answer;
      expect(answer.actions).toHaveLength(6);
      expect([...answer.actions[5]!]).toEqual([0.1, 0.2, 0.3, -0.4, 0.5, 0.6, 0.2]);
      const [wrong] = await policy.act([
        { episode: 'a', step: 0, observation: { ...observation, instruction: 'short' } },
      ]);
      expect(wrong).toMatchObject({
        code: 'POLICY_SERVER_ERROR',
        what: expect.stringContaining('it must be (n, 7)'),
      });
      await policy.close();
    } finally {
      running.kill();
    }
  },
);
