import { type Comparison, compareRuns, differencesOf, openRun } from '@plumb/run';
import { percent } from '../eval/format-figures.ts';
import { createOutput, type OutputOptions } from '../terminal/output.ts';
import { bold, dim, green, yellow } from '../terminal/style.ts';
import { wrapText } from '../terminal/wrap.ts';

/** Two-sided; the usual bar. */
const SIGNIFICANT = 0.05;

/** `plumb compare A B`: 0. */
export async function run(args: readonly string[], options: OutputOptions): Promise<number> {
  const out = await createOutput(options);
  const [a, b] = args.map((path) => openRun(path)) as [
    ReturnType<typeof openRun>,
    ReturnType<typeof openRun>,
  ];
  a.close();
  b.close();
  const comparison = compareRuns(a.episodes, b.episodes);
  const specs = differencesOf(a.spec, b.spec);
  if (out.json) {
    out.printJson({ ...comparison, differentSpecs: specs });
    return 0;
  }
  const say = (text: string, indent = 2) => out.print(wrapText(text, out.width, indent));
  out.print(`${bold('A')}  ${percent(comparison.rateA)}  ${args[0]}`);
  out.print(`${bold('B')}  ${percent(comparison.rateB)}  ${args[1]}\n`);
  say(describeDifference(comparison));
  const { both, onlyA, onlyB, neither, pairs } = comparison;
  say(`${pairs} pairs: both solved ${both}, only A ${onlyA}, only B ${onlyB}, neither ${neither}.`);
  if (comparison.unpairedA + comparison.unpairedB > 0)
    say(
      yellow(`Without a partner, and left out: ${comparison.unpairedA} of A, ${comparison.unpairedB} of B.`),
    );
  if (!comparison.sameSeed)
    say(yellow('The seeds differ: init states are equal, but fixtures stand elsewhere.'));
  if (specs.length > 0) {
    out.print(`\n${bold('What differs between the two')}`);
    for (const difference of specs) say(`  ${dim(difference)}`, 4);
  }
  return 0;
}

function describeDifference({ difference, p, pairsNeeded, pairs }: Comparison): string {
  const points = (value: number) => `${value >= 0 ? '+' : '−'}${(100 * Math.abs(value)).toFixed(1)}`;
  const span = `A − B: ${points(difference.value)} points, 95 % from ${points(difference.low)} to ${points(difference.high)}; exact McNemar p = ${p < 0.001 ? p.toExponential(1) : p.toFixed(3)}.`;
  if (p < SIGNIFICANT) return `${span} ${green('The difference is real at the 5 % level.')}`;
  const more =
    pairsNeeded === undefined
      ? 'There is no difference to tell.'
      : `A difference of this size would take about ${pairsNeeded} pairs to tell; these are ${pairs}.`;
  return `${span} ${yellow('Not told apart.')} ${more}`;
}
