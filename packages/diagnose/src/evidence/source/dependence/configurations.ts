import type { AttributeFact, ClassFacts } from './class-facts.ts';

/** How the conditions of a constructor turned out. */
export type Configuration = ReadonlyMap<string, boolean>;

/**
 * Conditions of the constructor that make a difference for `forward`: they choose between things of different kinds for
 * an attribute that it uses. Two modules of libraries make none, since nothing is known of either.
 */
export function decisionsOf(facts: ClassFacts, isKnown: (module: string) => boolean): string[] {
  const asked = new Set(
    everyFact(facts).flatMap(({ kind, attribute }) => (kind === 'isinstance' && attribute) || []),
  );
  const running = [...facts.methods]
    .filter(([name]) => !facts.building.has(name))
    .map(([, { text }]) => text);
  const found = new Set<string>();
  for (const [name, held] of facts.attributes) {
    const kinds = new Set(held.map((fact) => kindOf(fact, asked.has(name) ? () => true : isKnown)));
    const used = asked.has(name) || running.some((text) => text.includes(`self.${name}`));
    if (kinds.size < 2 || !used) continue;
    for (const { under } of held) for (const { condition } of under) found.add(condition);
  }
  return [...found];
}

export function everyFact({ attributes }: ClassFacts): AttributeFact[] {
  return [...attributes.values()].flat();
}

function kindOf({ kind, name, literal }: AttributeFact, isKnown: (module: string) => boolean): string {
  if (kind === 'literal') return `literal ${JSON.stringify(literal)}`;
  return kind === 'module' && name && isKnown(name) ? `module ${name}` : kind;
}

/** Every way in which these conditions may turn out. */
export function configurationsOf(decisions: readonly string[]): Configuration[] {
  return decisions.reduce<Configuration[]>(
    (all, condition) =>
      all.flatMap((decided) => [true, false].map((holds) => new Map(decided).set(condition, holds))),
    [new Map()],
  );
}
