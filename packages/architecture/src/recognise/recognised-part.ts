/** What names and shapes can speak for. `decoder`: a transformer decoder of a family that Plumb does not build. */
export type ArchitectureName =
  | 'atlas-vla'
  | 'qwen2'
  | 'qwen3'
  /** Llama's layout; Mistral and Gemma 1 have the same names, and only a published size tells them apart. */
  | 'llama'
  | 'mistral'
  | 'gemma'
  | 'gemma2'
  | 'gemma3_text'
  | 'dinov2'
  | 'clip'
  | 'clip-vision'
  | 'clip-text'
  | 'siglip'
  | 'siglip-vision'
  | 'siglip-text'
  | 'paligemma'
  | 'paligemma-projector'
  | 'contrastive-projections'
  | 'vision-tower-projector'
  | 'spatial-action-head'
  | 'openvla'
  | 'timm-vit'
  | 'prismatic-projector'
  | 'oft-action-head'
  | 'oft-projector'
  | 'lora'
  | 'pi0'
  | 'pi05'
  | 'pi0-expert'
  | 'act'
  /** The baseline beside ACT in its authors' repository. */
  | 'cnn-mlp'
  | 'diffusion-policy'
  | 'observation-encoder'
  | 'smolvla'
  | 'smolvla-expert'
  | 'smolvlm-connector'
  /** Means and deviations of the training data, which LeRobot before 0.4 and Diffusion Policy's authors save among the weights. */
  | 'policy-statistics'
  | 'decoder'
  | 'vggt'
  | 'direct-patches'
  | 'language-projector'
  | 'vggt-adapter'
  | 'simple-backbone'
  | 'mlp-action-head'
  | 'unknown';

/** A part of a checkpoint and the architecture that its names and shapes speak for. Nothing else was looked at. */
export interface RecognisedPart {
  /** Where its names begin, without the last dot: `language_encoder.language_model`; '' for the top. */
  readonly path: string;
  readonly architecture: ArchitectureName;
  /** For a reader: `Qwen3, hidden 1024, 28 layers, 16 query and 8 key-value heads of 128: Qwen3-0.6B`. */
  readonly text: string;
  /** The sizes that were read off, by the names of the architecture's own config. */
  readonly config: Readonly<Record<string, number | string | boolean>>;
  /** Hub ids of models with exactly these names and shapes. */
  readonly published: readonly string[];
  /** Numbers in its tensors, buffers among them: a state dict does not tell them apart. */
  readonly parameters: number;
  readonly tensors: number;
  /** True for the composite that the other parts make up: its tensors are counted in theirs too. */
  readonly whole: boolean;
  /** The names and shapes that decided, and what was expected but is not there. */
  readonly evidence: readonly string[];
}
