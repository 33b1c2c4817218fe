import type { ActionChunk } from '@plumb/contract';
import type { ProbeResult } from '@plumb/run';
import { average, spread } from './difference.ts';
import { expertError, insidesOf, type ProbeContext, stillError } from './probe-context.ts';
import { Questioner } from './questioner.ts';

const SEEDS = [1, 2];
/** As for flips: a healthy policy errs 0.18 times as much as standing still, an untrained one about as much as its twins. */
const CLEARLY = 0.8;

/** Is the policy nearer to the expert than the same architecture with random weights? */
export async function probeTwin(context: ProbeContext): Promise<ProbeResult> {
  const name = 'random-twin';
  const insides = insidesOf(context.policy);
  const own = expertError(context.moments, context.answers);
  if (!insides) return withoutTwin(context, own);
  const twins: number[] = [];
  const spreads: number[] = [];
  for (const seed of SEEDS) {
    const twin = await insides.openTwin(seed);
    try {
      const questioner = new Questioner(twin);
      const answers: ActionChunk[] = [];
      for (const { observation } of context.moments)
        answers.push((await questioner.ask(observation)).actions);
      twins.push(expertError(context.moments, answers) ?? Number.NaN);
      spreads.push(spread(answers));
    } finally {
      await twin.close();
    }
  }
  const numbers = {
    spread: spread(context.answers),
    'twin-spread': average(spreads),
    ...(own === undefined ? {} : { error: own, 'twin-error': average(twins) }),
  };
  const spreadText = `from moment to moment its action differs by ${numbers.spread.toExponential(1)}, theirs by ${numbers['twin-spread'].toExponential(1)}`;
  if (own === undefined)
    return { name, outcome: 'unknown', text: `No expert for these tasks; ${spreadText}.`, numbers };
  // two twins may both be bad by chance: standing still is the other thing to beat
  const still = stillError(context.moments)!;
  const best = Math.min(...twins);
  const better = own < CLEARLY * Math.min(best, still);
  const text = `${compare(own, best, still)}: error ${own.toFixed(2)}, twins ${twins.map((error) => error.toFixed(2)).join(' and ')}, standing still ${still.toFixed(2)}; ${spreadText}.`;
  return { name, outcome: better ? 'pass' : 'fail', text, numbers: { ...numbers, 'still-error': still } };
}

/** What it is not clearly better than, if anything. */
function compare(own: number, twins: number, still: number): string {
  if (own > still) return 'Further from the expert than standing still';
  if (own >= CLEARLY * twins) return 'Not clearly nearer to the expert than random twins of it';
  if (own >= CLEARLY * still) return 'Not clearly nearer to the expert than standing still';
  return 'Nearer to the expert than random twins of it and than standing still';
}

/** What can be said of a policy whose weights are elsewhere. */
function withoutTwin({ moments, answers }: ProbeContext, error: number | undefined): ProbeResult {
  const still = stillError(moments);
  const numbers = error === undefined ? {} : { error, 'still-error': still! };
  const beside =
    error === undefined
      ? ''
      : ` Its error against the expert is ${error.toFixed(2)}, that of standing still ${still!.toFixed(2)}.`;
  const text = `Its weights are not here, so there is no random twin of it.${beside}`;
  return { name: 'random-twin', outcome: 'unknown', text, numbers: { spread: spread(answers), ...numbers } };
}
