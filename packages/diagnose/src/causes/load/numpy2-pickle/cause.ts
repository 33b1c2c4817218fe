import { compareVersions } from '@plumb/python';
import type { Cause, Match } from '../../../cause.ts';
import type { Facts } from '../../../facts.ts';
import { firstOfEachLog, fromLog, fromPackage, installed, logHits } from '../../look-up-facts.ts';

const CODE = 'load/numpy2-pickle';

/** NumPy 1.26.1 and later 1.26 ship `numpy/_core` as a set of stubs for exactly these pickles; 1.26.0 does not. */
const FIRST_WITH_STUBS = '1.26.1';

function match(facts: Facts): Match | undefined {
  const logged = firstOfEachLog(logHits(facts, CODE, 'no-core'));
  const wanting = facts.checkpoints.flatMap(({ globals }) =>
    globals.filter(({ name }) => name.startsWith('numpy._core')).slice(0, 1),
  );
  const old = installed(facts, 'numpy').filter(
    (hit) => compareVersions(hit.installed.version, FIRST_WITH_STUBS) < 0,
  );
  const fromFiles = wanting.length > 0 && old.length > 0;
  if (logged.length === 0 && !fromFiles) return undefined;
  return {
    strength: 'proven',
    evidence: [
      ...logged.map(fromLog),
      ...wanting.map(
        ({ file, offset, name }) => ({ kind: 'checkpoint', place: `${file}:${offset}`, text: name }) as const,
      ),
      ...old.map(fromPackage),
    ],
    details: { numpy: old[0]?.installed.version ?? '1.x' },
  };
}

export const numpy2Pickle: Cause = {
  code: CODE,
  title: 'A pickle written under NumPy 2 is read under NumPy {numpy}',
  what: 'The file names `numpy._core`, a module that this NumPy does not have. Unpickling stops there.',
  why: 'NumPy 2 renamed `numpy.core` to `numpy._core`, and pickles hold the name of the module that wrote them.',
  covers: ['A24'],
  explains: ['load-raises'],
  leadsTo: [],
  remedies: [
    {
      when: 'now',
      text: 'Install NumPy 1.26.4, which has stand-ins under the new name, or NumPy 2 where every other package allows it.',
      commands: ["pip install 'numpy==1.26.4'"],
      cost: 'Minutes.',
      risk: 'NumPy 2 breaks packages compiled for NumPy 1.',
    },
    {
      when: 'long-term',
      text: 'Save arrays as `.npz` or as tensors, without pickle.',
      commands: [],
      cost: 'A few lines.',
      risk: 'None.',
    },
  ],
  logPatterns: [
    {
      name: 'no-core',
      contains: "No module named 'numpy._core",
      regex: /ModuleNotFoundError: No module named 'numpy\._core/,
    },
  ],
  match,
};
