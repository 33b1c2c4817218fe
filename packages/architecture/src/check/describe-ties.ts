import type { TensorShape } from '@plumb/contract';
import { type ModuleSpec, visitTensors } from '../module-spec.ts';
import { isBefore } from '../version-order.ts';

/** What becomes of tied names that a file has otherwise than `save_pretrained` writes them. */
export interface TieReport {
  readonly consequences: readonly string[];
  readonly assumptions: readonly string[];
}

/**
 * Of a head that is tied to the embedding, `save_pretrained` keeps the embedding. Where a file has the head alone, or
 * both, releases of transformers differ (measured, oracle/architecture/tied_loads.py), and none of them says so.
 */
export function describeTies(
  tensors: readonly TensorShape[],
  model: ModuleSpec,
  transformers: string,
): TieReport {
  const saved = new Set(tensors.map(({ name }) => name));
  const consequences: string[] = [];
  const assumptions: string[] = [];
  for (const [head, embedding] of tiedNames(model)) {
    if (!saved.has(head) || transformers === '') continue;
    const both = saved.has(embedding);
    if (!both && !isBefore(transformers, '4.51') && isBefore(transformers, '5.0'))
      consequences.push(
        `${embedding} is not in the file, only ${head}, which is tied to it: transformers ${transformers} gives neither a value (both stay on the meta device) and reports nothing missing; the first forward pass raises. 4.50 and 5 take the head for both.`,
      );
    if (both && !isBefore(transformers, '5.0'))
      assumptions.push(
        `${head} and ${embedding} are both in the file, and the config ties them: transformers ${transformers} keeps them apart where their values differ; 4.44 to 4.57 take the embedding for both.`,
      );
    else if (both && !isBefore(transformers, '4.44'))
      assumptions.push(
        `${head} and ${embedding} are both in the file, and the config ties them: transformers ${transformers} takes the embedding for both, and drops the head without a word.`,
      );
    else if (both && isBefore(transformers, '4.42'))
      assumptions.push(
        `${head} and ${embedding} are both in the file, and the config ties them: transformers ${transformers} takes the one in the later shard for both.`,
      );
  }
  return { consequences, assumptions };
}

/** The names of what is tied, with the name of the parameter that it is one with. */
export function tiedNames(model: ModuleSpec): Map<string, string> {
  const tied = new Map<string, string>();
  visitTensors(model, '', (name, tensor) => {
    if (tensor.tiedTo !== undefined) tied.set(name, tensor.tiedTo);
  });
  return tied;
}
