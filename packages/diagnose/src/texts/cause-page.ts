import type { Cause } from '../cause.ts';
import { readCausePage } from '../read-cause-page.ts';
import type { Language } from './language.ts';

/** What a title shows where nothing was found that could fill it. */
export function withGaps(text: string): string {
  return text.replace(/\{\w+\}/g, '…');
}

/**
 * The page of a cause, Markdown. English pages are written by hand; in another language it is what that language has:
 * what, why and remedies. What it lacks is said on the page.
 */
export async function causePage(cause: Cause, { words, causes }: Language): Promise<string> {
  if (words.tag === 'en') return readCausePage(cause.code);
  const { report: say } = words;
  const texts = causes[cause.code];
  if (!texts) return `${say.explain.english}\n\n${await readCausePage(cause.code)}`;
  const remedies = cause.remedies.map(({ when, commands }, i) => {
    const { text, cost, risk } = texts.remedies[i]!;
    const lines = [
      `- **${say.when[when]}** ${text}`,
      `  - ${words.because(say.cost, cost)}`,
      `  - ${words.because(say.risk, risk)}`,
      ...commands.map((command) => `  - \`${command}\``),
    ];
    return lines.join('\n');
  });
  const page = [`# ${texts.title}`, texts.what, texts.why, `## ${say.remedies}`, ...remedies];
  return `${withGaps(page.join('\n\n'))}\n\n${say.explain.gaps}${words.betweenSentences}${say.explain.onlyEnglish}\n`;
}
