import type { Words } from '../texts/en.ts';
import { commandBlock, prose } from './markdown-text.ts';
import type { Report } from './report-model.ts';

/** Remedies by when, each with what it costs and risks. */
export function remedies({ remedies: groups }: Report, { report: say }: Words): string[] {
  if (groups.length === 0) return [];
  const lines = groups.flatMap(({ when, remedies: list }) => [
    '',
    `### ${say.when[when]}`,
    '',
    ...list.flatMap(({ text, commands, cost, risk, title }) => [
      `- ${prose(text)} ${say.told(prose(title), prose(cost), prose(risk))}`,
      ...(commands.length > 0 ? ['', ...commandBlock(commands).map((line) => `  ${line}`), ''] : []),
    ]),
  ]);
  return [`## ${say.remedies}`, ...lines];
}
