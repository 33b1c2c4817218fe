import type { Cause, Match } from '../../../cause.ts';
import type { Facts } from '../../../facts.ts';
import { firstOfEachLog, fromLog, fromSaid, logHits } from '../../look-up-facts.ts';

const CODE = 'environment/gl-library-missing';

/** What each back end opens first. */
const LIBRARY: Readonly<Record<string, string>> = { egl: 'libEGL', osmesa: 'libOSMesa' };

function match(facts: Facts): Match | undefined {
  const hits = firstOfEachLog(logHits(facts, CODE, 'no-osmesa'));
  if (hits.length > 0)
    return {
      strength: 'proven',
      evidence: hits.map(fromLog),
      details: { backend: 'osmesa', library: 'libOSMesa' },
    };
  for (const { variables, libraries, path } of facts.machines) {
    const asked = variables?.get('MUJOCO_GL') ?? variables?.get('PYOPENGL_PLATFORM');
    const backend = asked?.value.trim().toLowerCase() ?? '';
    const library = LIBRARY[backend];
    if (!asked || !library || !libraries || libraries.some(({ value }) => value.startsWith(`${library}.`)))
      continue;
    const listed = libraries.map(({ value }) => value).slice(0, 6);
    // what LD_LIBRARY_PATH or a conda environment adds is not in ldconfig's list
    const elsewhere = variables?.get('LD_LIBRARY_PATH');
    return {
      strength: elsewhere ? 'possible' : 'likely',
      evidence: [
        fromSaid(asked, `MUJOCO_GL=${backend}`),
        {
          kind: 'environment',
          place: `${path}!gl.txt`,
          text: `ldconfig lists no ${library}${listed.length > 0 ? `, only ${listed.join(', ')}` : ''}`,
        },
        ...(elsewhere ? [fromSaid(elsewhere, `LD_LIBRARY_PATH=${elsewhere.value}`)] : []),
      ],
      details: { backend, library },
    };
  }
  return undefined;
}

export const glLibraryMissing: Cause = {
  code: CODE,
  title: 'MuJoCo is told to draw with {backend}, and {library} is not installed',
  what: '`MUJOCO_GL={backend}` needs {library}, which the machine does not list. The first picture raises, or the import does.',
  why: 'The variable chooses the back end, it installs none. PyOpenGL takes a library that it does not find for `None`, so that the error names an attribute and not the library.',
  covers: ['B10'],
  explains: ['import-raises', 'script-raises'],
  leadsTo: [],
  remedies: [
    {
      when: 'now',
      text: 'Install the library (`libegl1` and `libgl1` for EGL, `libosmesa6` for OSMesa), or choose the back end that is there.',
      commands: ['sudo apt-get install libegl1 libgl1 libosmesa6'],
      cost: 'Minutes, and root; on a cluster a module or a conda package (`conda install -c conda-forge mesalib`).',
      risk: 'None.',
    },
    {
      when: 'long-term',
      text: 'Draw one picture when the job starts, before any model is loaded.',
      commands: [],
      cost: 'A line.',
      risk: 'None.',
    },
  ],
  logPatterns: [
    {
      name: 'no-osmesa',
      contains: 'OSMesa',
      regex:
        /(?:cannot import name '(?:OSMesa\w+|osmesa)' from 'OpenGL|Unable to load OpenGL library.*OSMesa|'OpenGL\.osmesa' has no attribute 'OSMesa\w+')/,
    },
  ],
  match,
};
