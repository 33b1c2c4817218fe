import type { Manifest } from '@plumb/contract';
import type { Setting } from './record.ts';

/** How the episodes of a run were run, each value with who said so. `Protocol` of the contract, and what else moves scores. */
export interface ProtocolSettings {
  /** `libero`, `openvla`, … */
  readonly name: Setting<string>;
  readonly settleSteps: Setting<number>;
  readonly settleAction: Setting<readonly number[]>;
  /** Policy steps after which an episode has failed; settle steps are not counted. */
  readonly horizon: Setting<number>;
  /** Actions of an answer that are executed before the next question. */
  readonly replan: Setting<number>;
  /** A task. */
  readonly episodes: Setting<number>;
  readonly seed: Setting<number>;
  /** `task`: seeded once after the environment is built. `episode`: before every reset, with `seed + episode`. */
  readonly seeding: Setting<'task' | 'episode'>;
}

export interface PolicySpec {
  /** As the user named it, without passwords. */
  readonly name: string;
  readonly manifest: Manifest;
  /** What the user changed of the manifest, by its fields' names. */
  readonly overrides: Readonly<Record<string, unknown>>;
  /** What the server or checkpoint says of itself. */
  readonly description: Readonly<Record<string, unknown>>;
}

/** What a run was asked to do. Two runs with equal specs give equal episodes, given a deterministic policy. */
export interface RunSpec {
  readonly suite: string;
  /** In LIBERO's order. */
  readonly tasks: Setting<readonly number[]>;
  /** Part `index` (from 0) of `count`; absent where one run does it all. */
  readonly shard?: { readonly index: number; readonly count: number };
  readonly protocol: ProtocolSettings;
  readonly policy: PolicySpec;
  /** MuJoCo's build and version, and whose picture is drawn: both are part of the benchmark. */
  readonly physics: { readonly engine: string; readonly version: string };
  readonly look: number;
  /** Version of Plumb that started the run. */
  readonly plumb: string;
}

/** How a sitting of a run ended; a run that was resumed has several. */
export type SessionEnd = 'finished' | 'cancelled' | 'stopped' | 'failed';

/** From one start of the process to its end. `ended` and `end` are absent when the process died. */
export interface RunSession {
  /** ISO 8601, UTC. */
  readonly started: string;
  readonly ended?: string;
  readonly end?: SessionEnd;
  /** Why it ended before its time. */
  readonly note?: string;
  readonly workers: number;
  /** Node's version. */
  readonly node: string;
  /** Plumb's version and `process.platform-arch`; absent where a run was begun before they were recorded. */
  readonly plumb?: string;
  readonly platform?: string;
  /** Scored episodes of this sitting that stand; absent as those are. */
  readonly episodes?: number;
}
