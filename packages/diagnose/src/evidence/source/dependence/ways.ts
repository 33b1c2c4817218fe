import type { Names } from './method-scope.ts';
import { collapse, combine, INPUT, join, type Value } from './value.ts';

/** Names after several ways on. `hanging`: which way was taken depends on data, and with it whatever differs. */
export function merge(ends: readonly Names[], hanging: boolean): Names {
  const [first, ...rest] = ends as [Names, ...Names[]];
  const names = new Map(first);
  for (const end of rest) {
    for (const [name, value] of end) {
      const known = names.get(name);
      if (known === value) continue;
      if (known === undefined) names.set(name, hanging ? combine(value, INPUT) : value);
      // entries that one way adds to a dict hang on the condition, those that were there before do not
      else if (hanging && !(known.kind === 'entries' && value.kind === 'entries')) {
        names.set(name, combine(known, value, INPUT));
      } else names.set(name, join(known, value));
    }
  }
  return names;
}

/** Whether all names depend on the same as before. */
export function sameNames(a: Names, b: Names): boolean {
  if (a.size !== b.size) return false;
  for (const [name, value] of b) {
    const before = a.get(name);
    if (before !== value && (!before || !alike(before, value))) return false;
  }
  return true;
}

function alike(a: Value, b: Value): boolean {
  const [x, y] = [collapse(a), collapse(b)];
  return a.kind === b.kind && x.dependence === y.dependence && x.learned === y.learned;
}
