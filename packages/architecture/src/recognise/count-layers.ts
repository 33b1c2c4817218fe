import { MAX_LAYERS } from '../architectures/config-fields.ts';
import type { TensorIndex } from './tensor-index.ts';

/** How many numbered layers there are, by the highest number: a shard may begin within the stack. */
export function countLayers(index: TensorIndex, start: string, end: string): number {
  let count = 0;
  for (const prefix of index.prefixesOf(end)) {
    const number = prefix.startsWith(start) ? /^(\d+)\.$/.exec(prefix.slice(start.length))?.[1] : undefined;
    if (number !== undefined && Number(number) < MAX_LAYERS) count = Math.max(count, Number(number) + 1);
  }
  return count;
}
