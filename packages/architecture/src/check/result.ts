import type { Checkpoint } from '@plumb/checkpoint';
import type { PythonEnvironment } from '@plumb/python';
import type { CheckResult, ImportFailure } from '../check-result.ts';
import type { LoadPrediction } from '../load-prediction.ts';

type Subject = Pick<CheckResult, 'checkpoint' | 'environment' | 'source' | 'architecture'>;

/** What was checked against what, as every result names it. */
export function subjectOf(
  { path }: Checkpoint,
  environment: PythonEnvironment,
  source: string | undefined,
  architecture: string,
): Subject {
  return { checkpoint: path, environment: environment.path, source, architecture };
}

/** Of a load that gets as far as the weights, by the model that was asked for. */
export const REACHED_WEIGHTS = {
  substitution: undefined,
  importFailure: undefined,
  constructionError: undefined,
} as const;

/** A load that ends before any weight is read. */
export function failedBefore(
  subject: Subject,
  reason: Partial<Omit<CheckResult, keyof LoadPrediction>>,
): CheckResult {
  return {
    ...subject,
    loads: false,
    error: null,
    missing: [],
    unexpected: [],
    mismatched: [],
    substitution: undefined,
    importFailure: undefined,
    constructionError: undefined,
    config: [],
    evidence: [],
    assumptions: [],
    ...reason,
  };
}

/** What Python raises where the package is not there. */
export function noTransformers({ path, packages }: PythonEnvironment): ImportFailure {
  return {
    error: "ModuleNotFoundError: No module named 'transformers'",
    evidence: [
      { kind: 'environment', place: path, text: `transformers is not among its ${packages.size} packages` },
    ],
  };
}

/** `module.` in front of every name: saved from a wrapper, loaded into what is not wrapped. */
export function describePrefixes({ prefixes, path }: Checkpoint): string[] {
  if (prefixes.length === 0) return [];
  return [
    `Every name in ${path} begins with ${prefixes.join('')}: predicted as saved, without anything that strips it before the load.`,
  ];
}

/** A library's own way to load is predicted: a source that was given is not followed, which has to be said. */
export function describeUnread(source: string | undefined, call: string): string[] {
  return source === undefined ? [] : [`${source} is not looked at: this is ${call}.`];
}
