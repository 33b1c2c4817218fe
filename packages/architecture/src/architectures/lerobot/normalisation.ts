import { module, tensor } from '../../layers.ts';
import type { ModuleSpec } from '../../module-spec.ts';
import type { ConfigFields } from '../config-fields.ts';
import type { PolicyFeature, PolicyFeatures } from './policy-features.ts';

/** `normalization_mapping`: by type of feature. What a policy's config class takes where the file has none. */
export type NormalisationModes = Readonly<Record<string, string>>;

export function readNormalisation(fields: ConfigFields, otherwise: NormalisationModes): NormalisationModes {
  const mapping = fields.sub('normalization_mapping');
  if (!mapping) return otherwise;
  return Object.fromEntries(mapping.names().map((name) => [name, mapping.text(name) ?? 'IDENTITY']));
}

/**
 * The statistics of the data set that a policy carried among its tensors before LeRobot 0.4 (`lerobot/policies/normalize.py`);
 * since then they stand in files of their own beside it (`policy_preprocessor*.safetensors`).
 */
export function normalisationChildren(
  { inputs, outputs }: PolicyFeatures,
  modes: NormalisationModes,
): readonly (readonly [string, ModuleSpec])[] {
  return [
    ['normalize_inputs', statistics('Normalize', inputs, modes)],
    ['normalize_targets', statistics('Normalize', outputs, modes)],
    ['unnormalize_outputs', statistics('Unnormalize', outputs, modes)],
  ];
}

const NAMES: Readonly<Record<string, readonly string[]>> = {
  MEAN_STD: ['mean', 'std'],
  // a ParameterDict sorts a plain dict's keys
  MIN_MAX: ['max', 'min'],
};

function statistics(
  className: string,
  features: readonly PolicyFeature[],
  modes: NormalisationModes,
): ModuleSpec {
  return module(className, {
    children: features.flatMap(({ name, type, shape }) => {
      const names = NAMES[modes[type] ?? 'IDENTITY'];
      if (!names) return [];
      // one number a channel, whatever the size of the picture
      const sizes = type === 'VISUAL' ? [shape[0] ?? 1, 1, 1] : shape;
      const parameters = names.map((statistic) => tensor(statistic, ...sizes));
      return [[`buffer_${name.replaceAll('.', '_')}`, module('ParameterDict', { parameters })] as const];
    }),
  });
}
