/** The name that a mistyped one most likely meant: a part of it, or few letters away. */
export function nearestName(typed: string, names: readonly string[]): string | undefined {
  const part = names.find((name) => typed.length > 2 && name.includes(typed));
  if (part) return part;
  const near = names
    .map((name) => ({
      name,
      distance: Math.min(distance(typed, name), distance(typed, name.split('/')[1] ?? '')),
    }))
    .sort((a, b) => a.distance - b.distance)[0];
  return near && near.distance <= Math.max(2, typed.length / 3) ? near.name : undefined;
}

/** Levenshtein's. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++)
      next[j] = Math.min(row[j]! + 1, next[j - 1]! + 1, row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1));
    row = next;
  }
  return row[b.length]!;
}
