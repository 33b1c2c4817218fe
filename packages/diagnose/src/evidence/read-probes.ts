import { readFile, stat } from 'node:fs/promises';
import type { ProbeFact } from '../facts.ts';
import { isObject } from './results/json.ts';

/** A report of fourteen probes has some 10 kB. */
const MAX_BYTES = 4 << 20;
/** More than debug asks of anything. */
const MAX_RESULTS = 256;

const OUTCOMES = ['pass', 'weak', 'fail', 'unknown'] as const;

/** What `plumb debug POLICY --out FILE` wrote; undefined for any other JSON, and for what is no JSON. */
export async function readProbes(path: string): Promise<ProbeFact | undefined> {
  if ((await stat(path)).size > MAX_BYTES) return undefined;
  return parseProbes(await readFile(path, 'utf8'), path);
}

export function parseProbes(text: string, path: string): ProbeFact | undefined {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    // whoever reads results says what is wrong with it
    return undefined;
  }
  if (!isObject(json) || typeof json.policy !== 'string' || !Array.isArray(json.results)) return undefined;
  const results = json.results.slice(0, MAX_RESULTS).flatMap((result) => {
    if (!isObject(result) || typeof result.name !== 'string' || typeof result.text !== 'string') return [];
    const outcome = OUTCOMES.find((name) => name === result.outcome);
    return outcome === undefined ? [] : [{ name: result.name, outcome, text: result.text }];
  });
  const isReport = results.some(({ name }) => name === 'forward-pass');
  return isReport ? { path, policy: json.policy, results } : undefined;
}
