import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { OPCODE_BYTES, OPCODES } from './opcodes/opcode-table.ts';
import { resolvePython2Name } from './resolve-python2-name.ts';
import { type Plain, toPlain } from './to-plain.ts';
import { unpickle } from './unpickle.ts';

// made by oracle/checkpoint/make_pickles.py from CPython's own pickle module
const load = (name: string) =>
  JSON.parse(readFileSync(new URL(`./fixtures/${name}.json`, import.meta.url), 'utf8'));
const pickles: { name: string; pickle: string; plain: Plain }[] = load('pickles');
const programs: { name: string; pickle: string; value?: Plain; error?: string; other?: string }[] =
  load('pickle-programs');
const bytesOf = (base64: string) => new Uint8Array(Buffer.from(base64, 'base64'));

test('every opcode of pickletools has its byte and is carried out', () => {
  expect(OPCODE_BYTES).toEqual(load('opcodes')[0]);
  for (const [name, byte] of Object.entries(OPCODE_BYTES)) expect(OPCODES[byte], name).toBeTypeOf('function');
});

test.each(pickles)('$name', ({ pickle, plain }) => {
  expect(toPlain(unpickle(bytesOf(pickle), { place: 'fixture' }).value)).toEqual(plain);
});

// a bare unpickler refuses these for want of a loader's help; Plumb keeps what the pickle says
const KEPT_AS_OBJECTS = new Set(['PERSID', 'BINPERSID', 'NEXT_BUFFER']);
// a call that would raise is not made, so nothing raises
const NOT_CALLED = new Set(['INST']);
// bytes that are not text stay bytes; a memo needs no memory for entries that are not there
const MORE_LENIENT = new Set([`STRING "'\\\\777'"`, "PUT and GET '99999999999'"]);
const readsOn = (name: string) =>
  [KEPT_AS_OBJECTS, NOT_CALLED, MORE_LENIENT].some((names) => names.has(name));

describe('hand-written programs end as they do in CPython', () => {
  test.each(programs)('$name', ({ name, pickle, value, error, other }) => {
    const run = () => toPlain(unpickle(bytesOf(pickle), { place: 'fixture' }).value);
    if (error !== undefined && !readsOn(name))
      expect(run).toThrowError(expect.objectContaining({ name: 'PlumbError', code: 'PICKLE_MALFORMED' }));
    else if (other === undefined && error === undefined) expect(run()).toEqual(value);
    else expect(run()).toBeDefined();
  });
});

test('an error names the byte of the opcode at fault', () => {
  const program = bytesOf(Buffer.from('}(U\x01aK\x01]K\x02u.', 'latin1').toString('base64'));
  expect(() => unpickle(program, { place: 'x.pkl' })).toThrowError(
    expect.objectContaining({ what: expect.stringMatching(/^x\.pkl: byte 10 of the pickle: .*list/) }),
  );
});

test('names of Python 2 are those of CPython', () => {
  const renames: [[string, string], [string, string]][] = load('python2-names');
  for (const [[module, name], renamed] of renames)
    expect(resolvePython2Name(module, name), `${module}.${name}`).toEqual(renamed);
});
