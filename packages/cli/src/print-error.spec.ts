import { closeAfter, PlumbError } from '@plumb/core';
import { afterEach, expect, test, vi } from 'vitest';
import { printError } from './print-error.ts';

afterEach(() => vi.restoreAllMocks());

function capture() {
  const written = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const)
    vi.spyOn(process[name], 'write').mockImplementation((text) => {
      written[name] += text;
      return true;
    });
  return written;
}

test('an error that nobody foresaw is a bug of Plumb, and brings its stack', async () => {
  const written = capture();
  await printError(new TypeError('x is not a function'), ['inspect', 'a.pt', '--no-color']);
  expect(written.stderr).toContain('Plumb failed: x is not a function');
  expect(written.stderr).toContain('This is a bug of Plumb');
  expect(written.stderr).toContain('print-error.spec.ts');
  expect(written.stdout).toBe('');
});

test('with --json the same, on stdout', async () => {
  const written = capture();
  await printError(new TypeError('x is not a function'), ['inspect', 'a.pt', '--json']);
  expect(JSON.parse(written.stdout).error).toMatchObject({
    code: 'BUG',
    remedy: expect.stringContaining('plumb 0.'),
    stack: expect.stringContaining('print-error.spec.ts'),
  });
  expect(written.stderr).toBe('');
});

test('an error of the user’s is told in its four parts, without a stack', async () => {
  const written = capture();
  const error = new PlumbError({ code: 'X', what: 'What.', why: 'Why.', remedy: 'Do this.' });
  await printError(error, ['--no-color']);
  expect(written.stderr).toBe('✗ What.\n  why     Why.\n  remedy  Do this.\n  code    X\n');
});

test('what went wrong on closing is told beside the first error', async () => {
  const first = new PlumbError({ code: 'FULL', what: 'No room.', why: 'Why.', remedy: 'Do this.' });
  const second = new PlumbError({ code: 'GONE', what: 'Cannot close.', why: 'Why.', remedy: 'Do that.' });
  const error = await closeAfter(
    () => Promise.reject(first),
    () => Promise.reject(second),
  ).catch((thrown: unknown) => thrown);
  const written = capture();
  await printError(error, ['--no-color']);
  expect(written.stderr).toMatch(/^✗ No room\.[\s\S]* {2}beside {2}Cannot close\. GONE\n$/);
  await printError(error, ['--json']);
  expect(JSON.parse(written.stdout)).toMatchObject({
    error: { code: 'FULL' },
    beside: [{ code: 'GONE', what: 'Cannot close.' }],
  });
});
