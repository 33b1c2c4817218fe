import type { Cause, Match } from '../../../cause.ts';
import type { Facts } from '../../../facts.ts';
import { loadFailures } from '../../load-failures.ts';
import { firstOfEachLog, fromLog, logHits } from '../../look-up-facts.ts';

const CODE = 'load/tied-embedding-missing';
const TIED = /(?:^|\.)(?:embed_tokens|lm_head|wte|shared)\.weight$/;

/** The other half of the pair, where a checkpoint that is at hand has it. */
function partner(facts: Facts, missing: string) {
  for (const checkpoint of facts.checkpoints) {
    const tensor = checkpoint.tensors.find(({ name }) => TIED.test(name) && name !== missing);
    if (tensor) return { checkpoint, tensor };
  }
  return undefined;
}

function match(facts: Facts): Match | undefined {
  const failures = loadFailures(facts).filter(
    ({ missing, unexpected, mismatched, truncated }) =>
      missing.length === 1 &&
      TIED.test(missing[0]!) &&
      unexpected.length + mismatched.length === 0 &&
      !truncated,
  );
  const lines = failures.length > 0 ? [] : firstOfEachLog(logHits(facts, CODE, 'one-missing'));
  const missing = failures[0]?.missing[0] ?? lines[0]?.event.groups.key;
  if (missing === undefined) return undefined;
  const other = partner(facts, missing);
  return {
    strength: other ? 'proven' : 'likely',
    evidence: [
      ...failures.map((failure) => failure.evidence(`the only missing name is ${missing}`)),
      ...lines.map(fromLog),
      ...(other
        ? [
            {
              kind: 'checkpoint',
              place: `${other.checkpoint.path}!${other.tensor.name}`,
              text: `the tied partner is there, shape [${other.tensor.shape.join(', ')}]`,
            } as const,
          ]
        : []),
    ],
    details: { missing },
  };
}

export const tiedEmbeddingMissing: Cause = {
  code: CODE,
  title: 'One tensor is missing, and it is half of a tied pair: {missing}',
  what: 'Every other name fits. {missing} shares its storage with the other end of the language model, and the file holds that one only.',
  why: 'safetensors stores a shared tensor once. A model that registers both names, and is loaded before they are tied, asks for the second.',
  covers: ['A04'],
  explains: ['load-raises'],
  leadsTo: ['load/error-swallowed'],
  remedies: [
    {
      when: 'now',
      text: 'Copy the partner under the missing name before the load, or call `tie_weights()` and allow exactly this name to be missing.',
      commands: ['plumb inspect CHECKPOINT'],
      cost: 'Two lines.',
      risk: 'Right only where the config has `tie_word_embeddings: true`.',
    },
    {
      when: 'long-term',
      text: 'Save with both names, or through the library that ties them on load.',
      commands: [],
      cost: 'One save.',
      risk: 'None.',
    },
  ],
  logPatterns: [
    {
      name: 'one-missing',
      contains: 'Missing key(s) in state_dict:',
      regex: /Missing key\(s\) in state_dict: "(?<key>[^"]*(?:embed_tokens|lm_head)\.weight)"\.\s*$/,
    },
  ],
  match,
};
