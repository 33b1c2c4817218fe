/**
 * The same plain data with every string replaced: for redaction before anything is drawn. Keys stay, and what was one
 * object in two places is one object again.
 */
export function mapStrings<T>(value: T, replace: (text: string) => string): T {
  const done = new Map<object, unknown>();
  const map = (item: unknown): unknown => {
    if (typeof item === 'string') return replace(item);
    if (typeof item !== 'object' || item === null) return item;
    if (done.has(item)) return done.get(item);
    const copy = Array.isArray(item)
      ? item.map(map)
      : Object.fromEntries(Object.entries(item).map(([key, part]) => [key, map(part)]));
    done.set(item, copy);
    return copy;
  };
  return map(value) as T;
}
