import { constantOutput } from './constant-output.ts';
import { defaultConfigSubstituted } from './default-config-substituted.ts';
import type { SourceDetector } from './detector.ts';
import { dummyDataSubstituted } from './dummy-data-substituted.ts';
import { evalOnConfig } from './eval-on-config.ts';
import { exceptionCountedAsFailure } from './exception-counted-as-failure.ts';
import { imageNormalisation } from './image-normalisation.ts';
import { imageOrientation } from './image-orientation.ts';
import { instructionDefault } from './instruction-default.ts';
import { maxSteps } from './max-steps.ts';
import { noResetBetweenEpisodes } from './no-reset-between-episodes.ts';
import { pathNotInData } from './path-not-in-data.ts';
import { rateOverRequested } from './rate-over-requested.ts';
import { resetSwallowsExceptions } from './reset-swallows-exceptions.ts';
import { resultsWrittenAtEnd } from './results-written-at-end.ts';
import { seeds } from './seeds.ts';
import { settleSteps } from './settle-steps.ts';
import { stateDiscardedByReset } from './state-discarded-by-reset.ts';
import { strictFalseForSizeMismatch } from './strict-false-for-size-mismatch.ts';
import { strictFalseResultUnused } from './strict-false-result-unused.ts';
import { substitutesModel } from './substitutes-model.ts';
import { swallowedLoadError } from './swallowed-load-error.ts';
import { trustRemoteCode } from './trust-remote-code.ts';
import { weightsOnlyFalse } from './weights-only-false.ts';
import { wristViewSubstituted } from './wrist-view-substituted.ts';

/** Every source detector by its id. */
export const detectors: ReadonlyMap<string, SourceDetector> = new Map(
  [
    constantOutput,
    defaultConfigSubstituted,
    dummyDataSubstituted,
    evalOnConfig,
    exceptionCountedAsFailure,
    imageNormalisation,
    imageOrientation,
    instructionDefault,
    maxSteps,
    noResetBetweenEpisodes,
    pathNotInData,
    rateOverRequested,
    resetSwallowsExceptions,
    resultsWrittenAtEnd,
    seeds,
    settleSteps,
    stateDiscardedByReset,
    strictFalseForSizeMismatch,
    strictFalseResultUnused,
    substitutesModel,
    swallowedLoadError,
    trustRemoteCode,
    weightsOnlyFalse,
    wristViewSubstituted,
  ].map((detector) => [detector.id, detector]),
);
