import { compareVersions } from '@plumb/python';
import type { Cause, Match } from '../../../cause.ts';
import type { Facts } from '../../../facts.ts';
import { firstOfEachLog, fromLog, fromPackage, installed, logHits } from '../../look-up-facts.ts';

const CODE = 'environment/robosuite-too-new';
const FIRST_WITHOUT = '1.5';

function match(facts: Facts): Match | undefined {
  const logged = ['module', 'name'].flatMap((pattern) => firstOfEachLog(logHits(facts, CODE, pattern)));
  const newer = installed(facts, 'robosuite').filter(
    ({ fact, installed: { version } }) =>
      compareVersions(version, FIRST_WITHOUT) >= 0 && fact.environment.packages.has('libero'),
  );
  if (logged.length + newer.length === 0) return undefined;
  return {
    strength: logged.length > 0 ? 'proven' : 'likely',
    evidence: [...logged.map(fromLog), ...newer.map(fromPackage)],
    details: { robosuite: newer[0]?.installed.version ?? '1.5 or later' },
  };
}

export const robosuiteTooNew: Cause = {
  code: CODE,
  title: 'robosuite {robosuite} has no longer what LIBERO imports',
  what: 'LIBERO imports `SingleArmEnv`, `SingleArm` and `load_controller_config`; robosuite 1.5 removed or renamed all three.',
  why: 'LIBERO was written against robosuite 1.4 and does not bound the version. pip takes the newest.',
  covers: ['B07'],
  explains: ['import-raises'],
  leadsTo: [],
  remedies: [
    {
      when: 'now',
      text: 'Install robosuite 1.4.',
      commands: ["pip install 'robosuite==1.4.1'"],
      cost: 'Minutes.',
      risk: 'Its pictures and contacts depend on MuJoCo too: pin that as well.',
    },
  ],
  logPatterns: [
    {
      name: 'module',
      contains: 'robosuite.environments.manipulation.single_arm_env',
      regex: /No module named 'robosuite\.environments\.manipulation\.single_arm_env'/,
    },
    {
      name: 'name',
      contains: 'cannot import name',
      regex: /cannot import name '(?:SingleArm|load_controller_config)' from 'robosuite/,
    },
  ],
  match,
};
