import { type CnnMlpConfig, cnnMlp, type DetrVaeConfig, detrVae } from '../architectures/authors/detr-vae.ts';
import { countLayers } from './count-layers.ts';
import { type Claim, makePart } from './make-part.ts';
import { nameResnet, resnetVariant } from './recognise-resnet.ts';
import type { TensorIndex } from './tensor-index.ts';

/** ACT and its baseline CNNMLP, as their authors' repository saves them (`policy_best.ckpt`). */
export function recogniseAuthorsAct(index: TensorIndex): Claim[] {
  return [
    ...index.prefixesOf('is_pad_head.weight').map((prefix) => actClaim(index, prefix)),
    ...index.prefixesOf('backbone_down_projs.0.0.weight').map((prefix) => baselineClaim(index, prefix)),
  ].filter((claim) => claim !== undefined);
}

/** The sizes of ACT below a prefix; undefined where one of them does not show. */
export function readDetrVae(index: TensorIndex, prefix: string): DetrVaeConfig | undefined {
  const size = (name: string, axis: number) => index.size(`${prefix}${name}`, 2, axis);
  const width = size('query_embed.weight', 1);
  const chunk = size('query_embed.weight', 0);
  const latent = size('latent_out_proj.weight', 1);
  const actionSize = size('action_head.weight', 0);
  const stateSize = size('input_proj_robot_state.weight', 1);
  const feedForward = size('transformer.encoder.layers.0.linear1.weight', 0);
  if (!width || !chunk || !latent || !actionSize || !stateSize || !feedForward) return undefined;
  const layers = (name: string) => countLayers(index, `${prefix}${name}.layers.`, 'linear1.weight');
  return {
    backbone: resnetVariant(index, `${prefix}backbones.0.0.body.layer3.`),
    width,
    feedForward,
    encoderLayers: layers('transformer.encoder'),
    vaeLayers: layers('encoder'),
    decoderLayers: layers('transformer.decoder'),
    chunk,
    stateSize,
    actionSize,
    latent,
    preNorm: index.shape(`${prefix}transformer.encoder.norm.weight`) !== undefined,
    learnedPositions: index.shape(`${prefix}backbones.0.1.row_embed.weight`) !== undefined,
  };
}

function actClaim(index: TensorIndex, prefix: string): Claim | undefined {
  const config = readDetrVae(index, prefix);
  const spec = config && detrVae(config);
  if (!spec) return undefined;
  const { width, chunk, actionSize, stateSize, latent, feedForward } = config;
  return makePart(index, prefix, index.compare(prefix, spec), {
    architecture: 'act',
    text:
      `ACT (its authors'), width ${width}, ${config.encoderLayers} encoder and ${config.decoderLayers} decoder layers; ` +
      `cameras through ${nameResnet(config.backbone)}, state of ${stateSize} -> ${chunk} actions of ${actionSize}`,
    config: {
      naming: 'authors',
      width,
      chunk,
      actionSize,
      stateSize,
      latent,
      feedForward,
      backbone: config.backbone,
    },
    evidence: [`${prefix}query_embed.weight`, `${prefix}action_head.weight`],
  });
}

/** The sizes of CNNMLP below a prefix; undefined where one of them does not show. */
export function readCnnMlp(index: TensorIndex, prefix: string): CnnMlpConfig | undefined {
  const inputs = index.size(`${prefix}mlp.0.weight`, 2, 1);
  const actionSize = index.size(`${prefix}mlp.4.weight`, 2, 0);
  if (!inputs || !actionSize) return undefined;
  const cameras = countLayers(index, `${prefix}backbone_down_projs.`, '0.weight');
  const backbone = resnetVariant(index, `${prefix}backbones.0.0.body.layer3.`);
  return { backbone, cameras, inputs, actionSize };
}

function baselineClaim(index: TensorIndex, prefix: string): Claim | undefined {
  const config = readCnnMlp(index, prefix);
  const spec = config && cnnMlp(config);
  if (!spec) return undefined;
  const { backbone, cameras, actionSize } = config;
  const camera = cameras === 1 ? 'a camera' : `${cameras} cameras`;
  return makePart(index, prefix, index.compare(prefix, spec), {
    architecture: 'cnn-mlp',
    text: `CNNMLP (ACT's baseline): ${camera} through ${nameResnet(backbone)} -> one action of ${actionSize}`,
    config: { naming: 'authors', cameras, actionSize, backbone },
    evidence: [`${prefix}backbone_down_projs.0.0.weight`, `${prefix}mlp.4.weight`],
  });
}
