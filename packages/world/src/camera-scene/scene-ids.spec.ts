import { expect, test } from 'vitest';
import { liberoHere, RECORDED_TASKS } from '../testing/libero-here.ts';
import { openWorld, taskOpener } from '../testing/open-world.ts';

const assets = await liberoHere();

test.skipIf(!assets).each(RECORDED_TASKS)(
  'bodies and sites of the picture of %s are those of its dynamics (skipped without LIBERO)',
  async (task) => {
    const scene = await (await taskOpener(assets!)).cameraScene(task);
    const world = await openWorld(assets!, task);
    const { simulation } = world;
    const bodies = [...world.scene.mjcf.child('worldbody')!.walk()].filter(({ tag }) => tag === 'body');
    expect(simulation.model.nbody).toBe(scene.bodies);
    bodies.forEach((body, i) => {
      const name = body.get('name');
      if (name !== undefined) expect(simulation.id('body', name)).toBe(i + 1);
    });
    const sites = scene.geoms.filter(({ kind }) => kind === 'site');
    expect(simulation.model.nsite).toBe(sites.length);
    for (const { name, id } of sites) expect(simulation.id('site', name)).toBe(id);
    world.delete();
  },
);
