import type { Cause, Match } from '../../../cause.ts';
import type { Facts } from '../../../facts.ts';
import { loadFailures, type Mismatch, tellMismatch } from '../../load-failures.ts';

const VOCABULARY = /(?:^|\.)(?:embed_tokens|lm_head|wte|word_embeddings)\.weight$/;

/** Same width, more or fewer rows. */
function onlyRowsDiffer({ name, checkpoint, model }: Mismatch): boolean {
  return (
    VOCABULARY.test(name) &&
    checkpoint.length === 2 &&
    model.length === 2 &&
    checkpoint[1] === model[1] &&
    checkpoint[0] !== model[0]
  );
}

function match(facts: Facts): Match | undefined {
  const failures = loadFailures(facts).filter(
    ({ mismatched }) => mismatched.length > 0 && mismatched.every(onlyRowsDiffer),
  );
  const first = failures[0];
  if (!first) return undefined;
  const { checkpoint, model } = first.mismatched[0]!;
  return {
    strength: failures.some((failure) => !failure.truncated) ? 'proven' : 'likely',
    evidence: failures.flatMap((failure) =>
      failure.mismatched.map((m) => failure.evidence(tellMismatch(m), m.name)),
    ),
    details: {
      saved: String(checkpoint[0]),
      built: String(model[0]),
      difference: String(Math.abs(checkpoint[0]! - model[0]!)),
    },
  };
}

export const addedTokens: Cause = {
  code: 'load/added-tokens',
  title: 'The vocabulary differs: {saved} rows saved, {built} in the model',
  what: 'Only the token embedding (and the output layer, where there is one) has another number of rows: {difference} tokens apart. Everything else fits.',
  why: 'The policy was trained on a language model to which tokens were added, action tokens for instance, and the config points to the plain one.',
  covers: ['A17'],
  explains: ['load-raises'],
  leadsTo: ['load/shapes-differ'],
  remedies: [
    {
      when: 'now',
      text: 'Set the base model of the config to the extended one, with its tokenizer.',
      commands: ['plumb inspect CHECKPOINT'],
      cost: 'One line of the config.',
      risk: 'None.',
    },
    {
      when: 'test',
      text: 'If the extended base is lost: `resize_token_embeddings({saved})` before the load lets the saved rows in.',
      commands: [],
      cost: 'One line.',
      risk: 'The tokenizer must give the added tokens the ids that training gave them; otherwise the actions are nonsense.',
    },
  ],
  logPatterns: [
    {
      name: 'rows',
      contains: 'size mismatch for',
      regex:
        /size mismatch for \S*(?:embed_tokens|lm_head)\.weight: copying a param with shape torch\.Size\(\[\d+, (?<width>\d+)\]\) from checkpoint, the shape in current model is torch\.Size\(\[\d+, \k<width>\]\)/,
    },
  ],
  match,
};
