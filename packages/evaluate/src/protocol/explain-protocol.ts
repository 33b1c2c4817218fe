import type { ProtocolSettings, Setting } from '@plumb/run';
import { findProtocol, horizonOf, type ProtocolRow } from './protocols.ts';

/** A value of a protocol beside another's. */
export interface ProtocolLine {
  readonly item: string;
  readonly value: string;
  /** Whether somebody gave it. */
  readonly given: boolean;
  /** What the other protocol or script has there, where one was asked about; undefined where it does not say. */
  readonly other?: string | undefined;
  readonly differs: boolean;
  /** What a difference does, in a sentence. */
  readonly effect: string;
}

export interface ProtocolExplanation {
  readonly protocol: ProtocolRow;
  readonly lines: readonly ProtocolLine[];
}

/** Values of a script or protocol that a run is set against; what it does not say is absent. */
export type OtherValues = Partial<Record<keyof typeof ITEMS, string>>;

const ITEMS = {
  settleSteps: [
    'settle steps',
    'Objects of LIBERO start in the air: with fewer steps they still fall when the policy begins.',
  ],
  settleAction: [
    'settle action',
    'Its last number commands the gripper: 0 leaves it half open, -1 opens it.',
  ],
  horizon: ['horizon', 'Slow successes count as failures where it is shorter.'],
  replan: [
    'replan',
    'Executing more of a chunk reacts later; fewer costs more questions, and some policies jerk.',
  ],
  episodes: ['episodes a task', 'Fewer widen the interval, and leave out the later init states.'],
  seed: ['seed', 'Decides where fixtures stand, also with fixed init states.'],
  seeding: ['seeded', 'Decides which fixtures’ places belong to which init state.'],
} as const;

type Item = keyof typeof ITEMS;

/** Every value of a protocol with what it does; beside another's, if given. */
export function explainProtocol(settings: ProtocolSettings, other?: OtherValues): ProtocolExplanation {
  const lines = (Object.keys(ITEMS) as Item[]).map((item): ProtocolLine => {
    const setting: Setting<unknown> = settings[item];
    const value = show(item, setting.value);
    const there = other?.[item];
    const [name, effect] = ITEMS[item];
    return {
      item: name,
      value,
      given: setting.from === 'given',
      ...(other && { other: there }),
      differs: there !== undefined && there !== value,
      effect,
    };
  });
  return { protocol: findProtocol(settings.name.value), lines };
}

/** What another protocol has in a suite. `replan` is left open where it is the policy's. */
export function valuesOf(row: ProtocolRow, suite: string): OtherValues {
  return {
    settleSteps: show('settleSteps', row.settleSteps),
    settleAction: show('settleAction', row.settleAction),
    horizon: show('horizon', horizonOf(row, suite)),
    ...(row.replan !== 'manifest' && { replan: show('replan', row.replan) }),
    episodes: show('episodes', row.episodes),
    seed: show('seed', row.seed),
    seeding: show('seeding', row.seeding),
  };
}

function show(item: Item, value: unknown): string {
  if (item === 'seeding') return value === 'task' ? 'once a task' : 'before every episode';
  return Array.isArray(value) ? `[${value.join(', ')}]` : String(value);
}
