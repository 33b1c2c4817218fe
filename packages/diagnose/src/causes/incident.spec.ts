import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { diagnose } from '../diagnose.ts';
import type { Diagnosis } from '../diagnosis.ts';
import { collectFacts } from '../evidence/collect-facts.ts';

const INCIDENT = join(
  process.env.PLUMB_SHARED ?? fileURLToPath(new URL('../../../../../shared', import.meta.url)),
  'incident',
);
const absent = !existsSync(join(INCIDENT, 'load-strict.log'));

async function ask(...names: string[]): Promise<Diagnosis> {
  return diagnose(await collectFacts(names.map((name) => join(INCIDENT, name))));
}

const symptoms = ({ symptoms }: Diagnosis, kind: string) => symptoms.filter((each) => each.kind === kind);

describe.skipIf(absent)(`the incident${absent ? ' (SKIPPED: no ../shared, set PLUMB_SHARED)' : ''}`, () => {
  test.each(['load-strict.log', 'eval-load.log', 'debug-eval.log'])(
    '%s alone names the root cause, and the chain to the crash',
    async (log) => {
      const diagnosis = await ask(log);
      expect(diagnosis.rootCauses[0]).toMatchObject({
        code: 'environment/model-type-unknown',
        strength: 'proven',
      });
      expect(symptoms(diagnosis, 'load-raises').map(({ explainedBy }) => explainedBy)).toEqual([
        ['environment/model-type-unknown'],
      ]);
      const replaced = diagnosis.findings.find(({ code }) => code === 'substitution/language-model-replaced');
      expect(replaced?.explainedBy).toEqual(['environment/model-type-unknown']);
      const shapes = diagnosis.findings.find(({ code }) => code === 'load/shapes-differ');
      expect(shapes?.explainedBy).toContain('substitution/language-model-replaced');
      expect(shapes?.what).toMatch(/219 tensors .* 72 are missing, 92 unexpected/);
    },
  );

  test('the second attempt of eval-load.log is no root and explains nothing', async () => {
    const { rootCauses, findings } = await ask('eval-load.log');
    expect(rootCauses.map(({ code }) => code)).toEqual(['environment/model-type-unknown']);
    expect(findings.find(({ code }) => code === 'load/strict-false-cannot-skip-shapes')).toMatchObject({
      explainedBy: ['load/shapes-differ'],
      explains: [],
    });
  });

  test('nothing of the load explains the 0 % that came after it', async () => {
    const diagnosis = await ask('load-strict.log', 'pip-freeze.txt', 'results');
    const failures = symptoms(diagnosis, 'no-success');
    expect(failures.length).toBeGreaterThan(0);
    for (const { explainedBy } of failures) expect(explainedBy).toEqual([]);
  });

  test('the results alone: the early end, the count and the gap are explained, the 0 % is not', async () => {
    const diagnosis = await ask('results');
    const explained = (kind: string) => symptoms(diagnosis, kind).map(({ explainedBy }) => explainedBy);
    expect(explained('fixed-early-end')).toEqual([['simulator/horizon-not-reset']]);
    expect(explained('count-mismatch')).toEqual([['reporting/episodes-not-run-counted']]);
    expect(explained('offline-online-gap')).toEqual([['reporting/offline-score-mistaken']]);
    expect(new Set(explained('no-success').flat())).toEqual(new Set());
  });

  test('weights that were loaded in spite of a missing download: the random backbone is not blamed', async () => {
    const { findings } = await ask('eval-loaded.log');
    expect(findings.map(({ code }) => code)).toEqual([]);
  });

  test('a freeze with an old library and nothing else is no finding', async () => {
    expect((await ask('pip-freeze.txt')).findings).toEqual([]);
  });
});
