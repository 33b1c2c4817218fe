import { expect, test } from 'vitest';
import { PlumbError } from './plumb-error.ts';

const text = { code: 'A_CODE', what: 'What.', why: 'Why.', remedy: 'Remedy.' };

test('an error of another copy of the class counts, any other error does not', () => {
  class Copy extends Error {
    override readonly name = 'PlumbError';
  }
  expect(new PlumbError(text)).toBeInstanceOf(PlumbError);
  expect(new Copy('x') instanceof PlumbError).toBe(true);
  expect(new Error('x') instanceof PlumbError).toBe(false);
  expect({ name: 'PlumbError' } instanceof PlumbError).toBe(false);
});

test('its four texts are what JSON shows', () => {
  expect(JSON.parse(JSON.stringify(new PlumbError(text)))).toEqual(text);
});
