import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { compileLogPatterns, readLog } from './read-log.ts';

const patterns = compileLogPatterns([
  {
    code: 'substitution/x',
    logPatterns: [
      { name: 'fallback', contains: 'Falling back to', regex: /^Falling back to (?<model>\S+?)\.\.\./g },
      { name: 'step', contains: 'EOFError', regex: /EOFError/ },
    ],
  },
]);

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'plumb-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function read(text: string) {
  const path = join(folder, 'run.log');
  await writeFile(path, text);
  return readLog(path, patterns);
}

test('events carry their line, their groups and their number', async () => {
  const { events, lines } = await read(
    'start\nFalling back to Qwen2-0.5B...\nworker: EOFError\nworker: EOFError\nworker: EOFError\nend\nworker: EOFError\n',
  );
  expect(events).toMatchObject([
    { line: 2, pattern: 'substitution/x#fallback', groups: { model: 'Qwen2-0.5B' }, repeated: 1 },
    { line: 3, pattern: 'substitution/x#step', repeated: 3 },
    { line: 7, repeated: 1 },
  ]);
  expect(lines).toBe(7);
});

test.each([
  '[rank0]: Falling back to A...',
  '2026-03-01 06:02:13,016 - INFO - Falling back to A...',
  '[2026-03-01T06:02:13Z] WARNING: Falling back to A...',
  'WARNING:root:Falling back to A...',
  '[1,0]<stderr>:Falling back to A...',
  '\x1b[33mFalling back to \x1b[1mA...\x1b[0m',
  ' 3%|#   | 1/30 [00:01<00:02]\rFalling back to A...',
])('what stands before a line does not hide it: %j', async (line) => {
  expect((await read(`${line}\n`)).events).toMatchObject([{ groups: { model: 'A' } }]);
});

test('a pattern with state finds every line', async () => {
  const { events } = await read('Falling back to A...\nFalling back to B...\nFalling back to C...\n');
  expect(events.map((event) => event.groups.model)).toEqual(['A', 'B', 'C']);
});

const ERROR = [
  'Error(s) in loading state_dict for VLAModel:',
  '\tMissing key(s) in state_dict: "a.bias". ',
  '\tsize mismatch for a.weight: copying a param with shape torch.Size([2]) from checkpoint, the shape in current model is torch.Size([4]).',
];

test('a load error that is printed, cut short, and raised', async () => {
  const { loadErrors } = await read(
    [
      `  ✗ failed: ${ERROR[0]}`,
      ...ERROR.slice(1),
      'next',
      `  ⚠ Size mismatch: ${ERROR[0]}`,
      '\tMissing key(s) in state_dict: "a.b...',
      'Traceback (most recent call last):',
      '  File "eval.py", line 3, in <module>',
      `RuntimeError: ${ERROR[0]}`,
      ...ERROR.slice(1),
      '',
    ].join('\n'),
  );
  expect(loadErrors).toEqual([
    { line: 1, endLine: 3, message: ERROR.join('\n'), traceback: undefined, truncated: false },
    expect.objectContaining({ line: 5, endLine: 6, traceback: undefined, truncated: true }),
    { line: 9, endLine: 11, message: ERROR.join('\n'), traceback: 7, truncated: false },
  ]);
});

test('rates: running totals replace each other, tasks stay', async () => {
  const { rates, checkpoint } = await read(
    'Checkpoint: /home/user/logs/best.pt\n# successes: 0 (0.0%)\n# successes: 1 (50.0%)\nTask 0 success rate: 50.00%\nAverage success rate: 50.00%\n',
  );
  expect(rates.map(({ line, rate, overall }) => [line, rate, overall])).toEqual([
    [3, 0.5, true],
    [4, 0.5, false],
    [5, 0.5, true],
  ]);
  expect(checkpoint).toBe('best.pt');
});

test('a line a million times: bounded, and said', async () => {
  const text = Array.from({ length: 1500 }, (_, i) => `step ${i} EOFError`).join('\n');
  const { events, remarks } = await read(text);
  expect(events).toHaveLength(1000);
  expect(remarks).toEqual(['substitution/x#step: 1500 lines, the first 1000 kept']);
});
