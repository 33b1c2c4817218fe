import type { AtlasVlaConfig } from '../architectures/atlas-vla/config.ts';
import type { CnnMlpConfig, DetrVaeConfig } from '../architectures/authors/detr-vae.ts';
import type { DiffusionPolicyConfig } from '../architectures/authors/diffusion-policy.ts';
import type { ConfigFields } from '../architectures/config-fields.ts';
import type { DecoderConfig } from '../architectures/decoder.ts';
import type { SmolVlmConfig } from '../architectures/lerobot/smolvlm.ts';
import type { OpenVlaConfig } from '../architectures/openvla.ts';
import type { Pi0Config } from '../architectures/pi0.ts';
import type { LerobotType } from './lerobot-config-fields.ts';

/** A decoder that a config names, before anything is known of the environment. */
export interface DecoderPlan {
  /** As `from_pretrained` gets it: `Qwen/Qwen3-0.6B-Base`, or the path of a config.json. */
  readonly name: string;
  readonly config: DecoderConfig;
  /** Where the name stands. */
  readonly place: string;
}

/** AtlasVLA: `VLAModel(config)` and `load_state_dict`. */
export interface AtlasPlan {
  readonly kind: 'atlas-vla';
  readonly config: AtlasVlaConfig;
  /** Module of the pickled config's class, imported by unpickling: `configs.model_config`. */
  readonly configModule: string | undefined;
  readonly language: DecoderPlan;
  readonly assumptions: readonly string[];
}

/** A model of transformers: `from_pretrained` of a folder with config.json. */
export interface TransformersPlan {
  readonly kind: 'transformers';
  readonly modelType: string;
  /** As config.json names it; what AutoModel would build where it names none. */
  readonly className: string;
  /** Undefined for what is no decoder of a family that Plumb builds. */
  readonly decoder: DecoderPlan | undefined;
  /** config.json itself; undefined where there is none and the tensors speak. */
  readonly fields?: ConfigFields;
  /** Class of `auto_map`: code beside the config, which `trust_remote_code=True` runs in place of the library's. */
  readonly ownCode?: string;
  readonly place: string;
  readonly assumptions: readonly string[];
}

/** A policy of LeRobot: `from_pretrained` of a folder with its config.json. */
export interface LerobotPlan {
  readonly kind: 'lerobot';
  readonly type: LerobotType;
  /** `ACTPolicy`. */
  readonly className: string;
  /** As until January 2025: config.json has no `type`, which no release since can read. */
  readonly untyped?: boolean;
  readonly fields: ConfigFields;
  /** Sizes behind SmolVLA's `vlm_model_name`. */
  readonly vlm?: SmolVlmConfig;
  readonly place: string;
  readonly assumptions: readonly string[];
}

/** OpenVLA, OpenVLA-OFT: `from_pretrained` with the code that lies beside the weights. */
export interface OpenVlaPlan {
  readonly kind: 'openvla';
  readonly className: string;
  /** `vision_backbone_id`. */
  readonly backbone: string;
  readonly config: OpenVlaConfig;
  readonly place: string;
  readonly assumptions: readonly string[];
}

/** π0 or π0.5 in openpi's names: `PI0Pytorch` and `safetensors.torch.load_model`. */
export interface OpenPiPlan {
  readonly kind: 'openpi';
  readonly className: string;
  readonly config: Pi0Config;
  readonly place: string;
  readonly assumptions: readonly string[];
}

/** Diffusion Policy as its authors' workspaces save it: `workspace.load_payload`, strict. */
export interface DiffusionPolicyPlan {
  readonly kind: 'diffusion-policy';
  /** `DiffusionUnetHybridImagePolicy`. */
  readonly className: string;
  readonly config: DiffusionPolicyConfig;
  /** `cfg.policy._target_`. */
  readonly target: string;
  /** `cfg.training.use_ema`: its evaluation takes `ema_model`. */
  readonly usesEma: boolean;
  /** Names under `state_dicts`, beside `model`. */
  readonly states: readonly string[];
  readonly place: string;
  readonly assumptions: readonly string[];
}

/** ACT or CNNMLP as tonyzhaozh/act saves them: `policy.load_state_dict` of what the script's arguments build. */
export interface ActPlan {
  readonly kind: 'act';
  /** `ACTPolicy` or `CNNMLPPolicy`. */
  readonly className: string;
  /** What the tensors say of the arguments and of what the script and the model fix. */
  readonly sizes:
    | { readonly policy: 'ACTPolicy'; readonly config: DetrVaeConfig }
    | { readonly policy: 'CNNMLPPolicy'; readonly config: CnnMlpConfig };
  readonly place: string;
  readonly assumptions: readonly string[];
}

/** The model that a checkpoint was made for. */
export type ModelPlan =
  | AtlasPlan
  | TransformersPlan
  | LerobotPlan
  | OpenVlaPlan
  | OpenPiPlan
  | DiffusionPolicyPlan
  | ActPlan;
