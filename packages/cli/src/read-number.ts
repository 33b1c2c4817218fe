import { InvalidArgumentError } from 'commander';

/** A whole number from 1 up, for commander. */
export function readCount(text: string): number {
  const value = readWhole(text);
  if (value === 0) throw new InvalidArgumentError('It takes a whole number from 1 up.');
  return value;
}

/** A whole number from 0 up, for commander. */
export function readWhole(text: string): number {
  const value = Number(text);
  if (!/^\d+$/.test(text) || !Number.isSafeInteger(value)) {
    throw new InvalidArgumentError('It takes a whole number from 0 up.');
  }
  return value;
}
