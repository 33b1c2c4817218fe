import { expect, test } from 'vitest';
import { emptyFacts, type Facts } from './facts.ts';
import { fillCommand } from './fill-placeholders.ts';

const facts = { ...emptyFacts(), checkpoints: [{ path: 'my runs/a.pt' }] } as unknown as Facts;

test('words in capitals become what was given, quoted; the others stay', () => {
  expect(fillCommand('plumb check CHECKPOINT --env ENV', facts)).toBe("plumb check 'my runs/a.pt' --env ENV");
});

test('a checkpoint as a policy keeps its kind', () => {
  expect(fillCommand('plumb debug atlas:CHECKPOINT', facts)).toBe("plumb debug 'atlas:my runs/a.pt'");
  expect(fillCommand('plumb debug atlas:CHECKPOINT', emptyFacts())).toBe('plumb debug atlas:CHECKPOINT');
});
