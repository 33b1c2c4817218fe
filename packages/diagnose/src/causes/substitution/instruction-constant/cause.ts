import type { Cause, Match } from '../../../cause.ts';
import type { Facts } from '../../../facts.ts';
import { fromProbe, fromSource, onlyLoadAsked, probeHits, sourceHits } from '../../look-up-facts.ts';

/** Asked by plumb debug: the pictures change the action, and no sentence does. */
function matchProbes(facts: Facts): Match | undefined {
  const deaf = probeHits(facts, 'instruction-dependence', 'fail').filter(({ probes }) =>
    probes.results.some(
      ({ name, outcome }) => name === 'image-dependence' && (outcome === 'pass' || outcome === 'weak'),
    ),
  );
  if (deaf.length === 0) return undefined;
  // where the pictures tell the task, such a policy may succeed all the same
  return {
    strength: 'possible',
    evidence: deaf.map(fromProbe),
    details: { instruction: 'a constant' },
    explains: [],
  };
}

function match(facts: Facts): Match | undefined {
  const source = matchSource(facts);
  const probes = matchProbes(facts);
  if (!source || !probes) return source ?? probes;
  return { ...source, strength: 'likely', evidence: [...source.evidence, ...probes.evidence] };
}

function matchSource(facts: Facts): Match | undefined {
  const hits = sourceHits(facts, 'instruction-default');
  if (hits.length === 0 || onlyLoadAsked(facts)) return undefined;
  return {
    // whether the data set has the field that the source asks for is not in the source
    strength: 'possible',
    evidence: hits.map(fromSource),
    details: { instruction: String(hits[0]!.detection.details.default ?? 'a constant') },
  };
}

export const instructionConstant: Cause = {
  code: 'substitution/instruction-constant',
  title: 'Training may have seen one constant instruction',
  what: 'The policy answers the same whatever sentence it is sent, or its data set code reads the sentence from fields that may not exist and puts a constant ({instruction}) in their place. Evaluation sends real sentences.',
  why: 'LeRobot data sets carry `task_index`, with the sentences in a table beside the data; a reader that asks for `language_instruction` gets nothing for every sample. Such a policy was never told the task: its error on recorded data can be tiny, and the sentences of the evaluation are unknown input.',
  covers: ['C22'],
  explains: ['no-success', 'below-expectation', 'offline-online-gap'],
  leadsTo: [],
  remedies: [
    {
      when: 'now',
      text: 'Count the distinct instructions of one epoch of the training loader. More than one, and as many as there are tasks: this is not it.',
      commands: [],
      cost: 'Minutes, no training.',
      risk: 'None.',
    },
    {
      when: 'test',
      text: 'Evaluate once with the constant in place of the task sentence. A change in success shows what the policy was trained with.',
      commands: [],
      cost: 'One short evaluation.',
      risk: 'Only a test: the policy still does not know its task.',
    },
    {
      when: 'long-term',
      text: 'Resolve `task_index` through the table of tasks of the data set, raise where no sentence is found, and train again.',
      commands: [],
      cost: 'A training run.',
      risk: 'None.',
    },
  ],
  match,
};
