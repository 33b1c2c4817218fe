import { compareVersions } from '@plumb/python';
import type { Cause, Match } from '../../../cause.ts';
import type { Facts, ResultFact } from '../../../facts.ts';
import { fromPackage, fromResult, installed, onlyLoadAsked } from '../../look-up-facts.ts';

const FIRST_CHANGED = '3.4.0';

/** "One task collapsed, the others normal": 20 % beside 85 to 100 % in the published cases. */
const NORMAL = 0.7;
const COLLAPSED = 0.5;

/** The one task of LIBERO-Spatial whose stored states hold the bowl in the air above the ramekin. */
const TASK = /bowl[ _]on[ _]the[ _]ramekin/i;

function collapse(result: ResultFact) {
  const rates = result.tasks.flatMap((task) =>
    task.rate === undefined ? [] : [{ ...task, rate: task.rate }],
  );
  const own = rates.find(({ name, key }) => TASK.test(name ?? key));
  const others = rates.filter((task) => task !== own);
  if (!own || others.length === 0) return undefined;
  const mean = others.reduce((sum, { rate }) => sum + rate, 0) / others.length;
  return { own, mean, collapsed: mean >= NORMAL && own.rate <= COLLAPSED };
}

function match(facts: Facts): Match | undefined {
  if (onlyLoadAsked(facts)) return undefined;
  const newer = installed(facts, 'mujoco').filter(
    ({ fact, installed: { version } }) =>
      compareVersions(version, FIRST_CHANGED) >= 0 &&
      ['libero', 'robosuite'].some((name) => fact.environment.packages.has(name)),
  );
  const seen = facts.results.flatMap((result) => {
    const found = collapse(result);
    return found ? [{ result, ...found }] : [];
  });
  const collapsed = seen.filter((one) => one.collapsed);
  if (newer.length === 0) return undefined;
  // the task was measured and is no worse than the others
  if (seen.length > 0 && collapsed.length === 0) return undefined;
  return {
    strength: collapsed.length > 0 ? 'likely' : 'possible',
    evidence: [
      ...newer.map(fromPackage),
      ...collapsed.map(({ result, own, mean }) =>
        fromResult(
          result,
          own.key,
          `${(100 * own.rate).toFixed(0)} % where the other tasks have ${(100 * mean).toFixed(0)} % on average`,
        ),
      ),
    ],
    details: { mujoco: newer[0]!.installed.version },
  };
}

export const mujocoBoxBox: Cause = {
  code: 'environment/mujoco-box-box',
  title: 'MuJoCo {mujoco} lets the bowl on the ramekin fall elsewhere than in training',
  what: 'One task of LIBERO-Spatial, the bowl on the ramekin, collapses while the other nine are as they should be.',
  why: 'Its stored initial states hold the bowl some centimetres in the air and rely on settling. MuJoCo 3.4.0 changed contacts between boxes, and the bowl lands in another place.',
  covers: ['B06'],
  explains: ['below-expectation'],
  leadsTo: [],
  remedies: [
    {
      when: 'now',
      text: 'Evaluate with a MuJoCo older than 3.4.',
      commands: ["pip install 'mujoco<3.4'"],
      cost: 'Minutes, and a new run of this task.',
      risk: 'From 3.3.3 on the floors of LIBERO-Object are darker: 3.3.2 avoids both.',
    },
    {
      when: 'test',
      text: 'Step the initial state without a policy for 50 steps and look where the bowl stands.',
      commands: [],
      cost: 'Minutes.',
      risk: 'None.',
    },
  ],
  match,
};
