import { expect, test } from 'vitest';
import { formatOf } from './report-format.ts';

test.each([
  ['a.html', 'html'],
  ['a.HTM', 'html'],
  ['runs.d/a.md', 'markdown'],
  ['a.sarif', 'sarif'],
  ['a.sarif.json', 'sarif'],
  ['a.json', 'json'],
])('%s is written as %s', (path, format) => {
  expect(formatOf(path)).toBe(format);
});

test.each(['report', 'a.pdf', 'a.html.gz'])('%s is refused', (path) => {
  expect(() => formatOf(path)).toThrow(expect.objectContaining({ code: 'REPORT_FORMAT_UNKNOWN' }));
});
