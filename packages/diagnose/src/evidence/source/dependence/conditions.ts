import type { ClassFacts } from './class-facts.ts';
import { everyFact } from './configurations.ts';
import type { Outcome } from './read-outputs.ts';
import type { Origin } from './value.ts';

/**
 * In which configuration of a model something holds: `condition` is what makes it use the part, `furthermore` what else
 * the constructor must decide. Both are left out where every configuration does it.
 */
export function conditionsOf(
  facts: ClassFacts,
  { className }: Origin,
  reached: readonly Outcome[],
): { condition?: string; furthermore?: string } {
  const choosing = new Set(
    everyFact(facts)
      .filter(({ name }) => name?.split('.').at(-1) === className)
      .flatMap(({ under }) => under.map(({ condition }) => condition)),
  );
  const decisions = [...(reached[0]?.decided.keys() ?? [])];
  const fixed = decisions.flatMap((condition) => {
    const values = new Set(reached.map(({ decided }) => decided.get(condition)));
    return values.size === 1 ? [{ condition, text: inWords(condition, values.has(true)) }] : [];
  });
  const condition = fixed.filter((each) => choosing.has(each.condition)).map(({ text }) => text);
  const furthermore = fixed.filter((each) => !choosing.has(each.condition)).map(({ text }) => text);
  return {
    ...(condition.length > 0 ? { condition: condition.join(' and ') } : {}),
    ...(furthermore.length > 0 ? { furthermore: furthermore.join(' and ') } : {}),
  };
}

function inWords(condition: string, holds: boolean): string {
  if (/^[\w.]+$/.test(condition)) return `${condition} is ${holds ? 'True' : 'False'}`;
  return holds ? condition : `not (${condition})`;
}
