import type { TensorShape } from '@plumb/contract';
import { MORE_FAMILIES } from './more-families.ts';
import { recogniseWith } from './recognise-with.ts';
import type { RecognisedPart } from './recognised-part.ts';

export type { ArchitectureName, RecognisedPart } from './recognised-part.ts';

/** As `recogniseWith`, with every family that Plumb knows. */
export function recogniseArchitecture(tensors: readonly TensorShape[]): RecognisedPart[] {
  return recogniseWith(tensors, MORE_FAMILIES);
}
