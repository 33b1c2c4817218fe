import type { Cause, Match } from '../../../cause.ts';
import type { Facts } from '../../../facts.ts';
import {
  fromProbe,
  fromSignals,
  fromSource,
  onlyLoadAsked,
  probeHits,
  signalHits,
  sourceHits,
} from '../../look-up-facts.ts';
import { usesClass } from '../uses-class.ts';

/** Asked by plumb debug: neither picture nor instruction changes the action. */
function matchProbes(facts: Facts): Match | undefined {
  const image = probeHits(facts, 'image-dependence', 'fail');
  const blind = image.flatMap((hit) => {
    const instruction = hit.probes.results.find(({ name }) => name === 'instruction-dependence');
    return instruction?.outcome === 'fail' ? [hit, { probes: hit.probes, result: instruction }] : [];
  });
  if (blind.length === 0) return undefined;
  return { strength: 'proven', evidence: blind.map(fromProbe), details: { class: blind[0]!.probes.policy } };
}

const SIGNAL = 'constant-actions';

/** Seen by plumb eval: the hand moves, the pictures with it, and the action stays. */
function matchRuns(facts: Facts): Match | undefined {
  const hits = signalHits(facts, SIGNAL);
  if (hits.length === 0) return undefined;
  const policy = hits[0]!.run.spec.policy.name;
  return {
    strength: 'likely',
    evidence: fromSignals(hits, SIGNAL),
    details: { class: policy },
  };
}

function match(facts: Facts): Match | undefined {
  const source = matchSource(facts);
  const seen = [matchProbes(facts), matchRuns(facts)].filter((found) => found !== undefined);
  if (seen.length === 0) return source;
  const [first] = source ? [source] : seen;
  const proven = source !== undefined || seen.some(({ strength }) => strength === 'proven');
  const evidence = [...(source?.evidence ?? []), ...seen.flatMap((found) => found.evidence)];
  return { ...first!, strength: proven ? 'proven' : 'likely', evidence, next: [] };
}

function matchSource(facts: Facts): Match | undefined {
  const hits = sourceHits(facts, 'constant-output').filter(
    ({ detection }) => detection.details.strength === 'constant' && detection.details.reachesActions === true,
  );
  const used = hits.map((hit) => ({ hit, use: usesClass(facts, String(hit.detection.details.class)) }));
  const relevant = used.filter(({ use }) => use.answer !== 'no');
  const proven = relevant.some(({ use }) => use.answer === 'yes');
  // what is proven for the very checkpoint that was given is told even when only its load was asked about
  if (relevant.length === 0 || (onlyLoadAsked(facts) && !proven)) return undefined;
  return {
    strength: proven ? 'proven' : 'possible',
    evidence: relevant.flatMap(({ hit, use }) => [fromSource(hit), ...use.evidence]),
    details: { class: String(relevant[0]!.hit.detection.details.class ?? 'the backbone') },
    ...(proven ? {} : { next: ['plumb diagnose CHECKPOINT DIR'] }),
  };
}

export const constantOutput: Cause = {
  code: 'action/constant-output',
  title: 'The actions do not depend on picture or instruction: {class} answers the same for every input',
  what: 'What the action head reads from {class} does not depend on its input. Every observation leads to the same actions.',
  why: 'The learned action queries pass through layers that mix no tokens of picture or language into them. Training can still lower the loss, down to the error of the mean action, and evaluation repeats that action.',
  covers: [],
  explains: ['no-success', 'below-expectation', 'offline-online-gap'],
  leadsTo: [],
  remedies: [
    {
      when: 'now',
      text: 'Feed two different pictures and two instructions, and compare the actions. Equal to the last bit: this is it.',
      commands: ['plumb debug atlas:CHECKPOINT'],
      cost: 'Minutes.',
      risk: 'None.',
    },
    {
      when: 'long-term',
      text: 'Let the queries attend to the tokens (cross attention, or one sequence), and train again.',
      commands: [],
      cost: 'A change of the architecture and a training run.',
      risk: 'Checkpoints made before do not load any more.',
    },
  ],
  match,
};
