import type { ConfigFields } from '../config-fields.ts';

/** What a feature of a LeRobot policy is (`lerobot/configs/types.py`). */
export type FeatureType = 'STATE' | 'VISUAL' | 'ENV' | 'ACTION' | 'REWARD' | 'LANGUAGE';

export interface PolicyFeature {
  /** `observation.images.top`. */
  readonly name: string;
  readonly type: string;
  /** Channels, height and width for pictures. */
  readonly shape: readonly number[];
}

/** Inputs and outputs of a LeRobot policy, in the order of its config.json, which is that of its cameras. */
export interface PolicyFeatures {
  readonly inputs: readonly PolicyFeature[];
  readonly outputs: readonly PolicyFeature[];
}

export function readPolicyFeatures(fields: ConfigFields): PolicyFeatures {
  return { inputs: read(fields.sub('input_features')), outputs: read(fields.sub('output_features')) };
}

function read(fields: ConfigFields | undefined): PolicyFeature[] {
  return (fields?.names() ?? []).flatMap((name) => {
    const feature = fields?.sub(name);
    const shape = feature?.sizes('shape', undefined);
    return feature && shape ? [{ name, type: feature.text('type') ?? '', shape }] : [];
  });
}

/** Width of the robot's state; undefined where the policy sees none. */
export function stateSize({ inputs }: PolicyFeatures): number | undefined {
  return inputs.find(({ name, type }) => type === 'STATE' && name === 'observation.state')?.shape[0];
}

export function environmentSize({ inputs }: PolicyFeatures): number | undefined {
  return inputs.find(({ type }) => type === 'ENV')?.shape[0];
}

export function cameras({ inputs }: PolicyFeatures): readonly PolicyFeature[] {
  return inputs.filter(({ type }) => type === 'VISUAL');
}

export function actionSize({ outputs }: PolicyFeatures): number | undefined {
  return outputs.find(({ name, type }) => type === 'ACTION' && name === 'action')?.shape[0];
}
