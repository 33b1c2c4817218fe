import type { Value } from '../graph/graph.ts';
import { add, concat, mean, mul, scalar, slice } from '../graph/operators.ts';
import { rotary } from '../graph/rotary.ts';
import type { ModuleWeights } from '../weights/module-weights.ts';
import { apply, layerNorm, multiheadAttention, sequential } from './layers.ts';
import type { Features } from './simple-backbone.ts';
import { vggtBlock } from './vggt-block.ts';

/** Of VGGT-1B's aggregator (`vggt/models/aggregator.py`) and the adapter (`vggt_adapter.py`). */
const BLOCK = { heads: 16, epsilon: 1e-5 };
const ROPE_THETA = 100;
const CROSS_HEADS = 8;
/** The share of the pooled features in each action query. */
const POOLED = 0.1;

/** The half of `VGGTAdapter.forward` that depends on the instruction alone. */
export function adaptLanguage(module: ModuleWeights, language: Value): Value {
  return sequential(module.child('lang_adapter'), language);
}

/**
 * `VGGTAdapter.forward` (one frame) from adapted language on. Positions: the patches' rows and columns, anew in each
 * view; every language token stands where the last patch does. Frame and global blocks see the same tokens: there is one
 * frame. Padding is not masked. `grid`: patches a side of one view;
 * `loraScale`: alpha / rank where VGGT has LoRA.
 */
export function vggtAdapter(
  module: ModuleWeights,
  vision: Value,
  adapted: Value,
  { grid, loraScale }: { grid: number; loraScale?: number | undefined },
): Features {
  const { graph } = module;
  const numbers = { ...BLOCK, loraScale };
  const visionTokens = vision.shape[1]!;
  const languageTokens = adapted.shape[1]!;
  const total = visionTokens + languageTokens;
  const seen = apply(vision, module.child('vision_adapter'));
  const crossed = multiheadAttention(module.child('cross_attn'), adapted, seen, CROSS_HEADS);
  const enhanced = layerNorm(module.child('cross_attn_norm'), add(graph, crossed, adapted));
  const aggregator = module.child('vggt', 'aggregator');
  const width = seen.shape.at(-1)! / BLOCK.heads;
  const angles = rotary(graph, tokenPositions(visionTokens, languageTokens, grid), width, ROPE_THETA);
  const frames = aggregator.child('frame_blocks').children();
  const globals = aggregator.child('global_blocks').children();
  let x = concat(graph, [seen, enhanced], 1);
  let frame = x;
  for (const [i, block] of frames.entries()) {
    frame = vggtBlock(block, x, numbers, angles);
    x = vggtBlock(globals[i]!, frame, numbers, angles);
  }
  const projected = sequential(module.child('feature_projector'), concat(graph, [frame, x], 2));
  const pooled = mul(graph, mean(graph, projected, 1), scalar(graph, POOLED));
  return {
    vision: slice(graph, projected, 1, 0, visionTokens),
    language: slice(graph, projected, 1, visionTokens, total),
    global: add(graph, module.tensor('action_queries'), pooled),
  };
}

/** Rows, then columns, of every token. */
function tokenPositions(vision: number, language: number, grid: number): [number[], number[]] {
  const view = grid * grid;
  const patch = Array.from({ length: vision + language }, (_, i) => (i < vision ? i % view : view - 1));
  return [patch.map((i) => Math.floor(i / grid)), patch.map((i) => i % grid)];
}
