import type { Value } from '../graph/graph.ts';
import { add } from '../graph/operators.ts';
import type { ModuleWeights } from '../weights/module-weights.ts';
import { layerNorm } from './layers.ts';
import { patches } from './patches.ts';

/** `VisionEncoder._forward_direct` (`vision_encoder.py`): normalised pixels NHWC to [batch, patches, size]. */
export function directVision(module: ModuleWeights, pixels: Value): Value {
  const { graph } = module;
  const x = add(graph, patches(module.child('patch_embed'), pixels), module.tensor('pos_embed'));
  return layerNorm(module.child('norm'), x);
}
