import type { Cause, Match } from '../../../cause.ts';
import type { EpisodeFact, Facts, ResultFact } from '../../../facts.ts';
import {
  firstOfEachLog,
  fromLog,
  fromResult,
  fromSource,
  logHits,
  onlyLoadAsked,
  sourceHits,
} from '../../look-up-facts.ts';

const CODE = 'simulator/horizon-not-reset';

/** LIBERO gives robosuite `horizon=1000` (libero/envs/env_wrapper.py); the step after it raises. */
const HORIZON = 1000;

/** More settle steps than any published protocol has (MolmoAct2: 50). */
const MOST_SETTLE_STEPS = 60;

interface Pattern {
  readonly steps: readonly number[];
  readonly settle: number;
}

/**
 * The last episode is cut off where the steps of all episodes, settling included, pass the simulator's horizon:
 * 4 × (5 + 220) + 5 + 95 = 1000. Undefined where the numbers do not add up to it.
 */
function readPattern(listed: readonly EpisodeFact[]): Pattern | undefined {
  const steps = listed.map((episode) => episode.steps ?? Number.NaN);
  const last = steps.at(-1);
  if (listed.length < 2 || last === undefined || listed.at(-1)!.success) return undefined;
  const before = Math.max(...steps.slice(0, -1));
  if (!(last < before)) return undefined;
  const sum = steps.reduce((a, b) => a + b, 0);
  // the step that raised is counted by some scripts and not by others
  for (const total of [HORIZON + 1, HORIZON]) {
    const settle = (total - sum) / steps.length;
    if (Number.isInteger(settle) && settle >= 0 && settle <= MOST_SETTLE_STEPS) return { steps, settle };
  }
  return undefined;
}

function patterns(result: ResultFact) {
  return result.tasks.flatMap((task) => {
    const pattern = readPattern(task.episodes);
    return pattern ? [{ result, task, ...pattern }] : [];
  });
}

function match(facts: Facts): Match | undefined {
  const found = facts.results.flatMap(patterns);
  // one task alone may add up by chance; the same settle steps in several do not
  const common = found.filter((p) => found.some((q) => q.task !== p.task && q.settle === p.settle));
  const loops = sourceHits(facts, 'no-reset-between-episodes');
  const logged = firstOfEachLog(logHits(facts, CODE, 'terminated'));
  const gone = firstOfEachLog(logHits(facts, CODE, 'worker-gone'));
  const first = common[0] ?? found[0];
  if (!first) {
    const told = logged.length + gone.length;
    if (told === 0 && (loops.length === 0 || onlyLoadAsked(facts))) return undefined;
    return {
      strength: logged.length === 0 ? 'possible' : loops.length > 0 ? 'proven' : 'likely',
      evidence: [...logged, ...gone].map(fromLog).concat(loops.map(fromSource)),
      details: { steps: 'as the log shows', settle: 'some', tasks: 'an unknown number of' },
    };
  }
  if (common.length === 0 && loops.length + logged.length === 0) return undefined;
  const witness = loops.length + logged.length > 0;
  return {
    strength: witness ? 'proven' : 'likely',
    evidence: [
      ...[...new Map(found.map((p) => [p.result, p])).values()].map(({ result, task, steps, settle }) =>
        fromResult(
          result,
          task.key,
          `steps ${steps.join(', ')}: with ${settle} settle steps before each episode they pass ${HORIZON} at the end of the last`,
        ),
      ),
      ...[...logged, ...gone].map(fromLog),
      ...loops.map(fromSource),
    ],
    details: {
      steps: first.steps.join(', '),
      settle: String(first.settle),
      tasks: String(found.length),
    },
    ...(witness ? {} : { next: ['plumb diagnose RESULT DIR'] }),
  };
}

export const horizonNotReset: Cause = {
  code: CODE,
  title: "Episodes are not reset: the simulator's horizon of 1000 steps runs on across them",
  what: 'In {tasks} task(s) the last listed episode ends early, at a step that neither the policy nor the limit chose: {steps}.',
  why: 'robosuite counts steps from `reset()` to its horizon; `set_init_state` moves the bodies and leaves the counter. With {settle} settle steps before each episode the sum passes 1000, the next `step()` raises "executing action in terminated episode", and the script ends the task there.',
  covers: ['F04'],
  explains: ['fixed-early-end'],
  leadsTo: [],
  remedies: [
    {
      when: 'now',
      text: 'Call `env.reset()` before each `env.set_init_state(…)`, in this order.',
      commands: [],
      cost: 'One line; a second or two for each episode.',
      risk: 'None. The other order would throw the initial state away.',
    },
    {
      when: 'test',
      text: 'Run one task with more episodes than before and look at the steps: each episode must end at the limit or with success.',
      commands: ['plumb diagnose RESULT'],
      cost: 'One task.',
      risk: 'None.',
    },
    {
      when: 'long-term',
      text: 'Record an episode that the simulator cut off as an error, not as a failure, and go on with a fresh environment.',
      commands: [],
      cost: 'A few lines in the evaluation loop.',
      risk: 'None.',
    },
  ],
  logPatterns: [
    {
      name: 'terminated',
      contains: 'executing action in terminated episode',
      regex: /ValueError: executing action in terminated episode/,
    },
    {
      name: 'worker-gone',
      contains: 'env.step',
      regex: /env\.step .*\((?:EOFError|BrokenPipeError|ConnectionResetError)\)/,
    },
  ],
  match,
};
