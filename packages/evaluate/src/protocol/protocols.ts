import { PlumbError } from '@plumb/core';

/** How one of the field's scripts runs LIBERO. Each value as in the file that `source` names. */
export interface ProtocolRow {
  readonly name: string;
  readonly title: string;
  readonly settleSteps: number;
  readonly settleAction: readonly number[];
  /** By suite; `*` for the rest. Policy steps, without settling. */
  readonly horizon: Readonly<Record<string, number>>;
  /** Executed actions of an answer; `manifest` where the script leaves it to the policy. */
  readonly replan: number | 'manifest';
  readonly episodes: number;
  /** What the environment is seeded with, not the model. */
  readonly seed: number;
  readonly seeding: 'task' | 'episode';
  readonly source: string;
  /** What the script does besides, that Plumb does not imitate. */
  readonly notes: readonly string[];
}

const OPEN_GRIPPER = [0, 0, 0, 0, 0, 0, -1];
const ZEROS = [0, 0, 0, 0, 0, 0, 0];

// the longest demonstrations of each suite, rounded up
const LONGEST_DEMOS = {
  libero_spatial: 220,
  libero_object: 280,
  libero_goal: 300,
  libero_10: 520,
  libero_90: 400,
};

/** Plumb's own suite has no protocol of its own: its tasks take the expert at most 250 steps. */
const DESK_HORIZON = 300;

export const PROTOCOLS: readonly ProtocolRow[] = [
  {
    name: 'libero',
    title: "LIBERO's own evaluation of lifelong learning",
    settleSteps: 5,
    settleAction: ZEROS,
    horizon: { '*': 600 },
    replan: 'manifest',
    episodes: 20,
    seed: 10000,
    seeding: 'task',
    source: 'LIBERO libero/lifelong/metric.py, libero/configs/{config,eval/default}.yaml',
    notes: [
      '20 environments side by side, reset once: episode k sees one reset there, k + 1 here.',
      'An environment that succeeded is stepped on until all have.',
    ],
  },
  {
    name: 'openvla',
    title: "OpenVLA's and OpenVLA-OFT's run_libero_eval.py",
    settleSteps: 10,
    settleAction: OPEN_GRIPPER,
    horizon: { ...LONGEST_DEMOS, '*': DESK_HORIZON },
    replan: 'manifest',
    episodes: 50,
    seed: 0,
    seeding: 'task',
    source:
      'openvla experiments/robot/libero/{run_libero_eval,libero_utils}.py (env.seed(0); --seed 7 is the model)',
    notes: ['An exception ends an episode as a failure there; here it is an error, beside the rate.'],
  },
  {
    name: 'openpi',
    title: "openpi's examples/libero/main.py",
    settleSteps: 10,
    settleAction: OPEN_GRIPPER,
    horizon: { ...LONGEST_DEMOS, '*': DESK_HORIZON },
    replan: 5,
    episodes: 50,
    seed: 7,
    seeding: 'task',
    source: 'openpi examples/libero/main.py',
    notes: ['An exception ends an episode as a failure there; here it is an error, beside the rate.'],
  },
  {
    name: 'lerobot',
    title: 'lerobot-eval --env.type=libero',
    settleSteps: 10,
    settleAction: OPEN_GRIPPER,
    horizon: { ...LONGEST_DEMOS, libero_spatial: 280, '*': 500, 'plumb-desk': DESK_HORIZON },
    replan: 'manifest',
    episodes: 50,
    seed: 1000,
    seeding: 'episode',
    source: 'lerobot src/lerobot/envs/libero.py, configs/{eval,default}.py',
    notes: [
      'Its results depend on its batch size, which it sets by the number of cores; this is batch size 1.',
      'It draws 360 x 360 pixels.',
    ],
  },
  {
    name: 'atlas',
    title: "AtlasVLA's eval_vla_libero.py (6c47f7f)",
    settleSteps: 5,
    settleAction: ZEROS,
    horizon: { '*': 595 },
    replan: 1,
    episodes: 20,
    seed: 42,
    seeding: 'task',
    source: 'AtlasVLA vggt_vla/eval/eval_vla_libero.py (--max_steps 600 less the 5 settle steps)',
    notes: ['With several GPUs it seeds task t with 42 + t.'],
  },
  {
    name: 'atlas-later',
    title: "AtlasVLA's eval_vla.py (8da9053)",
    settleSteps: 5,
    settleAction: ZEROS,
    horizon: { ...LONGEST_DEMOS, '*': 600, 'plumb-desk': DESK_HORIZON },
    replan: 'manifest',
    episodes: 10,
    seed: 42,
    seeding: 'task',
    source: 'AtlasVLA vggt_vla/eval/eval_vla.py, TASK_MAX_STEPS',
    notes: [
      'It never resets between episodes, so that every fifth fails at step 96 (plumb explain simulator/horizon-not-reset); here every episode is reset.',
      'A goal that holds while settling counts as success there.',
    ],
  },
];

/** Throws `PROTOCOL_UNKNOWN`. */
export function findProtocol(name: string): ProtocolRow {
  const row = PROTOCOLS.find((protocol) => protocol.name === name);
  if (row) return row;
  throw new PlumbError({
    code: 'PROTOCOL_UNKNOWN',
    what: `There is no protocol "${name}".`,
    why: "A protocol sets settling, horizon, replanning, episodes and seed, as one of the field's scripts has them.",
    remedy: `Take one of ${PROTOCOLS.map((protocol) => protocol.name).join(', ')}, and change single values by options.`,
  });
}

/** Policy steps of an episode of a suite. */
export function horizonOf(row: ProtocolRow, suite: string): number {
  return row.horizon[suite] ?? row.horizon['*']!;
}
