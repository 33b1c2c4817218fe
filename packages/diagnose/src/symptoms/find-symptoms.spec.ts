import type { CheckResult } from '@plumb/architecture';
import { describe, expect, test } from 'vitest';
import { emptyFacts, type Facts, type LogFact, type ResultFact, type Traceback } from '../facts.ts';
import { findSymptoms } from './find-symptoms.ts';

const facts = (some: Partial<Facts>): Facts => ({ ...emptyFacts(), ...some });

function log(some: Partial<LogFact>): LogFact {
  const none = { events: [], tracebacks: [], loadErrors: [], rates: [], remarks: [] };
  return { path: 'eval.log', lines: 100, checkpoint: undefined, ...none, ...some };
}

function traceback(some: Partial<Traceback>): Traceback {
  const frames = [{ file: '/home/user/debug_eval.py', line: 3, function: '<module>' }];
  return {
    ...{ line: 1, endLine: 5, exception: 'ValueError', message: 'boom', frames },
    ...{ secondary: false, caught: false, repeated: 1 },
    ...some,
  };
}

function result(
  path: string,
  tasks: [steps: number, success?: boolean][][],
  some: Partial<ResultFact> = {},
): ResultFact {
  return {
    path,
    ...{ suite: 'libero_spatial', checkpoint: '/a/best.pt', timestamp: undefined, horizon: 220 },
    tasks: tasks.map((episodes, i) => ({
      key: `task_${i}`,
      ...{ name: undefined, requested: undefined, rate: undefined },
      episodes: episodes.map(([steps, success = false]) => ({ steps, success })),
    })),
    ...{ claimed: {}, offline: undefined },
    ...some,
  };
}

const kinds = (some: Partial<Facts>) => findSymptoms(facts(some)).map(({ id }) => id);
const texts = (some: Partial<Facts>) => findSymptoms(facts(some)).map(({ text }) => text);

const ERROR = `Error(s) in loading state_dict for VLAModel:
\tMissing key(s) in state_dict: "a.bias". 
\tsize mismatch for a.weight: copying a param with shape torch.Size([2]) from checkpoint, the shape in current model is torch.Size([4]).`;
const LOOSE = ERROR.replace(/\tMissing.*\n/, '');

function load(some: Partial<CheckResult>): CheckResult {
  return {
    ...{ checkpoint: 'a.pt', environment: 'freeze.txt', source: undefined, architecture: 'X' },
    ...{ substitution: undefined, importFailure: undefined, constructionError: undefined },
    ...{
      config: [],
      evidence: [],
      assumptions: [],
      loads: true,
      error: null,
      missing: [],
      unexpected: [],
      mismatched: [],
    },
    ...some,
  };
}

test('nothing is no symptom', () => {
  expect(kinds({})).toEqual([]);
  expect(kinds({ logs: [log({})], results: [result('r.json', [[[100, true]]])], loads: [load({})] })).toEqual(
    [],
  );
});

describe('loads', () => {
  const printed = { line: 3, endLine: 5, message: ERROR, traceback: undefined, truncated: false };
  const cut = { ...printed, line: 7, endLine: 8, message: `${ERROR.slice(0, 80)}...`, truncated: true };
  const raised = { line: 12, endLine: 14, message: ERROR, traceback: 10, truncated: false };

  test('printed, cut short, raised, raised again while handled, and predicted: one error', () => {
    const again = { line: 22, endLine: 24, message: LOOSE, traceback: 20, truncated: false };
    const tracebacks = [
      traceback({ line: 10, endLine: 14, exception: 'RuntimeError', message: ERROR }),
      traceback({
        line: 20,
        endLine: 24,
        exception: 'RuntimeError',
        message: LOOSE,
        secondary: true,
        link: 'handling',
      }),
    ];
    const symptoms = findSymptoms(
      facts({
        logs: [
          log({ loadErrors: [printed, cut, raised, again], tracebacks }),
          log({ path: 'b.log', loadErrors: [printed] }),
        ],
        loads: [load({ loads: false, error: ERROR })],
      }),
    );
    expect(symptoms).toMatchObject([
      {
        kind: 'load-raises',
        text: 'load_state_dict raises for VLAModel: 1 tensor of another shape, 1 missing',
        evidence: [
          { place: 'eval.log:12' },
          { place: 'b.log:3' },
          { kind: 'prediction', place: 'a.pt in freeze.txt' },
        ],
        where: [{ path: 'eval.log', from: 10, to: 14 }, { path: 'b.log', from: 3, to: 5 }, { path: 'a.pt' }],
      },
    ]);
  });

  test('a message that is only there in part', () => {
    expect(texts({ logs: [log({ loadErrors: [cut] })] })[0]).toContain('cut short');
  });

  test('what is predicted is said to be', () => {
    expect(texts({ loads: [load({ loads: false, error: ERROR })] })).toEqual([
      'Predicted for a.pt: load_state_dict raises for VLAModel: 1 tensor of another shape, 1 missing',
    ]);
    expect(texts({ loads: [load({ loads: false, error: LOOSE, missing: ['a.bias'] })] })).toEqual([
      'Predicted for a.pt, strict=False: load_state_dict raises for VLAModel: 1 tensor of another shape',
    ]);
    expect(
      texts({ loads: [load({ loads: false, constructionError: 'unknown model type `qwen3`\nmore' })] }),
    ).toEqual(['Predicted for a.pt: the model cannot be built. unknown model type `qwen3`']);
    const importFailure = {
      error: 'ValueError: mutable default <class> for field a is not allowed',
      evidence: [],
    };
    expect(kinds({ loads: [load({ loads: false, importFailure, source: 's' })] })).toEqual([
      'import-raises-1',
    ]);
  });

  test('a checkpoint that nobody can read, and one that only Plumb cannot', () => {
    const items = [{ path: 'a.pt', kind: 'checkpoint' as const }];
    const problem = (code: string) => ({ path: 'a.pt', code, error: 'a.pt is a pointer.' });
    expect(kinds({ items, problems: [problem('CHECKPOINT_LFS_POINTER')] })).toEqual(['load-raises-1']);
    expect(kinds({ items, problems: [problem('CHECKPOINT_LEGACY')] })).toEqual([]);
    expect(kinds({ items, problems: [problem('ARCHITECTURE_UNKNOWN')] })).toEqual([]);
  });
});

describe('tracebacks', () => {
  test('by what was going on', () => {
    const at = (fn: string, file = 'x.py') => [{ file, line: 1, function: fn }];
    const tracebacks = [
      traceback({ exception: 'ModuleNotFoundError', message: "No module named 'libero'" }),
      traceback({
        exception: 'safetensors_rust.SafetensorError',
        message: 'HeaderTooLarge',
        frames: at('load_file'),
      }),
      traceback({ exception: 'EOFError', message: '', frames: at('load', '/x/torch/serialization.py') }),
      traceback({
        exception: 'AssertionError',
        message: 'x.bddl does not exist!',
        repeated: 2,
        caught: true,
      }),
      traceback({ exception: 'KeyboardInterrupt', message: '' }),
      traceback({ exception: 'AttributeError', secondary: true, link: 'ignored' }),
    ];
    const symptoms = findSymptoms(facts({ logs: [log({ tracebacks })] }));
    expect(symptoms.map(({ id }) => id)).toEqual([
      'import-raises-1',
      'load-raises-1',
      'load-raises-2',
      'script-raises-1',
    ]);
    expect(symptoms[3]!.text).toBe(
      'debug_eval.py raises AssertionError: x.bddl does not exist! (2 times; caught, the program went on)',
    );
  });

  test('a chain is one symptom, and its first error speaks', () => {
    const tracebacks = [
      traceback({ exception: 'KeyError', message: "'qwen3'" }),
      traceback({ line: 8, endLine: 12, exception: 'RuntimeError', secondary: true, link: 'handling' }),
    ];
    expect(texts({ logs: [log({ tracebacks })] })).toEqual([
      "debug_eval.py raises KeyError: 'qwen3' (1 time)",
    ]);
  });

  test('one with a load error in its chain is told by the load', () => {
    const tracebacks = [
      traceback({ exception: 'RuntimeError', message: ERROR }),
      traceback({ exception: 'SystemError', secondary: true, link: 'cause' }),
    ];
    const loadErrors = [{ line: 3, endLine: 5, message: ERROR, traceback: 1, truncated: false }];
    expect(kinds({ logs: [log({ tracebacks, loadErrors })] })).toEqual(['load-raises-1']);
  });
});

describe('scores', () => {
  const fail: [number][] = [[220], [220]];

  test('files of one checkpoint and suite are one symptom, wherever the checkpoint lay', () => {
    expect(
      texts({
        results: [
          result('a.json', [fail]),
          result('b.json', [fail, fail], { checkpoint: 'logs/best.pt' }),
          result('c.json', [fail, fail]),
          result('d.json', [[[220, true], ...Array.from({ length: 29 }, (): [number] => [220])]]),
          result('e.json', [fail], { suite: 'libero_goal' }),
        ],
      }),
    ).toEqual([
      '1 of 40 episodes succeeded on libero_spatial with best.pt: 0 of 4 (2 files), 0 of 2, once 1 of 30',
      '0 of 2 episodes succeeded on libero_goal with best.pt',
    ]);
  });

  test('some success is another symptom, much success is none', () => {
    const mixed = (good: number) => result('a.json', [Array.from({ length: 10 }, (_, i) => [220, i < good])]);
    expect(kinds({ results: [mixed(0)] })).toEqual(['no-success-1']);
    expect(kinds({ results: [mixed(1)] })).toEqual(['below-expectation-1']);
    expect(kinds({ results: [mixed(5)] })).toEqual([]);
  });

  test('a rate without episodes, and a horizon too short for anything', () => {
    const rate = result('a.json', [], { claimed: { episodes: 2, rate: 0 }, horizon: 11 });
    expect(texts({ results: [rate] })).toEqual([
      '0 of 2 episodes succeeded on libero_spatial with best.pt; episodes end after 11 steps, too early for any task',
    ]);
  });

  test('a log speaks for itself where no file does, and adds to the file where one does', () => {
    const rates = [{ line: 88, text: 'Average success rate: 0.00%', rate: 0, overall: true }];
    expect(texts({ logs: [log({ rates })] })).toEqual(['a success rate of 0 %, as eval.log states it']);
    const symptoms = findSymptoms(
      facts({ logs: [log({ rates, checkpoint: 'best.pt' })], results: [result('a.json', [fail])] }),
    );
    expect(symptoms).toMatchObject([{ evidence: [{ place: 'a.json' }, { place: 'eval.log:88' }] }]);
    const good = [{ line: 88, text: 'Average success rate: 97%', rate: 0.97, overall: true }];
    expect(kinds({ logs: [log({ rates: good })] })).toEqual([]);
  });
});

describe('files that say more than they know', () => {
  const five: [number][] = [[220], [220], [220], [220], [96]];

  test('an episode that ends early in every task', () => {
    expect(texts({ results: [result('a.json', [five, five]), result('b.json', [five])] })[1]).toBe(
      'episode 5 of every task ends at step 96, the others run to 220 (3 tasks in 2 files)',
    );
  });

  test.each([
    ['one task alone', [five]],
    ['another step in the second task', [five, [[220], [220], [220], [220], [97]]]],
    ['a success at that step', [five, [[220], [220], [220], [220], [96, true]]]],
    ['no other episode that runs to the end', [[[96]], [[96]]]],
  ] as [string, [number, boolean?][][]][])('%s is no such sign', (_, tasks) => {
    expect(kinds({ results: [result('a.json', tasks)] })).not.toContain('fixed-early-end-1');
  });

  test('counts that differ from the list', () => {
    const wrong = result('a.json', [[[220, true], [220]]], {
      claimed: { episodes: 8, successes: 2, rate: 0.25 },
    });
    expect(texts({ results: [wrong] })).toContain(
      'a.json counts 8 episodes and lists 2, counts 2 successes and lists 1',
    );
    expect(
      kinds({ results: [result('a.json', [[[220, true]]], { claimed: { episodes: 1, successes: 1 } })] }),
    ).toEqual([]);
  });

  test('a small error on recorded data beside nothing online, of the same checkpoint', () => {
    const offline = result('o.json', [], {
      checkpoint: '/b/best.pt',
      offline: { samples: 500, mse: 0.00169 },
    });
    expect(texts({ results: [offline, result('a.json', [five])] })).toContain(
      'mean squared error 0.0017 on 500 recorded samples, but 0 of 5 episodes online (best.pt)',
    );
    for (const other of [
      { ...offline, checkpoint: 'other.pt' },
      { ...offline, offline: { samples: 500, mse: 0.2 } },
    ])
      expect(kinds({ results: [other, result('a.json', [five])] })).toEqual(['no-success-1']);
    expect(kinds({ results: [offline, result('a.json', [[[220]]])] })).toEqual(['no-success-1']);
  });
});
