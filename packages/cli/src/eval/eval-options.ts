import type { OutputOptions } from '../terminal/output.ts';
import type { ModelOptions } from './model-options.ts';

/** As commander reads them (program-evaluate.ts). */
export interface EvalOptions extends OutputOptions, ModelOptions {
  readonly suite?: string;
  readonly tasks?: readonly number[];
  readonly episodes?: number;
  readonly shard?: { readonly index: number; readonly count: number };
  readonly protocol?: string;
  readonly seed?: number;
  readonly replan?: number;
  readonly horizon?: number;
  readonly settle?: number;
  readonly manifest?: readonly string[];
  readonly physics?: '3.3' | '3.14';
  readonly look?: '2' | '3';
  readonly unnormKey?: string;
  readonly workers?: number;
  readonly timeout?: number;
  readonly stopOn?: 'suspect';
  readonly out?: string;
  readonly resume?: string;
  readonly mixed?: boolean;
  /** Absent: a few failures. */
  readonly videos?: number;
  readonly dryRun?: boolean;
  readonly explain?: boolean;
  readonly script?: string;
}

/** Options that say what a run is: a resumed run has them already. */
export const SPEC_OPTIONS = [
  'suite',
  'tasks',
  'episodes',
  'shard',
  'protocol',
  'seed',
  'replan',
  'horizon',
  'settle',
  'manifest',
  'physics',
  'look',
  'out',
] as const satisfies readonly (keyof EvalOptions)[];
