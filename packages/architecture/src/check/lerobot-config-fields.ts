import { isBefore } from '../version-order.ts';

/** Types of policies whose config Plumb knows, by LeRobot's names. */
export type LerobotType = 'act' | 'diffusion' | 'smolvla' | 'pi0' | 'pi05';

const CLASSES: Readonly<Record<LerobotType, string>> = {
  act: 'ACTConfig',
  diffusion: 'DiffusionConfig',
  smolvla: 'SmolVLAConfig',
  pi0: 'PI0Config',
  pi05: 'PI05Config',
};

export function isLerobotType(type: string): type is LerobotType {
  return Object.hasOwn(CLASSES, type);
}

/** The class of the policy behind a type. */
export function policyClass(type: LerobotType): string {
  return CLASSES[type].replace('Config', 'Policy');
}

const EVERYWHERE =
  'type device input_features license n_action_steps n_obs_steps normalization_mapping optimizer_lr ' +
  'optimizer_weight_decay output_features private push_to_hub repo_id tags use_amp';
const FLOW =
  'chunk_size empty_cameras max_action_dim max_state_dim optimizer_betas optimizer_eps scheduler_decay_lr ' +
  'scheduler_decay_steps scheduler_warmup_steps tokenizer_max_length';
const OPENPI =
  'action_expert_variant compile_mode compile_model dtype gradient_checkpointing image_resolution max_period min_period ' +
  'num_inference_steps optimizer_grad_clip_norm paligemma_variant time_sampling_beta_alpha time_sampling_beta_beta ' +
  'time_sampling_offset time_sampling_scale';

/** In every release that was looked at (0.3.2 to 0.6.1). */
const ALWAYS: Readonly<Record<LerobotType, string>> = {
  act:
    'chunk_size dim_feedforward dim_model dropout feedforward_activation kl_weight latent_dim n_decoder_layers n_encoder_layers ' +
    'n_heads n_vae_encoder_layers optimizer_lr_backbone pre_norm pretrained_backbone_weights ' +
    'replace_final_stride_with_dilation temporal_ensemble_coeff use_vae vision_backbone',
  diffusion:
    'beta_end beta_schedule beta_start clip_sample clip_sample_range crop_is_random crop_shape diffusion_step_embed_dim ' +
    'do_mask_loss_for_padding down_dims drop_n_last_frames horizon kernel_size n_groups noise_scheduler_type ' +
    'num_inference_steps num_train_timesteps optimizer_betas optimizer_eps prediction_type pretrained_backbone_weights ' +
    'scheduler_name scheduler_warmup_steps spatial_softmax_num_keypoints use_film_scale_modulation use_group_norm ' +
    'use_separate_rgb_encoder_per_camera vision_backbone',
  smolvla:
    `${FLOW} adapt_to_pi_aloha add_image_special_tokens attention_mode expert_width_multiplier freeze_vision_encoder ` +
    'load_vlm_weights max_period min_period num_expert_layers num_steps num_vlm_layers optimizer_grad_clip_norm ' +
    'pad_language_to prefix_length resize_imgs_with_padding self_attn_every_n_layers train_expert_only train_state_proj ' +
    'use_cache use_delta_joint_actions_aloha vlm_model_name',
  pi0: FLOW,
  pi05: `${FLOW} ${OPENPI} pretrained_path`,
};

type Span = readonly [since: Limit, before?: Limit];
type Limit = Parameters<typeof isBefore>[1];

/** Fields that came or went. Of every type first, then by type. */
const CHANGED: readonly (readonly [types: readonly LerobotType[], fields: string, ...spans: Span[]])[] = [
  [['act', 'diffusion', 'smolvla', 'pi0', 'pi05'], 'pretrained_path', ['0.4']],
  [['act', 'diffusion', 'smolvla', 'pi0', 'pi05'], 'use_peft', ['0.4.3']],
  [['act', 'diffusion', 'smolvla', 'pi0', 'pi05'], 'pretrained_revision', ['0.6']],
  [['diffusion'], 'compile_mode compile_model crop_ratio resize_shape', ['0.4.4']],
  [['diffusion'], 'gradient_checkpointing', ['0.6.1']],
  [['smolvla'], 'compile_mode compile_model', ['0.4.4']],
  [['smolvla', 'pi0', 'pi05'], 'rtc_config', ['0.4.2']],
  [['pi0'], OPENPI, ['0.4']],
  [['pi0'], 'freeze_vision_encoder train_expert_only', ['0.0', '0.4'], ['0.4.3']],
  [['pi05'], 'freeze_vision_encoder train_expert_only', ['0.4.3']],
  [
    ['pi0'],
    'adapt_to_pi_aloha attention_implementation num_steps proj_width resize_imgs_with_padding train_state_proj ' +
      'use_cache use_delta_joint_actions_aloha',
    ['0.0', '0.4'],
  ],
  [['pi0', 'pi05'], 'action_feature_names relative_exclude_joints use_relative_actions', ['0.5.1']],
];

/** LeRobot of later than this was not looked at. */
export const NEWEST_LEROBOT = '0.6.1';

/**
 * What `PreTrainedConfig.from_pretrained` raises for a config.json, in draccus' own words; undefined where it reads it.
 * `lerobot`: the release, '' for one that nothing names.
 */
export function refusedConfig(
  type: LerobotType,
  names: readonly string[],
  lerobot: string,
): { error: string; fields: readonly string[] } | undefined {
  if (type === 'pi05' && isBefore(lerobot, '0.4'))
    return {
      error:
        "DecodingError: Couldn't find a choice class for 'pi05' in <class 'lerobot.configs.policies.PreTrainedConfig'>",
      fields: ['type'],
    };
  const known = knownFields(type, lerobot);
  const fields = names.filter((name) => !known.has(name));
  if (fields.length === 0) return undefined;
  const list = fields.map((name) => `\`${name}\``).join(', ');
  return { error: `DecodingError: The fields ${list} are not valid for ${CLASSES[type]}`, fields };
}

/** The fields of a config class in that release. */
export function knownFields(type: LerobotType, lerobot: string): ReadonlySet<string> {
  const present = ([since, before]: Span) =>
    !isBefore(lerobot, since) && (before === undefined || (lerobot !== '' && isBefore(lerobot, before)));
  const changed = CHANGED.filter(([types, , ...spans]) => types.includes(type) && spans.some(present));
  return new Set([EVERYWHERE, ALWAYS[type], ...changed.map(([, fields]) => fields)].join(' ').split(' '));
}
