import type { Plain } from '@plumb/checkpoint';
import type { AtlasVlaConfig, VisionTower } from '../architectures/atlas-vla/config.ts';
import { publishedTower } from '../architectures/published-towers.ts';
import { notPredicted } from './not-predicted.ts';

type Fields = { [key: string]: Plain };

/** Layers of a stack. Real ones have some ten; a config may claim any number, and that many would be built. */
const MAX_LAYERS = 1024;

const PARTS = ['vision', 'language', 'vggt', 'action_head'] as const;

const isFields = (value: Plain | undefined): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** AtlasVLA's config in what was saved beside the tensors, as an object of its dataclass or as a dict; its key. */
export function findAtlasConfig(data: Plain): { key: string; fields: Fields } | undefined {
  if (!isFields(data)) return undefined;
  for (const [key, value] of Object.entries(data))
    if (isFields(value) && PARTS.every((part) => isFields(value[part]))) return { key, fields: value };
  return undefined;
}

/**
 * The fields that decide names, shapes and the forward pass. One that was not saved has the default of `configs/model_config.py`
 * (6c47f7f): Python finds it in the class. `normalisedHead`: whether a spatial head was saved with norms, which tells its commit. Throws `ARCHITECTURE_NOT_PREDICTED` for what this room does not build.
 */
export function readAtlasConfig(fields: Fields, place: string, normalisedHead = false): AtlasVlaConfig {
  const [vision, language, vggt, head] = PARTS.map((part) => fields[part] as Fields) as [
    Fields,
    Fields,
    Fields,
    Fields,
  ];
  const read = (part: Fields, name: string) => ({
    ratio: (otherwise: number): number => {
      const value = part[name] ?? otherwise;
      if (typeof value === 'number' && value > 0) return value;
      throw unusable(`${place}: ${name} is ${JSON.stringify(value)}`, 'It has to be a positive number.');
    },
    count: (otherwise: number): number => {
      const value = read(part, name).number(otherwise);
      if (value > 0) return value;
      throw unusable(`${place}: ${name} is 0`, "AtlasVLA's own source raises for it.");
    },
    number: (otherwise: number, most = Number.MAX_SAFE_INTEGER): number => {
      const value = part[name] ?? otherwise;
      if (typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= most) return value;
      throw unusable(
        `${place}: ${name} is ${JSON.stringify(value)}`,
        `It has to be an integer from 0 to ${most}.`,
      );
    },
    flag: (otherwise: boolean): boolean => Boolean(part[name] ?? otherwise),
    text: (otherwise: string): string => String(part[name] ?? otherwise),
  });
  const usePretrainedVggt = read(vggt, 'use_pretrained_vggt').flag(true);
  return {
    vision: {
      imgSize: read(vision, 'img_size').number(224),
      patchSize: read(vision, 'patch_size').number(16),
      inChannels: read(vision, 'in_channels').number(3),
      embedDim: read(vision, 'embed_dim').number(768),
      ...(read(vision, 'use_vision_tower').flag(false)
        ? { towers: planTowers(read(vision, 'vision_tower_name').text('facebook/dinov2-base')) }
        : {}),
    },
    language: {
      modelName: read(language, 'model_name').text('Qwen/Qwen3-0.6B-Base'),
      maxLength: read(language, 'max_length').number(77),
      outputDim: read(language, 'output_dim').number(768),
    },
    vggt: {
      embedDim: read(vggt, 'embed_dim').number(768),
      depth: read(vggt, 'depth').number(6, MAX_LAYERS),
      numHeads: read(vggt, 'num_heads').number(12),
      mlpRatio: read(vggt, 'mlp_ratio').ratio(4),
      usePretrainedVggt,
      graphType: read(vggt, 'graph_type').text('grid'),
      fusionStrategy: read(vggt, 'fusion_strategy').text('concat'),
      ...(usePretrainedVggt && read(vggt, 'use_vggt_lora').flag(false)
        ? {
            lora: {
              rank: read(vggt, 'vggt_lora_rank').count(8),
              alpha: read(vggt, 'vggt_lora_alpha').number(16),
              dropout: Number(vggt.vggt_lora_dropout ?? 0.05),
              targets: readTargets(vggt.vggt_lora_target_modules, place),
            },
          }
        : {}),
    },
    actionHead: {
      inputDim: read(head, 'input_dim').number(768),
      hiddenDim: read(head, 'hidden_dim').number(1024),
      actionDim: read(head, 'action_dim').number(7),
      actionHorizon: read(head, 'action_horizon').number(10),
      numHiddenLayers: read(head, 'num_hidden_layers').number(2, MAX_LAYERS),
      useActionChunking: read(head, 'use_action_chunking').flag(true),
      ...(read(head, 'use_spatial_features').flag(false)
        ? { spatial: normalisedHead ? ('normalised' as const) : ('plain' as const) }
        : {}),
      tanh: read(head, 'use_tanh_output').flag(false),
    },
  };
}

/** Names of Linears; the default is 8da9053's own. */
function readTargets(value: Plain | undefined, place: string): readonly string[] {
  const targets = value ?? ['qkv', 'proj', 'fc1', 'fc2'];
  if (Array.isArray(targets) && targets.every((name) => typeof name === 'string')) return targets;
  throw unusable(
    `${place}: vggt_lora_target_modules is ${JSON.stringify(value)}`,
    'It has to be a list of names.',
  );
}

/** As `VisionEncoder._build_vision_tower` chooses by the name; the fused pair is 8da9053's. */
function planTowers(name: string): VisionTower[] {
  const lower = name.toLowerCase().trim();
  if (['dinosiglip-vit-so-224px', 'dinosiglip-vit-so-384px', 'dinov2+siglip'].includes(lower))
    return [
      planTower('vision_tower_dino', 'facebook/dinov2-base'),
      planTower('vision_tower_siglip', 'google/siglip-base-patch16-224'),
    ];
  return [planTower('vision_tower', name)];
}

function planTower(attribute: VisionTower['attribute'], name: string): VisionTower {
  const published = publishedTower(name);
  if (!published)
    throw unusable(
      `AtlasVLA with the vision tower ${name} is not predicted`,
      'Its config is not among the published ones that Plumb knows (docs/architectures.md lists them).',
    );
  const { modelType, fields } = published;
  // `clip` is asked before `siglip`, but after `dinov2`
  const className = modelType === 'clip' ? 'CLIPVisionModel' : published.className;
  return { attribute, name, modelType, className, fields };
}

function unusable(what: string, why: string) {
  return notPredicted('ARCHITECTURE_NOT_PREDICTED', `${what}.`, why);
}
