import { expect, test } from 'vitest';
import { parsePolicyAddress } from './policy-address.ts';

test.each([
  ['openpi://gpu:8001', 'openpi', 'ws://gpu:8001/'],
  ['openpi://gpu', 'openpi', 'ws://gpu:8000/'],
  ['openpi+wss://gpu/path', 'openpi', 'wss://gpu/path'],
  ['vla-eval://[::1]:9', 'vla-eval', 'ws://[::1]:9/'],
  ['openvla+http://gpu', 'openvla', 'http://gpu:8000/'],
  ['openvla+http://gpu:80', 'openvla', 'http://gpu/'],
  ['openvla-oft+http://gpu', 'openvla-oft', 'http://gpu:8777/'],
  ['openvla-oft+https://gpu/base', 'openvla-oft', 'https://gpu/base'],
])('%s', (text, kind, url) => {
  const address = parsePolicyAddress(text);
  expect(address.kind).toBe(kind);
  expect(address.url!.href).toBe(url);
});

test.each([
  ['zero', 'zero', ''],
  ['replay:runs/a', 'replay', 'runs/a'],
  ['atlas:/data/checkpoint.pt', 'atlas', '/data/checkpoint.pt'],
  ['grpc://robot:8080', 'grpc', 'robot:8080'],
  ['./my-policy.ts', 'module', './my-policy.ts'],
  ['/home/me/p.mjs', 'module', '/home/me/p.mjs'],
  ['policies/p.js', 'module', 'policies/p.js'],
  ['C:\\me\\p.js', 'module', 'C:\\me\\p.js'],
])('%s is no server', (text, kind, rest) => {
  expect(parsePolicyAddress(text)).toEqual({ kind, rest, name: text });
});

test('a password is kept apart from the name', () => {
  const address = parsePolicyAddress('openpi://:top%40secret@gpu:8000');
  expect(address.password).toBe('top@secret');
  expect(address.name).toBe('openpi://gpu:8000');
  expect(address.url!.href).not.toContain('secret');
});

test.each(['openpi://', 'openpi://host:port', 'vla-eval://a b'])('%s is refused', (text) => {
  expect(() => parsePolicyAddress(text)).toThrowError(expect.objectContaining({ code: 'POLICY_ADDRESS' }));
});
