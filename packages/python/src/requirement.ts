import { normaliseName } from './normalise-name.ts';
import { satisfies } from './specifier.ts';

/** A `Requires-Dist` line (PEP 508), its marker kept as text. */
export interface Requirement {
  /** As written. */
  readonly text: string;
  /** Normalised. */
  readonly name: string;
  /** `>=0.22,<0.24`; empty where any version will do. */
  readonly specifier: string;
  readonly marker: string | undefined;
}

const LINE =
  /^\s*([A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?)\s*(?:\[[^\]]*\])?\s*(@[^;]*|[^;@]*)(?:;\s*(.*))?$/;

/** Reads a line; undefined for what is no requirement. An address (`name @ git+…`) asks for no version. */
export function parseRequirement(text: string): Requirement | undefined {
  const match = LINE.exec(text);
  if (!match) return undefined;
  const asked = match[2]!.trim();
  return {
    text: text.trim(),
    name: normaliseName(match[1]!),
    specifier: asked.startsWith('@') ? '' : asked.replace(/^\((.*)\)$/, '$1').trim(),
    marker: match[3]?.trim() || undefined,
  };
}

/** What markers can ask of an environment; a value that is not known makes a comparison undecided. */
export interface MarkerValues {
  readonly python?: string | undefined;
  /** `linux` where nothing says otherwise: LIBERO and robosuite run there. */
  readonly platform?: string;
}

/**
 * Whether a requirement counts in an environment. Extras never do: nothing records which were asked for. Undefined where
 * the marker asks for what is not known.
 */
export function applies(requirement: Requirement, values: MarkerValues): boolean | undefined {
  const { marker } = requirement;
  if (marker === undefined) return true;
  return evaluateAny(tokenise(marker), values);
}

function tokenise(marker: string): string[] {
  return marker.match(/"[^"]*"|'[^']*'|\(|\)|[<>=!~]=?=?|[\w.]+/g) ?? [];
}

type Answer = boolean | undefined;

// a small recursive descent over a copy of the tokens: or, and, parentheses, comparisons
function evaluateAny(tokens: string[], values: MarkerValues): Answer {
  let answer = evaluateAll(tokens, values);
  while (tokens[0] === 'or') {
    tokens.shift();
    const next = evaluateAll(tokens, values);
    answer =
      answer === true || next === true
        ? true
        : answer === undefined || next === undefined
          ? undefined
          : false;
  }
  return answer;
}

function evaluateAll(tokens: string[], values: MarkerValues): Answer {
  let answer = evaluateOne(tokens, values);
  while (tokens[0] === 'and') {
    tokens.shift();
    const next = evaluateOne(tokens, values);
    answer =
      answer === false || next === false
        ? false
        : answer === undefined || next === undefined
          ? undefined
          : true;
  }
  return answer;
}

function evaluateOne(tokens: string[], values: MarkerValues): Answer {
  if (tokens.at(0) === '(') {
    tokens.shift();
    const answer = evaluateAny(tokens, values);
    if (tokens.at(0) === ')') tokens.shift();
    return answer;
  }
  const left = tokens.shift() ?? '';
  let operator = tokens.shift() ?? '';
  if (operator === 'not') operator += ` ${tokens.shift() ?? ''}`;
  const right = tokens.shift() ?? '';
  const [variable, literal] = /^["']/.test(left) ? [right, left] : [left, right];
  return compare(variable, operator, literal.replace(/^["']|["']$/g, ''), values);
}

function compare(variable: string, operator: string, wanted: string, values: MarkerValues): Answer {
  if (variable === 'extra') return false;
  if (variable === 'python_version' || variable === 'python_full_version') {
    const known = values.python;
    if (known === undefined || !/^[<>=!~]/.test(operator)) return undefined;
    const [major = '', minor = ''] = known.split('.');
    return satisfies(variable === 'python_version' ? `${major}.${minor}` : known, `${operator}${wanted}`);
  }
  const platform = values.platform ?? 'linux';
  const known: Readonly<Record<string, string>> = {
    sys_platform: platform,
    platform_system: { linux: 'Linux', darwin: 'Darwin', win32: 'Windows' }[platform] ?? '',
    os_name: platform === 'win32' ? 'nt' : 'posix',
    implementation_name: 'cpython',
    platform_python_implementation: 'CPython',
  };
  const value = known[variable];
  if (value === undefined) return undefined;
  if (operator === '==') return value === wanted;
  if (operator === '!=') return value !== wanted;
  return undefined;
}
