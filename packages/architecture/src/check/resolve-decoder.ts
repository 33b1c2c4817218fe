import type { Evidence } from '@plumb/contract';
import { PlumbError } from '@plumb/core';
import { publishedConfig } from '../architectures/published.ts';
import type { Substitution } from '../check-result.ts';
import type { InstalledLibraries } from './libraries.ts';
import type { DecoderPlan } from './model-plan.ts';
import { notPredicted } from './not-predicted.ts';
import { findLanguageSubstitution, type ModelSource, sourceEvidence } from './read-source.ts';
import { type UnknownModelType, unknownModelTypeError } from './unknown-model-type.ts';

/** The language model that is really built over there. */
export interface ResolvedDecoder {
  readonly built: DecoderPlan | undefined;
  readonly substitution: Substitution | undefined;
  /** Where nothing is built: what the library raises. */
  readonly constructionError: string | undefined;
  readonly evidence: readonly Evidence[];
  readonly assumptions: readonly string[];
}

/** Whether the installed transformers builds a model_type; throws `MODEL_TYPE_UNSURE` where nothing tells. */
export async function raisesFor(
  modelType: string,
  libraries: InstalledLibraries,
): Promise<UnknownModelType | undefined> {
  const { known, transformers, environment } = libraries;
  const answer = known.knows(modelType);
  if (answer === 'unsure')
    throw new PlumbError({
      code: 'MODEL_TYPE_UNSURE',
      what: `Plumb's table does not say whether transformers ${transformers} knows the model type \`${modelType}\`.`,
      why: `Only a version is known (${known.place}), and it lies outside of the releases that the table was made from.`,
      remedy: `Give the environment's folder to --env instead of ${environment.path}: its own registry is read there.`,
    });
  return answer === 'yes' ? undefined : unknownModelTypeError(modelType, libraries);
}

/** Follows `from_pretrained` in that environment, and the source's handler where it raises. */
export async function resolveDecoder(
  wanted: DecoderPlan,
  libraries: InstalledLibraries,
  source: ModelSource | undefined,
): Promise<ResolvedDecoder> {
  const { modelType } = wanted.config;
  const error = await raisesFor(modelType, libraries);
  const named: Evidence = {
    kind: 'checkpoint',
    place: wanted.place,
    text: `${wanted.name}, model_type ${modelType}`,
  };
  if (!error)
    return {
      built: wanted,
      substitution: undefined,
      constructionError: undefined,
      evidence: [named],
      assumptions: [],
    };
  const lacks: Evidence = {
    kind: 'environment',
    place: libraries.known.place,
    text: `transformers ${libraries.transformers} does not know \`${modelType}\``,
  };
  const raised: Evidence[] = error.place
    ? [
        {
          kind: 'environment',
          place: error.place,
          text: 'raised here for a model_type that is not in the registry',
        },
      ]
    : [];
  const evidence = [named, lacks, ...raised];
  const handler = source && (await findLanguageSubstitution(source));
  if (!handler) {
    const why = source
      ? `No handler in ${source.path} puts another language model in its place: the error goes up.`
      : "No source is given: no fallback is assumed, so the constructor raises the library's own error. With --source a fallback would be followed.";
    return {
      built: undefined,
      substitution: undefined,
      constructionError: error.error,
      evidence,
      assumptions: [why],
    };
  }
  const name = handler.built.literal;
  const config = name === undefined ? undefined : publishedConfig(name);
  if (!name || !config)
    throw notPredicted(
      'ARCHITECTURE_NOT_PREDICTED',
      `In place of ${wanted.name} the source builds ${handler.built.text}, which Plumb cannot.`,
      `${handler.file}:${handler.handlerLine} names no published model whose parameters Plumb knows.`,
    );
  const line = Number(/:(\d+)$/.exec(handler.built.literalPlace ?? '')?.[1] ?? handler.handlerLine);
  const file = handler.built.literalPlace?.replace(/:\d+$/, '') ?? handler.file;
  const handled = sourceEvidence(
    source,
    handler.file,
    handler.handlerLine,
    `except ${handler.catches.join(', ')}: ${handler.target} = ${handler.built.text}`,
  );
  const place = sourceEvidence(source, file, line, name);
  const secondError = await raisesFor(config.modelType, libraries);
  return {
    built: secondError ? undefined : { name, config, place: place.place },
    substitution: secondError
      ? undefined
      : { wanted: wanted.name, built: name, reason: error.error, evidence: [handled, place, ...evidence] },
    constructionError: secondError?.error,
    evidence: [handled, place, ...evidence],
    assumptions: secondError ? [] : [`${name} can be downloaded over there, or is in its cache.`],
  };
}
