import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { seededRandom } from '@plumb/core';
import { expect, test } from 'vitest';
import { causes } from '../causes/index.ts';
import { compileLogPatterns } from './log-patterns.ts';
import { LogReader } from './log-reader.ts';

const FIXTURES = join(import.meta.dirname, 'fixtures', 'tracebacks');
const lines = readdirSync(FIXTURES)
  .filter((name) => name.endsWith('.log'))
  .flatMap((name) => readFileSync(join(FIXTURES, name), 'utf8').split('\n'));

test('1,000 logs of shuffled lines: every place lies in the log, and nothing throws', () => {
  const patterns = compileLogPatterns(causes);
  const random = seededRandom(11);
  let tracebacks = 0;
  for (let run = 0; run < 1000; run++) {
    const reader = new LogReader(patterns);
    const total = 5 + Math.floor(random() * 60);
    let at = Math.floor(random() * lines.length);
    for (let number = 1; number <= total; number++) {
      // mostly the next line, now and then a jump
      at = random() < 0.15 ? Math.floor(random() * lines.length) : (at + 1) % lines.length;
      const prefix = random() < 0.1 ? '[rank1]: ' : '';
      reader.line(prefix + lines[at]!, number);
    }
    const fact = reader.finish('a.log', total, 0);
    tracebacks += fact.tracebacks.length;
    for (const { line, endLine, exception } of [
      ...fact.tracebacks,
      ...fact.loadErrors.map((e) => ({ ...e, exception: 'x' })),
    ]) {
      expect(line).toBeGreaterThanOrEqual(1);
      expect(endLine).toBeGreaterThanOrEqual(line);
      expect(endLine).toBeLessThanOrEqual(total);
      expect(exception).not.toBe('');
    }
  }
  expect(tracebacks).toBeGreaterThan(500);
});
