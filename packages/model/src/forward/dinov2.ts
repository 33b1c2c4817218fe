import type { Value } from '../graph/graph.ts';
import { add, concat, expand, mul, reshape, silu, slice, transpose } from '../graph/operators.ts';
import type { ModuleWeights } from '../weights/module-weights.ts';
import { layerNorm, linear } from './layers.ts';
import { patches } from './patches.ts';
import { activate, projectedAttention, type TowerNumbers } from './tower-blocks.ts';

/**
 * `Dinov2Model` and `Dinov2WithRegistersModel` of transformers: last_hidden_state [batch, 1 + registers + patches, size].
 * Positions of another size are interpolated as the library does: bicubic, with antialiasing where there are registers.
 * The names of a layer's projections are those of 4.31 to 5.17 or of 5.18.
 */
export function dinov2(model: ModuleWeights, pixels: Value, numbers: TowerNumbers): Value {
  const { graph } = model;
  const embeddings = model.child('embeddings');
  const cut = patches(embeddings.child('patch_embeddings', 'projection'), pixels);
  const [batch, count, size] = cut.shape as [number, number, number];
  const alone = (name: string) => {
    const token = embeddings.tensor(name);
    return expand(graph, token, [batch, token.shape[1]!, size]);
  };
  const registers = embeddings.has('register_tokens');
  const positions = positionsFor(embeddings, count, registers);
  const placed = add(graph, concat(graph, [alone('cls_token'), cut], 1), positions);
  const whole = registers
    ? concat(
        graph,
        [slice(graph, placed, 1, 0, 1), alone('register_tokens'), slice(graph, placed, 1, 1, 1 + count)],
        1,
      )
    : placed;
  const encoded = model
    .child('encoder', 'layer')
    .children()
    .reduce((x, layer) => dinov2Layer(layer, x, numbers), whole);
  return layerNorm(model.child('layernorm'), encoded, numbers.epsilon);
}

function positionsFor(embeddings: ModuleWeights, count: number, antialias: boolean): Value {
  const { graph } = embeddings;
  const all = embeddings.tensor('position_embeddings');
  const [, known, size] = all.shape as [number, number, number];
  if (known === count + 1) return all;
  const from = Math.round(Math.sqrt(known - 1));
  const to = Math.round(Math.sqrt(count));
  const grid = reshape(graph, slice(graph, all, 1, 1, known), [1, from, from, size]);
  const sizes = graph.constant('int64', [4], [1, size, to, to]);
  // torch's bicubic: a = -0.75, pixel centres, edges repeated
  const resized = graph.node(
    'Resize',
    [transpose(graph, grid, [0, 3, 1, 2]), undefined, undefined, sizes],
    { type: 'float32', shape: [1, size, to, to] },
    {
      mode: 'cubic',
      cubic_coeff_a: { float: antialias ? -0.5 : -0.75 },
      coordinate_transformation_mode: 'half_pixel',
      antialias: antialias ? 1 : 0,
      exclude_outside: antialias ? 1 : 0,
    },
  );
  const patch = reshape(graph, transpose(graph, resized, [0, 2, 3, 1]), [1, count, size]);
  return concat(graph, [slice(graph, all, 1, 0, 1), patch], 1);
}

function dinov2Layer(layer: ModuleWeights, x: Value, numbers: TowerNumbers): Value {
  const { graph } = layer;
  const scaled = (name: string, y: Value) => mul(graph, y, layer.child(name).tensor('lambda1'));
  const normed = (name: string, y: Value) => layerNorm(layer.child(name), y, numbers.epsilon);
  const attended = projectedAttention(
    projections(layer.child('attention')),
    normed('norm1', x),
    numbers.heads,
  );
  const between = add(graph, x, scaled('layer_scale1', attended));
  const wide = feedForward(layer.child('mlp'), normed('norm2', between), numbers);
  return add(graph, between, scaled('layer_scale2', wide));
}

function projections(module: ModuleWeights) {
  if (module.has('q_proj'))
    return [
      module.child('q_proj'),
      module.child('k_proj'),
      module.child('v_proj'),
      module.child('o_proj'),
    ] as const;
  const inner = module.child('attention');
  const output = module.child('output', 'dense');
  return [inner.child('query'), inner.child('key'), inner.child('value'), output] as const;
}

function feedForward(mlp: ModuleWeights, x: Value, { activation }: TowerNumbers): Value {
  const { graph } = mlp;
  if (mlp.has('fc1')) return linear(mlp.child('fc2'), activate(mlp, linear(mlp.child('fc1'), x), activation));
  if (mlp.has('gate_proj'))
    return linear(
      mlp.child('down_proj'),
      mul(graph, silu(graph, linear(mlp.child('gate_proj'), x)), linear(mlp.child('up_proj'), x)),
    );
  const both = linear(mlp.child('weights_in'), x);
  const axis = both.shape.length - 1;
  const half = both.shape[axis]! / 2;
  const gate = silu(graph, slice(graph, both, axis, 0, half));
  return linear(mlp.child('weights_out'), mul(graph, gate, slice(graph, both, axis, half, 2 * half)));
}
