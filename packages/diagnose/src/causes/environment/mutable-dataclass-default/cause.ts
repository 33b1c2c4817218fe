import type { Cause, Match } from '../../../cause.ts';
import type { Facts } from '../../../facts.ts';
import { firstOfEachLog, fromLog, logHits } from '../../look-up-facts.ts';

const CODE = 'environment/mutable-dataclass-default';
const WORDS =
  /mutable default <class '(?<class>[^']+)'> for field (?<field>\w+) is not allowed: use default_factory/;

function match(facts: Facts): Match | undefined {
  const logged = firstOfEachLog(logHits(facts, CODE, 'refused'));
  const predicted = facts.loads.flatMap(({ importFailure }) =>
    importFailure && WORDS.test(importFailure.error) ? [importFailure] : [],
  );
  const groups = logged[0]?.event.groups ?? (predicted[0] && WORDS.exec(predicted[0].error)?.groups);
  if (!groups) return undefined;
  return {
    strength: 'proven',
    evidence: [...logged.map(fromLog), ...predicted.flatMap((failure) => failure.evidence)],
    details: { class: groups.class ?? '', field: groups.field ?? '' },
  };
}

export const mutableDataclassDefault: Cause = {
  code: CODE,
  title: 'The source cannot be imported under this Python: the default of `{field}` is mutable',
  what: 'The dataclass field `{field}` has an instance of {class} as its default. Python raises while the module is imported; nothing else of the program runs.',
  why: 'Until 3.10 dataclasses refused lists, dictionaries and sets only. Since 3.11 they refuse every default that is not hashable, and an instance of a dataclass with `eq` and without `frozen` is not.',
  covers: [],
  explains: ['import-raises'],
  leadsTo: [],
  remedies: [
    {
      when: 'now',
      text: 'Give the field a factory: `{field}: … = field(default_factory=…)`.',
      commands: ['plumb check CHECKPOINT --env ENV --source DIR'],
      cost: 'One line for each such field.',
      risk: 'None; older Pythons read it the same way. Checkpoints that hold the config as a pickle stay readable.',
    },
    {
      when: 'test',
      text: 'Run under Python 3.10, where the source was written.',
      commands: [],
      cost: 'Another environment.',
      risk: 'Newer releases of the libraries drop 3.10.',
    },
  ],
  logPatterns: [{ name: 'refused', contains: 'mutable default <class', regex: WORDS }],
  match,
};
