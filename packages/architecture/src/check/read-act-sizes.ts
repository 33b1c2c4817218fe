import type { TensorShape } from '@plumb/contract';
import { readCnnMlp, readDetrVae } from '../recognise/recognise-authors-act.ts';
import { TensorIndex } from '../recognise/tensor-index.ts';
import type { ActPlan } from './model-plan.ts';

/** ACT or its baseline by names and shapes; undefined for any other. The file holds nothing else. */
export function readActSizes(tensors: readonly TensorShape[], place: string): ActPlan | undefined {
  const index = new TensorIndex(tensors);
  const [act] = index.prefixesOf('is_pad_head.weight');
  const detr = act === undefined ? undefined : readDetrVae(index, act);
  if (detr) return planOf({ policy: 'ACTPolicy', config: detr }, place);
  const [baseline] = index.prefixesOf('backbone_down_projs.0.0.weight');
  const cnn = baseline === undefined ? undefined : readCnnMlp(index, baseline);
  return cnn && planOf({ policy: 'CNNMLPPolicy', config: cnn }, place);
}

const planOf = (sizes: ActPlan['sizes'], place: string): ActPlan => ({
  kind: 'act',
  className: sizes.policy,
  sizes,
  place,
  assumptions: [],
});
