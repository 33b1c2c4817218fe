/** A version as PEP 440 reads it, ready to be compared. */
export interface Version {
  readonly epoch: number;
  /** Trailing zeros kept: `1.0` is `[1, 0]`. */
  readonly release: readonly number[];
  readonly pre: readonly ['a' | 'b' | 'rc', number] | undefined;
  readonly post: number | undefined;
  readonly dev: number | undefined;
  readonly local: readonly (number | string)[];
}

// PEP 440, appendix B, with its separators and spellings
const PATTERN =
  /^v?(?:(\d+)!)?(\d+(?:\.\d+)*)(?:[-_.]?(alpha|a|beta|b|preview|pre|c|rc)[-_.]?(\d*))?(?:-(\d+)|[-_.]?(post|rev|r)[-_.]?(\d*))?(?:[-_.]?(dev)[-_.]?(\d*))?(?:\+([a-z0-9]+(?:[-_.][a-z0-9]+)*))?$/;

const PRE = { alpha: 'a', a: 'a', beta: 'b', b: 'b', c: 'rc', rc: 'rc', pre: 'rc', preview: 'rc' } as const;

/** Reads a version; undefined where PEP 440 allows none (`unknown`, a commit, `1.0.foo`). */
export function parseVersion(text: string): Version | undefined {
  const match = PATTERN.exec(text.trim().toLowerCase());
  if (!match) return undefined;
  const [, epoch, release, pre, preNumber, implicitPost, post, postNumber, dev, devNumber, local] = match;
  return {
    epoch: Number(epoch ?? 0),
    release: release!.split('.').map(Number),
    pre: pre ? [PRE[pre as keyof typeof PRE], Number(preNumber || 0)] : undefined,
    post: implicitPost ? Number(implicitPost) : post ? Number(postNumber || 0) : undefined,
    dev: dev ? Number(devNumber || 0) : undefined,
    local: local ? local.split(/[-_.]/).map((part) => (/^\d+$/.test(part) ? Number(part) : part)) : [],
  };
}

type Key = readonly (number | string)[];

function compareKeys(a: Key, b: Key, filler?: number): number {
  for (let i = 0; i < Math.max(a.length, b.length); i++) {
    const x = a[i] ?? filler;
    const y = b[i] ?? filler;
    if (x === y) continue;
    if (x === undefined) return -1;
    if (y === undefined) return 1;
    // in a local label a number is newer than a word
    if (typeof x !== typeof y) return typeof x === 'number' ? 1 : -1;
    return x < y ? -1 : 1;
  }
  return 0;
}

/** Everything but the local label, in PEP 440's order: dev < a < b < rc < (none) < post, at each level. */
function suffixKey({ pre, post, dev }: Version): Key {
  const onlyDev = dev !== undefined && pre === undefined && post === undefined;
  const stage = pre ? { a: 1, b: 2, rc: 3 }[pre[0]] : onlyDev ? 0 : 4;
  return [stage, pre?.[1] ?? 0, post ?? -1, dev ?? Number.POSITIVE_INFINITY];
}

/** Negative where `a` is older. */
export function compareParsed(a: Version, b: Version): number {
  return (
    a.epoch - b.epoch ||
    compareKeys(a.release, b.release, 0) ||
    compareKeys(suffixKey(a), suffixKey(b)) ||
    compareKeys(a.local, b.local)
  );
}

/** PEP 440's order; what is no version is older than all that are, as old tools had it. Negative where `a` is older. */
export function compareVersions(a: string, b: string): number {
  const left = parseVersion(a);
  const right = parseVersion(b);
  if (left && right) return compareParsed(left, right);
  if (left || right) return left ? 1 : -1;
  return a < b ? -1 : a > b ? 1 : 0;
}
