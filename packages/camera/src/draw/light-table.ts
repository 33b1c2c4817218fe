import type { Scene, SceneLight } from '@plumb/contract';
import { LAYOUT } from '../kernel/layout.ts';
import type { Arena } from '../pack/arena.ts';
import { POSE_NUMBERS } from './body-poses.ts';
import type { Lens } from './lens.ts';

type Rgb = readonly [number, number, number];

/** The kernel's rows of lights, headlight first. */
export class LightTable {
  readonly address: number;
  readonly scratch: number;
  readonly count: number;
  /** Light that is there without any lamp (`initLights` of MuJoCo's render_gl3.c). */
  readonly everywhere: number;
  readonly #arena: Arena;
  readonly #lights: readonly SceneLight[];
  readonly #headlight: Scene['headlight'];

  constructor(arena: Arena, scene: Pick<Scene, 'lights' | 'headlight'>) {
    this.#arena = arena;
    this.#lights = scene.lights.filter((light) => light.active);
    this.#headlight = scene.headlight;
    this.count = this.#lights.length + (scene.headlight.active ? 1 : 0);
    this.everywhere = this.count > 0 ? 0 : 0.3;
    this.address = arena.allocate(this.count * LAYOUT.LIGHT_BYTES);
    this.scratch = arena.allocate(this.count * LAYOUT.LIGHT_BYTES);
  }

  /** For this frame's poses. */
  place(bodies: Float64Array, lens: Lens): void {
    let at = this.address;
    if (this.#headlight.active) {
      this.#write(at, this.#headlight, lens.forward);
      at += LAYOUT.LIGHT_BYTES;
    }
    for (const light of this.#lights) {
      const o = light.body * POSE_NUMBERS;
      const turn = (v: Rgb, shift: boolean): Rgb => {
        const row = (k: number) =>
          bodies[o + k]! * v[0] +
          bodies[o + k + 1]! * v[1] +
          bodies[o + k + 2]! * v[2] +
          (shift ? bodies[o + k + 3]! : 0);
        return [row(0), row(4), row(8)];
      };
      this.#write(at, light, turn(light.direction, false));
      if (!light.directional) this.#writeSpot(at, light, turn(light.position, true));
      at += LAYOUT.LIGHT_BYTES;
    }
  }

  #write(at: number, light: { ambient: Rgb; diffuse: Rgb; specular: Rgb }, direction: Rgb): void {
    const { floats, words } = this.#arena;
    const length = Math.hypot(...direction) || 1;
    floats.set(
      direction.map((value) => value / length),
      (at + LAYOUT.LIGHT_DIRECTION) >> 2,
    );
    words[(at + LAYOUT.LIGHT_KIND) >> 2] = 0;
    floats.set(light.ambient, (at + LAYOUT.LIGHT_AMBIENT) >> 2);
    floats.set(light.diffuse, (at + LAYOUT.LIGHT_DIFFUSE) >> 2);
    floats.set(light.specular, (at + LAYOUT.LIGHT_SPECULAR) >> 2);
  }

  #writeSpot(at: number, light: SceneLight, position: Rgb): void {
    const { floats, words } = this.#arena;
    words[(at + LAYOUT.LIGHT_KIND) >> 2] = 1;
    floats.set(position, (at + LAYOUT.LIGHT_POSITION) >> 2);
    floats[(at + LAYOUT.LIGHT_COS_CUTOFF) >> 2] =
      light.cutoff >= 180 ? -2 : Math.cos((light.cutoff * Math.PI) / 180);
    floats[(at + LAYOUT.LIGHT_EXPONENT) >> 2] = light.exponent;
    floats[(at + LAYOUT.LIGHT_CONSTANT) >> 2] = light.attenuation[0];
    floats[(at + LAYOUT.LIGHT_LINEAR) >> 2] = light.attenuation[1];
    floats[(at + LAYOUT.LIGHT_QUADRATIC) >> 2] = light.attenuation[2];
  }
}
