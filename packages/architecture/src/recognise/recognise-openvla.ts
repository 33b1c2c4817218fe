import { l1RegressionHead, prismaticProjector, proprioProjector } from '../architectures/openvla.ts';
import { timmVit } from '../architectures/timm-vit.ts';
import { countLayers } from './count-layers.ts';
import { type Claim, makePart } from './make-part.ts';
import type { RecognisedPart } from './recognised-part.ts';
import type { TensorIndex } from './tensor-index.ts';

/** OpenVLA's towers and projector, OpenVLA-OFT's side components. Its Llama is recognised as a decoder. */
export function recogniseOpenVla(index: TensorIndex): Claim[] {
  return [
    ...['featurizer.', 'fused_featurizer.'].flatMap((name) =>
      index
        .prefixesOf(`${name}blocks.0.attn.qkv.weight`)
        .map((prefix) => featurizer(index, `${prefix}${name}`)),
    ),
    ...index.prefixesOf('projector.fc1.weight').map((prefix) => projector(index, `${prefix}projector.`)),
    ...index
      .prefixesOf('model.mlp_resnet_blocks.0.ffn.0.weight')
      .map((prefix) => regressionHead(index, prefix)),
    ...(index.count(index.names()) === 0 ? [] : [proprio(index)]),
  ].filter((claim) => claim !== undefined);
}

function featurizer(index: TensorIndex, prefix: string): Claim | undefined {
  const [width, channels, patchSize] = index.shape(`${prefix}patch_embed.proj.weight`) ?? [];
  const positions = index.size(`${prefix}pos_embed`, 3, 1);
  const hidden = index.size(`${prefix}blocks.0.mlp.fc1.weight`, 2, 0);
  if (!width || !channels || !patchSize || !positions || !hidden) return undefined;
  const classToken = index.shape(`${prefix}cls_token`) !== undefined;
  const registers = index.size(`${prefix}reg_token`, 3, 1) ?? 0;
  const pool = index.shape(`${prefix}attn_pool.latent`) !== undefined;
  const positionsOfPrefix = !Number.isInteger(Math.sqrt(positions));
  const patches = positions - (positionsOfPrefix ? Number(classToken) + registers : 0);
  const scales = (['scale_factor', 'gamma'] as const).filter((name) =>
    index.shape(`${prefix}blocks.0.ls1.${name}`),
  );
  const config = {
    width,
    layers: countLayers(index, `${prefix}blocks.`, 'attn.qkv.weight'),
    hidden,
    imageSize: Math.floor(Math.sqrt(patches)) * patchSize,
    patchSize,
    channels,
    classToken,
    registers,
    positionsOfPrefix,
    layerScale: scales[0],
    pool,
  };
  const kind = scales[0] ? 'DINOv2' : pool ? 'SigLIP' : 'ViT';
  return makePart(index, prefix, index.compare(prefix, timmVit(config)), {
    architecture: 'timm-vit',
    text:
      `timm's ${kind}, width ${width}, ${config.layers} layers, ${config.imageSize} pixels in patches of ${patchSize}` +
      `${registers > 0 ? `, ${registers} registers` : ''}`,
    config: { width, layers: config.layers, hidden, imageSize: config.imageSize, patchSize, registers, pool },
    evidence: [`${prefix}patch_embed.proj.weight`, `${prefix}pos_embed`],
  });
}

function projector(index: TensorIndex, prefix: string): Claim | undefined {
  const vision = index.size(`${prefix}fc1.weight`, 2, 1);
  const language = index.size(`${prefix}fc2.weight`, 2, 0);
  if (!vision || !language) return undefined;
  const fused = index.shape(`${prefix}fc3.weight`) !== undefined;
  return makePart(index, prefix, index.compare(prefix, prismaticProjector(vision, language, fused)), {
    architecture: 'prismatic-projector',
    text: `Prismatic projector ${vision} -> ${language}, ${fused ? 'three layers behind fused towers' : 'two layers behind one tower'}`,
    config: { vision, language, fused },
    evidence: [`${prefix}fc1.weight`],
  });
}

function regressionHead(index: TensorIndex, prefix: string): Claim | undefined {
  const [hidden, inputs] = index.shape(`${prefix}model.fc1.weight`) ?? [];
  const outputs = index.size(`${prefix}model.fc2.weight`, 2, 0);
  if (!hidden || !inputs || !outputs) return undefined;
  const blocks = countLayers(index, `${prefix}model.mlp_resnet_blocks.`, 'ffn.0.weight');
  const spec = l1RegressionHead({ inputs, hidden, outputs, blocks });
  return makePart(index, prefix, index.compare(prefix, spec), {
    architecture: 'oft-action-head',
    text: `OpenVLA-OFT's action head (residual MLP): ${inputs} -> ${hidden} -> ${outputs}, ${blocks} blocks`,
    config: { inputs, hidden, outputs, blocks },
    evidence: [`${prefix}model.fc1.weight`, `${prefix}model.fc2.weight`],
  });
}

/** A file of its own: two layers and nothing else, perhaps behind `module.` of the training. */
function proprio(index: TensorIndex): Claim | undefined {
  const [prefix, ...more] = index.prefixesOf('fc1.weight');
  if (prefix === undefined || more.length > 0 || [...index.names()].length !== 4) return undefined;
  const [language, inputs] = index.shape(`${prefix}fc1.weight`) ?? [];
  if (!language || !inputs) return undefined;
  const comparison = index.compare(prefix, proprioProjector(inputs, language));
  if (comparison.found.length !== 4) return undefined;
  return makePart(index, prefix, comparison, {
    architecture: 'oft-projector',
    text: `OpenVLA-OFT's ${inputs === 1 ? 'projector of noisy actions' : `projector of a state of ${inputs}`} -> ${language}`,
    config: { inputs, language },
    evidence: [`${prefix}fc1.weight`],
  });
}

/** OpenVLA: towers, projector and a language model under one root. */
export function describeOpenVla(parts: readonly RecognisedPart[], index: TensorIndex): RecognisedPart[] {
  return parts.flatMap((between) => {
    if (between.architecture !== 'prismatic-projector') return [];
    const root = between.path.slice(0, -'projector'.length);
    const towers = parts.filter(({ path }) => path.startsWith(`${root}vision_backbone.`));
    const language = parts.find(({ path }) => path === `${root}language_model.model`);
    if (towers.length === 0 || !language) return [];
    const names = [...index.names()].filter((name) => name.startsWith(root));
    return {
      path: root.replace(/\.$/, ''),
      architecture: 'openvla' as const,
      text: `OpenVLA (Prismatic): ${towers.length === 2 ? 'two fused towers' : 'one tower'}, projector, language model of hidden ${language.config.hiddenSize}`,
      config: { towers: towers.length },
      published: [],
      parameters: index.count(names),
      tensors: names.length,
      whole: true,
      evidence: [between, ...towers, language].flatMap(({ evidence }) => evidence.slice(0, 1)),
    };
  });
}
