import { compareParsed, parseVersion, type Version } from './version.ts';

const CLAUSE = /^(===|==|~=|!=|<=|>=|<|>)\s*(\S+)$/;

/**
 * Whether a version fits a PEP 440 specifier such as `>=4.45,<5,!=4.46.0`, pre-releases admitted, as pip judges what is
 * installed. Undefined where either can't be read.
 */
export function satisfies(version: string, specifier: string): boolean | undefined {
  const clauses = specifier
    .replace(/^\s*\((.*)\)\s*$/, '$1')
    .split(',')
    .map((clause) => clause.trim())
    .filter((clause) => clause !== '');
  const parsed = parseVersion(version);
  const answers = clauses.map((clause) => fits(version, parsed, clause));
  if (answers.includes(undefined) || (!parsed && clauses.length === 0)) return undefined;
  return answers.every(Boolean);
}

function fits(text: string, version: Version | undefined, clause: string): boolean | undefined {
  const [, operator, wanted] = CLAUSE.exec(clause) ?? [];
  if (operator === undefined || wanted === undefined) return undefined;
  if (operator === '===') return text.trim().toLowerCase() === wanted.toLowerCase();
  if (!version) return undefined;
  const prefix = wanted.endsWith('.*') ? parseVersion(wanted.slice(0, -2)) : undefined;
  if (wanted.endsWith('.*')) {
    // only a release can be cut off
    if (!prefix || compareParsed(prefix, base(prefix)) !== 0) return undefined;
    if (operator !== '==' && operator !== '!=') return undefined;
    return startsWith(version, prefix) === (operator === '==');
  }
  const other = parseVersion(wanted);
  if (!other) return undefined;
  const publicly = compareParsed(withoutLocal(version), withoutLocal(other));
  switch (operator) {
    case '==':
      return equal(version, other);
    case '!=':
      return !equal(version, other);
    case '<=':
      return other.local.length > 0 ? undefined : publicly <= 0;
    case '>=':
      return other.local.length > 0 ? undefined : publicly >= 0;
    case '<':
      // 1.0rc1 is no "<1.0", though it is older
      if (other.local.length > 0) return undefined;
      return compareParsed(version, isPre(other) ? other : { ...other, dev: 0 }) < 0;
    case '>':
      return other.local.length > 0 ? undefined : isAfter(version, other);
    case '~=':
      return compatible(version, other, publicly);
  }
  return undefined;
}

function withoutLocal(version: Version): Version {
  return { ...version, local: [] };
}

/** A specifier without local label fits any: torch 2.8.0+cu128 is "==2.8.0". */
function equal(version: Version, wanted: Version): boolean {
  return compareParsed(wanted.local.length > 0 ? version : withoutLocal(version), wanted) === 0;
}

function isPre({ pre, dev }: Version): boolean {
  return pre !== undefined || dev !== undefined;
}

function base({ epoch, release }: Version): Version {
  return { epoch, release, pre: undefined, post: undefined, dev: undefined, local: [] };
}

/** Neither 1.0.post1 nor 1.0+cu121 is ">1.0". */
function isAfter(version: Version, wanted: Version): boolean {
  if (wanted.dev !== undefined) return compareParsed(version, { ...wanted, dev: wanted.dev + 1 }) >= 0;
  if (wanted.post !== undefined) {
    return compareParsed(version, { ...wanted, post: wanted.post + 1, dev: 0 }) >= 0;
  }
  const stem = { ...withoutLocal(version), post: undefined, dev: undefined };
  const same = compareParsed(stem, wanted) === 0 && (version.post !== undefined || version.dev === undefined);
  return !same && compareParsed(version, wanted) > 0;
}

function startsWith(version: Version, prefix: Version): boolean {
  if (version.epoch !== prefix.epoch) return false;
  return prefix.release.every((part, i) => part === (version.release[i] ?? 0));
}

/** `~=2.2.1` is `>=2.2.1, ==2.2.*`. */
function compatible(version: Version, wanted: Version, publicly: number): boolean | undefined {
  if (wanted.release.length < 2 || wanted.local.length > 0) return undefined;
  return publicly >= 0 && startsWith(version, { ...base(wanted), release: wanted.release.slice(0, -1) });
}
