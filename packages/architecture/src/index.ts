export { atlasVla } from './architectures/atlas-vla/atlas-vla.ts';
export { vggtAdapter } from './architectures/atlas-vla/backbones.ts';
export type { AtlasVlaConfig, VisionTower } from './architectures/atlas-vla/config.ts';
export { buildDecoder, isDecoderType } from './architectures/build-decoder.ts';
export { buildModel } from './architectures/build-model.ts';
export { ConfigFields } from './architectures/config-fields.ts';
export type { DecoderConfig, Libraries } from './architectures/decoder.ts';
export { PUBLISHED, type PublishedModel, publishedConfig } from './architectures/published.ts';
export { qwen2, qwen2ForCausalLM } from './architectures/qwen2.ts';
export { qwen3, qwen3ForCausalLM } from './architectures/qwen3.ts';
export { readDecoderConfig } from './architectures/read-decoder-config.ts';
export { VGGT_1B, type VggtConfig, vggt } from './architectures/vggt/vggt.ts';
export { type CheckInput, checkLoad } from './check/check-load.ts';
export type {
  AtlasPlan,
  DecoderPlan,
  LerobotPlan,
  ModelPlan,
  OpenPiPlan,
  OpenVlaPlan,
  TransformersPlan,
} from './check/model-plan.ts';
export { planModel } from './check/plan-model.ts';
export type * from './check-result.ts';
export type * from './load-prediction.ts';
export { listTensors, type ModuleSpec, type TensorSpec } from './module-spec.ts';
export { type LoadOptions, predictLoad } from './predict-load.ts';
export { recogniseArchitecture } from './recognise/recognise.ts';
export type { ArchitectureName, RecognisedPart } from './recognise/recognised-part.ts';
