import { expect, test } from 'vitest';
import { closeAll } from './close-all.ts';

test('what comes after one that fails is closed too, and the first failure is told', async () => {
  const closed: string[] = [];
  const failing = (name: string) => async () => {
    closed.push(name);
    throw new Error(name);
  };
  const closing = closeAll(
    failing('runner'),
    () => undefined,
    failing('text'),
    async () => void closed.push('twin'),
  );
  await expect(closing).rejects.toThrow('runner');
  expect(closed).toEqual(['runner', 'text', 'twin']);
});
