import { FAMILIES } from '@plumb/policy';
import { expect, test } from 'vitest';
import { chooseProtocol, defaultProtocol } from './choose-protocol.ts';
import { findProtocol, horizonOf, PROTOCOLS } from './protocols.ts';

const own = (name: string) => ({ value: name, from: 'given' as const });
const policy = (family: keyof typeof FAMILIES, overrides = {}) => ({ manifest: FAMILIES[family], overrides });

test('what nobody gave is the protocol’s, and what the protocol leaves open the policy’s', () => {
  const settings = chooseProtocol(own('openvla'), 'libero_goal', policy('openvla-oft'), { seed: 3 });
  expect(settings).toMatchObject({
    settleSteps: { value: 10, from: 'default' },
    horizon: { value: 300, from: 'default' },
    replan: { value: 8, from: 'default' },
    seed: { value: 3, from: 'given' },
  });
});

test('a replanning in the manifest is the user’s own, and goes over the protocol’s', () => {
  const given = policy('openpi', { replan: 7 });
  const settings = chooseProtocol(
    own('openpi'),
    'libero_goal',
    { ...given, manifest: { ...given.manifest, replan: 7 } },
    {},
  );
  expect(settings.replan).toEqual({ value: 7, from: 'given' });
  expect(chooseProtocol(own('openpi'), 'libero_goal', policy('plain'), {}).replan).toEqual({
    value: 5,
    from: 'default',
  });
});

test('each family follows its own script', () => {
  expect(defaultProtocol('openpi://gpu:8000')).toBe('openpi');
  expect(defaultProtocol('openpi+wss://gpu')).toBe('openpi');
  expect(defaultProtocol('atlas:checkpoint.pt')).toBe('atlas-later');
  expect(defaultProtocol('openvla-oft+http://gpu:8777')).toBe('openvla');
});

test('every protocol has a horizon for every suite', () => {
  for (const row of PROTOCOLS)
    for (const suite of [
      'libero_spatial',
      'libero_object',
      'libero_goal',
      'libero_10',
      'libero_90',
      'plumb-desk',
    ])
      expect(horizonOf(row, suite)).toBeGreaterThan(100);
  expect(() => findProtocol('ours')).toThrowError(expect.objectContaining({ code: 'PROTOCOL_UNKNOWN' }));
});
