import { setImmediate as nextTurn } from 'node:timers/promises';
import { elementCount } from '@plumb/contract';
import type { Checkpoint, TensorEntry } from '../checkpoint.ts';
import { DataFiles } from '../elements/data-files.ts';
import { compareValues, type ValueDifference } from './compare-values.ts';
import { type Match, type MatchKind, matchNames } from './match-names.ts';

export interface TensorPair {
  readonly kind: MatchKind;
  readonly a: readonly TensorEntry[];
  readonly b: readonly TensorEntry[];
  readonly shapeDiffers: boolean;
  readonly dtypeDiffers: boolean;
  /** Undefined where values were not asked for, or cannot be compared. */
  readonly values: ValueDifference | undefined;
}

export interface CheckpointDiff {
  readonly pairs: readonly TensorPair[];
  readonly onlyA: readonly TensorEntry[];
  readonly onlyB: readonly TensorEntry[];
  /** Same names, shapes and dtypes; with values, the same numbers. */
  readonly equal: boolean;
  readonly comparedValues: boolean;
}

export interface DiffOptions {
  readonly values?: boolean | undefined;
  readonly onPair?: ((name: string) => void) | undefined;
}

/** Compares two checkpoints by name, then by the best match after renaming. Data is streamed, in constant memory. */
export async function diffCheckpoints(
  a: Checkpoint,
  b: Checkpoint,
  options: DiffOptions = {},
): Promise<CheckpointDiff> {
  const { matches, onlyA, onlyB } = matchNames(a.tensors, b.tensors);
  const files = new DataFiles();
  const pairs: TensorPair[] = [];
  try {
    for (const match of matches) {
      options.onPair?.(match.a[0]!.name);
      pairs.push({
        ...compareForms(match),
        values: options.values ? compareValues(match.a, match.b, files) : undefined,
      });
      if (options.values) await nextTurn();
    }
  } finally {
    files.close();
  }
  const equal =
    onlyA.length + onlyB.length === 0 && pairs.every((pair) => isEqual(pair, options.values === true));
  return { pairs, onlyA, onlyB, equal, comparedValues: options.values === true };
}

function compareForms(match: Match): Omit<TensorPair, 'values'> {
  const { kind, a, b } = match;
  const dtypes = new Set([...a, ...b].map(({ dtype }) => dtype));
  const shapeDiffers = kind !== 'fused' && a[0]!.shape.join() !== b[0]!.shape.join();
  return { kind, a, b, shapeDiffers, dtypeDiffers: dtypes.size > 1 };
}

/** What could not be read is not said to be equal, unless there is nothing to read. */
function isEqual({ kind, a, shapeDiffers, dtypeDiffers, values }: TensorPair, compared: boolean): boolean {
  if (kind !== 'name' || shapeDiffers || dtypeDiffers) return false;
  return !compared || (values ? values.differing === 0 : elementCount(a[0]!.shape) === 0);
}
