import type { TensorShape } from '@plumb/contract';
import { recogniseWith } from './recognise-with.ts';
import type { RecognisedPart } from './recognised-part.ts';

export type { ArchitectureName, RecognisedPart } from './recognised-part.ts';

/** A part of a name that stands in every checkpoint of the families that are loaded on demand. */
const TELLING =
  /layer_scale1\.lambda1$|pre_layrnorm|_embedding\.(?:weight|bias)$|multi_modal_projector\.|gemma_expert\.|featurizer\.blocks\.|projector\.fc1\.|mlp_resnet_blocks\.|^(?:module\.)*fc1\.weight$|logit_scale$|encoder_latent_input_proj\.|diffusion_step_encoder\.|is_pad_head\.|backbone_down_projs\.|input_emb\.|(?:^|\.)normalizer\.params_dict\.|lm_expert\.|normalize_inputs\.|\.lora_A\./;

/** As `recogniseArchitecture`; a checkpoint without any of their names does not pay for the code of more families. */
export async function recogniseLazily(tensors: readonly TensorShape[]): Promise<RecognisedPart[]> {
  if (!tensors.some(({ name }) => TELLING.test(name))) return recogniseWith(tensors, undefined);
  const { MORE_FAMILIES } = await import('./more-families.ts');
  return recogniseWith(tensors, MORE_FAMILIES);
}
