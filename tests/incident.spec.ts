import { existsSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { root, runPlumb } from './run-plumb.ts';

const incident = join(resolve(root, process.env.PLUMB_SHARED ?? '../shared'), 'incident');
const absent = !existsSync(incident);

interface Answer {
  symptoms: { kind: string; explainedBy: string[]; text: string }[];
  rootCauses: { code: string; strength: string }[];
  items: { path: string; kind: string }[];
}

describe.skipIf(absent)(`the incident in ${incident}${absent ? ' (absent: SKIPPED)' : ''}`, () => {
  const diagnose = (...names: string[]): Answer => {
    const paths = names.map((name) => relative(root, join(incident, name)));
    return JSON.parse(runPlumb(['diagnose', ...paths, '--json']).stdout);
  };
  const whole = absent ? undefined : diagnose('.');

  test('the load failure is proven and explains the crash', () => {
    expect(whole?.rootCauses).toContainEqual(
      expect.objectContaining({ code: 'environment/model-type-unknown', strength: 'proven' }),
    );
    const crash = whole?.symptoms.filter(({ kind }) => kind === 'load-raises') ?? [];
    expect(crash.length).toBeGreaterThan(0);
    expect(crash[0]?.explainedBy).toEqual(['environment/model-type-unknown']);
  });

  test('it does not explain the episodes that failed with the weights loaded', () => {
    const failed = whole?.symptoms.filter(({ kind }) => kind === 'no-success') ?? [];
    expect(failed.length).toBeGreaterThan(0);
    for (const { explainedBy } of failed) expect(explainedBy).not.toContain('environment/model-type-unknown');
  });

  test('packed checkpoints are named and left alone', () => {
    const packed = whole?.items.filter(({ kind }) => kind === 'packed').map(({ path }) => path) ?? [];
    expect(packed.map((path) => relative(incident, resolve(root, path))).sort()).toEqual([
      'checkpoint.pt.br',
      'simple/checkpoint.pt.br',
    ]);
  });

  test.each(['load-strict.log', 'eval-load.log', 'debug-eval.log'])(
    '%s alone names the same root cause',
    (name) => {
      expect(diagnose(name).rootCauses.map(({ code }) => code)).toContain('environment/model-type-unknown');
    },
  );

  test('the report holds no path of the machine when redacted', () => {
    const { stdout } = runPlumb(['diagnose', incident, '--format', 'markdown', '--redact']);
    expect(stdout).toContain('model-type-unknown');
    expect(stdout).not.toContain(incident);
    expect(stdout).not.toContain('/home/user');
  });
});
