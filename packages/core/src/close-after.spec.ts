import { expect, test } from 'vitest';
import { closeAfter, errorsBeside } from './close-after.ts';

const fails = (text: string) => () => {
  throw new Error(text);
};

test('an error of closing comes beside the first, not in its place', async () => {
  const closed: unknown[] = [];
  const nested = closeAfter(
    () => closeAfter(fails('lost'), fails('cannot flush')),
    (error) => {
      closed.push(error);
      throw new Error('cannot close');
    },
  );
  const error = await nested.catch((thrown: Error) => thrown);
  expect(error).toMatchObject({ message: 'lost' });
  expect(closed).toEqual([error]);
  expect(errorsBeside(error).map((beside) => (beside as Error).message)).toEqual([
    'cannot flush',
    'cannot close',
  ]);
});

test('without a first error it is the error; without any there is the result', async () => {
  await expect(closeAfter(() => 1, fails('cannot close'))).rejects.toThrow('cannot close');
  expect(
    await closeAfter(
      async () => 1,
      () => {},
    ),
  ).toBe(1);
  expect(errorsBeside(new Error('x'))).toEqual([]);
});

test('a text that was thrown stays what it was', async () => {
  const thrower = () => Promise.reject('text');
  await expect(closeAfter(thrower, fails('cannot close'))).rejects.toBe('text');
});
