import { zh as constantOutput } from '../../causes/action/constant-output/cause.zh.ts';
import { zh as weakConditioning } from '../../causes/action/weak-conditioning/cause.zh.ts';
import { zh as modelTypeUnknown } from '../../causes/environment/model-type-unknown/cause.zh.ts';
import { zh as errorSwallowed } from '../../causes/load/error-swallowed/cause.zh.ts';
import { zh as partialLoadUnreported } from '../../causes/load/partial-load-unreported/cause.zh.ts';
import { zh as shapesDiffer } from '../../causes/load/shapes-differ/cause.zh.ts';
import { zh as strictFalseCannotSkipShapes } from '../../causes/load/strict-false-cannot-skip-shapes/cause.zh.ts';
import { zh as imageOrientationDiffers } from '../../causes/observation/image-orientation-differs/cause.zh.ts';
import { zh as normalisationDiffers } from '../../causes/observation/normalisation-differs/cause.zh.ts';
import { zh as wristViewReplaced } from '../../causes/observation/wrist-view-replaced/cause.zh.ts';
import { zh as crashesCountedAsFailures } from '../../causes/reporting/crashes-counted-as-failures/cause.zh.ts';
import { zh as episodesNotRunCounted } from '../../causes/reporting/episodes-not-run-counted/cause.zh.ts';
import { zh as offlineScoreMistaken } from '../../causes/reporting/offline-score-mistaken/cause.zh.ts';
import { zh as resultsOnlyAtEnd } from '../../causes/reporting/results-only-at-end/cause.zh.ts';
import { zh as tooFewEpisodes } from '../../causes/reporting/too-few-episodes/cause.zh.ts';
import { zh as fullPickleLoad } from '../../causes/security/full-pickle-load/cause.zh.ts';
import { zh as remoteCodeUnpinned } from '../../causes/security/remote-code-unpinned/cause.zh.ts';
import { zh as horizonNotReset } from '../../causes/simulator/horizon-not-reset/cause.zh.ts';
import { zh as pathNotInLibero } from '../../causes/simulator/path-not-in-libero/cause.zh.ts';
import { zh as settleStepsDiffer } from '../../causes/simulator/settle-steps-differ/cause.zh.ts';
import { zh as stateDiscardedByReset } from '../../causes/simulator/state-discarded-by-reset/cause.zh.ts';
import { zh as demoData } from '../../causes/substitution/demo-data/cause.zh.ts';
import { zh as instructionConstant } from '../../causes/substitution/instruction-constant/cause.zh.ts';
import { zh as languageModelReplaced } from '../../causes/substitution/language-model-replaced/cause.zh.ts';
import type { CauseTexts } from '../language.ts';

/** The causes that are translated, by code. Those that are not here are told in English, and reports say so. */
export const causes: Readonly<Record<string, CauseTexts>> = {
  'action/constant-output': constantOutput,
  'action/weak-conditioning': weakConditioning,
  'environment/model-type-unknown': modelTypeUnknown,
  'load/error-swallowed': errorSwallowed,
  'load/partial-load-unreported': partialLoadUnreported,
  'load/shapes-differ': shapesDiffer,
  'load/strict-false-cannot-skip-shapes': strictFalseCannotSkipShapes,
  'observation/image-orientation-differs': imageOrientationDiffers,
  'observation/normalisation-differs': normalisationDiffers,
  'observation/wrist-view-replaced': wristViewReplaced,
  'reporting/crashes-counted-as-failures': crashesCountedAsFailures,
  'reporting/episodes-not-run-counted': episodesNotRunCounted,
  'reporting/offline-score-mistaken': offlineScoreMistaken,
  'reporting/results-only-at-end': resultsOnlyAtEnd,
  'reporting/too-few-episodes': tooFewEpisodes,
  'security/full-pickle-load': fullPickleLoad,
  'security/remote-code-unpinned': remoteCodeUnpinned,
  'simulator/horizon-not-reset': horizonNotReset,
  'simulator/path-not-in-libero': pathNotInLibero,
  'simulator/settle-steps-differ': settleStepsDiffer,
  'simulator/state-discarded-by-reset': stateDiscardedByReset,
  'substitution/demo-data': demoData,
  'substitution/instruction-constant': instructionConstant,
  'substitution/language-model-replaced': languageModelReplaced,
};
