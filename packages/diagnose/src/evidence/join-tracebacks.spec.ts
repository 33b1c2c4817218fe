import { readdirSync, readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { TracebackJoiner } from './join-tracebacks.ts';
import { compileLogPatterns, readLog } from './read-log.ts';

const FIXTURES = join(import.meta.dirname, 'fixtures', 'tracebacks');
const patterns = compileLogPatterns([]);

interface Truth {
  exception: string;
  message: string;
  frames: [file: string, line: number, name: string][];
  link: 'handling' | 'cause' | 'ignored' | null;
  caught?: boolean;
}

/** Equal ones once, as the reader folds them. */
function folded(truth: Truth[]): Truth[] {
  const seen = new Set<string>();
  return truth.filter((each) => {
    const key = JSON.stringify(each);
    return !seen.has(key) && seen.add(key);
  });
}

describe('what Python printed, against what Python knew', () => {
  const names = readdirSync(FIXTURES)
    .filter((name) => name.endsWith('.json'))
    .map((name) => name.slice(0, -5));
  expect(names.length).toBeGreaterThan(12);

  test.each(names)('%s', async (name) => {
    const truth = folded(JSON.parse(readFileSync(join(FIXTURES, `${name}.json`), 'utf8')));
    const { tracebacks } = await readLog(join(FIXTURES, `${name}.log`), patterns);
    const tell = ({ exception, message, link }: { exception: string; message: string; link?: unknown }) => ({
      exception,
      message,
      link: link ?? null,
    });
    const byText = (a: object, b: object) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1);
    // two processes' tracebacks may stand in any order
    const sort = <T extends object>(all: T[]) => (name === 'two-ranks' ? all.sort(byText) : all);
    expect(sort(tracebacks.map(tell))).toEqual(sort(truth.map(tell)));
    if (name === 'two-ranks') return;
    for (const [i, { frames, caught, secondary }] of tracebacks.entries()) {
      const known = truth[i]!.frames;
      // Python folds the frames of a recursion
      if (name === 'recursion') expect(known.length).toBeGreaterThan(frames.length);
      expect(frames.map((frame) => [frame.file, frame.line, frame.function])).toEqual(
        known.slice(0, frames.length),
      );
      if (name !== 'recursion') expect(frames).toHaveLength(known.length);
      expect(secondary).toBe(truth[i]!.link !== null);
      if (truth[i]!.caught) expect(caught).toBe(true);
    }
  });

  test('equal tracebacks are told once, with their number', async () => {
    const { tracebacks } = await readLog(join(FIXTURES, 'printed-and-gone-on.log'), patterns);
    expect(tracebacks).toMatchObject([{ repeated: 3, caught: true, line: 1 }]);
  });

  test('a crash is not caught, also where a destructor speaks after it', async () => {
    for (const name of ['plain', 'destructor', 'direct-cause', 'handling'])
      expect((await readLog(join(FIXTURES, `${name}.log`), patterns)).tracebacks[0]).toMatchObject({
        caught: false,
      });
  });
});

function tracebacksIn(text: string) {
  const joiner = new TracebackJoiner();
  for (const [i, line] of text.split('\n').entries()) joiner.line(line, i + 1);
  return joiner.finish();
}

describe('lines that are not the traceback’s own', () => {
  test('another process writes in between', () => {
    const text = `Traceback (most recent call last):
  File "a.py", line 1, in <module>
step 17: loss 0.4
    f()
worker 3 ready
ValueError: boom
step 18: loss 0.3`;
    expect(tracebacksIn(text)).toMatchObject([
      { exception: 'ValueError', message: 'boom', line: 1, endLine: 6, caught: true },
    ]);
  });

  test('the program’s next lines are not the message, although they are indented', () => {
    const text = `Traceback (most recent call last):
  File "a.py", line 1, in <module>
AssertionError: no such file
  Task 0 success rate: 0.00%`;
    expect(tracebacksIn(text)[0]).toMatchObject({ message: 'no such file', caught: true });
  });

  test('CUDA’s advice belongs to the message', () => {
    const text = `Traceback (most recent call last):
  File "a.py", line 1, in <module>
RuntimeError: CUDA error: device-side assert triggered
CUDA kernel errors might be asynchronously reported at some other API call, so the stacktrace below might be incorrect.
For debugging consider passing CUDA_LAUNCH_BLOCKING=1`;
    expect(tracebacksIn(text)[0]!.message.split('\n')).toHaveLength(3);
  });

  test('a launcher’s summary is not the program going on', () => {
    const text = `Traceback (most recent call last):
  File "a.py", line 1, in <module>
ValueError: boom
srun: error: node: task 0: Exited with exit code 1`;
    expect(tracebacksIn(text)[0]).toMatchObject({ caught: false });
  });

  test('a log that ends in the middle', () => {
    expect(
      tracebacksIn('Traceback (most recent call last):\n  File "a.py", line 1, in <module>'),
    ).toMatchObject([{ exception: 'unknown', message: '', frames: [{ file: 'a.py', line: 1 }] }]);
  });

  test('a clock before each line, or before the first only', () => {
    const clock = (line: string, i: number) => `2026-03-01 06:02:1${i},016 ERROR ${line}`;
    const lines = ['Traceback (most recent call last):', '  File "a.py", line 1, in f', 'ValueError: boom'];
    expect(tracebacksIn(lines.map(clock).join('\n'))[0]).toMatchObject({
      exception: 'ValueError',
      message: 'boom',
    });
    expect(tracebacksIn([clock(lines[0]!, 0), ...lines.slice(1)].join('\n'))[0]).toMatchObject({
      message: 'boom',
    });
  });

  test('many processes do not exhaust memory, and their tracebacks are kept up to the limit', () => {
    const text = Array.from(
      { length: 700 },
      (_, i) => `[rank${i}]: Traceback (most recent call last):\n[rank${i}]: ValueError: boom ${i}`,
    ).join('\n');
    const joiner = new TracebackJoiner();
    for (const [i, line] of text.split('\n').entries()) joiner.line(line, i + 1);
    expect(joiner.finish()).toHaveLength(500);
    expect(joiner.dropped).toBe(200);
  });
});

describe('teardown', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'plumb-'));
  });
  afterAll(() => rm(folder, { recursive: true }));
  const read = async (text: string) => {
    const path = join(folder, 'run.log');
    await writeFile(path, text);
    return (await readLog(path, patterns)).tracebacks;
  };
  const egl = `Traceback (most recent call last):
  File "/venv/robosuite/utils/binding_utils.py", line 117, in free
    EGL.eglDestroyContext(EGL_DISPLAY, self._context)
OpenGL.raw.EGL._errors.EGLError: EGLError(
\terr = EGL_NOT_INITIALIZED,
\tbaseOperation = eglDestroyContext,
\tresult = 0
)
`;

  test('EGL that is released twice at exit is nobody’s cause', async () => {
    expect(await read(`Task 0 success rate: 0.00%\n${egl}`)).toMatchObject([
      { exception: 'OpenGL.raw.EGL._errors.EGLError', secondary: true },
    ]);
  });

  test('in the middle of a run the same words count', async () => {
    const more = Array.from({ length: 40 }, (_, i) => `step ${i}`).join('\n');
    expect(await read(`${egl}${more}\n`)).toMatchObject([{ secondary: false, caught: true }]);
  });

  test('a context whose constructor failed', async () => {
    const text = `Traceback (most recent call last):
  File "/venv/robosuite/utils/binding_utils.py", line 80, in close
    self.con.free()
AttributeError: 'MjRenderContextOffscreen' object has no attribute 'con'
`;
    expect(await read(text)).toMatchObject([{ secondary: true }]);
  });
});
