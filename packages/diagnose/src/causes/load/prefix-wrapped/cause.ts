import type { Cause, Match } from '../../../cause.ts';
import type { Facts } from '../../../facts.ts';
import { loadFailures } from '../../load-failures.ts';
import { firstOfEachLog, fromLog, logHits } from '../../look-up-facts.ts';

const CODE = 'load/prefix-wrapped';
const WRAPPERS = /^(?:(?:module|_orig_mod|_fsdp_wrapped_module)\.)+/;

/** The prefix that turns every missing name into an unexpected one. */
function wrapperOf(missing: readonly string[], unexpected: readonly string[]): string | undefined {
  const prefix = unexpected[0] && WRAPPERS.exec(unexpected[0])?.[0];
  if (!prefix || missing.length === 0) return undefined;
  const names = new Set(unexpected);
  return missing.every((name) => names.has(prefix + name)) ? prefix : undefined;
}

function match(facts: Facts): Match | undefined {
  for (const failure of loadFailures(facts)) {
    const prefix = wrapperOf(failure.missing, failure.unexpected);
    if (!prefix) continue;
    return {
      strength: failure.from === 'observed' ? 'proven' : 'likely',
      evidence: [
        failure.evidence(
          `${failure.missing.length} missing names are unexpected ones without ${prefix}, e.g. ${failure.unexpected[0]}`,
        ),
      ],
      details: { prefix },
    };
  }
  // a line kept without the list of missing names beside it; `module.` alone can be a name of the model's own
  const lines = firstOfEachLog(logHits(facts, CODE, 'unexpected')).filter(
    ({ log }) => log.loadErrors.length === 0,
  );
  if (lines.length === 0) return undefined;
  return {
    strength: 'likely',
    evidence: lines.map(fromLog),
    details: { prefix: lines[0]!.event.groups.prefix ?? 'a wrapper’s prefix' },
  };
}

export const prefixWrapped: Cause = {
  code: CODE,
  title: 'Every name in the checkpoint carries the prefix `{prefix}`',
  what: 'The names differ from those of the model by `{prefix}` alone: the same tensors are missing under one name and unexpected under the other.',
  why: 'The checkpoint was saved from a wrapper (DistributedDataParallel adds `module.`, torch.compile `_orig_mod.`), and the loader strips none of it, or one level of two.',
  covers: ['A10'],
  explains: ['load-raises'],
  leadsTo: ['load/error-swallowed'],
  remedies: [
    {
      when: 'now',
      text: 'Strip the prefix from the names before `load_state_dict`, as often as it occurs.',
      commands: ['plumb inspect CHECKPOINT'],
      cost: 'One line.',
      risk: 'None: shapes and values stay.',
    },
    {
      when: 'long-term',
      text: 'Save the state dict of the unwrapped model.',
      commands: [],
      cost: 'One line in the trainer.',
      risk: 'None.',
    },
  ],
  logPatterns: [
    {
      name: 'unexpected',
      contains: 'Unexpected key(s) in state_dict:',
      regex:
        /Unexpected key\(s\) in state_dict: "(?<prefix>(?:_orig_mod|module\._orig_mod|_fsdp_wrapped_module)\.)/,
    },
  ],
  match,
};
