import { createReadStream } from 'node:fs';
import { isAbsolute, relative } from 'node:path';
import type { Diagnosis } from '../diagnosis.ts';
import { cleanText } from '../evidence/scan-lines.ts';

/** A few lines of a file around the line that is evidence. */
export interface Excerpt {
  /** Number of the first line shown; lines count from 1. */
  readonly from: number;
  /** Number of the line that is the evidence. */
  readonly at: number;
  readonly lines: readonly string[];
}

/** By place, `file:line`. */
export type Excerpts = ReadonlyMap<string, Excerpt>;

/** Enough to see the branch that a line stands in. */
const BEFORE = 3;
const AFTER = 3;
/** A missing-keys line of PyTorch alone can have 60,000 characters. */
const LONGEST_LINE = 200;
/** Part of a line that is kept at all: a progress bar writes all its states into one. */
const LONGEST_READ = 1 << 16;
/** A log of gigabytes is not read a second time for the sake of its last lines. */
const MOST_BYTES = 64 << 20;
/** Files opened for one report; one finding can name hundreds. */
const MOST_FILES = 60;

const PLACE = /^(?<path>.+):(?<line>\d{1,9})$/s;

/**
 * The lines around every place in a log or a source, and nowhere else: only files below what the user gave are
 * opened. A file that cannot be read any more has no excerpt; its evidence stands without.
 */
export async function readExcerpts({ findings, facts }: Diagnosis): Promise<Excerpts> {
  const given = [...facts.items, ...facts.sources].map(({ path }) => path);
  const wanted = new Map<string, Map<string, number>>();
  for (const { evidence } of findings)
    for (const { kind, place } of evidence) {
      const { path, line } = PLACE.exec(place)?.groups ?? {};
      if ((kind !== 'log' && kind !== 'source') || path === undefined) continue;
      if (!given.some((root) => isInside(path, root))) continue;
      const lines = wanted.get(path) ?? new Map<string, number>();
      wanted.set(path, lines.set(place, Number(line)));
    }
  const excerpts = new Map<string, Excerpt>();
  for (const [path, places] of [...wanted].slice(0, MOST_FILES))
    for (const [place, excerpt] of await readLines(path, places)) excerpts.set(place, excerpt);
  return excerpts;
}

function isInside(path: string, root: string): boolean {
  const way = relative(root, path);
  return way === '' || (!way.startsWith('..') && !isAbsolute(way));
}

async function readLines(path: string, places: ReadonlyMap<string, number>): Promise<Map<string, Excerpt>> {
  const last = Math.max(...places.values()) + AFTER;
  const near = new Set([...places.values()].flatMap((at) => range(at - BEFORE, at + AFTER)));
  const kept = new Map<number, string>();
  let number = 1;
  let line = '';
  try {
    reading: for await (const chunk of createReadStream(path, { encoding: 'utf8', end: MOST_BYTES })) {
      const parts = (chunk as string).split('\n');
      for (const [i, part] of parts.entries()) {
        if (near.has(number) && line.length < LONGEST_READ) line += part;
        if (i === parts.length - 1) break;
        if (near.has(number)) kept.set(number, shown(line));
        line = '';
        if (++number > last) break reading;
      }
    }
    if (line !== '') kept.set(number, shown(line));
  } catch {
    // gone or unreadable since it was collected: the quoted line is evidence enough
    return new Map();
  }
  return new Map(
    [...places].flatMap(([place, at]): [string, Excerpt][] => {
      const lines = range(at - BEFORE, at + AFTER).filter((n) => kept.has(n));
      return kept.has(at) ? [[place, { from: lines[0]!, at, lines: lines.map((n) => kept.get(n)!) }]] : [];
    }),
  );
}

/** A progress bar rewrites its line: what stood there last is what one saw. */
function shown(line: string): string {
  const last = cleanText(line.replace(/\r+$/, '').split('\r').at(-1)!);
  return last.length > LONGEST_LINE ? `${last.slice(0, LONGEST_LINE)}…` : last;
}

function range(from: number, to: number): number[] {
  return Array.from({ length: to - Math.max(1, from) + 1 }, (_, i) => Math.max(1, from) + i);
}
