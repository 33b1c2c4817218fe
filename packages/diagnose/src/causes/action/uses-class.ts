import type { Checkpoint } from '@plumb/checkpoint';
import type { Evidence } from '@plumb/contract';
import type { Facts } from '../../facts.ts';
import { checkpointName } from '../../symptoms/draft.ts';

interface Use {
  /** `unknown`: no checkpoint is at hand that could tell, or not the one that was evaluated. */
  readonly answer: 'yes' | 'no' | 'unknown';
  readonly evidence: readonly Evidence[];
}

/** AtlasVLA builds one of two backbones (models/vla_model.py); their tensors have different names. */
const TENSORS: Readonly<Record<string, RegExp>> = {
  SimpleVGGTBackbone: /(?:^|\.)vggt_backbone\.layers\.\d/,
  VGGTAdapter: /(?:^|\.)vggt_backbone\.vggt\./,
};

/** Whether a checkpoint that was given holds the tensors of a class of the source. */
export function usesClass(facts: Facts, className: string): Use {
  const own = TENSORS[className];
  if (!own || facts.checkpoints.length === 0) return { answer: 'unknown', evidence: [] };
  const holding = facts.checkpoints.flatMap((checkpoint) => {
    const tensor = checkpoint.tensors.find(({ name }) => own.test(name));
    return tensor ? [{ checkpoint, tensor }] : [];
  });
  if (holding.length === 0) return { answer: 'no', evidence: [] };
  const evaluated = holding.filter(({ checkpoint }) => wasEvaluated(facts, checkpoint));
  return {
    answer: evaluated.length > 0 ? 'yes' : 'unknown',
    evidence: (evaluated.length > 0 ? evaluated : holding).map(({ checkpoint, tensor }) => ({
      kind: 'checkpoint',
      place: `${checkpoint.path}!${tensor.name}`,
      text: `a tensor of ${className}`,
    })),
  };
}

/** Results that name another file speak of other weights; results that name none speak of the ones at hand. */
function wasEvaluated({ results }: Facts, { path }: Checkpoint): boolean {
  const named = results.flatMap(({ checkpoint }) => checkpointName(checkpoint) ?? []);
  return named.length === 0 || named.includes(checkpointName(path)!);
}
