import type { Cause, Match } from '../../../cause.ts';
import type { Facts } from '../../../facts.ts';
import { fromSource, onlyLoadAsked, sourceHits } from '../../look-up-facts.ts';

function match(facts: Facts): Match | undefined {
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
  what: 'The data set code reads the instruction from fields that may not exist and puts a constant ({instruction}) in their place. Evaluation sends real sentences.',
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
