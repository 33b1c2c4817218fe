import type { ActionChunk } from '@plumb/contract';
import type { ProbeResult } from '@plumb/run';
import { average, difference } from './difference.ts';
import type { ProbeContext } from './probe-context.ts';

/** Do the actions of a chunk follow each other, or jump as between unrelated moments? */
export async function probeSmoothness({ answers }: ProbeContext): Promise<ProbeResult> {
  const name = 'chunk-smoothness';
  const length = Math.min(...answers.map((chunk) => chunk.length));
  if (length < 2)
    return { name, outcome: 'unknown', text: 'One action an answer: there is no chunk.', numbers: {} };
  const inside = average(answers.flatMap((chunk) => neighbours(chunk)));
  const size = average(
    answers.flat().map((action) => difference([action], [new Float64Array(action.length)])),
  );
  const ratio = size === 0 ? 0 : inside / size;
  const numbers = { 'between-neighbours': inside, size, ratio };
  // independent random actions differ by about 1.4 times their size
  const outcome = ratio > 1 ? 'fail' : ratio > 0.6 ? 'weak' : 'pass';
  const judged =
    outcome === 'pass' ? 'follow each other' : outcome === 'weak' ? 'jump' : 'jump as unrelated ones do';
  return {
    name,
    outcome,
    text: `The ${length} actions of a chunk ${judged}: neighbours differ by ${inside.toFixed(3)}, ${ratio.toFixed(2)} times their size (unrelated random ones: 1.4).`,
    numbers,
  };
}

function neighbours(chunk: ActionChunk): number[] {
  return chunk.slice(1).map((action, i) => difference([action], [chunk[i]!]));
}
