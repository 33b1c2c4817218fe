import { isAllowed } from './allowed-globals.ts';
import type { GlobalUse, Verdict } from './checkpoint.ts';
import { findWeapon } from './dangerous-globals.ts';
import type { Sighting } from './pickle-cursor.ts';

const WORSE: Record<Verdict, number> = { safe: 0, unknown: 1, dangerous: 2 };

/** One entry for each name, in the order of the file; a name that does several things keeps the worst. */
export function judgeGlobals(sightings: readonly Sighting[], file: string): GlobalUse[] {
  const uses = new Map<string, GlobalUse>();
  for (const sighting of sightings) {
    const use = judge(sighting, file);
    const known = uses.get(use.name);
    if (known === undefined) uses.set(use.name, use);
    else if (WORSE[use.verdict] > WORSE[known.verdict]) uses.set(use.name, { ...use, offset: known.offset });
  }
  return [...uses.values()];
}

function judge(sighting: Sighting, file: string): GlobalUse {
  const name = `${sighting.module}.${sighting.name}`;
  const place = { name, offset: sighting.offset, file };
  if (sighting.harmless !== undefined) return { ...place, verdict: 'safe', reason: sighting.harmless };
  const weapon =
    findWeapon(sighting.module, sighting.name) ?? (sighting.spelt && findWeapon(...sighting.spelt));
  if (weapon !== undefined)
    return { ...place, verdict: 'dangerous', reason: `${weapon} can run code or reach files and network` };
  if (sighting.trick !== undefined) return { ...place, verdict: 'dangerous', reason: sighting.trick };
  if (isAllowed(name)) return { ...place, verdict: 'safe', reason: 'builds plain data or tensors' };
  return {
    ...place,
    verdict: 'unknown',
    reason: 'not on the allow-list: loading the file runs the code of this name',
  };
}

export function worstVerdict(uses: readonly GlobalUse[]): Verdict {
  return uses.reduce<Verdict>(
    (worst, { verdict }) => (WORSE[verdict] > WORSE[worst] ? verdict : worst),
    'safe',
  );
}
