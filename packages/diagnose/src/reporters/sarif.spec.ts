import { describe, expect, test } from 'vitest';
import { HOSTILE, sampleDiagnosis } from './fixture-diagnosis.ts';
import { buildReport } from './report-model.ts';
import { toSarif } from './sarif.ts';

function sourceReport(hostile = '', line = 12) {
  const diagnosis = sampleDiagnosis(hostile);
  const evidence = [
    { kind: 'source', place: `/repo/src/a b.py:${line}`, text: `img = obs['x']${hostile}` },
    { kind: 'source', place: '/elsewhere/vla/eval.py:7', text: 'env.reset()' },
    { kind: 'log', place: '/repo/eval.log:3', text: 'a line' },
  ] as const;
  const findings = diagnosis.findings.map((finding) =>
    finding.code === 'observation/flip' ? { ...finding, evidence } : finding,
  );
  const facts = { ...diagnosis.facts, sources: [{ path: '/elsewhere/vla', files: 1, detections: [] }] };
  return buildReport({ ...diagnosis, findings, facts });
}

const sarif = (hostile = '', line = 12) =>
  JSON.parse(
    JSON.stringify(toSarif(sourceReport(hostile, line), undefined, { root: '/repo', version: '1.2.3' })),
  );

/** What the schema requires and GitHub's upload refuses otherwise, with the allowed words of each field. */
function validate(log: ReturnType<typeof sarif>): void {
  expect(log.version).toBe('2.1.0');
  expect(log.$schema).toMatch(/^https:\/\/.*sarif.*2\.1\.0/);
  for (const run of log.runs) {
    const { rules } = run.tool.driver;
    expect(run.tool.driver.name).toMatch(/\S/);
    for (const rule of rules) {
      expect(rule.id).toMatch(/^[a-z]+\/[a-z0-9-]+$/);
      for (const part of ['shortDescription', 'fullDescription', 'help'])
        expect(rule[part].text).toMatch(/\S/);
      expect(['none', 'note', 'warning', 'error']).toContain(rule.defaultConfiguration.level);
    }
    expect(new Set(rules.map(({ id }: { id: string }) => id)).size).toBe(rules.length);
    for (const result of run.results) {
      expect(rules[result.ruleIndex].id).toBe(result.ruleId);
      expect(['none', 'note', 'warning', 'error']).toContain(result.level);
      expect(result.message.text).toMatch(/\S/);
      expect(result.locations).toHaveLength(1);
      const { artifactLocation, region } = result.locations[0].physicalLocation;
      // a relative URI: no scheme, no leading slash, no way out, nothing unescaped
      expect(artifactLocation.uri).toMatch(/^(?![/.])(?!.*\/\.\.)[\w\-.~%!*'()/]+$/);
      expect(Number.isInteger(region.startLine) && region.startLine >= 1).toBe(true);
      for (const [name, value] of Object.entries(result.partialFingerprints))
        expect([name, value]).toEqual(['plumbPlace/v1', expect.stringMatching(/^[0-9a-f]{32}$/)]);
    }
    for (const { message, level } of run.invocations[0].toolExecutionNotifications) {
      expect(message.text).toMatch(/\S/);
      expect(['none', 'note', 'warning', 'error']).toContain(level);
    }
  }
}

test('it has what the schema requires', () => validate(sarif()));

test('a rule for the cause, a result for each place in a source', () => {
  const [run] = sarif().runs;
  expect(run.tool.driver.rules.map(({ id }: { id: string }) => id)).toEqual(['observation/flip']);
  const places = run.results.map(
    ({ locations }: { locations: { physicalLocation: object }[] }) => locations[0]!.physicalLocation,
  );
  expect(places).toMatchObject([
    { artifactLocation: { uri: 'src/a%20b.py', uriBaseId: '%SRCROOT%' }, region: { startLine: 12 } },
    { artifactLocation: { uri: 'eval.py', uriBaseId: 'SOURCE1' }, region: { startLine: 7 } },
  ]);
  expect(run.originalUriBaseIds).toEqual({ SOURCE1: { description: { text: '/elsewhere/vla' } } });
  expect(run.results[0].level).toBe('note');
});

test('what has no place in a source is named, so that the file is not taken for the whole', () => {
  const texts = sarif().runs[0].invocations[0].toolExecutionNotifications.map(
    ({ message }: { message: { text: string } }) => message.text,
  );
  expect(texts.join('\n')).toContain('environment/old');
  expect(texts.join('\n')).toContain('b.pt: cannot be read');
});

test('a result stays the same one when it moves to another line', () => {
  const prints = (line: number) =>
    sarif('', line).runs[0].results.map(
      ({ partialFingerprints }: { partialFingerprints: object }) => partialFingerprints,
    );
  expect(prints(99)).toEqual(prints(12));
  expect(prints(12)[0]).not.toEqual(prints(12)[1]);
});

describe('hostile text', () => {
  test('keeps it valid, links to no location, and holds no control character', () => {
    const log = sarif(HOSTILE);
    validate(log);
    const text = JSON.stringify(log);
    expect(text).toContain('evil.test');
    expect(text).not.toMatch(/\\u00[01]|\\u001b|[\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff]/);
    for (const { message } of log.runs[0].results) expect(message.text).not.toMatch(/(?<!\\)\[a\]\(/);
  });
});
