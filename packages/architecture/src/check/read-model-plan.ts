import { type Checkpoint, toPlain } from '@plumb/checkpoint';
import { quoteForShell } from '@plumb/core';
import { decoderClasses } from '../architectures/build-decoder.ts';
import type { DecoderConfig } from '../architectures/decoder.ts';
import { publishedConfig } from '../architectures/published.ts';
import { recogniseArchitecture } from '../recognise/recognise.ts';
import type { RecognisedPart } from '../recognise/recognised-part.ts';
import { deriveAtlasConfig, deriveDecoder, publishedName } from './derive-config.ts';
import type { DecoderPlan, ModelPlan } from './model-plan.ts';
import { notPredicted } from './not-predicted.ts';
import { readActSizes } from './read-act-sizes.ts';
import { findAtlasConfig, readAtlasConfig } from './read-atlas-config.ts';
import { readDiffusionConfig } from './read-diffusion-config.ts';
import { readLerobotConfig } from './read-lerobot-config.ts';
import { readOpenPiConfig } from './read-openpi-config.ts';
import { readOpenVlaConfig } from './read-openvla-config.ts';
import { readConfigBeside, readTransformersConfig } from './read-transformers-config.ts';

const LANGUAGE = 'language_encoder.language_model';

/**
 * The model that a checkpoint was made for: from the config saved in it, the config.json beside it, else from names
 * and shapes alone. Throws `ARCHITECTURE_UNKNOWN` where none of them tells.
 */
export async function readModelPlan(checkpoint: Checkpoint): Promise<ModelPlan> {
  const parts = recogniseArchitecture(checkpoint.tensors);
  const saved = findAtlasConfig(toPlain(checkpoint.data));
  if (saved) {
    const place = `${checkpoint.path}!${saved.key}`;
    const normalised = checkpoint.tensors.some(({ name }) =>
      /(?:^|\.)action_head\.action_mlp\.1\.weight$/.test(name),
    );
    const config = readAtlasConfig(saved.fields, place, normalised);
    const className = saved.fields.$class;
    const language = planLanguage(config.language.modelName, `${place}.language.model_name`, parts);
    return {
      kind: 'atlas-vla',
      config,
      configModule: typeof className === 'string' ? className.split('.').slice(0, -1).join('.') : undefined,
      language: language.plan,
      assumptions: [
        ...language.assumptions,
        ...(config.actionHead.spatial
          ? [
              `The spatial action head is taken to be the one that saved the checkpoint, ${config.actionHead.spatial === 'plain' ? 'as of commit 6c47f7f, without norms and action statistics' : 'as of commit 8da9053, with norms and action statistics'}: its layers differ between commits of the source.`,
            ]
          : []),
      ],
    };
  }
  const diffusion = readDiffusionConfig(checkpoint);
  if (diffusion) return diffusion;
  // a policy's folder may hold its language model's config.json: the tensors say more
  const isPolicy = parts.some(({ architecture }) => architecture === 'atlas-vla');
  const beside = isPolicy ? undefined : await readConfigBeside(checkpoint);
  const planned =
    beside &&
    (readLerobotConfig(beside.config, beside.place, parts) ??
      readOpenVlaConfig(beside.config, beside.place) ??
      readTransformersConfig(beside.config, beside.place));
  if (planned) return planned;
  const place = beside?.place ?? checkpoint.path;
  return readOpenPiConfig(beside?.config, place, parts) ?? planFromTensors(checkpoint, parts);
}

/** Published configs first; the tensors' own sizes for a folder or an id that Plumb does not know. */
function planLanguage(name: string, place: string, parts: readonly RecognisedPart[]) {
  const published = publishedConfig(name);
  if (published) return { plan: { name, config: published, place } satisfies DecoderPlan, assumptions: [] };
  const part = parts.find(({ path }) => path.endsWith(LANGUAGE));
  const config = part && deriveDecoder(part);
  if (!part || !config)
    throw notPredicted(
      'ARCHITECTURE_NOT_PREDICTED',
      `The language model ${name} is none whose parameters Plumb knows.`,
      `Its config is not among the published ones, and its tensors say: ${part?.text ?? 'nothing'}.`,
    );
  return {
    plan: { name, config, place } satisfies DecoderPlan,
    assumptions: [
      `${name} is no published model that Plumb knows: its config was read off the tensors (${part.text}).`,
    ],
  };
}

function planFromTensors(checkpoint: Checkpoint, parts: readonly RecognisedPart[]): ModelPlan {
  const { path } = checkpoint;
  const whole = parts.find(({ architecture }) => architecture === 'atlas-vla');
  const decoders = parts.flatMap((part) => {
    const config = deriveDecoder(part);
    return config ? [{ part, config }] : [];
  });
  const language = decoders.find(({ part }) => part.path.endsWith(LANGUAGE));
  if (whole && language) {
    const name =
      publishedName(language.part) ??
      `a ${language.config.modelType} of hidden ${language.config.hiddenSize}`;
    const config = deriveAtlasConfig(parts, name);
    if (config)
      return {
        kind: 'atlas-vla',
        config,
        configModule: undefined,
        language: { name, config: language.config, place: `${path}!${language.part.path}` },
        assumptions: [
          `No config is saved in ${path}: the model is taken to be what its tensors speak for, ${whole.text} around ${language.part.text}.`,
        ],
      };
  }
  const [root] = decoders;
  const isRoot = root && (root.part.path === '' || root.part.path === 'model') && parts.length === 1;
  if (isRoot) return planDecoder(root.part, root.config, path);
  const authors = parts.find(({ config }) => config.naming === 'authors');
  const act = authors && readActSizes(checkpoint.tensors, path);
  if (act) return act;
  if (authors)
    throw notPredicted(
      'ARCHITECTURE_NOT_PREDICTED',
      `${path} is a policy of its authors' own repository, and no config of it lies in the file.`,
      `Diffusion Policy is built by the code that its \`cfg\` names (\`_target_\`). It loads strictly where that builds: ${authors.text}.`,
    );
  throw notPredicted(
    'ARCHITECTURE_UNKNOWN',
    `${path} is of no architecture that Plumb can predict.`,
    parts.length === 0
      ? 'It holds no tensors.'
      : `No config that Plumb knows is saved with it, and names and shapes say: ${parts.map(({ text }) => text).join('; ')}.${describeWrapper(checkpoint)}`,
  );
}

/** A model's own names are known; with a wrapper's before them they fit no model. */
function describeWrapper({ path, prefixes }: Checkpoint): string {
  if (prefixes.length === 0) return '';
  return ` Every name begins with ${prefixes.join('')}, which a wrapper puts there and no model has: take it off with plumb convert ${quoteForShell(path)} unwrapped.safetensors --strip-prefix, and check that.`;
}

function planDecoder(part: RecognisedPart, config: DecoderConfig, path: string): ModelPlan {
  const [base, causal] = decoderClasses(config.modelType);
  const place = `${path}!${part.path}`;
  return {
    kind: 'transformers',
    modelType: config.modelType,
    className: part.path === 'model' ? causal : base,
    decoder: { name: publishedName(part) ?? part.text, config, place },
    place,
    assumptions: [
      `There is no config.json beside ${path}: its config was read off the tensors (${part.text}).`,
    ],
  };
}
