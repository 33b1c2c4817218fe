import { createHash } from 'node:crypto';
import { isAbsolute, relative, sep } from 'node:path';
import { en, type Words } from '../texts/en.ts';
import type { Report, ReportEvidence, ReportFinding } from './report-model.ts';
import { harmless } from './text.ts';

const SCHEMA = 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/os/schemas/sarif-schema-2.1.0.json';
const LEVEL = { proven: 'error', likely: 'warning', possible: 'note' } as const;
const PLACE = /^(?<path>.+):(?<line>\d+)$/s;
/** Viewers show one line of a message; GitHub cuts at 1,000 characters. */
const LONGEST_MESSAGE = 900;

export interface SarifOptions {
  /** Folder that locations are relative to: the root of the repository that the report is for. */
  readonly root?: string;
  readonly version?: string;
}

/**
 * SARIF 2.1.0: a rule for each cause, a result for each place in a source. What has no place in a source is named in
 * a notification, so that nobody takes the file for the whole diagnosis.
 */
export function toSarif(report: Report, words: Words = en, { root = '.', version = '0' }: SarifOptions = {}) {
  const located = report.findings.filter((finding) => sourcePlaces(finding).length > 0);
  const others = report.findings.filter((finding) => !located.includes(finding));
  const bases = new Map<string, string>();
  const results = located.flatMap((finding, ruleIndex) => {
    const seen = new Map<string, number>();
    return sourcePlaces(finding).map(({ path, line, evidence }) => {
      const artifactLocation = locate(path, root, report.sources, bases);
      const key = [finding.code, artifactLocation.uri, quoted(evidence)].join('\n');
      const occurrence = seen.get(key) ?? 0;
      seen.set(key, occurrence + 1);
      return {
        ruleId: finding.code,
        ruleIndex,
        level: LEVEL[finding.strength],
        message: { text: message(finding, evidence, words) },
        locations: [
          {
            physicalLocation: {
              artifactLocation,
              region: { startLine: line, snippet: { text: quoted(evidence) } },
            },
          },
        ],
        // the line's own text, not its number: a result stays the same one when lines are added above it
        partialFingerprints: { 'plumbPlace/v1': fingerprint(`${key}\n${occurrence}`) },
        properties: { strength: finding.strength, role: finding.role, impact: clean(finding.impact) },
      };
    });
  });
  return {
    $schema: SCHEMA,
    version: '2.1.0',
    runs: [
      {
        tool: { driver: { name: 'Plumb', semanticVersion: version, rules: located.map(rule) } },
        language: words.htmlLang,
        columnKind: 'utf16CodeUnits',
        originalUriBaseIds: Object.fromEntries(
          [...bases].map(([path, id]) => [id, { description: { text: clean(path) } }]),
        ),
        invocations: [
          {
            executionSuccessful: true,
            toolExecutionNotifications: [
              { level: 'note', message: { text: clean(report.verdict) } },
              ...others.map(({ title, strength, code }) => ({
                level: 'note',
                message: { text: clean(`${words.aside(title, words.strength[strength])} ${code}`) },
              })),
              ...report.problems.map(({ path, error }) => ({
                level: 'warning',
                message: { text: clean(words.because(path, error)) },
              })),
            ],
          },
        ],
        results,
      },
    ],
  };
}

function rule({ code, title, what, why, strength, remedies, covers }: ReportFinding) {
  const help = [why, ...remedies.map(({ text }) => text)].map(clean).join('\n\n');
  return {
    id: code,
    name: code.replace(/(?:^|[/-])(\w)/g, (_, letter: string) => letter.toUpperCase()),
    shortDescription: { text: clean(title) },
    fullDescription: { text: clean(what) },
    help: { text: help },
    defaultConfiguration: { level: LEVEL[strength] },
    properties: { tags: [code.split('/')[0]!, ...covers] },
  };
}

function sourcePlaces({ evidence }: ReportFinding) {
  const seen = new Set<string>();
  return evidence.flatMap((piece) => {
    const { path, line } = PLACE.exec(piece.place)?.groups ?? {};
    if (piece.kind !== 'source' || path === undefined || seen.has(piece.place)) return [];
    seen.add(piece.place);
    return [{ path, line: Math.max(1, Number(line)), evidence: piece }];
  });
}

/** Relative to the root where it lies below it, else to the source folder that it was read from. */
function locate(path: string, root: string, sources: readonly string[], bases: Map<string, string>) {
  const own = relative(root, path);
  if (isBelow(own)) return { uri: toUri(own), uriBaseId: '%SRCROOT%' };
  const source = sources.find((folder) => isBelow(relative(folder, path)));
  if (source === undefined) return { uri: toUri(path.replace(/^(?:\.\.?[/\\]|[/\\])+/, '')) };
  const id = bases.get(source) ?? `SOURCE${bases.size + 1}`;
  bases.set(source, id);
  return { uri: toUri(relative(source, path) || path.split(sep).at(-1)!), uriBaseId: id };
}

function isBelow(way: string): boolean {
  return way !== '' && way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way);
}

function toUri(path: string): string {
  return harmless(path).split(/[/\\]/).map(encodeURIComponent).join('/');
}

function message({ title }: ReportFinding, evidence: ReportEvidence, words: Words): string {
  const text = clean(words.because(title, evidence.text));
  return text.length > LONGEST_MESSAGE ? `${text.slice(0, LONGEST_MESSAGE)}…` : text;
}

/** In a plain message `[a](1)` would be a link to a location. */
function clean(text: string): string {
  return harmless(text)
    .replaceAll('`', "'")
    .replace(/\[(?=[^\]]*\]\()/g, '\\[');
}

function quoted({ excerpt, text }: ReportEvidence): string {
  return harmless(excerpt?.lines[excerpt.at - excerpt.from]?.trim() ?? text);
}

function fingerprint(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 32);
}
