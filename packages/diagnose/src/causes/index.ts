import type { Cause } from '../cause.ts';
import { modelTypeUnknown } from './environment/model-type-unknown/cause.ts';
import { partialLoadUnreported } from './load/partial-load-unreported/cause.ts';
import { shapesDiffer } from './load/shapes-differ/cause.ts';
import { strictFalseCannotSkipShapes } from './load/strict-false-cannot-skip-shapes/cause.ts';
import { imageOrientationDiffers } from './observation/image-orientation-differs/cause.ts';
import { normalisationDiffers } from './observation/normalisation-differs/cause.ts';
import { wristViewReplaced } from './observation/wrist-view-replaced/cause.ts';
import { episodesNotRunCounted } from './reporting/episodes-not-run-counted/cause.ts';
import { offlineScoreMistaken } from './reporting/offline-score-mistaken/cause.ts';
import { horizonNotReset } from './simulator/horizon-not-reset/cause.ts';
import { instructionConstant } from './substitution/instruction-constant/cause.ts';
import { languageModelReplaced } from './substitution/language-model-replaced/cause.ts';

/** The catalogue, by code. */
export const causes: readonly Cause[] = [
  modelTypeUnknown,
  partialLoadUnreported,
  shapesDiffer,
  strictFalseCannotSkipShapes,
  imageOrientationDiffers,
  normalisationDiffers,
  wristViewReplaced,
  episodesNotRunCounted,
  offlineScoreMistaken,
  horizonNotReset,
  instructionConstant,
  languageModelReplaced,
];
