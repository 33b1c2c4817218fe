import { clipTextTower, clipVisionTower } from '../architectures/clip.ts';
import type { TextTowerConfig, VisionTowerConfig } from '../architectures/contrastive-layers.ts';
import { PUBLISHED_TOWERS } from '../architectures/published-towers.ts';
import { siglipTextTower, siglipVisionTower } from '../architectures/siglip.ts';
import type { ModuleSpec } from '../module-spec.ts';
import { countLayers } from './count-layers.ts';
import { type Claim, makePart } from './make-part.ts';
import { shortName } from './recognise-dinov2.ts';
import type { ArchitectureName, RecognisedPart } from './recognised-part.ts';
import type { TensorIndex } from './tensor-index.ts';

/** The towers of CLIP and SigLIP wherever they stand, and what lies between the two of a dual encoder. */
export function recogniseContrastive(index: TensorIndex): Claim[] {
  const towers = [
    ...index.prefixesOf('pre_layrnorm.weight').map((prefix) => clipVision(index, prefix)),
    ...index.prefixesOf('embeddings.patch_embedding.bias').map((prefix) => siglipVision(index, prefix)),
    ...index.prefixesOf('embeddings.token_embedding.weight').map((prefix) => textSide(index, prefix)),
  ].filter((claim) => claim !== undefined);
  return [...towers, ...projections(index)];
}

function readVision(index: TensorIndex, prefix: string, classToken: number): VisionTowerConfig | undefined {
  const [hiddenSize, channels, patchSize] = index.shape(`${prefix}embeddings.patch_embedding.weight`) ?? [];
  const positions = index.size(`${prefix}embeddings.position_embedding.weight`, 2, 0);
  const intermediateSize = index.size(`${prefix}encoder.layers.0.mlp.fc1.weight`, 2, 0);
  if (!hiddenSize || !channels || !patchSize || !positions || !intermediateSize) return undefined;
  return {
    hiddenSize,
    layers: countLayers(index, `${prefix}encoder.layers.`, 'layer_norm1.weight'),
    intermediateSize,
    // what lies beyond the last whole patch leaves no trace
    imageSize: Math.floor(Math.sqrt(positions - classToken)) * patchSize,
    patchSize,
    channels,
  };
}

function clipVision(index: TensorIndex, prefix: string): Claim | undefined {
  const config = readVision(index, prefix, 1);
  return config && visionClaim(index, prefix, 'clip-vision', { ...config }, clipVisionTower(config), 'CLIP');
}

function siglipVision(index: TensorIndex, prefix: string): Claim | undefined {
  if (!index.shape(`${prefix}post_layernorm.weight`)) return undefined;
  const sizes = readVision(index, prefix, 0);
  const config = sizes && { ...sizes, head: index.shape(`${prefix}head.probe`) !== undefined };
  return config && visionClaim(index, prefix, 'siglip-vision', config, siglipVisionTower(config), 'SigLIP');
}

function visionClaim(
  index: TensorIndex,
  prefix: string,
  architecture: ArchitectureName,
  config: VisionTowerConfig & { head?: boolean },
  spec: ModuleSpec,
  family: string,
): Claim {
  const { hiddenSize, layers, imageSize, patchSize } = config;
  const published = towersOf(family.toLowerCase(), 'vision_config', {
    hidden_size: hiddenSize,
    num_hidden_layers: layers,
    intermediate_size: config.intermediateSize,
    patch_size: patchSize,
  }).filter(({ fields }) => Math.floor(Number(fields.image_size) / patchSize) * patchSize === imageSize);
  const head = config.head === false ? ', without its pooling head' : '';
  return makePart(index, prefix, index.compare(prefix, spec), {
    architecture,
    text:
      `${family}'s vision tower, width ${hiddenSize}, ${layers} layers, ${imageSize} pixels in patches of ` +
      `${patchSize}${head}${describeIds(published)}`,
    config: { ...config },
    evidence: [`${prefix}embeddings.patch_embedding.weight`, `${prefix}embeddings.position_embedding.weight`],
  });
}

function textSide(index: TensorIndex, prefix: string): Claim | undefined {
  if (!index.shape(`${prefix}final_layer_norm.weight`)) return undefined;
  const [vocabSize, hiddenSize] = index.shape(`${prefix}embeddings.token_embedding.weight`) ?? [];
  const positions = index.size(`${prefix}embeddings.position_embedding.weight`, 2, 0);
  const intermediateSize = index.size(`${prefix}encoder.layers.0.mlp.fc1.weight`, 2, 0);
  if (!vocabSize || !hiddenSize || !positions || !intermediateSize) return undefined;
  const layers = countLayers(index, `${prefix}encoder.layers.`, 'layer_norm1.weight');
  const config: TextTowerConfig = { hiddenSize, layers, intermediateSize, vocabSize, positions };
  const projectionSize = index.size(`${prefix}head.weight`, 2, 0);
  const family = projectionSize ? 'SigLIP' : 'CLIP';
  const published = towersOf(family.toLowerCase(), 'text_config', {
    hidden_size: hiddenSize,
    num_hidden_layers: layers,
    vocab_size: vocabSize,
    max_position_embeddings: positions,
  });
  const spec = projectionSize ? siglipTextTower({ ...config, projectionSize }) : clipTextTower(config);
  return makePart(index, prefix, index.compare(prefix, spec), {
    architecture: projectionSize ? 'siglip-text' : 'clip-text',
    text: `${family}'s text tower, width ${hiddenSize}, ${layers} layers, ${positions} positions, vocabulary ${vocabSize}${describeIds(published)}`,
    config: { ...config, ...(projectionSize ? { projectionSize } : {}) },
    evidence: [`${prefix}embeddings.token_embedding.weight`, `${prefix}embeddings.position_embedding.weight`],
  });
}

interface Side {
  readonly id: string;
  readonly fields: Readonly<Record<string, unknown>>;
}

/** Published models of the family with a side of these sizes. */
function towersOf(family: string, side: string, sizes: Readonly<Record<string, number>>): Side[] {
  return PUBLISHED_TOWERS.filter(({ modelType }) => modelType === family).flatMap(({ ids, fields }) => {
    const config = fields[side] as Side['fields'];
    return Object.entries(sizes).every(([name, size]) => config[name] === size)
      ? ids.map((id) => ({ id, fields: config }))
      : [];
  });
}

function describeIds(sides: readonly Side[]): string {
  return sides.length === 0 ? '' : `: as in ${sides.map(({ id }) => shortName(id)).join(' or ')}`;
}

const BETWEEN = ['logit_scale', 'logit_bias', 'visual_projection.weight', 'text_projection.weight'];

/** What a dual encoder has besides its towers; either projection may stand beside its tower alone. */
function projections(index: TensorIndex): Claim[] {
  const roots = new Set(
    BETWEEN.flatMap((name) => index.prefixesOf(name)).filter((root) =>
      ['vision_model.', 'text_model.'].some((side) =>
        index.shape(`${root}${side}embeddings.position_embedding.weight`),
      ),
    ),
  );
  return [...roots].map((root) => {
    const names = BETWEEN.map((name) => root + name).filter((name) => index.shape(name));
    const width =
      index.shape(`${root}visual_projection.weight`) ?? index.shape(`${root}text_projection.weight`);
    const part: RecognisedPart = {
      path: root.replace(/\.$/, ''),
      architecture: 'contrastive-projections',
      text: width ? `projections to a shared width of ${width[0]}` : "the scale and bias of SigLIP's logits",
      config: width ? { projectionDim: width[0]! } : {},
      published: [],
      parameters: index.count(names),
      tensors: names.length,
      whole: false,
      evidence: names.map((name) => index.describe(name)),
    };
    return { part, names };
  });
}
