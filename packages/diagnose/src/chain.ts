import { basename } from 'node:path';
import { compareStrength } from '@plumb/contract';
import type { Symptom, SymptomKind } from './cause.ts';
import type { Finding } from './diagnosis.ts';

/** A match with its cause's own words, before it is known what brought it about. */
export interface ChainLink extends Omit<Finding, 'explainedBy'> {
  /** Codes that the cause brings about where both are found. */
  readonly leadsTo: readonly string[];
  /** What the catalogue says that the cause can explain, whatever this evidence reaches. */
  readonly couldExplain: readonly SymptomKind[];
}

export interface Chain {
  /** Codes of the findings that brought each one about. */
  readonly explainedBy: ReadonlyMap<string, readonly string[]>;
  /** Ids of symptoms that each root explains, itself or through what it leads to. */
  readonly reach: ReadonlyMap<string, readonly string[]>;
  /** Codes of findings that could explain a symptom, but are not shown to. */
  readonly suspects: ReadonlyMap<string, readonly string[]>;
}

/**
 * Links findings by what leads to what, and follows the links to the symptoms. Only findings that are proven or likely
 * carry an explanation; a link that would close a circle is left out, so something always comes first.
 * `checkpoints` are the paths of those that were read: what is wrong with one of several does not explain a score of
 * which nobody knows that it is that one's.
 */
export function linkChain(
  links: readonly ChainLink[],
  symptoms: readonly Symptom[],
  checkpoints: readonly string[] = [],
): Chain {
  const byCode = new Map(links.map((link) => [link.code, link]));
  const children = new Map<string, string[]>(links.map(({ code }) => [code, []]));
  const explainedBy = new Map<string, string[]>(links.map(({ code }) => [code, []]));
  // the strongest link first: where two findings lead to each other, the stronger one stays the cause
  for (const { code, leadsTo } of [...links].sort((a, b) => compareStrength(a.strength, b.strength)))
    for (const target of leadsTo) {
      if (target === code || !byCode.has(target) || reaches(children, target, code)) continue;
      children.get(code)!.push(target);
      explainedBy.get(target)!.push(code);
    }

  const carries = (code: string) => byCode.get(code)!.strength !== 'possible';
  const reach = new Map<string, string[]>();
  for (const { code } of links) {
    if (!carries(code) || explainedBy.get(code)!.some(carries)) continue;
    const below = descendants(children, code, carries).map((each) => byCode.get(each)!);
    const explained = symptoms.filter((symptom) =>
      below.some((link) => explains(link, symptom, symptoms, checkpoints)),
    );
    if (explained.length > 0)
      reach.set(
        code,
        explained.map((symptom) => symptom.id),
      );
  }

  const suspects = new Map(
    symptoms.map((symptom) => {
      const explained = new Set(
        [...reach].filter(([, ids]) => ids.includes(symptom.id)).map(([code]) => code),
      );
      const inChain = new Set([...explained].flatMap((code) => descendants(children, code, carries)));
      const codes = links
        .filter(
          (link) =>
            !inChain.has(link.code) &&
            [...link.explains, ...link.couldExplain].includes(symptom.kind) &&
            isAtSymptom(link, symptom, symptoms),
        )
        .map((link) => link.code);
      return [symptom.id, codes];
    }),
  );
  return { explainedBy, reach, suspects };
}

function reaches(children: ReadonlyMap<string, readonly string[]>, from: string, to: string): boolean {
  return descendants(children, from, () => true).includes(to);
}

/** The code itself, and everything below it through findings that `follow` accepts. */
function descendants(
  children: ReadonlyMap<string, readonly string[]>,
  from: string,
  follow: (code: string) => boolean,
): string[] {
  const seen = [from];
  for (let at = 0; at < seen.length; at++)
    for (const child of children.get(seen[at]!)!)
      if (!seen.includes(child) && follow(child)) seen.push(child);
  return seen;
}

/** Whether a finding reaches a symptom: by its kind, its checkpoint and its place. */
function explains(
  link: ChainLink,
  symptom: Symptom,
  all: readonly Symptom[],
  checkpoints: readonly string[],
): boolean {
  return (
    link.explains.includes(symptom.kind) &&
    isOfCheckpoint(link, symptom, checkpoints) &&
    isAtSymptom(link, symptom, all)
  );
}

/** What was only observed holds where it was observed; what follows from files holds everywhere. */
function isAtSymptom(link: ChainLink, symptom: Symptom, all: readonly Symptom[]): boolean {
  if (link.evidence.some(({ kind }) => kind !== 'log' && kind !== 'result')) return true;
  const shown = all.filter((other) => other.kind === symptom.kind && showsAt(link, other));
  return shown.length === 0 || shown.includes(symptom);
}

const SCORES: readonly SymptomKind[] = ['no-success', 'below-expectation', 'offline-online-gap'];

/** A score is of one checkpoint. It is that one's by its file name, or because the finding is true of all that were given. */
function isOfCheckpoint(link: ChainLink, symptom: Symptom, checkpoints: readonly string[]): boolean {
  if (!SCORES.includes(symptom.kind)) return true;
  const places = link.evidence.filter(({ kind }) => kind === 'checkpoint').map(({ place }) => place);
  const about = checkpoints.filter((path) => places.some((place) => place === path || isBelow(place, path)));
  if (about.length === 0) return true;
  const named = checkpoints.filter((path) => basename(path) === symptom.checkpoint);
  return named.length > 0 ? named.some((path) => about.includes(path)) : about.length === checkpoints.length;
}

/** `file.pt!tensor`, `folder/file`, `file.json:7`, `file#task`: a place within a path. */
function isBelow(place: string, path: string): boolean {
  return place.startsWith(path) && /^[!:#/\\ ]/.test(place.slice(path.length));
}

function showsAt(link: ChainLink, symptom: Symptom): boolean {
  return link.evidence.some(({ place }) =>
    symptom.where.some(({ path, from, to }) => {
      if (place !== path && !isBelow(place, path)) return false;
      const line = /^:(\d+)/.exec(place.slice(path.length));
      return from === undefined || !line || (Number(line[1]) >= from && Number(line[1]) <= (to ?? from));
    }),
  );
}
