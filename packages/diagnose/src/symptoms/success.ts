import { basename } from 'node:path';
import type { Evidence } from '@plumb/contract';
import type { Facts } from '../facts.ts';
import { count, type SymptomDraft } from './draft.ts';
import { groupResults, rateOf, type SuccessGroup } from './success-groups.ts';

/** Up to this rate a policy does nothing that chance would not do: 1 of 50 now and then. */
const NEARLY_NONE = 0.05;
/** Below this rate nobody asks why it is so good; published policies reach 75 % and more on LIBERO. */
const EXPECTED = 0.5;
/** No LIBERO task can be solved in fewer steps. */
const TOO_SHORT = 50;

/** One symptom for each checkpoint and suite whose episodes (nearly) all failed, or mostly. */
export function findFewSuccesses(facts: Facts): SymptomDraft[] {
  return groupResults(facts).flatMap((group) => {
    const rate = rateOf(group);
    if (!(rate < EXPECTED)) return [];
    const kind = rate <= NEARLY_NONE ? ('no-success' as const) : ('below-expectation' as const);
    const where = [...group.results.map(({ result }) => result.path), ...group.logs.map((log) => log.path)];
    return [
      {
        kind,
        ...words(group, rate),
        evidence: evidenceOf(group),
        where: where.map((path) => ({ path })),
        checkpoint: group.checkpoint,
      },
    ];
  });
}

function words(group: SuccessGroup, rate: number): { text: string; brief: string } {
  const on = group.suite === undefined ? '' : ` on ${group.suite}`;
  const of = group.checkpoint === undefined ? '' : ` with ${group.checkpoint}`;
  if (group.ran === 0) {
    const stated = `a success rate of ${Number((rate * 100).toFixed(2))} %`;
    return { text: `${stated}${of}, as ${basename(group.logs[0]!.path)} states it`, brief: stated };
  }
  const total = `${group.successes} of ${count(group.ran, 'episode')}`;
  const horizon = Math.max(...group.results.map(({ result }) => result.horizon ?? Number.POSITIVE_INFINITY));
  const short = horizon < TOO_SHORT ? `; episodes end after ${horizon} steps, too early for any task` : '';
  const files = group.results.length > 1 ? `: ${listScores(group)}` : '';
  return {
    text: `${total} succeeded${on}${of}${files}${short}`,
    brief: `${total} (${files ? `${group.results.length} files` : basename(group.results[0]!.result.path)})`,
  };
}

/** `0 of 50 (3 files), 0 of 9, once 1 of 50`: largest first, successes last. */
function listScores({ results }: SuccessGroup): string {
  const scores = new Map<string, { successes: number; ran: number; files: number }>();
  for (const { successes, ran } of results) {
    const key = `${successes} of ${ran}`;
    const score = scores.get(key) ?? { successes, ran, files: 0 };
    score.files++;
    scores.set(key, score);
  }
  return [...scores.entries()]
    .sort(([, a], [, b]) => a.successes - b.successes || b.ran - a.ran)
    .map(([text, { successes, files }]) => {
      const once = successes > 0 && files === 1 && scores.size > 1 ? 'once ' : '';
      return `${once}${text}${files > 1 ? ` (${files} files)` : ''}`;
    })
    .join(', ');
}

function evidenceOf(group: SuccessGroup): Evidence[] {
  return [
    ...group.results.map(({ result, successes, ran }) => ({
      kind: 'result' as const,
      place: result.path,
      text: `${successes} of ${ran} succeeded${result.horizon === undefined ? '' : `, at most ${result.horizon} steps each`}`,
    })),
    ...group.logs.map((log) => {
      const { line, text } = log.rates.at(-1)!;
      return { kind: 'log' as const, place: `${log.path}:${line}`, text };
    }),
  ];
}
