import { expect, test } from 'vitest';
import type { Cause, Match } from './cause.ts';
import { diagnose } from './diagnose.ts';
import { emptyFacts, type Facts, type LogFact } from './facts.ts';

function cause(code: Cause['code'], match: Match | undefined, some: Partial<Cause> = {}): Cause {
  return {
    code,
    title: `${code} of {name}`,
    what: 'what of {name}, {other}',
    why: 'why',
    covers: ['A01'],
    explains: [],
    leadsTo: [],
    remedies: [],
    match: () => match,
    ...some,
  };
}

const ERROR = `Error(s) in loading state_dict for VLAModel:\n\tMissing key(s) in state_dict: "a.bias". `;
const LOG: LogFact = {
  ...{
    path: 'my runs/eval.log',
    lines: 9,
    events: [],
    tracebacks: [],
    rates: [],
    checkpoint: undefined,
    remarks: [],
  },
  loadErrors: [{ line: 3, endLine: 4, message: ERROR, traceback: undefined, truncated: false }],
};
const score: Facts['results'][number] = {
  ...{ path: 'r.json', suite: 's', checkpoint: 'best.pt', timestamp: undefined, horizon: 220, tasks: [] },
  ...{ claimed: { episodes: 50, successes: 0 }, offline: undefined },
};
const facts: Facts = { ...emptyFacts(), given: ['my runs'], logs: [LOG], results: [score] };
const evidence = [{ kind: 'log' as const, place: 'my runs/eval.log:3', text: 'x' }];

test('the verdict says what is proven, what it explains, and what it does not', () => {
  const { verdict, rootCauses, symptoms, findings } = diagnose(facts, [
    cause(
      'load/shapes',
      { strength: 'proven', evidence },
      { explains: ['load-raises'], title: 'shapes differ' },
    ),
    cause(
      'environment/old',
      { strength: 'proven', evidence, details: { name: 'qwen3' } },
      { leadsTo: ['load/shapes'] },
    ),
    cause(
      'observation/flip',
      { strength: 'possible', evidence: [] },
      { explains: ['no-success'], title: 'upside down' },
    ),
    cause('action/none', undefined),
  ]);
  expect(verdict).toBe(
    'Proven: environment/old of qwen3. It explains the crash at load. The load failure does not explain ' +
      '0 of 50 episodes (r.json): a load that raises runs no episode. Next suspects: upside down.',
  );
  expect(rootCauses.map(({ code }) => code)).toEqual(['environment/old']);
  expect(findings.map(({ code, explainedBy }) => [code, explainedBy])).toEqual([
    ['environment/old', []],
    ['load/shapes', ['environment/old']],
    ['observation/flip', []],
  ]);
  expect(symptoms.map(({ explainedBy, suspects }) => [explainedBy, suspects])).toEqual([
    [['environment/old'], []],
    [[], ['observation/flip']],
  ]);
});

test('placeholders: what the match fills is filled, the rest stays to be seen', () => {
  const [finding] = diagnose(facts, [
    cause('load/x', { strength: 'likely', evidence, details: { name: 'A' } }),
  ]).findings;
  expect(finding).toMatchObject({ title: 'load/x of A', what: 'what of A, {other}' });
});

test('a match may reach less far than its cause: then it is a suspect', () => {
  const { symptoms } = diagnose(facts, [
    cause('load/partial', { strength: 'proven', evidence: [], explains: [] }, { explains: ['no-success'] }),
  ]);
  expect(symptoms.map(({ suspects }) => suspects)).toEqual([[], ['load/partial']]);
});

test('commands: the user’s own paths, quoted; only commands that exist; nothing that was asked already', () => {
  const { next } = diagnose({ ...facts, given: ['my runs'] }, [
    cause(
      'load/x',
      {
        strength: 'proven',
        evidence,
        next: ['plumb diagnose RESULTS DIR', 'plumb diagnose LOG', 'plumb eval x', 'rm -rf /'],
      },
      { explains: ['load-raises'] },
    ),
  ]);
  expect(next).toEqual([
    "plumb diagnose 'my runs' SOURCE",
    'plumb explain load/x',
    "plumb diagnose 'my runs' CHECKPOINT ENV SOURCE",
  ]);
});

test('a broken entry of the catalogue costs its own finding only, and is named', () => {
  const broken = cause('load/broken', undefined, {
    match: () => {
      throw new Error('bug');
    },
  });
  const { findings, facts: after } = diagnose(facts, [
    broken,
    cause('load/x', { strength: 'proven', evidence }),
  ]);
  expect(findings.map(({ code }) => code)).toEqual(['load/x']);
  expect(after.problems).toMatchObject([{ path: 'load/broken', code: 'CAUSE_FAILED', error: 'Error: bug' }]);
});

test('order: strength, then what is explained, then kinds of evidence', () => {
  const more = [...evidence, { kind: 'source' as const, place: 'a.py:1', text: '' }];
  const { findings } = diagnose(facts, [
    cause('load/d', { strength: 'possible', evidence: more }),
    cause('load/c', { strength: 'proven', evidence }),
    cause('load/b', { strength: 'proven', evidence: more }),
    cause('load/a', { strength: 'proven', evidence }, { explains: ['load-raises'] }),
  ]);
  expect(findings.map(({ code }) => code)).toEqual(['load/a', 'load/b', 'load/c', 'load/d']);
});

test('nothing wrong, and nothing to look at', () => {
  const clean = { ...emptyFacts(), logs: [{ ...LOG, loadErrors: [] }] };
  expect(diagnose(clean, []).verdict).toBe('Nothing wrong found in 1 log.');
  expect(diagnose(emptyFacts(), []).verdict).toContain('There was nothing to look at');
  const problems = [{ path: 'a.pt', code: undefined, error: 'x' }];
  expect(diagnose({ ...clean, problems }, []).verdict).toBe(
    'Nothing wrong found in 1 log. One thing could not be read or predicted.',
  );
});

test('symptoms that nothing explains, findings without a symptom', () => {
  expect(diagnose(facts, []).verdict).toBe(
    'Nothing found explains the crash at load and 0 of 50 episodes (r.json). No other cause of the catalogue is supported by this evidence.',
  );
  const weak = cause(
    'security/pickle',
    { strength: 'possible', evidence: [] },
    { title: 'pickles are loaded' },
  );
  expect(diagnose({ ...emptyFacts(), logs: [{ ...LOG, loadErrors: [] }] }, [weak]).verdict).toBe(
    'No symptom is in this evidence. Found, but not shown to have done harm: pickles are loaded (possible).',
  );
});
