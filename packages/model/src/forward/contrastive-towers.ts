import type { Value } from '../graph/graph.ts';
import { add, concat, expand } from '../graph/operators.ts';
import type { ModuleWeights } from '../weights/module-weights.ts';
import { layerNorm } from './layers.ts';
import { patches } from './patches.ts';
import { encoderLayers, type TowerNumbers } from './tower-blocks.ts';

/**
 * `SiglipVisionTransformer` of transformers without its head: last_hidden_state [batch, patches, size]. Pixels NHWC,
 * normalised, of the size that the positions are for.
 */
export function siglipVision(tower: ModuleWeights, pixels: Value, numbers: TowerNumbers): Value {
  const { graph } = tower;
  const embeddings = tower.child('embeddings');
  const cut = patches(embeddings.child('patch_embedding'), pixels);
  const placed = add(graph, cut, embeddings.child('position_embedding').tensor('weight'));
  const encoded = encoderLayers(tower.child('encoder'), placed, numbers);
  return layerNorm(tower.child('post_layernorm'), encoded, numbers.epsilon);
}

/** `CLIPVisionTransformer`: last_hidden_state [batch, 1 + patches, size], the class token first, not normed. */
export function clipVision(tower: ModuleWeights, pixels: Value, numbers: TowerNumbers): Value {
  const { graph } = tower;
  const embeddings = tower.child('embeddings');
  const cut = patches(embeddings.child('patch_embedding'), pixels);
  const [batch, , size] = cut.shape as [number, number, number];
  const token = expand(graph, embeddings.tensor('class_embedding', [1, 1, size]), [batch, 1, size]);
  const whole = concat(graph, [token, cut], 1);
  const placed = add(graph, whole, embeddings.child('position_embedding').tensor('weight'));
  const normed = layerNorm(tower.child('pre_layrnorm'), placed, numbers.epsilon);
  return encoderLayers(tower.child('encoder'), normed, numbers);
}
