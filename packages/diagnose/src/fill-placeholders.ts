import { quoteForShell } from '@plumb/core';
import type { Remedy } from './cause.ts';
import type { Facts } from './facts.ts';

/** Replaces `{name}`; a name that nobody filled stays as it is, so that it is seen. */
export function fillText(text: string, details: Readonly<Record<string, string>> = {}): string {
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => details[name] ?? whole);
}

/**
 * Puts the user's own paths into a command template: `CHECKPOINT`, `ENV`, `DIR` (a source), `LOG`, `RESULT`. What the
 * user has not given stays in capitals, to be filled in by hand.
 */
export function fillCommand(command: string, facts: Facts): string {
  // a checkpoint whose load fails is the one to ask about
  const failing = facts.loads.find((load) => !load.loads);
  const paths: Record<string, string | undefined> = {
    CHECKPOINT: failing?.checkpoint ?? facts.checkpoints[0]?.path,
    ENV: failing?.environment ?? facts.environments[0]?.environment.path,
    DIR: failing?.source ?? facts.sources.find(({ path }) => !path.endsWith('.py'))?.path,
    LOG: facts.logs[0]?.path,
    RESULT: facts.results[0]?.path,
  };
  return command.replace(/(?<![\w/.-])(CHECKPOINT|ENV|DIR|LOG|RESULT)(?![\w/.-])/g, (whole, name: string) => {
    const path = paths[name];
    return path === undefined ? whole : quoteForShell(path);
  });
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
