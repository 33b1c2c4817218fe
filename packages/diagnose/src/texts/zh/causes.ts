import { zh as actionsOutOfScale } from '../../causes/action/actions-out-of-scale/cause.zh.ts';
import { zh as answerUnusable } from '../../causes/action/answer-unusable/cause.zh.ts';
import { zh as constantOutput } from '../../causes/action/constant-output/cause.zh.ts';
import { zh as gripperConvention } from '../../causes/action/gripper-convention/cause.zh.ts';
import { zh as policyServerFails } from '../../causes/action/policy-server-fails/cause.zh.ts';
import { zh as replanDiffers } from '../../causes/action/replan-differs/cause.zh.ts';
import { zh as weakConditioning } from '../../causes/action/weak-conditioning/cause.zh.ts';
import { zh as binRefused } from '../../causes/environment/bin-refused/cause.zh.ts';
import { zh as eglDeviceNotVisible } from '../../causes/environment/egl-device-not-visible/cause.zh.ts';
import { zh as glLibraryMissing } from '../../causes/environment/gl-library-missing/cause.zh.ts';
import { zh as glMissing } from '../../causes/environment/gl-missing/cause.zh.ts';
import { zh as liberoConfigElsewhere } from '../../causes/environment/libero-config-elsewhere/cause.zh.ts';
import { zh as liberoFirstImportAsks } from '../../causes/environment/libero-first-import-asks/cause.zh.ts';
import { zh as liberoInitStatesWeightsOnly } from '../../causes/environment/libero-init-states-weights-only/cause.zh.ts';
import { zh as modelTypeUnknown } from '../../causes/environment/model-type-unknown/cause.zh.ts';
import { zh as mujocoBoxBox } from '../../causes/environment/mujoco-box-box/cause.zh.ts';
import { zh as mujocoDarkerFloors } from '../../causes/environment/mujoco-darker-floors/cause.zh.ts';
import { zh as mutableDataclassDefault } from '../../causes/environment/mutable-dataclass-default/cause.zh.ts';
import { zh as numpyAbi } from '../../causes/environment/numpy-abi/cause.zh.ts';
import { zh as robosuiteTooNew } from '../../causes/environment/robosuite-too-new/cause.zh.ts';
import { zh as torchCannotUseGpu } from '../../causes/environment/torch-cannot-use-gpu/cause.zh.ts';
import { zh as actionStatisticsNeverSet } from '../../causes/load/action-statistics-never-set/cause.zh.ts';
import { zh as addedTokens } from '../../causes/load/added-tokens/cause.zh.ts';
import { zh as errorSwallowed } from '../../causes/load/error-swallowed/cause.zh.ts';
import { zh as lfsPointer } from '../../causes/load/lfs-pointer/cause.zh.ts';
import { zh as missingKeysWarned } from '../../causes/load/missing-keys-warned/cause.zh.ts';
import { zh as numpy2Pickle } from '../../causes/load/numpy2-pickle/cause.zh.ts';
import { zh as partialLoadUnreported } from '../../causes/load/partial-load-unreported/cause.zh.ts';
import { zh as prefixWrapped } from '../../causes/load/prefix-wrapped/cause.zh.ts';
import { zh as shapesDiffer } from '../../causes/load/shapes-differ/cause.zh.ts';
import { zh as shardMissing } from '../../causes/load/shard-missing/cause.zh.ts';
import { zh as strictFalseCannotSkipShapes } from '../../causes/load/strict-false-cannot-skip-shapes/cause.zh.ts';
import { zh as tiedEmbeddingMissing } from '../../causes/load/tied-embedding-missing/cause.zh.ts';
import { zh as truncated } from '../../causes/load/truncated/cause.zh.ts';
import { zh as zeroSizePlaceholders } from '../../causes/load/zero-size-placeholders/cause.zh.ts';
import { zh as imageOrientationDiffers } from '../../causes/observation/image-orientation-differs/cause.zh.ts';
import { zh as normalisationDiffers } from '../../causes/observation/normalisation-differs/cause.zh.ts';
import { zh as wristViewReplaced } from '../../causes/observation/wrist-view-replaced/cause.zh.ts';
import { zh as crashesCountedAsFailures } from '../../causes/reporting/crashes-counted-as-failures/cause.zh.ts';
import { zh as episodesNotRunCounted } from '../../causes/reporting/episodes-not-run-counted/cause.zh.ts';
import { zh as offlineScoreMistaken } from '../../causes/reporting/offline-score-mistaken/cause.zh.ts';
import { zh as resultsOnlyAtEnd } from '../../causes/reporting/results-only-at-end/cause.zh.ts';
import { zh as tooFewEpisodes } from '../../causes/reporting/too-few-episodes/cause.zh.ts';
import { zh as dangerousPickle } from '../../causes/security/dangerous-pickle/cause.zh.ts';
import { zh as evalOnConfig } from '../../causes/security/eval-on-config/cause.zh.ts';
import { zh as fullPickleLoad } from '../../causes/security/full-pickle-load/cause.zh.ts';
import { zh as remoteCodeUnpinned } from '../../causes/security/remote-code-unpinned/cause.zh.ts';
import { zh as weightsOnlyUnsafeTorch } from '../../causes/security/weights-only-unsafe-torch/cause.zh.ts';
import { zh as horizonNotReset } from '../../causes/simulator/horizon-not-reset/cause.zh.ts';
import { zh as horizonShorter } from '../../causes/simulator/horizon-shorter/cause.zh.ts';
import { zh as pathNotInLibero } from '../../causes/simulator/path-not-in-libero/cause.zh.ts';
import { zh as resetSwallowsExceptions } from '../../causes/simulator/reset-swallows-exceptions/cause.zh.ts';
import { zh as settleStepsDiffer } from '../../causes/simulator/settle-steps-differ/cause.zh.ts';
import { zh as stateDiscardedByReset } from '../../causes/simulator/state-discarded-by-reset/cause.zh.ts';
import { zh as backboneRandomWeights } from '../../causes/substitution/backbone-random-weights/cause.zh.ts';
import { zh as baseCheckpointEvaluated } from '../../causes/substitution/base-checkpoint-evaluated/cause.zh.ts';
import { zh as defaultConfig } from '../../causes/substitution/default-config/cause.zh.ts';
import { zh as demoData } from '../../causes/substitution/demo-data/cause.zh.ts';
import { zh as instructionConstant } from '../../causes/substitution/instruction-constant/cause.zh.ts';
import { zh as languageModelReplaced } from '../../causes/substitution/language-model-replaced/cause.zh.ts';
import type { CauseTexts } from '../language.ts';

/** The causes that are translated, by code. Those that are not here are told in English, and reports say so. */
export const causes: Readonly<Record<string, CauseTexts>> = {
  'action/actions-out-of-scale': actionsOutOfScale,
  'action/answer-unusable': answerUnusable,
  'action/constant-output': constantOutput,
  'action/gripper-convention': gripperConvention,
  'action/policy-server-fails': policyServerFails,
  'action/replan-differs': replanDiffers,
  'action/weak-conditioning': weakConditioning,
  'environment/bin-refused': binRefused,
  'environment/egl-device-not-visible': eglDeviceNotVisible,
  'environment/gl-library-missing': glLibraryMissing,
  'environment/gl-missing': glMissing,
  'environment/libero-config-elsewhere': liberoConfigElsewhere,
  'environment/libero-first-import-asks': liberoFirstImportAsks,
  'environment/libero-init-states-weights-only': liberoInitStatesWeightsOnly,
  'environment/model-type-unknown': modelTypeUnknown,
  'environment/mujoco-box-box': mujocoBoxBox,
  'environment/mujoco-darker-floors': mujocoDarkerFloors,
  'environment/mutable-dataclass-default': mutableDataclassDefault,
  'environment/numpy-abi': numpyAbi,
  'environment/robosuite-too-new': robosuiteTooNew,
  'environment/torch-cannot-use-gpu': torchCannotUseGpu,
  'load/action-statistics-never-set': actionStatisticsNeverSet,
  'load/added-tokens': addedTokens,
  'load/error-swallowed': errorSwallowed,
  'load/lfs-pointer': lfsPointer,
  'load/missing-keys-warned': missingKeysWarned,
  'load/numpy2-pickle': numpy2Pickle,
  'load/partial-load-unreported': partialLoadUnreported,
  'load/prefix-wrapped': prefixWrapped,
  'load/shapes-differ': shapesDiffer,
  'load/shard-missing': shardMissing,
  'load/strict-false-cannot-skip-shapes': strictFalseCannotSkipShapes,
  'load/tied-embedding-missing': tiedEmbeddingMissing,
  'load/truncated': truncated,
  'load/zero-size-placeholders': zeroSizePlaceholders,
  'observation/image-orientation-differs': imageOrientationDiffers,
  'observation/normalisation-differs': normalisationDiffers,
  'observation/wrist-view-replaced': wristViewReplaced,
  'reporting/crashes-counted-as-failures': crashesCountedAsFailures,
  'reporting/episodes-not-run-counted': episodesNotRunCounted,
  'reporting/offline-score-mistaken': offlineScoreMistaken,
  'reporting/results-only-at-end': resultsOnlyAtEnd,
  'reporting/too-few-episodes': tooFewEpisodes,
  'security/dangerous-pickle': dangerousPickle,
  'security/eval-on-config': evalOnConfig,
  'security/full-pickle-load': fullPickleLoad,
  'security/remote-code-unpinned': remoteCodeUnpinned,
  'security/weights-only-unsafe-torch': weightsOnlyUnsafeTorch,
  'simulator/horizon-not-reset': horizonNotReset,
  'simulator/horizon-shorter': horizonShorter,
  'simulator/path-not-in-libero': pathNotInLibero,
  'simulator/reset-swallows-exceptions': resetSwallowsExceptions,
  'simulator/settle-steps-differ': settleStepsDiffer,
  'simulator/state-discarded-by-reset': stateDiscardedByReset,
  'substitution/backbone-random-weights': backboneRandomWeights,
  'substitution/base-checkpoint-evaluated': baseCheckpointEvaluated,
  'substitution/default-config': defaultConfig,
  'substitution/demo-data': demoData,
  'substitution/instruction-constant': instructionConstant,
  'substitution/language-model-replaced': languageModelReplaced,
};
