import { expect, test } from 'vitest';
import { RetryBook } from './retry.ts';

const error = (step: number) => ({ code: 'SERVER_LOST', what: 'gone', step });

test('what no retry can mend is final at once', () => {
  expect(new RetryBook().judge('a', error(0), true, 5, 0)).toEqual({ kind: 'final' });
});

test('an episode that fails while others are answered has three tries; its first error stays', () => {
  const book = new RetryBook();
  expect(book.judge('a', error(1), false, 10, 0)).toMatchObject({ kind: 'again', wait: 1000, hold: false });
  expect(book.judge('a', error(2), false, 20, 100)).toMatchObject({ kind: 'again' });
  expect(book.judge('a', error(3), false, 30, 200)).toEqual({ kind: 'final' });
  expect(book.errorsOf('a').firstError).toEqual(error(1));
});

test('an error that says something else is kept beside the first; the same again is not, nor a flood', () => {
  const book = new RetryBook();
  const slow = { code: 'POLICY_TIMEOUT', what: 'slow', step: 7 };
  for (const met of [error(1), error(4), slow, error(5), { ...slow, step: 9 }]) book.remember('a', met);
  expect(book.errorsOf('a')).toEqual({ firstError: error(1), laterErrors: [slow] });
  expect(book.errorsOf('b')).toEqual({});
  for (let i = 0; i < 1000; i++) book.remember('a', { ...slow, what: `after ${i} s` });
  expect(book.errorsOf('a').laterErrors?.length).toBe(7);
});

test('a server that answers nobody holds everybody back, longer and longer, and is given up at last', () => {
  const book = new RetryBook(60_000);
  const verdicts = [0, 1, 2, 3, 4, 5, 6, 7].map((i) =>
    book.judge(`episode ${i % 2}`, error(0), false, 0, 10_000 * i),
  );
  expect(verdicts.map((verdict) => (verdict.kind === 'again' ? verdict.wait : verdict.kind))).toEqual([
    1000,
    2000,
    4000,
    8000,
    15_000,
    15_000,
    15_000,
    'give-up',
  ]);
  expect(verdicts[2]).toMatchObject({ hold: true });
  // once it answers again, the count begins anew
  expect(book.judge('episode 0', error(0), false, 1, 90_000)).toMatchObject({ kind: 'again', wait: 1000 });
});
