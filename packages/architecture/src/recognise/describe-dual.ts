import { ConfigFields } from '../architectures/config-fields.ts';
import { readPaliGemmaConfig } from '../architectures/paligemma.ts';
import { PUBLISHED_TOWERS } from '../architectures/published-towers.ts';
import type { Claim } from './make-part.ts';
import { shortName } from './recognise-dinov2.ts';
import type { RecognisedPart } from './recognised-part.ts';
import type { TensorIndex } from './tensor-index.ts';

/** A whole with the tensors of its parts. */
function composite(
  index: TensorIndex,
  root: string,
  fields: Pick<RecognisedPart, 'architecture' | 'text' | 'config' | 'published'>,
  parts: readonly RecognisedPart[],
): RecognisedPart {
  const names = [...index.names()].filter((name) => name.startsWith(root));
  return {
    ...fields,
    path: root.replace(/\.$/, ''),
    parameters: index.count(names),
    tensors: names.length,
    whole: true,
    evidence: parts.flatMap(({ evidence }) => evidence.slice(0, 1)),
  };
}

const isComplete = ({ text }: RecognisedPart) => !text.includes('; incomplete: ');

/** CLIP and SigLIP with both towers under one root. */
export function describeDuals(parts: readonly RecognisedPart[], index: TensorIndex): RecognisedPart[] {
  return parts.flatMap((between) => {
    if (between.architecture !== 'contrastive-projections') return [];
    const root = between.path === '' ? '' : `${between.path}.`;
    const vision = parts.find(({ path }) => path === `${root}vision_model`);
    const text = parts.find(({ path }) => path === `${root}text_model`);
    if (!vision || !text) return [];
    const family = vision.architecture === 'clip-vision' ? 'clip' : 'siglip';
    const published = [vision, text].every(isComplete)
      ? PUBLISHED_TOWERS.filter(
          ({ modelType, fields }) =>
            modelType === family &&
            isSide(fields.vision_config, vision.config) &&
            isSide(fields.text_config, text.config),
        ).flatMap(({ ids }) => ids)
      : [];
    const name = published.length > 0 ? `: ${published.map(shortName).join(' or ')}` : '';
    return composite(
      index,
      root,
      {
        architecture: family,
        text: `${family === 'clip' ? 'CLIP' : 'SigLIP'}, both towers${name}`,
        config: {},
        published,
      },
      [between, vision, text],
    );
  });
}

const FIELDS: Readonly<Record<string, string>> = {
  hidden_size: 'hiddenSize',
  num_hidden_layers: 'layers',
  intermediate_size: 'intermediateSize',
  patch_size: 'patchSize',
  vocab_size: 'vocabSize',
  max_position_embeddings: 'positions',
};

function isSide(published: unknown, found: RecognisedPart['config']): boolean {
  const fields = published as Readonly<Record<string, unknown>>;
  const patch = Number(found.patchSize);
  const sameGrid =
    fields.image_size === undefined ||
    Math.floor(Number(fields.image_size) / patch) * patch === found.imageSize;
  return sameGrid && Object.entries(FIELDS).every(([name, key]) => fields[name] === found[key]);
}

/** PaliGemma's projector: the one linear layer between its tower and its language model. */
export function recogniseMultiModalProjectors(index: TensorIndex): Claim[] {
  return index.prefixesOf('multi_modal_projector.linear.weight').map((prefix) => {
    const weight = `${prefix}multi_modal_projector.linear.weight`;
    const names = [weight, `${prefix}multi_modal_projector.linear.bias`].filter((name) => index.shape(name));
    const [outputs = 0, inputs = 0] = index.shape(weight) ?? [];
    return {
      names,
      part: {
        path: `${prefix}multi_modal_projector`,
        architecture: 'paligemma-projector',
        text: `projector Linear(${inputs} -> ${outputs}) from vision to language`,
        config: { inputs, outputs },
        published: [],
        parameters: index.count(names),
        tensors: names.length,
        whole: false,
        evidence: [index.describe(weight)],
      },
    } satisfies Claim;
  });
}

/** PaliGemma, by the names before transformers 4.52 (`language_model.model.*`) or since. */
export function describePaliGemmas(parts: readonly RecognisedPart[], index: TensorIndex): RecognisedPart[] {
  return parts.flatMap((projector) => {
    if (projector.architecture !== 'paligemma-projector') return [];
    const inner = projector.path.slice(0, -'multi_modal_projector'.length);
    const vision = parts.find(
      ({ path, architecture }) => architecture === 'siglip-vision' && path.startsWith(`${inner}vision_tower`),
    );
    const text = parts.find(
      ({ path }) => path === `${inner}language_model` || path === `${inner}language_model.model`,
    );
    if (!vision || !text) return [];
    const since = text.path === `${inner}language_model`;
    const root = since ? inner.replace(/(^|\.)model\.$/, '$1') : inner;
    const published = [vision, text].every(isComplete)
      ? PUBLISHED_TOWERS.filter(
          ({ modelType, fields }) =>
            modelType === 'paligemma' && isPaliGemma(fields, vision.config, text.config),
        ).flatMap(({ ids }) => ids)
      : [];
    const name = published.length > 0 ? `: ${published.map(shortName).join(' or ')}` : '';
    return composite(
      index,
      root,
      {
        architecture: 'paligemma',
        text: `PaliGemma, names of transformers ${since ? '4.52 and later' : 'before 4.52, and of saved files'}${name}`,
        config: { ...(text.config.vocabSize ? { vocabSize: text.config.vocabSize } : {}) },
        published,
      },
      [projector, vision, text],
    );
  });
}

function isPaliGemma(
  fields: Readonly<Record<string, unknown>>,
  vision: RecognisedPart['config'],
  text: RecognisedPart['config'],
): boolean {
  const config = readPaliGemmaConfig(new ConfigFields(fields, ''));
  return (
    config !== undefined &&
    config.vision.hiddenSize === vision.hiddenSize &&
    config.vision.layers === vision.layers &&
    Math.floor(config.vision.imageSize / config.vision.patchSize) * config.vision.patchSize ===
      vision.imageSize &&
    config.text.hiddenSize === text.hiddenSize &&
    config.text.layers === text.layers &&
    config.text.intermediateSize === text.intermediateSize &&
    config.text.vocabSize === text.vocabSize
  );
}
