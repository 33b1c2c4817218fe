import { expect, test } from 'vitest';
import { FAMILIES } from './families.ts';
import { overrideManifest } from './override-manifest.ts';

test('nothing given is the family itself', () => {
  expect(overrideManifest(FAMILIES.openvla, [])).toEqual({ manifest: FAMILIES.openvla, given: {} });
});

test('what is given is changed and recorded, and nothing else', () => {
  const { manifest, given } = overrideManifest(FAMILIES.openpi, [
    'replan=3',
    'agentview.orientation=upright',
    'cropArea=0.9',
    'gripper=rlds',
    'chunk=null',
  ]);
  expect(given).toEqual({
    replan: 3,
    'agentview.orientation': 'upright',
    cropArea: 0.9,
    gripper: 'rlds',
    chunk: null,
  });
  const [agentview, wrist] = FAMILIES.openpi.cameras;
  expect(manifest).toEqual({
    ...FAMILIES.openpi,
    replan: 3,
    gripper: 'rlds',
    cameras: [
      { ...agentview, orientation: 'upright', cropArea: 0.9 },
      { ...wrist, cropArea: 0.9 },
    ],
  });
});

test('another family comes first, then its cameras, then single items, in whatever order they were written', () => {
  const items = ['robot0_eye_in_hand.width=128', 'width=64', 'cameras=robot0_eye_in_hand', 'family=atlas'];
  for (const order of [items, items.toReversed()]) {
    const { manifest } = overrideManifest(FAMILIES.openpi, order);
    expect(manifest).toMatchObject({ name: 'atlas', clipActions: true });
    expect(manifest.cameras).toMatchObject([
      { camera: 'robot0_eye_in_hand', width: 128, orientation: 'flipped-vertical' },
    ]);
  }
});

test('a camera that the family lacks gets the conventions of its first', () => {
  const { manifest } = overrideManifest(FAMILIES.openvla, ['cameras=agentview,frontview']);
  expect(manifest.cameras[1]).toEqual({ ...FAMILIES.openvla.cameras[0], camera: 'frontview' });
});

test.each([
  ['nonsense=1', 'it takes state'],
  ['replan=0', 'whole number from 1'],
  ['replan=', 'whole number from 1'],
  ['cropArea=1.5', 'above 0 and up to 1'],
  ['width=5000', '1 to 4096'],
  ['antipodes=maybe', 'as-is, shortest'],
  ['state=eef-position,elbow', 'eef-quaternion'],
  ['frontview.width=3', 'no camera frontview'],
  ['clipActions=yes', 'true, false'],
  ['replan', 'not written key=value'],
  ['family=gpt', 'openvla'],
  ['__proto__=1', 'it takes state'],
])('%s is refused and says why', (item, why) => {
  expect(() => overrideManifest(FAMILIES.openvla, [item])).toThrowError(
    expect.objectContaining({ code: 'MANIFEST_ITEM', what: expect.stringContaining(why) }),
  );
});
