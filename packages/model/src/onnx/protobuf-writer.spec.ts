import { expect, test } from 'vitest';
import { ProtobufWriter } from './protobuf-writer.ts';

const hex = (writer: ProtobufWriter) => Buffer.from(writer.finish()).toString('hex');

test("the examples of protobuf's page on encoding", () => {
  expect(hex(new ProtobufWriter().integer(1, 150))).toBe('089601');
  expect(hex(new ProtobufWriter().text(2, 'testing'))).toBe('120774657374696e67');
  expect(hex(new ProtobufWriter().message(3, new ProtobufWriter().integer(1, 150)))).toBe('1a03089601');
});

test('a negative integer takes ten bytes, a float four', () => {
  expect(hex(new ProtobufWriter().integer(1, -2))).toBe('08feffffffffffffffff01');
  expect(hex(new ProtobufWriter().float(2, 1))).toBe('150000803f');
});

test('a field number above 15 takes two bytes of tag', () => {
  expect(hex(new ProtobufWriter().integer(20, 1))).toBe('a00101');
});
