import type { Cause } from '../cause.ts';
import { actionsOutOfScale } from './action/actions-out-of-scale/cause.ts';
import { answerUnusable } from './action/answer-unusable/cause.ts';
import { constantOutput } from './action/constant-output/cause.ts';
import { gripperConvention } from './action/gripper-convention/cause.ts';
import { policyServerFails } from './action/policy-server-fails/cause.ts';
import { replanDiffers } from './action/replan-differs/cause.ts';
import { weakConditioning } from './action/weak-conditioning/cause.ts';
import { binRefused } from './environment/bin-refused/cause.ts';
import { eglDeviceNotVisible } from './environment/egl-device-not-visible/cause.ts';
import { glLibraryMissing } from './environment/gl-library-missing/cause.ts';
import { glMissing } from './environment/gl-missing/cause.ts';
import { liberoConfigElsewhere } from './environment/libero-config-elsewhere/cause.ts';
import { liberoFirstImportAsks } from './environment/libero-first-import-asks/cause.ts';
import { liberoInitStatesWeightsOnly } from './environment/libero-init-states-weights-only/cause.ts';
import { modelTypeUnknown } from './environment/model-type-unknown/cause.ts';
import { mujocoBoxBox } from './environment/mujoco-box-box/cause.ts';
import { mujocoDarkerFloors } from './environment/mujoco-darker-floors/cause.ts';
import { mutableDataclassDefault } from './environment/mutable-dataclass-default/cause.ts';
import { numpyAbi } from './environment/numpy-abi/cause.ts';
import { robosuiteTooNew } from './environment/robosuite-too-new/cause.ts';
import { torchCannotUseGpu } from './environment/torch-cannot-use-gpu/cause.ts';
import { actionStatisticsNeverSet } from './load/action-statistics-never-set/cause.ts';
import { addedTokens } from './load/added-tokens/cause.ts';
import { errorSwallowed } from './load/error-swallowed/cause.ts';
import { lfsPointer } from './load/lfs-pointer/cause.ts';
import { missingKeysWarned } from './load/missing-keys-warned/cause.ts';
import { numpy2Pickle } from './load/numpy2-pickle/cause.ts';
import { partialLoadUnreported } from './load/partial-load-unreported/cause.ts';
import { prefixWrapped } from './load/prefix-wrapped/cause.ts';
import { shapesDiffer } from './load/shapes-differ/cause.ts';
import { shardMissing } from './load/shard-missing/cause.ts';
import { strictFalseCannotSkipShapes } from './load/strict-false-cannot-skip-shapes/cause.ts';
import { tiedEmbeddingMissing } from './load/tied-embedding-missing/cause.ts';
import { truncated } from './load/truncated/cause.ts';
import { zeroSizePlaceholders } from './load/zero-size-placeholders/cause.ts';
import { imageOrientationDiffers } from './observation/image-orientation-differs/cause.ts';
import { normalisationDiffers } from './observation/normalisation-differs/cause.ts';
import { wristViewReplaced } from './observation/wrist-view-replaced/cause.ts';
import { crashesCountedAsFailures } from './reporting/crashes-counted-as-failures/cause.ts';
import { episodesNotRunCounted } from './reporting/episodes-not-run-counted/cause.ts';
import { offlineScoreMistaken } from './reporting/offline-score-mistaken/cause.ts';
import { resultsOnlyAtEnd } from './reporting/results-only-at-end/cause.ts';
import { tooFewEpisodes } from './reporting/too-few-episodes/cause.ts';
import { dangerousPickle } from './security/dangerous-pickle/cause.ts';
import { evalOnConfig } from './security/eval-on-config/cause.ts';
import { fullPickleLoad } from './security/full-pickle-load/cause.ts';
import { remoteCodeUnpinned } from './security/remote-code-unpinned/cause.ts';
import { weightsOnlyUnsafeTorch } from './security/weights-only-unsafe-torch/cause.ts';
import { horizonNotReset } from './simulator/horizon-not-reset/cause.ts';
import { horizonShorter } from './simulator/horizon-shorter/cause.ts';
import { pathNotInLibero } from './simulator/path-not-in-libero/cause.ts';
import { resetSwallowsExceptions } from './simulator/reset-swallows-exceptions/cause.ts';
import { settleStepsDiffer } from './simulator/settle-steps-differ/cause.ts';
import { stateDiscardedByReset } from './simulator/state-discarded-by-reset/cause.ts';
import { backboneRandomWeights } from './substitution/backbone-random-weights/cause.ts';
import { baseCheckpointEvaluated } from './substitution/base-checkpoint-evaluated/cause.ts';
import { defaultConfig } from './substitution/default-config/cause.ts';
import { demoData } from './substitution/demo-data/cause.ts';
import { instructionConstant } from './substitution/instruction-constant/cause.ts';
import { languageModelReplaced } from './substitution/language-model-replaced/cause.ts';

/** The catalogue, by code. */
export const causes: readonly Cause[] = [
  answerUnusable,
  constantOutput,
  policyServerFails,
  replanDiffers,
  weakConditioning,
  binRefused,
  eglDeviceNotVisible,
  glLibraryMissing,
  glMissing,
  liberoConfigElsewhere,
  liberoFirstImportAsks,
  liberoInitStatesWeightsOnly,
  modelTypeUnknown,
  mujocoBoxBox,
  mujocoDarkerFloors,
  mutableDataclassDefault,
  numpyAbi,
  robosuiteTooNew,
  torchCannotUseGpu,
  actionStatisticsNeverSet,
  addedTokens,
  errorSwallowed,
  lfsPointer,
  missingKeysWarned,
  numpy2Pickle,
  partialLoadUnreported,
  prefixWrapped,
  shapesDiffer,
  shardMissing,
  strictFalseCannotSkipShapes,
  tiedEmbeddingMissing,
  truncated,
  zeroSizePlaceholders,
  imageOrientationDiffers,
  normalisationDiffers,
  wristViewReplaced,
  crashesCountedAsFailures,
  episodesNotRunCounted,
  offlineScoreMistaken,
  resultsOnlyAtEnd,
  tooFewEpisodes,
  dangerousPickle,
  evalOnConfig,
  fullPickleLoad,
  remoteCodeUnpinned,
  weightsOnlyUnsafeTorch,
  horizonNotReset,
  horizonShorter,
  pathNotInLibero,
  resetSwallowsExceptions,
  settleStepsDiffer,
  stateDiscardedByReset,
  backboneRandomWeights,
  baseCheckpointEvaluated,
  defaultConfig,
  demoData,
  instructionConstant,
  languageModelReplaced,
  gripperConvention,
  actionsOutOfScale,
];
