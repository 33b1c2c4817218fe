import { normalize } from 'node:path/posix';
import type { Cause, Match } from '../../../cause.ts';
import type { Facts } from '../../../facts.ts';
import { firstOfEachLog, fromLog, fromSaid, installed, logHits } from '../../look-up-facts.ts';

const CODE = 'environment/libero-config-elsewhere';

/** A folder that LIBERO never had is a wrong path in the script: `simulator/path-not-in-libero`. */
const OTHER_FOLDER = /bddl_files\/(?!libero_(?:spatial|object|goal|90|10|100)\b)/;

function match(facts: Facts): Match | undefined {
  const hits = firstOfEachLog(
    logHits(facts, CODE, 'no-task-file').filter(({ event }) => !OTHER_FOLDER.test(event.groups.path ?? '')),
  );
  const captured = fromMachines(facts);
  if (hits.length === 0) return captured;
  return {
    strength: captured ? 'proven' : 'likely',
    evidence: [...hits.map(fromLog), ...(captured?.evidence ?? [])],
    details: { path: hits[0]!.event.groups.path ?? 'a task file' },
  };
}

/** The folders that its configuration names beside those that its packages are imported from. */
function fromMachines(facts: Facts): Match | undefined {
  for (const { liberoConfig, sitePackages, path } of facts.machines) {
    const [found] = ['libero', 'hf-libero'].flatMap((name) => installed(facts, name));
    const root = liberoConfig?.paths.get('benchmark_root');
    if (!liberoConfig || !found || !root || found.fact.environment.path !== path) continue;
    const origin = found.installed.origin;
    // an editable install lies where its origin says; a commit of a repository was copied into site-packages
    const homes = origin?.startsWith('file://') ? [origin.slice('file://'.length)] : sitePackages;
    const strays = ['benchmark_root', 'bddl_files', 'init_states'].flatMap((name) => {
      const said = liberoConfig.paths.get(name);
      return said && !homes.some((home) => isBelow(said.value, home)) ? [{ name, said }] : [];
    });
    const [stray] = strays;
    if (!stray || homes.length === 0) continue;
    return {
      strength: 'likely',
      explains: [],
      evidence: [
        ...strays.map(({ name, said }) => fromSaid(said, `${name}: ${said.value}`)),
        {
          kind: 'environment',
          place: found.installed.place,
          text: `${found.installed.name} ${found.installed.version} is imported from ${homes.join(' or ')}`,
        },
      ],
      details: { path: stray.said.value },
    };
  }
  return undefined;
}

const isBelow = (path: string, folder: string) =>
  `${normalize(path)}/`.startsWith(`${normalize(folder).replace(/\/$/, '')}/`);

export const liberoConfigElsewhere: Cause = {
  code: CODE,
  title: "LIBERO's configuration points to another LIBERO than the one that is imported",
  what: 'LIBERO looks for its files at {path}, which does not exist or belongs to another LIBERO.',
  why: 'Paths to task files, initial states and assets stand in `~/.libero/config.yaml`, one file for each user. Whichever LIBERO, LIBERO-plus or fork was imported first wrote it, and all others read it.',
  covers: ['B24'],
  explains: ['script-raises'],
  couldExplain: ['no-success', 'below-expectation'],
  leadsTo: [],
  remedies: [
    {
      when: 'now',
      text: 'Compare the paths in `~/.libero/config.yaml` with the folder that `import libero` takes; give each environment its own file.',
      commands: ['export LIBERO_CONFIG_PATH=$PWD/.libero'],
      cost: 'Minutes.',
      risk: 'LIBERO asks a question when the file is absent: create it before a batch job.',
    },
    {
      when: 'test',
      text: 'Where no error came up, the assets and initial states may still be those of the other LIBERO: compare one task file of both.',
      commands: [],
      cost: 'Minutes.',
      risk: 'None.',
    },
  ],
  logPatterns: [
    {
      name: 'no-task-file',
      contains: '.bddl does not exist!',
      regex: /AssertionError: \[error\] (?<path>.+\.bddl) does not exist!/,
    },
  ],
  match,
};
