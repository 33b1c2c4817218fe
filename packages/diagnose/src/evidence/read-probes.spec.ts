import { expect, test } from 'vitest';
import { parseProbes } from './read-probes.ts';

const forward = { name: 'forward-pass', outcome: 'pass', text: 'Forward pass successful' };

test('a report of plumb debug is read, with the results whose outcome is known', () => {
  const odd = { name: 'new-probe', outcome: 'sideways', text: 'x' };
  const text = JSON.stringify({ policy: 'atlas:a.pt', results: [forward, odd, 'nothing'] });
  expect(parseProbes(text, 'debug.json')).toEqual({
    path: 'debug.json',
    policy: 'atlas:a.pt',
    results: [forward],
  });
});

test('other JSON, and what is none, is left to others', () => {
  expect(parseProbes('{"policy": "a", "results": []}', 'x.json')).toBeUndefined();
  expect(parseProbes(JSON.stringify({ results: [forward] }), 'x.json')).toBeUndefined();
  expect(parseProbes('{"policy": ', 'x.json')).toBeUndefined();
});
