import type { InstalledPackage } from '../environment.ts';
import type { Freeze } from './read-freeze.ts';

/** `[[package]]` of uv, Poetry and PDM, `[[packages]]` of pylock.toml (PEP 751). */
const BLOCK = /^\[\[packages?\]\]\s*$/;
const TABLE = /^\[/;
const PAIR = /^(name|version|source|requires-python|python-versions|resolved-python)\s*=\s*(.+?)\s*$/;

export function isLock(text: string): boolean {
  return /^\[\[packages?\]\]\s*$/m.test(text);
}

/**
 * Reads a lock file. It pins everything, and more than one environment has: what is for other platforms, for extras or for
 * development stands in it as well, which is a note.
 */
export function readLock(text: string, file: string): Freeze {
  const packages: InstalledPackage[] = [];
  const notes: string[] = [];
  let python: Freeze['python'];
  let block: { name?: string; version?: string; source?: string; place: string } | undefined;
  let within = false;
  const close = () => {
    // the project itself is virtual or has no version
    if (block?.name && block.version && !/\bvirtual\b/.test(block.source ?? '')) {
      const origin = /(?:git|url|directory|editable|path)\s*=\s*"([^"]+)"/.exec(block.source ?? '')?.[1];
      const { name, version, place } = block;
      packages.push({ name, version, place, requires: [], ...(origin ? { origin } : {}) });
    }
    block = undefined;
  };
  for (const [i, line] of text.split(/\r?\n/).entries()) {
    if (BLOCK.test(line)) {
      close();
      block = { place: `${file}:${i + 1}` };
      within = true;
      continue;
    }
    if (TABLE.test(line)) within = false;
    const [, key, value = ''] = PAIR.exec(line) ?? [];
    if (key === undefined) continue;
    if (key.endsWith('python') || key === 'python-versions') {
      // each package of Poetry names its own
      if (within) continue;
      const wanted = value.replaceAll('"', '');
      const exact = /^={2,3}\s*(\d+\.\d+(?:\.\d+)?)(?:\.\*)?$/.exec(wanted)?.[1];
      if (exact) python ??= { version: exact, place: `${file}:${i + 1}` };
      else
        notes.push(
          `${file}:${i + 1}: for Python ${wanted}; which one is installed, a lock file does not say`,
        );
    } else if (block && within) {
      block[key as 'name' | 'version' | 'source'] = key === 'source' ? value : value.replace(/^"|"$/g, '');
    }
  }
  close();
  notes.unshift(
    `${file} is a lock file: it pins what is for other platforms, extras and development too, not all of which has to be installed`,
  );
  return { packages, python, notes, recognised: packages.length, foreign: 0 };
}
