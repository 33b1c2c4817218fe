import type { Words } from '../texts/en.ts';
import { code, commandBlock, prose, table } from './markdown-text.ts';
import type { Report } from './report-model.ts';

/** Every way out of each load that fails in a row, and what to type for the best. */
export function plans({ plans: loads, morePlans }: Report, { fix: say }: Words): string[] {
  if (loads.length === 0) return [];
  const lines = loads.flatMap(({ checkpoint, environment, source, remedies }) => {
    const rows = remedies.plans.map(({ verdict, title, summary, checks }) => [
      say.verdict[verdict],
      `**${prose(title)}**. ${prose(summary)}`,
      prose(checks.at(-1)?.outcome.text ?? ''),
    ]);
    const typed = remedies.plans[0]?.commands.map(({ text }) => text) ?? [];
    return [
      '',
      say.plansFor(code(checkpoint), code(environment), source === undefined ? '' : code(source)),
      '',
      ...table([say.outcome, say.way, say.after], rows),
      ...(typed.length > 0 ? ['', ...commandBlock(typed)] : []),
    ];
  });
  return [`## ${say.plans}`, ...lines, ...(morePlans > 0 ? ['', say.morePlans(morePlans)] : [])];
}
