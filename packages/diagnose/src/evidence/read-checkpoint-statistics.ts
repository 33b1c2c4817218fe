import type { Checkpoint } from '@plumb/checkpoint';
import { isRemote } from '@plumb/core';
import type { StatisticsFact } from '../facts.ts';

const LIMITS = {
  /** Elements of one tensor: an action or a state has under a hundred numbers. */
  elements: 256,
  /** Tensors of one checkpoint: one of several robots has two for each. */
  tensors: 64,
};

/**
 * Where policies keep a data set's statistics of what is no picture: AtlasVLA's `action_head.action_mean`, LeRobot's
 * `unnormalize_outputs.buffer_action.std` and, in the files of its processors, `action.mean`.
 */
const STATISTICS = /(?:^|[._])(?:actions?|state|proprio)[._](?:mean|std)$/;

/** The statistics that lie among a checkpoint's tensors, read from its data. */
export async function readCheckpointStatistics({ path, tensors }: Checkpoint): Promise<StatisticsFact[]> {
  const named = tensors.filter(({ name, file }) => STATISTICS.test(name) && !isRemote(file));
  if (named.length === 0) return [];
  const { readValues } = await import('@plumb/checkpoint/statistics');
  const chosen = named.slice(0, LIMITS.tensors);
  const values = readValues(chosen, LIMITS.elements);
  return chosen.flatMap(({ name }, i) =>
    values[i] ? [{ checkpoint: path, tensor: name, values: values[i] }] : [],
  );
}
