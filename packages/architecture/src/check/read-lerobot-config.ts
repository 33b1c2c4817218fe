import { basename } from 'node:path';
import { ConfigFields } from '../architectures/config-fields.ts';
import { DEFAULT_VLM } from '../architectures/lerobot/smolvla.ts';
import { PUBLISHED_SMOLVLMS, type SmolVlmConfig } from '../architectures/lerobot/smolvlm.ts';
import type { RecognisedPart } from '../recognise/recognised-part.ts';
import { deriveDecoder } from './derive-config.ts';
import { isLerobotType, policyClass } from './lerobot-config-fields.ts';
import type { LerobotPlan } from './model-plan.ts';
import { notPredicted } from './not-predicted.ts';

/**
 * The config.json of a LeRobot policy: `type` and the features that it maps. Undefined for any other config; throws
 * `ARCHITECTURE_NOT_PREDICTED` for a policy that Plumb does not build.
 */
export function readLerobotConfig(
  config: Readonly<Record<string, unknown>>,
  place: string,
  parts: readonly RecognisedPart[],
): LerobotPlan | undefined {
  const isPolicy = 'input_features' in config || 'input_shapes' in config;
  if (!isPolicy || 'model_type' in config) return undefined;
  const fields = new ConfigFields(config, place);
  const base = { kind: 'lerobot', fields, place } as const;
  const type = fields.text('type');
  // until January 2025 config.json had no type: no release that can be installed reads it
  if (type === undefined) {
    const guess = untyped(parts);
    return { ...base, type: guess, className: policyClass(guess), untyped: true, assumptions: [] };
  }
  if (!isLerobotType(type))
    throw notPredicted(
      'ARCHITECTURE_NOT_PREDICTED',
      `${place} is a LeRobot policy of type \`${type}\`, which Plumb does not build.`,
      'Of LeRobot, Plumb knows act, diffusion, smolvla, pi0 and pi05.',
    );
  const common = { ...base, type, className: policyClass(type) };
  if (type !== 'smolvla') return { ...common, assumptions: [] };
  const name = fields.text('vlm_model_name') ?? DEFAULT_VLM;
  const published = PUBLISHED_SMOLVLMS[name];
  if (published) return { ...common, vlm: published, assumptions: [] };
  const alike = Object.entries(PUBLISHED_SMOLVLMS).find(([id]) => basename(id) === basename(name));
  if (alike)
    return {
      ...common,
      vlm: alike[1],
      assumptions: [`${name} is taken to be ${alike[0]}: its name says so, its config.json is not read.`],
    };
  const derived = deriveVlm(parts);
  if (!derived)
    throw notPredicted(
      'ARCHITECTURE_NOT_PREDICTED',
      `The vision-language model ${name} is none whose sizes Plumb knows.`,
      `SmolVLA takes its sizes from there, and the tensors do not show them all.`,
    );
  return {
    ...common,
    vlm: derived,
    assumptions: [
      `${name} is no published model that Plumb knows: its sizes were read off the tensors. Layers that SmolVLA leaves out do not show there.`,
    ],
  };
}

const untyped = (parts: readonly RecognisedPart[]) =>
  parts.some(({ architecture }) => architecture === 'diffusion-policy') ? 'diffusion' : 'act';

/** SmolVLM's sizes from the tower and the Llama in a checkpoint of SmolVLA. */
function deriveVlm(parts: readonly RecognisedPart[]): SmolVlmConfig | undefined {
  const at = (end: string) => parts.find(({ path }) => path.endsWith(`vlm_with_expert.vlm.model.${end}`));
  const vision = at('vision_model')?.config;
  const llama = at('text_model');
  const text = llama && deriveDecoder(llama);
  const inputs = Number(at('connector')?.config.inputs);
  if (!vision || !text || !inputs) return undefined;
  const size = (name: string) => Number(vision[name] ?? 0);
  return {
    vision: {
      hiddenSize: size('hiddenSize'),
      layers: size('layers'),
      intermediateSize: size('intermediateSize'),
      imageSize: size('imageSize'),
      patchSize: size('patchSize'),
      channels: size('channels'),
    },
    text: { ...text, modelType: 'llama', tieWordEmbeddings: false },
    scale: Math.round(Math.sqrt(inputs / size('hiddenSize'))),
  };
}
