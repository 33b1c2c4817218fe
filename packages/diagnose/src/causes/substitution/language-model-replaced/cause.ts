import type { Evidence } from '@plumb/contract';
import type { Cause, LogPattern, Match } from '../../../cause.ts';
import type { Facts } from '../../../facts.ts';
import { fromLog, fromSource, logHits, sourceHits } from '../../look-up-facts.ts';

const CODE = 'substitution/language-model-replaced';

/** Lines between "Could not load model from …" and "Falling back to …": the error's own text may take a few. */
const NEAR = 12;

/** A model's name: on the hub, or with its size at the end. Keeps "Falling back to CPU" and "to demo mode..." out. */
const NAME = String.raw`(?<built>[\w.-]+\/[\w.-]*\w|[\w.-]*\d[\d.]*[BM])`;

const FAILURES: readonly LogPattern[] = [
  {
    name: 'could-not-load',
    contains: 'ould not load model from',
    regex: /[Cc]ould not load model from (?<wanted>[^\s:]+)/,
  },
  {
    name: 'cannot-load',
    contains: 'annot load ',
    regex: /[Cc]annot load (?:(?:the )?(?:language )?model )?(?<wanted>[\w.-]+\/[\w.-]+)/,
  },
  {
    name: 'failed-to-load',
    contains: 'ailed to load ',
    regex: /[Ff]ailed to load (?:(?:the )?(?:language )?model )?(?<wanted>[\w.-]+\/[\w.-]+)/,
  },
];

const FALLBACKS: readonly LogPattern[] = [
  {
    name: 'falling-back',
    contains: 'alling back to',
    regex: new RegExp(`[Ff]alling back to ${NAME}\\.*\\s*$`),
  },
  {
    name: 'in-its-place',
    contains: 'in its place',
    regex: new RegExp(`(?:taking|using|loading|building) ${NAME} in its place`, 'i'),
  },
  {
    name: 'instead',
    contains: ' instead',
    regex: new RegExp(`(?:taking|using|loading|building|trying) ${NAME} instead`, 'i'),
  },
];

interface Replaced {
  readonly wanted: string;
  readonly built: string;
  readonly evidence: readonly Evidence[];
}

function inLogs(facts: Facts): Replaced[] {
  const failures = FAILURES.flatMap(({ name }) => logHits(facts, CODE, name));
  const fallbacks = FALLBACKS.flatMap(({ name }) => logHits(facts, CODE, name));
  return fallbacks.flatMap((fallback) => {
    // the nearest above; a tokenizer's fallback prints the same second line under another first one
    const failure = failures.findLast(
      (hit) =>
        hit.log === fallback.log &&
        hit.event.line < fallback.event.line &&
        fallback.event.line - hit.event.line <= NEAR,
    );
    if (!failure) return [];
    return [
      {
        wanted: failure.event.groups.wanted ?? 'the model of the config',
        built: fallback.event.groups.built ?? 'another',
        evidence: [fromLog(failure), fromLog(fallback)],
      },
    ];
  });
}

function inPredictions(facts: Facts): Replaced[] {
  return facts.loads.flatMap(({ substitution, checkpoint, environment }) =>
    substitution
      ? [
          {
            wanted: substitution.wanted,
            built: substitution.built,
            evidence: [
              {
                kind: 'prediction',
                place: `${checkpoint} in ${environment}`,
                text: `${substitution.wanted} cannot be built there; the source builds ${substitution.built}`,
              } as const,
              ...substitution.evidence,
            ],
          },
        ]
      : [],
  );
}

function match(facts: Facts): Match | undefined {
  const seen = [...inLogs(facts), ...inPredictions(facts)];
  const handlers = sourceHits(facts, 'substitutes-model').filter(
    ({ detection }) => detection.details.what !== 'tokenizer',
  );
  const first = seen[0];
  if (first)
    return {
      strength: 'proven',
      evidence: [...seen.flatMap((r) => r.evidence), ...handlers.map(fromSource)],
      details: { wanted: first.wanted, built: first.built },
    };
  // a prediction that needs no fallback shows that the handler is not taken there
  if (handlers.length === 0 || facts.loads.length > 0) return undefined;
  return {
    strength: 'possible',
    evidence: handlers.map(fromSource),
    details: {
      wanted: String(handlers[0]!.detection.details.wanted ?? 'the model of the config'),
      built: String(handlers[0]!.detection.details.built ?? 'another model'),
    },
    next: ['plumb check CHECKPOINT --env ENV --source DIR'],
  };
}

export const languageModelReplaced: Cause = {
  code: CODE,
  title: '{built} is built in place of {wanted}',
  what: 'Constructing {wanted} fails, an `except` catches that, and the program goes on with {built}. The log names it once, in a line among many, and later lines still print the name from the config.',
  why: 'The handler catches every exception, so an outdated library, a lost connection and a wrong name all end in another model instead of an error.',
  covers: ['C07'],
  explains: [],
  leadsTo: ['load/shapes-differ'],
  remedies: [
    {
      when: 'now',
      text: 'Remove what made the construction of {wanted} fail (the finding above this one, if there is one); then the handler is not reached.',
      commands: ['plumb check CHECKPOINT --env ENV --source DIR'],
      cost: 'That of the other remedy.',
      risk: 'Until the handler is gone, the next failure will be as quiet.',
    },
    {
      when: 'long-term',
      text: 'Delete the handler: let the error of the constructor stop the program. Where a second model is wanted, let the config name it, and save that name in the checkpoint.',
      commands: [],
      cost: 'A few deleted lines; training has to be started with the model that is meant.',
      risk: 'None for evaluation.',
    },
    {
      when: 'long-term',
      text: 'If {built} is to stay, train again with it: the projector behind the language model depends on its width, and a policy tuned to one text encoder does not understand another.',
      commands: [],
      cost: 'A training run, at least of the projector and of what follows it.',
      risk: 'The score has to be measured anew.',
    },
  ],
  logPatterns: [...FAILURES, ...FALLBACKS],
  match,
};
