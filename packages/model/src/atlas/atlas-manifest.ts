import type { CameraManifest, Manifest } from '@plumb/contract';
import { FAMILIES } from '@plumb/policy';
import type { AtlasModel } from './atlas-model.ts';

const VIEW: Omit<CameraManifest, 'width' | 'height' | 'renderWidth' | 'renderHeight'> = {
  ...FAMILIES.atlas.cameras[0]!,
  camera: 'agentview',
};

/**
 * What the checkpoint's config and the source say of its conventions. Until 8da9053 the evaluation
 * (`eval/eval_vla_libero.py`) shows one picture of the model's own size as the simulator gives it, upside down, asks in
 * every step and clips nothing; from then on (`eval/eval_vla.py`) it executes up to eight actions and clips them.
 */
export function atlasManifest({ config }: AtlasModel, commit: AtlasCommit): Manifest {
  const { imgSize } = config.vision;
  const { actionHorizon, useActionChunking, spatial } = config.actionHead;
  const chunk = useActionChunking || spatial ? actionHorizon : 1;
  const later = commit === '8da9053';
  const drawn = later ? VIEW_LATER : imgSize;
  return {
    ...FAMILIES.atlas,
    cameras: [{ ...VIEW, renderWidth: drawn, renderHeight: drawn, width: imgSize, height: imgSize }],
    chunk,
    replan: later ? Math.min(FAMILIES.atlas.replan, chunk) : 1,
    clipActions: later,
  };
}

const VIEW_LATER = FAMILIES.atlas.cameras[0]!.renderWidth;

/** The two published states of the source that differ in how a policy is run. */
export type AtlasCommit = '6c47f7f' | '8da9053';

/** Fields that 8da9053 added to the config's classes: a checkpoint saved with one of them is of that time. */
const LATER_FIELDS = ['use_tanh_output', 'use_vggt_lora', 'allow_vggt_fallback', 'loss_mse_weight'];

/** By the fields of the saved config; `raw` is the config as plain data. */
export function commitOf(raw: unknown): AtlasCommit {
  const text = JSON.stringify(raw) ?? '';
  return LATER_FIELDS.some((field) => text.includes(`"${field}"`)) ? '8da9053' : '6c47f7f';
}
