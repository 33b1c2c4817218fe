import type { VisionTower } from '@plumb/architecture';
import type { Value } from '../graph/graph.ts';
import { clamp, div, reshape, resizeLinear, sub, transpose } from '../graph/operators.ts';
import type { ModuleWeights } from '../weights/module-weights.ts';

/** What a tower's `preprocessor_config.json` says, as AtlasVLA reads it. */
export interface TowerInput {
  /** Pixels a side. */
  readonly size: number;
  readonly mean: readonly number[];
  readonly deviation: readonly number[];
}

/** DINOv2's `size.shortest_edge`; the crop to 224 after it is not AtlasVLA's. */
const DINOV2_SIZE = 256;

/**
 * The published files of the towers that Plumb knows (facebook/dinov2-*, openai/clip-*, laion/CLIP-*, google/siglip*): CLIP's and
 * SigLIP's size is the one that their positions are for.
 */
export function publishedInput({ modelType, fields }: VisionTower): TowerInput {
  if (modelType.startsWith('dinov2'))
    return { size: DINOV2_SIZE, mean: [0.485, 0.456, 0.406], deviation: [0.229, 0.224, 0.225] };
  const side = (fields.vision_config ?? fields) as Readonly<Record<string, unknown>>;
  const size = side.image_size as number;
  if (modelType === 'clip')
    return {
      size,
      mean: [0.48145466, 0.4578275, 0.40821073],
      deviation: [0.26862954, 0.26130258, 0.27577711],
    };
  return { size, mean: [0.5, 0.5, 0.5], deviation: [0.5, 0.5, 0.5] };
}

/**
 * `VisionEncoder._normalize_images` of 8da9053: pixels NHWC to the tower's size, into 0 to 1, by the tower's mean and deviation. The
 * evaluation gives it pixels that are normalised already; what is below ImageNet's mean becomes 0.
 */
export function prepareForTower(
  { graph }: ModuleWeights,
  pixels: Value,
  { size, mean, deviation }: TowerInput,
): Value {
  const [batch, , width, channels] = pixels.shape as [number, number, number, number];
  const resized =
    width === size
      ? pixels
      : transpose(
          graph,
          resizeLinear(graph, transpose(graph, pixels, [0, 3, 1, 2]), [batch, channels, size, size]),
          [0, 2, 3, 1],
        );
  const each = (values: readonly number[]) => graph.constant('float32', [channels], values);
  return div(graph, sub(graph, clamp(graph, resized, 0, 1), each(mean)), each(deviation));
}

/** `VisionEncoder._align_patch_token_length`: square grids of tokens [batch, patches, size], each to the largest of them. */
export function alignTokens({ graph }: ModuleWeights, tokens: readonly Value[]): Value[] {
  const most = Math.sqrt(Math.max(...tokens.map(({ shape }) => shape[1]!)));
  return tokens.map((x) => {
    const [batch, count, size] = x.shape as [number, number, number];
    const side = Math.sqrt(count);
    if (side === most) return x;
    const grid = transpose(graph, reshape(graph, x, [batch, side, side, size]), [0, 3, 1, 2]);
    const resized = resizeLinear(graph, grid, [batch, size, most, most]);
    return reshape(graph, transpose(graph, resized, [0, 2, 3, 1]), [batch, most * most, size]);
  });
}
