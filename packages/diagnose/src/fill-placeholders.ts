import { quoteForShell } from '@plumb/core';
import type { Remedy } from './cause.ts';
import type { Facts } from './facts.ts';
import { rankLoads } from './rank-loads.ts';

/** Replaces `{name}`; a name that nobody filled stays as it is, so that it is seen. */
export function fillText(text: string, details: Readonly<Record<string, string>> = {}): string {
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => details[name] ?? whole);
}

/** The words that stand for a path in a command template. */
const WORDS = {
  CHECKPOINT: (facts: Facts) => failing(facts)?.checkpoint ?? facts.checkpoints[0]?.path,
  ENV: (facts: Facts) => failing(facts)?.environment ?? facts.environments[0]?.environment.path,
  SOURCE: (facts: Facts) =>
    failing(facts)?.source ?? facts.sources.find(({ path }) => !path.endsWith('.py'))?.path,
  LOG: (facts: Facts) => facts.logs[0]?.path,
  RESULTS: (facts: Facts) => facts.results[0]?.path,
} as const satisfies Record<string, (facts: Facts) => string | undefined>;

type Word = keyof typeof WORDS;

const ALIASES: Readonly<Record<string, Word>> = {
  DIR: 'SOURCE',
  SOURCE_DIR: 'SOURCE',
  RESULT: 'RESULTS',
  LOGS: 'LOG',
};

const failing = (facts: Facts) =>
  rankLoads(
    facts.loads.filter((load) => !load.loads),
    facts,
  )[0];

/**
 * Puts the user's own paths into a command template: `CHECKPOINT`, `ENV`, `SOURCE` (or `DIR`), `LOG`, `RESULTS`. What
 * the user has not given stays in capitals. `plumb diagnose` is asked again with all that was given, and what is missing.
 */
export function fillCommand(command: string, facts: Facts): string {
  const pathOf = (word: string) => WORDS[ALIASES[word] ?? (word as Word)]?.(facts);
  const words = command.split(' ');
  if (command.startsWith('plumb diagnose ') && facts.given !== undefined) {
    const missing = words
      .slice(2)
      .filter((word) => pathOf(word) === undefined)
      .map((word) => ALIASES[word] ?? word);
    return ['plumb diagnose', ...facts.given.map(quoteForShell), ...missing].join(' ');
  }
  return words
    .map((word) => {
      // a policy's address has its kind before the path
      const [, kind = '', name = word] = /^(atlas:)(.+)$/.exec(word) ?? [];
      const path = pathOf(name);
      return path === undefined ? word : quoteForShell(kind + path);
    })
    .join(' ');
}

export function fillRemedy(
  { when, text, commands, cost, risk }: Remedy,
  details: Readonly<Record<string, string>> | undefined,
  facts: Facts,
): Remedy {
  return {
    when,
    text: fillText(text, details),
    commands: commands.map((command) => fillCommand(fillText(command, details), facts)),
    cost: fillText(cost, details),
    risk: fillText(risk, details),
  };
}
