import { PlumbError } from '@plumb/core';
import type { MjData, MjModel } from 'mujoco-js';
import type { Physics } from './load-physics.ts';

/** MuJoCo's numbers for kinds of named things (mjtObj). */
const KINDS = { body: 1, joint: 3, geom: 5, site: 6, actuator: 19 } as const;
export type NamedKind = keyof typeof KINDS;

/** MuJoCo's memory as arrays; they show what is there now and are taken anew when that memory moved. */
function takeViews(model: MjModel, data: MjData) {
  return {
    qpos: data.qpos as Float64Array,
    qvel: data.qvel as Float64Array,
    ctrl: data.ctrl as Float64Array,
    massMatrix: data.M as Float64Array,
    bias: data.qfrc_bias as Float64Array,
    bodyPosition: data.xpos as Float64Array,
    bodyQuaternion: data.xquat as Float64Array,
    sitePosition: data.site_xpos as Float64Array,
    siteMatrix: data.site_xmat as Float64Array,
    geomPosition: data.geom_xpos as Float64Array,
    geomMatrix: data.geom_xmat as Float64Array,
    geomSize: model.geom_size as Float64Array,
    jointAxis: data.xaxis as Float64Array,
    jointAnchor: data.xanchor as Float64Array,
    modelBodyPosition: model.body_pos as Float64Array,
    modelBodyQuaternion: model.body_quat as Float64Array,
    qposAddress: model.jnt_qposadr as Int32Array,
    dofAddress: model.jnt_dofadr as Int32Array,
    massRowAddress: model.M_rowadr as Int32Array,
    massRowLength: model.M_rownnz as Int32Array,
    massColumn: model.M_colind as Int32Array,
    controlRange: model.actuator_ctrlrange as Float64Array,
  };
}

export type SimulationViews = ReturnType<typeof takeViews>;

/** A model with its state. Lengths in metres, angles in radians, quaternions w x y z, as MuJoCo has them. */
export class Simulation {
  readonly #physics: Physics;
  readonly #model: MjModel;
  readonly #data: MjData;
  #views: SimulationViews;
  readonly #ids = new Map<string, number>();

  /** Takes over the model: `delete` frees it. */
  constructor(physics: Physics, model: MjModel) {
    this.#physics = physics;
    this.#model = model;
    this.#data = new physics.MjData(model);
    this.#views = takeViews(model, this.#data);
  }

  get views(): SimulationViews {
    // a memory that grew leaves the old arrays empty
    if (this.#views.qpos.length === 0) this.#views = takeViews(this.#model, this.#data);
    return this.#views;
  }

  get nq(): number {
    return this.#model.nq;
  }

  get nv(): number {
    return this.#model.nv;
  }

  get nu(): number {
    return this.#model.nu;
  }

  get model(): MjModel {
    return this.#model;
  }

  /** Throws `SCENE_NAME_UNKNOWN`. */
  id(kind: NamedKind, name: string): number {
    const key = `${kind} ${name}`;
    let id = this.#ids.get(key);
    if (id === undefined) {
      id = this.#physics.mj_name2id(this.#model, KINDS[kind], name);
      if (id < 0) throw nameUnknown(kind, name);
      this.#ids.set(key, id);
    }
    return id;
  }

  /** Where a joint's coordinates start in `qpos`. */
  qposAddress(joint: string): number {
    return this.views.qposAddress[this.id('joint', joint)]!;
  }

  /** Everything as it is when a model is new. */
  reset(): void {
    this.#physics.mj_resetData(this.#model, this.#data);
  }

  forward(): void {
    this.#physics.mj_forward(this.#model, this.#data);
  }

  /** Positions and velocities: all that a controller reads. `step2` then applies `ctrl`. */
  step1(): void {
    this.#physics.mj_step1(this.#model, this.#data);
  }

  /** Forces, and one timestep on. Poses stay those of before, as after `mj_step`. */
  step2(): void {
    this.#physics.mj_step2(this.#model, this.#data);
  }

  /** Poses of bodies and sites for the current `qpos`. */
  kinematics(): void {
    this.#physics.mj_kinematics(this.#model, this.#data);
  }

  get time(): number {
    return this.#data.time;
  }

  setState(time: number, qpos: Float64Array, qvel: Float64Array): void {
    this.#data.time = time;
    this.views.qpos.set(qpos);
    this.views.qvel.set(qvel);
  }

  /** The pairs of geoms that touch, as MuJoCo found them when positions were last computed. */
  contacts(): [number, number][] {
    const contacts = this.#data.contact;
    const pairs: [number, number][] = [];
    try {
      for (let i = 0; i < this.#data.ncon; i++) {
        const contact = contacts.get(i);
        if (contact === undefined) continue;
        pairs.push([contact.geom1, contact.geom2]);
        contact.delete();
      }
    } finally {
      contacts.delete();
    }
    return pairs;
  }

  /** Number of contacts, cheap. */
  get contactCount(): number {
    return this.#data.ncon;
  }

  delete(): void {
    this.#data.delete();
    this.#model.delete();
  }
}

function nameUnknown(kind: NamedKind, name: string): PlumbError {
  return new PlumbError({
    code: 'SCENE_NAME_UNKNOWN',
    what: `The scene has no ${kind} named "${name}".`,
    why: 'The robot and the task are steered by these names.',
    remedy: 'Fetch the assets again: a model of another release may stand in for the right one.',
  });
}
