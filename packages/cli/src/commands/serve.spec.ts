import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { openPolicy } from '@plumb/policy';
import { afterAll, afterEach, expect, test } from 'vitest';

const run = promisify(execFile);
const plumb = fileURLToPath(new URL('../../bin/plumb.js', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'plumb-serve-'));
const running: ChildProcess[] = [];
afterAll(() => rmSync(folder, { recursive: true }));
afterEach(() => {
  for (const child of running.splice(0)) child.kill('SIGKILL');
});

/** Starts `plumb serve` and waits until it says where. */
async function serve(...args: string[]): Promise<{ child: ChildProcess; port: number; lines: string[] }> {
  const child = spawn('node', [plumb, 'serve', ...args, '--port', '0']);
  running.push(child);
  const lines: string[] = [];
  const port = await new Promise<number>((resolve, reject) => {
    createInterface(child.stdout!).on('line', (line) => {
      lines.push(line);
      const found = /served at 127\.0\.0\.1:(\d+)/.exec(line);
      if (found !== null) resolve(Number(found[1]));
    });
    let errors = '';
    child.stderr!.on('data', (data) => {
      errors += data;
    });
    child.on('exit', (code) => reject(new Error(`exit ${code}: ${errors}`)));
  });
  return { child, port, lines };
}

test('zero is served until Ctrl-C, and says how clients reach it', async () => {
  const { child, port, lines } = await serve('zero');
  const policy = await openPolicy(`openpi://127.0.0.1:${port}`, { manifest: ['family=blind'] });
  const observation = { images: {}, state: new Float64Array(0), instruction: '' };
  const [answer] = await policy.act([{ episode: 'a', step: 0, observation }]);
  expect(answer).toMatchObject({ actions: [new Float64Array(7)] });
  await policy.close();
  const ended = new Promise((resolve) => child.once('exit', (code) => resolve(code)));
  child.kill('SIGINT');
  expect(await ended).toBe(0);
  expect(lines.join('\n')).toMatch(/openpi +ws:.*\n.*vla-eval +ws:.*\/vla-eval/);
});

test('a module in TypeScript is a policy, its imports and types too', async () => {
  writeFileSync(join(folder, 'package.json'), '{"type": "module"}');
  writeFileSync(join(folder, 'gripper.ts'), 'export const CLOSED: number = 1;\n');
  const file = join(folder, 'my-policy.ts');
  writeFileSync(
    file,
    `import { CLOSED } from './gripper.ts';
interface Shown { readonly state: Float64Array }
export default {
  family: 'plain',
  manifest: ['cameras=', 'state=eef-position,eef-axis-angle,gripper-positions'],
  predict: ({ state }: Shown): number[] => [state[0]! * 2, 0, 0, 0, 0, 0, CLOSED],
};
`,
  );
  const { port } = await serve(file);
  const policy = await openPolicy(`openpi://127.0.0.1:${port}`, { manifest: ['cameras='] });
  const state = Float64Array.of(0.25, 0, 0, 0, 0, 0, 0, 0);
  const [answer] = await policy.act([
    { episode: 'a', step: 0, observation: { images: {}, state, instruction: '' } },
  ]);
  expect(answer).toMatchObject({ actions: [Float64Array.of(0.5, 0, 0, 0, 0, 0, 1)] });
  await policy.close();
});

test.each([
  ['expert', 'POLICY_NOT_SERVED'],
  ['grpc://robot:8080', 'CVE-2026-25874'],
  ['lerobot://robot:8080', 'vla-eval'],
  ['nonsense', 'POLICY_UNKNOWN'],
  ['./not-there.js', 'no such file'],
])('%s is refused with the reason', async (policy, reason) => {
  await expect(run('node', [plumb, 'serve', policy, '--port', '0'])).rejects.toMatchObject({
    code: 2,
    stderr: expect.stringContaining(reason),
  });
});
