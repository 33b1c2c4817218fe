import { ConfigFields } from '../architectures/config-fields.ts';
import { type Dinov2Config, dinov2, RENAMED, readDinov2Config } from '../architectures/dinov2.ts';
import { PUBLISHED_TOWERS } from '../architectures/published-towers.ts';
import { countLayers } from './count-layers.ts';
import { type Claim, makePart } from './make-part.ts';
import type { TensorIndex } from './tensor-index.ts';

const LAYER = 'encoder.layer.0.';

/** Every `Dinov2Model` of transformers, with registers or without, by the names of 4.x or those of 5.18. */
export function recogniseDinov2(index: TensorIndex): Claim[] {
  return index.prefixesOf(`${LAYER}layer_scale1.lambda1`).flatMap((prefix) => claim(index, prefix) ?? []);
}

function claim(index: TensorIndex, prefix: string): Claim | undefined {
  const projection = `${prefix}embeddings.patch_embeddings.projection.weight`;
  const [hiddenSize, channels, patchSize] = index.shape(projection) ?? [];
  const positions = index.size(`${prefix}embeddings.position_embeddings`, 3, 1);
  if (!hiddenSize || !channels || !patchSize || !positions) return undefined;
  const layer = prefix + LAYER;
  const new5 = index.shape(`${layer}attention.q_proj.weight`) !== undefined;
  const swiglu = index.shape(`${layer}mlp.weights_in.weight`) ?? index.shape(`${layer}mlp.gate_proj.weight`);
  const config: Dinov2Config = {
    hiddenSize,
    layers: countLayers(index, `${prefix}encoder.layer.`, 'layer_scale1.lambda1'),
    // what lies beyond the last whole patch leaves no trace
    imageSize: Math.floor(Math.sqrt(positions - 1)) * patchSize,
    patchSize,
    channels,
    // rounding hides the ratio of a gated MLP; all published ones have 4
    mlpRatio: swiglu ? 4 : (index.size(`${layer}mlp.fc1.weight`, 2, 0) ?? 4 * hiddenSize) / hiddenSize,
    qkvBias: index.shape(`${layer}attention.${new5 ? 'q_proj' : 'attention.query'}.bias`) !== undefined,
    swiglu: swiglu !== undefined,
    maskToken: index.shape(`${prefix}embeddings.mask_token`) !== undefined,
    registers: index.size(`${prefix}embeddings.register_tokens`, 3, 1) ?? 0,
  };
  const comparison = index.compare(prefix, dinov2(config, { transformers: new5 ? RENAMED : '4.57' }));
  const published = PUBLISHED_TOWERS.filter(
    ({ modelType, fields }) =>
      modelType.startsWith('dinov2') &&
      isSame(readDinov2Config(new ConfigFields(fields, ''), modelType), config),
  ).flatMap(({ ids }) => ids);
  return makePart(index, prefix, comparison, {
    architecture: 'dinov2',
    text:
      `DINOv2${config.registers > 0 ? ` with ${config.registers} registers` : ''}, width ${hiddenSize}, ${config.layers} layers, ` +
      `${config.imageSize} pixels in patches of ${patchSize}${config.swiglu ? ', gated MLP' : ''}` +
      `${new5 ? ', names of transformers 5.18' : ''}${published.length > 0 ? `: ${published.map(shortName).join(' or ')}` : ''}`,
    config: { ...config },
    published,
    evidence: [projection, `${layer}layer_scale1.lambda1`],
  });
}

function isSame(published: Dinov2Config, found: Dinov2Config): boolean {
  return (Object.keys(found) as (keyof Dinov2Config)[]).every((key) => published[key] === found[key]);
}

/** `facebook/dinov2-base` as `dinov2-base`. */
export function shortName(id: string): string {
  return id.replace(/^.*\//, '');
}
