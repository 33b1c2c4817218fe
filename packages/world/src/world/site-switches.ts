import type { Simulation } from '../physics/simulation.ts';
import type { TaskScene } from '../scene/build-scene.ts';

interface Switch {
  readonly site: number;
  readonly qposAddress: number;
  /** Joint value from which it is on, radians. */
  readonly threshold: number;
  readonly off: number;
  readonly on: number;
}

/** LIBERO's name for the site that a stove shows while it is on. */
const BURNER = 'burner';

/**
 * Sites that LIBERO shows and hides (`set_visualization` in libero/libero/envs/problems/*.py): robosuite's reset hides
 * them by a negative alpha, and after a step LIBERO puts 1 minus the alpha where the joint says otherwise.
 */
export class SiteSwitches {
  readonly #switches: readonly Switch[];
  readonly #alphas = new Map<number, number>();

  constructor(scene: TaskScene, simulation: Simulation) {
    this.#switches = [...scene.objects.values(), ...scene.fixtures.values()].flatMap((object) => {
      const range = object.category.articulation?.turnon;
      const site = object.body.find('site', `${object.name}_${BURNER}`);
      if (range === undefined || site === undefined || object.joints[0] === undefined) return [];
      const alpha = Math.abs(Number(site.get('rgba')?.trim().split(/\s+/)[3] ?? 1));
      return [
        {
          site: simulation.id('site', `${object.name}_${BURNER}`),
          qposAddress: simulation.qposAddress(object.joints[0]),
          threshold: Math.min(...range),
          off: -alpha,
          on: 1 + alpha,
        },
      ];
    });
    this.reset();
  }

  /** As after robosuite's reset: hidden, whatever the joints say. */
  reset(): void {
    for (const { site, off } of this.#switches) this.#alphas.set(site, off);
  }

  /** As at the end of a step. */
  update(qpos: ArrayLike<number>): void {
    for (const { site, qposAddress, threshold, on, off } of this.#switches)
      this.#alphas.set(site, qpos[qposAddress]! >= threshold ? on : off);
  }

  /** Alpha by site id, a copy. */
  get alphas(): ReadonlyMap<number, number> {
    return new Map(this.#alphas);
  }
}
