import { compareVersions } from '@plumb/python';
import type { Cause, Match } from '../../../cause.ts';
import type { Facts } from '../../../facts.ts';
import { fromPackage, fromResult, installed, onlyLoadAsked, rateOf } from '../../look-up-facts.ts';

const FIRST_DARKER = '3.3.3';

/** The published drop is 18 to 20 points (88 to 68-70 %); seeds and hardware move a suite by less than half of this. */
const DROP = 0.1;

function match(facts: Facts): Match | undefined {
  if (onlyLoadAsked(facts)) return undefined;
  const newer = installed(facts, 'mujoco').filter(
    ({ fact, installed: { version } }) =>
      compareVersions(version, FIRST_DARKER) >= 0 &&
      ['libero', 'robosuite'].some((name) => fact.environment.packages.has(name)),
  );
  if (newer.length === 0) return undefined;
  const details = { mujoco: newer[0]!.installed.version };
  const rated = facts.results.flatMap((result) => {
    const rate = rateOf(result);
    return rate === undefined || result.suite === undefined ? [] : [{ result, suite: result.suite, rate }];
  });
  if (rated.length === 0) return { strength: 'possible', evidence: newer.map(fromPackage), details };
  const objects = rated.filter(({ suite }) => /object/i.test(suite));
  const others = rated.filter(({ suite }) => /spatial|goal/i.test(suite));
  const best = Math.min(...others.map(({ rate }) => rate));
  const dropped = objects.filter(({ rate }) => rate > 0 && best - rate >= DROP);
  if (others.length === 0 || dropped.length === 0) return undefined;
  return {
    strength: 'likely',
    evidence: [
      ...newer.map(fromPackage),
      ...[...dropped, ...others].map(({ result, suite, rate }) =>
        fromResult(result, '', `${suite}: ${(100 * rate).toFixed(1)} %`),
      ),
    ],
    details,
  };
}

export const mujocoDarkerFloors: Cause = {
  code: 'environment/mujoco-darker-floors',
  title: 'MuJoCo {mujoco} draws the floors of LIBERO-Object darker than the training pictures',
  what: 'Since 3.3.3 the textured floors of LIBERO-Object come out darker. Policies that were trained on pictures of older releases lose points on this suite, and on this one only.',
  why: 'The renderer treats the textures’ colour space differently. Physics is the same; the pictures are not, and no seed changes that.',
  covers: ['B05'],
  explains: ['below-expectation'],
  leadsTo: [],
  remedies: [
    {
      when: 'now',
      text: 'Evaluate with the MuJoCo of the training pictures.',
      commands: ["pip install 'mujoco==3.3.2'"],
      cost: 'Minutes, and a new run of LIBERO-Object.',
      risk: 'None for robosuite 1.4.',
    },
    {
      when: 'long-term',
      text: 'Write the version of MuJoCo into every result file.',
      commands: [],
      cost: 'One line.',
      risk: 'None.',
    },
  ],
  match,
};
