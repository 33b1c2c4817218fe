import type { Evidence } from '@plumb/contract';
import type { Facts } from '../../facts.ts';

interface Use {
  /** `unknown`: no checkpoint is at hand that could tell. */
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
  for (const { path, tensors } of facts.checkpoints) {
    const tensor = tensors.find(({ name }) => own.test(name));
    if (!tensor) continue;
    return {
      answer: 'yes',
      evidence: [{ kind: 'checkpoint', place: `${path}!${tensor.name}`, text: `a tensor of ${className}` }],
    };
  }
  return { answer: 'no', evidence: [] };
}
