import type { VisionTower } from '@plumb/architecture';
import type { Value } from '../graph/graph.ts';
import { add, concat, slice } from '../graph/operators.ts';
import type { ModuleWeights } from '../weights/module-weights.ts';
import { clipVision, siglipVision } from './contrastive-towers.ts';
import { dinov2 } from './dinov2.ts';
import { layerNorm, sequential } from './layers.ts';
import { patches } from './patches.ts';
import type { TowerNumbers } from './tower-blocks.ts';
import { alignTokens, prepareForTower, type TowerInput } from './tower-input.ts';

/** `VisionEncoder._forward_direct` (`vision_encoder.py`): normalised pixels NHWC to [batch, patches, size]. */
export function directVision(module: ModuleWeights, pixels: Value): Value {
  const { graph } = module;
  const x = add(graph, patches(module.child('patch_embed'), pixels), module.tensor('pos_embed'));
  return layerNorm(module.child('norm'), x);
}

/**
 * `VisionEncoder._forward_vision_tower`: each tower's tokens without the class token, side by side, projected. `inputs`: one a tower
 * where the model prepares the pixels for it, as 8da9053 does.
 */
export function towerVision(
  module: ModuleWeights,
  pixels: Value,
  towers: readonly VisionTower[],
  inputs?: readonly TowerInput[],
): Value {
  const { graph } = module;
  const found = towers.map((tower, i) => {
    const input = inputs ? prepareForTower(module, pixels, inputs[i]!) : pixels;
    return towerTokens(module.child(tower.attribute), input, tower);
  });
  const tokens = alignTokens(module, found);
  const side = tokens.length === 1 ? tokens[0]! : concat(graph, tokens, 2);
  return sequential(module.child('projector'), side);
}

function towerTokens(module: ModuleWeights, pixels: Value, { modelType, fields }: VisionTower): Value {
  const { graph } = module;
  const withoutFirst = (x: Value) => slice(graph, x, 1, 1, x.shape[1]!);
  // releases since 5.6 have the tower without `vision_model.` around it
  const inner = module.has('vision_model') ? module.child('vision_model') : module;
  if (modelType.startsWith('dinov2'))
    return withoutFirst(dinov2(module, pixels, towerNumbers(fields, 1e-6, 'gelu', 12)));
  const side = (fields.vision_config ?? fields) as Readonly<Record<string, unknown>>;
  if (modelType === 'clip')
    return withoutFirst(clipVision(inner, pixels, towerNumbers(side, 1e-5, 'quick_gelu', 12)));
  return siglipVision(inner, pixels, towerNumbers(side, 1e-6, 'gelu_pytorch_tanh', 12));
}

/** The fields of a tower's config that decide no shape; the class's own defaults. */
export function towerNumbers(
  fields: Readonly<Record<string, unknown>>,
  epsilon: number,
  activation: TowerNumbers['activation'],
  heads: number,
): TowerNumbers {
  const number = (name: string, otherwise: number) =>
    typeof fields[name] === 'number' ? (fields[name] as number) : otherwise;
  return {
    heads: number('num_attention_heads', heads),
    epsilon: number('layer_norm_eps', epsilon),
    activation: (fields.hidden_act as TowerNumbers['activation'] | undefined) ?? activation,
  };
}
