import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { TaskOpener } from '../world/open-task.ts';
import { loadPhysics } from './load-physics.ts';
import { findPhysics, PHYSICS, type PhysicsVersion } from './physics-version.ts';
import { readEmbeddedWasm } from './read-embedded-wasm.ts';

test.each(Object.keys(PHYSICS) as PhysicsVersion[])(
  'a task of the built-in suite runs on %s',
  async (version) => {
    const opener = await TaskOpener.create(undefined, version);
    const world = await opener.open('plumb-desk/0', 0);
    expect(world.physics).toBe(PHYSICS[version].release);
    const before = world.resetTo(0, 1).eefPosition;
    let after = before;
    for (let step = 0; step < 10; step++) after = world.step([0.5, 0, 0, 0, 0, 0, -1]).observed.eefPosition;
    // the goal runs ahead by 2.5 cm a step, the arm follows slowly
    expect(after[0] - before[0]).toBeGreaterThan(0.03);
    expect(after[0] - before[0]).toBeLessThan(0.25);
    expect(Math.abs(after[2] - before[2])).toBeLessThan(0.01);
    world.simulation.views.qvel[10] = Number.NaN;
    expect(() => world.step([0, 0, 0, 0, 0, 0, -1])).toThrow(
      expect.objectContaining({
        code: 'STATE_DIVERGED',
        what: expect.stringContaining(`MuJoCo ${world.physics}`),
      }),
    );
    world.delete();
  },
);

test('a version is found by its name and by its release; no other is taken for it', () => {
  expect([findPhysics('3.3'), findPhysics('3.3.8'), findPhysics('3.14')]).toEqual(['3.3', '3.3', '3.14']);
  for (const text of ['3.4', '2.3.7', '', '3', 'toString'])
    expect(() => findPhysics(text)).toThrow(expect.objectContaining({ code: 'PHYSICS_UNKNOWN' }));
});

test('another release under the name of the package is refused', async () => {
  const module = { mj_versionString: () => '3.15.0', MjModel: {} };
  vi.doMock('@mujoco/mujoco', () => ({ default: async () => module }));
  await expect(loadPhysics('3.14')).rejects.toMatchObject({
    code: 'PHYSICS_UNFIT',
    what: expect.stringContaining('it is MuJoCo 3.15.0'),
  });
  module.mj_versionString = () => '3.14.0';
  await expect(loadPhysics('3.14')).rejects.toMatchObject({
    code: 'PHYSICS_UNFIT',
    what: expect.stringContaining('no function that compiles a file'),
  });
  vi.doUnmock('@mujoco/mujoco');
});

test('the embedded binary is what Node decodes, and a file without one is an error', async () => {
  const path = createRequire(import.meta.url).resolve('mujoco-js');
  const binary = await readEmbeddedWasm(path);
  expect([...binary.subarray(0, 4)]).toEqual([0, 0x61, 0x73, 0x6d]);
  const folder = await mkdtemp(join(tmpdir(), 'plumb-wasm-'));
  const small = Buffer.from([0, 0x61, 0x73, 0x6d, 1, 0, 0, 0, 7]);
  const at = async (text: string) => {
    await writeFile(join(folder, 'm.js'), text);
    return readEmbeddedWasm(join(folder, 'm.js'));
  };
  expect(Buffer.from(await at(`x; return base64Decode('${small.toString('base64')}');`))).toEqual(small);
  await expect(at('nothing')).rejects.toThrow('holds no WebAssembly');
  await expect(at("base64Decode('AGFzbQ")).rejects.toThrow('ends within');
  await rm(folder, { recursive: true });
});
