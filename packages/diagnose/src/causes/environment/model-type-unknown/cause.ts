import type { Evidence } from '@plumb/contract';
import { firstReleaseOf, type KnownModelTypes } from '@plumb/python';
import type { Cause, Match } from '../../../cause.ts';
import type { Facts } from '../../../facts.ts';
import {
  firstOfEachLog,
  fromLog,
  fromPrediction,
  fromTraceback,
  installed,
  logHits,
  tracebacks,
} from '../../look-up-facts.ts';
import { modelNames } from './model-names.ts';

const CODE = 'environment/model-type-unknown';
const WORDS = /model type `(?<modelType>[\w.-]+)` but Transformers does not recognize this architecture/;

/**
 * What pip has to be asked for. Below the next major where that suffices: 5.x asks more of Python and torch than a
 * machine that is this far behind is likely to have.
 */
function requirementFor(modelType: string): string {
  const first = firstReleaseOf(modelType);
  if (first === undefined) return 'transformers';
  const [major, minor] = first.split('.');
  return `transformers>=${major}.${minor},<${Number(major) + 1}`;
}

interface Unknown {
  readonly modelType: string;
  readonly direct: boolean;
  readonly evidence: readonly Evidence[];
}

function inLogs(facts: Facts): Unknown[] {
  return firstOfEachLog(logHits(facts, CODE, 'unrecognised')).map((hit) => ({
    modelType: hit.event.groups.modelType ?? '',
    direct: true,
    evidence: [fromLog(hit)],
  }));
}

/** Releases before 4.37 look the type up and raise the bare key (4.36.2 does, 4.37.2 has the sentence). */
function inTracebacks(facts: Facts): Unknown[] {
  return tracebacks(facts, /^KeyError$/, /^'[\w.-]+'$/).flatMap(({ log, traceback }) =>
    traceback.frames.some(({ file }) => /transformers\/models\/auto\/configuration_auto\.py$/.test(file))
      ? [
          {
            modelType: traceback.message.slice(1, -1),
            direct: true,
            evidence: [fromTraceback(log, traceback)],
          },
        ]
      : [],
  );
}

/** `check` has already asked the environment's own registry. */
function inPredictions(facts: Facts): Unknown[] {
  return facts.loads.flatMap((load) => {
    const words = load.constructionError ?? load.substitution?.reason;
    const modelType = words && WORDS.exec(words)?.groups?.modelType;
    if (!words || !modelType) return [];
    return [{ modelType, direct: false, evidence: [fromPrediction(load, words)] }];
  });
}

function inRegistries(facts: Facts): Unknown[] {
  return facts.environments.flatMap(({ modelTypes }) =>
    facts.checkpoints.flatMap(modelNames).flatMap(({ modelType, evidence }) => {
      if (modelTypes?.knows(modelType) !== 'no') return [];
      const { direct, evidence: registry } = registryLacks(modelTypes, modelType);
      return [{ modelType, direct, evidence: [evidence, ...registry] }];
    }),
  );
}

/** A log names the type, and an environment given beside it agrees that it does not know it. */
function withoutCheckpoint(facts: Facts, modelType: string): Unknown[] {
  return facts.environments.flatMap(({ modelTypes }) =>
    modelTypes?.knows(modelType) === 'no' ? [{ modelType, ...registryLacks(modelTypes, modelType) }] : [],
  );
}

function registryLacks(modelTypes: KnownModelTypes, modelType: string): Omit<Unknown, 'modelType'> {
  const { transformersVersion, from, place } = modelTypes;
  const text =
    from === 'auto-mapping'
      ? `the registry of transformers ${transformersVersion} has no \`${modelType}\``
      : `transformers ${transformersVersion} is older than the first release that has \`${modelType}\``;
  return { direct: from === 'auto-mapping', evidence: [{ kind: 'environment', place, text }] };
}

function match(facts: Facts): Match | undefined {
  const found = [...inLogs(facts), ...inTracebacks(facts), ...inRegistries(facts), ...inPredictions(facts)];
  const first = found[0];
  if (!first) return undefined;
  const { modelType } = first;
  const same = found.filter((unknown) => unknown.modelType === modelType);
  if (facts.checkpoints.length === 0) same.push(...withoutCheckpoint(facts, modelType));
  const versions = new Set(installed(facts, 'transformers').map((hit) => hit.installed.version));
  const knowing = facts.environments.flatMap(({ modelTypes }) =>
    modelTypes?.knows(modelType) === 'yes'
      ? [
          {
            kind: 'environment',
            place: modelTypes.place,
            text: `transformers ${modelTypes.transformersVersion} knows \`${modelType}\`: the failure came from another environment than this one`,
          } as const,
        ]
      : [],
  );
  return {
    strength: same.some((unknown) => unknown.direct) ? 'proven' : 'likely',
    evidence: [...same.flatMap((unknown) => unknown.evidence), ...knowing],
    details: {
      modelType,
      transformers:
        versions.size === 1 && knowing.length === 0
          ? `transformers ${[...versions][0]}`
          : 'The installed transformers',
      requirement: requirementFor(modelType),
    },
  };
}

export const modelTypeUnknown: Cause = {
  code: CODE,
  title: '{transformers} does not know the model type `{modelType}`',
  what: 'The library on this machine has no class for `{modelType}`, so the model that the checkpoint was trained with cannot be built here.',
  why: 'A model type enters transformers with one release and is unknown to every release before it. Training and evaluation ran with different releases.',
  covers: ['C07'],
  explains: ['load-raises'],
  leadsTo: ['substitution/language-model-replaced', 'load/shapes-differ'],
  remedies: [
    {
      when: 'now',
      text: 'Install a release of transformers that knows `{modelType}`, in a copy of the environment first.',
      commands: ["pip install --upgrade '{requirement}'", 'plumb check CHECKPOINT --env ENV --source DIR'],
      cost: 'Minutes. No training; every weight of the checkpoint is used as it is.',
      risk: 'Other packages may pin an older transformers or tokenizers: read what pip says. Without an upper bound pip takes the newest major, and 5.x asks for a newer Python and torch (5.23.0: Python 3.11, torch 2.6).',
    },
    {
      when: 'test',
      text: 'Load once with the result asserted, before any episode: the log must say that the language model of the config was loaded, and nothing of a fallback.',
      commands: ['plumb diagnose LOG'],
      cost: 'One load.',
      risk: 'None.',
    },
    {
      when: 'long-term',
      text: 'Pin the release that trained the checkpoint beside it, and let the code raise where the language model cannot be built.',
      commands: ['pip freeze > requirements.lock.txt'],
      cost: 'A file and a deleted `except`.',
      risk: 'None: a program that stops is cheaper than a wrong model.',
    },
  ],
  logPatterns: [{ name: 'unrecognised', contains: 'does not recognize this architecture', regex: WORDS }],
  match,
};
