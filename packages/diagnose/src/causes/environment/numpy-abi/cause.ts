import type { Cause, Match } from '../../../cause.ts';
import type { Facts } from '../../../facts.ts';
import { firstOfEachLog, fromLog, fromPackage, installed, logHits } from '../../look-up-facts.ts';

const CODE = 'environment/numpy-abi';

function match(facts: Facts): Match | undefined {
  const size = firstOfEachLog(logHits(facts, CODE, 'size-changed'));
  const warned = firstOfEachLog(logHits(facts, CODE, 'compiled-for-1'));
  if (size.length + warned.length === 0) return undefined;
  return {
    // the second message is a warning that an import can survive
    strength: size.length > 0 ? 'proven' : 'likely',
    evidence: [...[...size, ...warned].map(fromLog), ...installed(facts, 'numpy').map(fromPackage)],
  };
}

export const numpyAbi: Cause = {
  code: CODE,
  title: 'A compiled package and NumPy do not fit together',
  what: 'An extension module was compiled against another major release of NumPy than the one that is installed, and cannot be imported.',
  why: 'The layout of arrays changed between NumPy 1 and 2. An extension carries the layout that it was built with; a later `pip install` replaced NumPy under it.',
  covers: ['B18'],
  explains: ['import-raises'],
  leadsTo: [],
  remedies: [
    {
      when: 'now',
      text: 'Put NumPy back to the major release that the extension was built for.',
      commands: ["pip install 'numpy<2'"],
      cost: 'Minutes.',
      risk: 'Packages that need NumPy 2 will complain: then policy and simulator want an environment each.',
    },
    {
      when: 'long-term',
      text: 'Install everything with one command and a constraints file.',
      commands: ['pip freeze > constraints.txt'],
      cost: 'A file.',
      risk: 'None.',
    },
  ],
  logPatterns: [
    {
      name: 'size-changed',
      contains: 'numpy.ndarray size changed',
      regex: /numpy\.ndarray size changed, may indicate binary incompatibility/,
    },
    {
      name: 'compiled-for-1',
      contains: 'compiled using NumPy 1.x cannot be run in',
      regex: /A module that was compiled using NumPy 1\.x cannot be run in/,
    },
  ],
  match,
};
