import type { ProbeOutcome, ProbeRecord, ProbeResult } from '@plumb/run';
import type { Output } from '../terminal/output.ts';
import { bold, dim, green, red, yellow } from '../terminal/style.ts';
import { wrapText } from '../terminal/wrap.ts';

const MARKS: Record<ProbeOutcome, string> = {
  pass: green('✓'),
  weak: yellow('~'),
  fail: red('✗'),
  unknown: dim('?'),
};

/** The report's lines stand as they are: a mark and the text. */
export function probeLine({ outcome, text }: ProbeResult, width: number): string {
  return wrapText(text, width - 2)
    .split('\n')
    .map((row, i) => `${i === 0 ? MARKS[outcome] : ' '} ${row}`)
    .join('\n');
}

/** What a run knows of its policy from asking it, a heading a sitting. */
export function printProbes(probes: readonly ProbeRecord[], out: Output): void {
  for (const asked of [...new Set(probes.map((probe) => probe.asked))]) {
    const found = probes.filter((probe) => probe.asked === asked);
    const when = asked.slice(0, 16).replace('T', ' ');
    out.print(`\n${bold('Probes')} ${dim(`plumb debug in ${found[0]!.suite}, ${when} UTC`)}`);
    for (const probe of found) out.print(probeLine(probe, out.width));
  }
}
