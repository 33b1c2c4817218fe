import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { example, runPlumb, temporaryFolder } from './run-plumb.ts';

const FIRST_CAUSE = 'environment/model-type-unknown';
const json = (...paths: string[]) => {
  const { status, stdout } = runPlumb(['diagnose', ...paths, '--json']);
  return { status, answer: JSON.parse(stdout) };
};

describe('the example', () => {
  const { status, answer } = json(example);

  test('both symptoms are explained, each by its own root cause', () => {
    expect(status).toBe(1);
    expect(
      answer.rootCauses.map(({ code, strength }: { code: string; strength: string }) => [code, strength]),
    ).toEqual(
      expect.arrayContaining([
        [FIRST_CAUSE, 'proven'],
        ['action/constant-output', 'proven'],
      ]),
    );
    const explained = new Map(
      answer.symptoms.map(({ kind, explainedBy }: { kind: string; explainedBy: string[] }) => [
        kind,
        explainedBy,
      ]),
    );
    expect(explained.get('load-raises')).toEqual([FIRST_CAUSE]);
    // a load that raises runs no episode
    expect(explained.get('no-success')).not.toContain(FIRST_CAUSE);
  });

  test('the JSON has the agreed fields', () => {
    expect(answer).toMatchObject({ verdict: expect.any(String), next: expect.any(Array) });
    for (const finding of answer.findings) {
      expect(finding).toMatchObject({
        code: expect.stringMatching(/^[a-z]+\/[a-z0-9-]+$/),
        title: expect.any(String),
        strength: expect.stringMatching(/^(proven|likely|possible)$/),
        covers: expect.any(Array),
        explainedBy: expect.any(Array),
      });
      expect(finding.title).not.toMatch(/[{}]/);
      for (const { kind, place, text } of finding.evidence) expect([kind, place, text]).not.toContain('');
    }
    for (const command of answer.next)
      expect(command).toMatch(/^plumb (inspect|check|diagnose|explain|fix) /);
  });

  test('each line that is named as evidence in the log is that line of the log', () => {
    const lines = readFileSync(join(example, 'evaluate.log'), 'utf8').split('\n');
    const quoted = answer.findings
      .flatMap(({ evidence }: { evidence: { place: string; text: string }[] }) => evidence)
      .filter(({ place }: { place: string }) => place.includes('evaluate.log:'));
    expect(quoted.length).toBeGreaterThan(0);
    for (const { place, text } of quoted) {
      const line = lines[Number(/:(\d+)$/.exec(place)![1]) - 1]!;
      // a shape is told as "name: [a, b] …"; its name stands in the line
      expect(line).toContain(/^[\w.]+(?=: \[)/.exec(text)?.[0] ?? text.slice(0, 60));
    }
  });

  test('the first screen has cause, proof and the command to type', () => {
    const screen = runPlumb(['diagnose', example]).stdout.split('\n').slice(0, 14).join('\n');
    expect(screen).toContain('transformers 4.46.3 does not know the model type `qwen3`');
    expect(screen).toContain('evaluate.log:3');
    expect(screen).toMatch(/plumb (check|explain) /);
  });
});

test('the log alone, or checkpoint and environment alone, name the same root cause', () => {
  const codes = (answer: { findings: { code: string; explainedBy: string[] }[] }) =>
    answer.findings.filter(({ explainedBy }) => explainedBy.length === 0).map(({ code }) => code);
  expect(codes(json(join(example, 'evaluate.log')).answer)).toContain(FIRST_CAUSE);
  const parts = ['checkpoint.pt', 'pip-freeze.txt', 'source'].map((name) => join(example, name));
  expect(codes(json(...parts).answer)).toContain(FIRST_CAUSE);
});

test('healthy input: nothing is wrong, exit status 0', () => {
  const folder = temporaryFolder();
  cpSync(join(example, 'checkpoint.pt'), join(folder, 'checkpoint.pt'));
  writeFileSync(
    join(folder, 'pip-freeze.txt'),
    readFileSync(join(example, 'pip-freeze.txt'), 'utf8').replace(/transformers==.*/, 'transformers==4.57.1'),
  );
  const { status, answer } = json(join(folder, 'checkpoint.pt'), join(folder, 'pip-freeze.txt'));
  expect(answer.findings).toEqual([]);
  expect(answer.symptoms).toEqual([]);
  expect(status).toBe(0);
});

describe('the report', () => {
  test('--report writes Markdown with chain, tables, evidence, remedies and verification', () => {
    const path = join(temporaryFolder(), 'report.md');
    const { status, stdout } = runPlumb(['diagnose', example, '--report', path]);
    expect(status).toBe(1);
    expect(stdout).toContain(path);
    const report = readFileSync(path, 'utf8');
    expect(report).toMatch(/^# /);
    for (const text of ['Qwen/Qwen2-0.5B', '1024', '896', 'evaluate.log:3', 'plumb check'])
      expect(report).toContain(text);
    expect(runPlumb(['diagnose', example, '--format', 'markdown']).stdout.trim()).toBe(report.trim());
  });

  test('--redact keeps users and places out of it', () => {
    const path = join(temporaryFolder(), 'report.md');
    const log = join(temporaryFolder(), 'eval.log');
    writeFileSync(
      log,
      readFileSync(join(example, 'evaluate.log'), 'utf8').replaceAll('/home/user/', '/home/maria-lopez/'),
    );
    for (const format of ['terminal', 'markdown', 'json'])
      expect(
        runPlumb(['diagnose', log, '--redact', '--format', format, '--report', path]).stdout,
      ).not.toContain('maria');
    expect(readFileSync(path, 'utf8')).not.toContain('maria');
  });
});

test('explain prints the page of every root cause that was named', () => {
  const { answer } = json(example);
  for (const { code } of answer.rootCauses) {
    const { status, stdout } = runPlumb(['explain', code]);
    expect(status).toBe(0);
    expect(stdout).toContain('When this does not apply');
  }
  const list = runPlumb(['explain']).stdout;
  for (const { code } of answer.findings) expect(list).toContain(code);
});
