import { module } from '../../layers.ts';
import type { ModuleSpec } from '../../module-spec.ts';
import { isBefore } from '../../version-order.ts';
import type { ConfigFields } from '../config-fields.ts';
import type { Libraries } from '../decoder.ts';
import { ACT_NORMALISATION, act, readActConfig } from './act.ts';
import {
  DIFFUSION_NORMALISATION,
  type DiffusionDefaults,
  diffusionModel,
  readDiffusionConfig,
} from './diffusion-policy.ts';
import { type NormalisationModes, normalisationChildren, readNormalisation } from './normalisation.ts';
import {
  actionSize,
  cameras,
  environmentSize,
  type PolicyFeatures,
  readPolicyFeatures,
  stateSize,
} from './policy-features.ts';
import { readSmolVlaConfig, SMOLVLA_NORMALISATION, smolVla } from './smolvla.ts';
import type { SmolVlmConfig } from './smolvlm.ts';

/** What of the libraries decides a policy's names. Versions as their metadata writes them. */
export interface PolicyLibraries extends Libraries {
  /** Undefined where nothing names it: the newest layout that was verified is taken. */
  readonly lerobot?: string;
}

/** `type` of the config.json of a policy that Plumb builds. */
export type PolicyType = 'act' | 'diffusion' | 'smolvla';

/** Statistics left the policy for files of their own. */
export const WITHOUT_STATISTICS = '0.4';

/**
 * A policy of LeRobot 0.3.2 to 0.6.1 from its config.json. `vlm`: sizes behind `vlm_model_name`, which config.json does
 * not have. Undefined where the config leaves something to the data set, or names a backbone that Plumb does not know.
 */
export function buildPolicy(
  type: PolicyType,
  fields: ConfigFields,
  libraries: PolicyLibraries = {},
  vlm?: SmolVlmConfig,
): ModuleSpec | undefined {
  const features = withEmptyCameras(type, fields);
  const sizes = {
    stateSize: stateSize(features),
    environmentSize: environmentSize(features),
    actionSize: actionSize(features) ?? 0,
  };
  const seen = cameras(features);
  const policy = (
    className: string,
    name: string,
    model: ModuleSpec | undefined,
    modes: NormalisationModes,
  ) => {
    if (!model || sizes.actionSize === 0) return undefined;
    const statistics = isOlderPolicy(libraries, WITHOUT_STATISTICS)
      ? normalisationChildren(features, readNormalisation(fields, modes))
      : [];
    return module(className, { children: [...statistics, [name, model]] });
  };
  if (type === 'act') {
    const model = act(readActConfig(fields, { ...sizes, sees: seen.length > 0 }));
    return policy('ACTPolicy', 'model', model, ACT_NORMALISATION);
  }
  if (type === 'diffusion') {
    if (sizes.stateSize === undefined) return undefined;
    const own = { ...sizes, stateSize: sizes.stateSize };
    const model = diffusionModel(readDiffusionConfig(fields, own, seen, diffusionDefaults(libraries)));
    return policy('DiffusionPolicy', 'diffusion', model, DIFFUSION_NORMALISATION);
  }
  const model = vlm && smolVla(readSmolVlaConfig(fields, vlm), libraries);
  return policy('SmolVLAPolicy', 'model', model, SMOLVLA_NORMALISATION);
}

type Release = Parameters<typeof isBefore>[1];

/** Whether the LeRobot over there lies before the release. One that nothing names is the newest. */
export function isOlderPolicy({ lerobot }: PolicyLibraries, release: Release): boolean {
  return lerobot !== undefined && isBefore(lerobot, release);
}

/** SmolVLA adds the cameras that a robot lacks to its inputs (`empty_cameras`). */
function withEmptyCameras(type: PolicyType, fields: ConfigFields): PolicyFeatures {
  const features = readPolicyFeatures(fields);
  const count = type === 'smolvla' ? fields.integer('empty_cameras', 0) : 0;
  const names = Array.from(
    { length: count > 0 ? count : 0 },
    (_, i) => `observation.images.empty_camera_${i}`,
  );
  const added = names
    .filter((name) => !features.inputs.some((feature) => feature.name === name))
    .map((name) => ({ name, type: 'VISUAL', shape: [3, 480, 640] }));
  return { ...features, inputs: [...features.inputs, ...added] };
}

function diffusionDefaults(libraries: PolicyLibraries): DiffusionDefaults {
  const resizes = !isOlderPolicy(libraries, '0.4.4');
  const late = !isOlderPolicy(libraries, '0.6');
  return { resizes, crop: resizes ? undefined : [84, 84], groupNorm: !late, encoderPerCamera: late };
}
