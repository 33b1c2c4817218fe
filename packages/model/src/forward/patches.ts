import type { Value } from '../graph/graph.ts';
import { affine, reshape, slice, transpose } from '../graph/operators.ts';
import type { ModuleWeights } from '../weights/module-weights.ts';

/**
 * A convolution whose stride is its kernel, as one product: pixels [batch, height, width, channels] become
 * [batch, patches, size], row by row. The kernel [size, channels, p, p] is read as a matrix where it lies.
 */
export function patches(module: ModuleWeights, pixels: Value): Value {
  const { graph } = module;
  const kernel = module.spec.parameters.find(({ name }) => name === 'weight')!.shape;
  const [size, channels, patch] = kernel as [number, number, number, number];
  const [batch, height, width] = pixels.shape as [number, number, number, number];
  const rows = Math.floor(height / patch);
  const columns = Math.floor(width / patch);
  // what is left over at the lower and right edge no kernel reaches
  const whole = slice(graph, slice(graph, pixels, 1, 0, rows * patch), 2, 0, columns * patch);
  const cut = reshape(graph, whole, [batch, rows, patch, columns, patch, channels]);
  const ordered = transpose(graph, cut, [0, 1, 3, 5, 2, 4]);
  const inputs = channels * patch * patch;
  const flat = reshape(graph, ordered, [batch, rows * columns, inputs]);
  const bias = module.has('bias') ? module.tensor('bias') : undefined;
  return affine(graph, flat, module.tensor('weight', [size, inputs]), bias);
}
