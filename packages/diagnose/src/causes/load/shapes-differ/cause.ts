import type { Cause, Match } from '../../../cause.ts';
import type { Facts } from '../../../facts.ts';
import { loadFailures, SIZE_MISMATCH, tellMismatch } from '../../load-failures.ts';

/** The tensors that tell two models apart fastest: the embedding, and the layer that takes the language model's width. */
const TELLING = /embed_tokens\.weight$|projector\.0\.weight$/;

/** Pieces of evidence for one load: enough to see the pattern, the whole list is in the shape table. */
const SHOWN = 4;

function match(facts: Facts): Match | undefined {
  const failures = loadFailures(facts).filter((failure) => failure.mismatched.length > 0);
  // a message that was cut short counts too few
  const whole = failures.find((failure) => !failure.truncated) ?? failures[0];
  if (!whole) return undefined;
  const evidence = failures.flatMap(({ mismatched, evidence: place }) => {
    const telling = mismatched.filter(({ name }) => TELLING.test(name));
    const shown = [...new Set([...telling, ...mismatched])].slice(0, SHOWN);
    return shown.map((mismatch) => place(tellMismatch(mismatch), mismatch.name));
  });
  return {
    strength: failures.some(({ from }) => from === 'observed') ? 'proven' : 'likely',
    evidence,
    details: {
      model: whole.model ?? 'the model',
      count: whole.truncated ? `at least ${whole.mismatched.length}` : String(whole.mismatched.length),
      example: tellMismatch(whole.mismatched.find(({ name }) => TELLING.test(name)) ?? whole.mismatched[0]!),
      missing: String(whole.missing.length),
      unexpected: String(whole.unexpected.length),
    },
  };
}

export const shapesDiffer: Cause = {
  code: 'load/shapes-differ',
  title: 'The checkpoint does not fit the model that was built: {count} tensors of other shapes',
  what: 'load_state_dict of {model} raises: {count} tensors have other shapes, {missing} are missing, {unexpected} unexpected. For example {example}.',
  why: 'The checkpoint was saved from a model of another architecture or size than the one constructed here. Nothing of it is in use: PyTorch raises after comparing, and the program stops or goes on without these weights.',
  covers: ['A16'],
  explains: ['load-raises'],
  leadsTo: ['load/strict-false-cannot-skip-shapes', 'load/error-swallowed'],
  remedies: [
    {
      when: 'now',
      text: 'Build the model that the checkpoint was saved from: same config, same library release. Compare both sides before the next run.',
      commands: ['plumb inspect CHECKPOINT', 'plumb check CHECKPOINT --env ENV --source DIR'],
      cost: 'Minutes.',
      risk: 'None.',
    },
    {
      when: 'test',
      text: 'Not a remedy: `strict=False`. It skips missing and unexpected names; tensors of another shape raise all the same. Filtering them out by hand loads a model whose language part was never trained together with the rest.',
      commands: [],
      cost: 'An evaluation that measures nothing.',
      risk: 'A score of 0 % that looks like a bad policy.',
    },
  ],
  logPatterns: [{ name: 'size-mismatch', contains: 'size mismatch for', regex: SIZE_MISMATCH }],
  match,
};
