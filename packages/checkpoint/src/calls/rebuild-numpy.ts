import { ArrayBuilder } from '../pickle-builders.ts';
import type { PickleMachine } from '../pickle-machine.ts';
import type { PickleValue } from '../pickle-value.ts';
import { asIntegers, asText, isKind, isTuple } from './argument.ts';
import type { Rebuild } from './call.ts';

/** Bytes of an element by NumPy's dtype string; undefined where it says none (`|O`). */
export function numpyItemBytes(dtype: string): number | undefined {
  const match = /^[<>|=]?([biufcmMSVU])([0-9]+)(?:\[.*\])?$/.exec(dtype);
  if (!match) return undefined;
  return Number(match[2]) * (match[1] === 'U' ? 4 : 1);
}

/** `numpy.dtype('f8', False, True)` with state `(3, '<', …)`: `<f8`. */
function dtypeString(value: PickleValue | undefined): string | undefined {
  if (!isKind(value, 'object') || value.module !== 'numpy' || value.name !== 'dtype') return undefined;
  const code = asText(value.args[0]);
  if (code === undefined) return undefined;
  const order = isTuple(value.state) ? asText(value.state.items[1]) : undefined;
  if (/^[<>|=]/.test(code)) return code;
  const bytes = numpyItemBytes(code);
  return `${order ?? (bytes === 1 ? '|' : '<')}${code === 'O8' ? 'O' : code}`;
}

function bytesOf(value: PickleValue | undefined): Uint8Array | undefined {
  // Python 2 saved the data as a string, which reads as text when it happens to be UTF-8
  return typeof value === 'string'
    ? Buffer.from(value, 'utf8')
    : value instanceof Uint8Array
      ? value
      : undefined;
}

function checkSize(machine: PickleMachine, array: ArrayBuilder): void {
  const item = numpyItemBytes(array.dtype);
  if (item === undefined) return;
  const bytes = array.shape.reduce((product, size) => product * size, item);
  if (array.shape.some((size) => size < 0) || bytes !== array.data.length)
    machine.fail(
      `an array of shape [${array.shape.join(', ')}] and type ${array.dtype} with ${array.data.length} bytes`,
    );
}

/** `ndarray.__setstate__((version, shape, dtype, is_fortran, data))`; the version came with NumPy 1.0. */
export function fillArray(machine: PickleMachine, array: ArrayBuilder, state: PickleValue): void {
  if (!isTuple(state)) machine.fail('an array whose state is not a tuple');
  const [shape, dtype, fortran, data] = state.items.length === 5 ? state.items.slice(1) : state.items;
  const sizes = asIntegers(shape);
  const type = dtypeString(dtype);
  if (sizes === undefined || type === undefined) machine.fail('an array without a shape or dtype');
  array.shape = sizes;
  array.dtype = type;
  array.fortran = fortran === true || fortran === 1;
  if (isKind(data, 'list')) array.items = data.items;
  else {
    array.data = bytesOf(data) ?? machine.fail('an array without its bytes');
    if (array.items === undefined) checkSize(machine, array);
  }
}

const reconstruct: Rebuild = () => new ArrayBuilder();

/** `numpy.core.multiarray.scalar(dtype, bytes)`. */
const scalar: Rebuild = ([dtype, data], machine) => {
  const type = dtypeString(dtype);
  if (type === undefined) return undefined;
  const array = new ArrayBuilder();
  array.dtype = type;
  array.shape = [];
  if (numpyItemBytes(type) === undefined) array.items = data === undefined ? [] : [data];
  else array.data = bytesOf(data) ?? machine.fail('a NumPy scalar without its bytes');
  checkSize(machine, array);
  return array;
};

/** `_frombuffer(buffer, dtype, shape, order)`: protocol 5. */
const fromBuffer: Rebuild = ([buffer, dtype, shape, order], machine) => {
  const data = buffer instanceof Uint8Array ? buffer : undefined;
  const type = dtypeString(dtype);
  const sizes = asIntegers(shape);
  if (data === undefined || type === undefined || sizes === undefined) return undefined;
  const array = new ArrayBuilder();
  array.dtype = type;
  array.shape = sizes;
  array.fortran = asText(order) === 'F';
  array.data = data;
  checkSize(machine, array);
  return array;
};

// NumPy 2 moved `numpy.core` to `numpy._core`
export const NUMPY_CALLS: readonly (readonly [string, Rebuild])[] = ['numpy.core', 'numpy._core'].flatMap(
  (core) =>
    [
      [`${core}.multiarray._reconstruct`, reconstruct],
      [`${core}.multiarray.scalar`, scalar],
      [`${core}.numeric._frombuffer`, fromBuffer],
    ] as const,
);
