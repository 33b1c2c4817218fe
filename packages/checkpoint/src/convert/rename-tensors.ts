import { PlumbError } from '@plumb/core';

/** `from` is a whole name, or the beginning of names: whole segments, or as it stands where it ends in a dot. */
export interface RenameRule {
  readonly from: string;
  readonly to: string;
}

/** `FROM=TO`. Throws `RENAME_RULE`. */
export function parseRenameRule(text: string): RenameRule {
  const at = text.indexOf('=');
  if (at > 0) return { from: text.slice(0, at), to: text.slice(at + 1) };
  throw new PlumbError({
    code: 'RENAME_RULE',
    what: `${JSON.stringify(text)} is not a rule FROM=TO.`,
    why: 'A rule names the beginning of names, and what stands there afterwards.',
    remedy: 'For example: --rename language_model.model.=model.language_model.  --rename backbone=encoder',
  });
}

/** The name after the first rule that applies to it; undefined where none does. */
export function applyRule(
  name: string,
  rules: readonly RenameRule[],
): { name: string; rule: RenameRule } | undefined {
  for (const rule of rules) {
    const { from, to } = rule;
    if (name === from) return { name: to, rule };
    if (from.endsWith('.') ? name.startsWith(from) : name.startsWith(`${from}.`))
      return { name: to + name.slice(from.length), rule };
  }
  return undefined;
}

/** New names in the old order. A rule that applies to nothing is a slip of the pen: `RENAME_MATCHES_NOTHING`. */
export function renameAll(names: readonly string[], rules: readonly RenameRule[]): string[] {
  const used = new Set<RenameRule>();
  const renamed = names.map((name) => {
    const found = applyRule(name, rules);
    if (found) used.add(found.rule);
    return found?.name ?? name;
  });
  const idle = rules.find((rule) => !used.has(rule));
  if (idle === undefined) return renamed;
  throw new PlumbError({
    code: 'RENAME_MATCHES_NOTHING',
    what: `No tensor is called ${idle.from} or begins with it${used.size > 0 ? ' where an earlier rule does not apply' : ''}.`,
    why: `The first names are ${names.slice(0, 3).join(', ')}. The first rule that applies to a name is the one that is used.`,
    remedy: '"plumb inspect FILE --all" lists every name.',
  });
}

/** Throws `RENAME_COLLIDES` where two tensors would have one name, or one would have none. */
export function assertDistinct(before: readonly string[], after: readonly string[]): void {
  const seen = new Map<string, string>();
  after.forEach((name, i) => {
    const other = seen.get(name);
    const collides = other !== undefined;
    seen.set(name, before[i]!);
    if (!collides && name !== '') return;
    throw new PlumbError({
      code: 'RENAME_COLLIDES',
      what: collides
        ? `${other} and ${before[i]} would both be called ${name}.`
        : `${before[i]} would be left without a name.`,
      why: 'A state dict has one tensor for each name; the other would be lost.',
      remedy: 'Make the rules more exact, or drop the prefix from only one of them.',
    });
  });
}
