import type { PickleMachine } from '../pickle-machine.ts';
import type { PickleValue } from '../pickle-value.ts';
import {
  decodeBytesEscapes,
  decodeRawUnicode,
  decodeUtf8,
  latin1,
  parseFloat64,
  parseInteger,
  parseShortInteger,
} from '../read-python-text.ts';
import type { OpcodeTable } from './opcode-table.ts';

/** Integers beyond 2^53 stay exact. */
function integer(value: bigint): number | bigint {
  return value >= Number.MIN_SAFE_INTEGER && value <= Number.MAX_SAFE_INTEGER ? Number(value) : value;
}

/** Little-endian two's complement, any length. */
function decodeLong(bytes: Uint8Array): number | bigint {
  if (bytes.length === 0) return 0;
  const value = BigInt(`0x${Buffer.from(bytes).reverse().toString('hex')}`);
  return integer(BigInt.asIntN(bytes.length * 8, value));
}

function unicode(machine: PickleMachine, length: number): string {
  return machine.text(length) ?? machine.fail('a string that is not UTF-8');
}

/** Python 2's `str`. torch reads it as UTF-8; where it is not text (NumPy's data) it stays bytes. */
function oldString(bytes: Uint8Array): PickleValue {
  return decodeUtf8(bytes, false) ?? bytes;
}

function readInt(machine: PickleMachine): PickleValue {
  const text = latin1(machine.line());
  const value = parseShortInteger(text) ?? machine.fail('INT without a number');
  // protocol 0 writes booleans as 00 and 01; any two characters that strtol takes for 0 or 1 are one
  if (text.length === 2 && (value === 0n || value === 1n) && !/\s$/.test(text)) return value === 1n;
  return integer(value);
}

function readLong(machine: PickleMachine): PickleValue {
  const text = latin1(machine.line()).replace(/L$/, '');
  const value = parseInteger(text);
  return integer(value ?? machine.fail('LONG without a number'));
}

function readFloat(machine: PickleMachine): PickleValue {
  return machine.float(parseFloat64(latin1(machine.line())) ?? machine.fail('FLOAT without a number'));
}

function readString(machine: PickleMachine): PickleValue {
  const text = latin1(machine.line());
  const quote = text[0];
  if (text.length < 2 || text.at(-1) !== quote || (quote !== "'" && quote !== '"'))
    machine.fail('STRING without its quotes');
  return oldString(decodeBytesEscapes(text.slice(1, -1)) ?? machine.fail('STRING with a broken escape'));
}

function readUnicode(machine: PickleMachine): PickleValue {
  return decodeRawUnicode(latin1(machine.line())) ?? machine.fail('UNICODE with a broken escape');
}

function signedLength(machine: PickleMachine): number {
  const length = machine.int32();
  if (length < 0) machine.fail(`a negative length (${length})`);
  return length;
}

const push = (read: (machine: PickleMachine) => PickleValue) => (machine: PickleMachine) =>
  machine.push(read(machine));

export const CONSTANTS: OpcodeTable = {
  NONE: push(() => null),
  NEWTRUE: push(() => true),
  NEWFALSE: push(() => false),
  INT: push(readInt),
  BININT: push((m) => m.int32()),
  BININT1: push((m) => m.uint8()),
  BININT2: push((m) => m.uint16()),
  LONG: push(readLong),
  LONG1: push((m) => decodeLong(m.take(m.uint8()))),
  LONG4: push((m) => decodeLong(m.take(signedLength(m)))),
  FLOAT: push(readFloat),
  BINFLOAT: push((m) => m.float(m.view.getFloat64(m.skip(8)))),
  STRING: push(readString),
  BINSTRING: push((m) => oldString(m.take(signedLength(m)))),
  SHORT_BINSTRING: push((m) => oldString(m.take(m.uint8()))),
  UNICODE: push(readUnicode),
  SHORT_BINUNICODE: push((m) => unicode(m, m.uint8())),
  BINUNICODE: push((m) => unicode(m, m.uint32())),
  BINUNICODE8: push((m) => unicode(m, m.uint64())),
  SHORT_BINBYTES: push((m) => m.keepBytes(m.takeAcross(m.uint8()))),
  BINBYTES: push((m) => m.keepBytes(m.takeAcross(m.uint32()))),
  BINBYTES8: push((m) => m.keepBytes(m.takeAcross(m.uint64()))),
  BYTEARRAY8: push((m) => m.keepBytes(m.takeAcross(m.uint64()))),
};
