import { existsSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { diagnose } from './diagnose.ts';
import { collectFacts } from './evidence/collect-facts.ts';
import { findSymptoms } from './symptoms/find-symptoms.ts';

const SHARED = process.env.PLUMB_SHARED ?? resolve(import.meta.dirname, '../../../../shared');
const INCIDENT = join(SHARED, 'incident');
const absent = !existsSync(INCIDENT);
const TRAINED = 'best_model_libero_spatial_image_20260214_045544_epoch297_step26690_loss0.0017.pt';

describe.skipIf(absent)(`the incident${absent ? ' (SKIPPED: no ../shared, set PLUMB_SHARED)' : ''}`, () => {
  test('every file is recognised', async () => {
    const { items, problems } = await collectFacts([INCIDENT]);
    const counts: Record<string, number> = {};
    for (const { kind } of items) counts[kind] = (counts[kind] ?? 0) + 1;
    const results = readdirSync(join(INCIDENT, 'results')).length;
    expect(counts).toEqual({ checkpoint: 2, environment: 1, log: 4, note: 8, packed: 2, result: results });
    expect(problems).toEqual([]);
  });

  test('its symptoms, counted', async () => {
    const symptoms = findSymptoms(await collectFacts([INCIDENT]));
    const observed = symptoms.filter(({ text }) => !text.startsWith('Predicted'));
    expect(observed.map(({ kind, text }) => [kind, text])).toEqual([
      [
        'load-raises',
        'load_state_dict raises for VLAModel: 219 tensors of another shape, 72 missing, 92 unexpected',
      ],
      [
        'no-success',
        `1 of 230 episodes succeeded on libero_spatial with ${TRAINED}: 0 of 50 (3 files), 0 of 9, 0 of 4 (4 files), 0 of 3, 0 of 1 (2 files), once 1 of 50`,
      ],
      [
        'no-success',
        expect.stringMatching(/^0 of 2 episodes .* episodes end after 11 steps, too early for any task$/),
      ],
      ['no-success', expect.stringMatching(/^0 of 20 episodes .*_epoch458_.*: 0 of 5 \(4 files\)$/)],
      [
        'script-raises',
        expect.stringMatching(/^debug_eval\.py raises AssertionError: .*does not exist! \(2 times; caught/),
      ],
      [
        'offline-online-gap',
        `mean squared error 0.0017 on 500 recorded samples, but 1 of 230 episodes online (${TRAINED})`,
      ],
      [
        'fixed-early-end',
        'episode 5 of every task ends at step 96, the others run to 220 (44 tasks in 8 files)',
      ],
      [
        'count-mismatch',
        'libero_spatial_gpu_3_eval_results_20260223_180726.json counts 200 episodes and lists 50',
      ],
    ]);
    expect(observed[0]!.evidence.map(({ place }) => place.slice(INCIDENT.length + 1))).toEqual([
      'debug-eval.log:308',
      'eval-load.log:53',
      'load-strict.log:50',
    ]);
  });

  test('the load failure explains the crash and not the 0 %', async () => {
    const { rootCauses, symptoms, verdict } = diagnose(await collectFacts([INCIDENT]));
    const load = symptoms.find(({ kind }) => kind === 'load-raises')!;
    expect(rootCauses[0]).toMatchObject({ code: 'environment/model-type-unknown', strength: 'proven' });
    expect(load.explainedBy).toEqual(['environment/model-type-unknown']);
    for (const symptom of symptoms.filter(({ kind }) => kind === 'no-success'))
      expect(symptom.explainedBy).toEqual([]);
    expect(verdict).toContain('a load that raises runs no episode');
  });

  test.each(['load-strict.log', 'eval-load.log', 'debug-eval.log'])(
    '%s alone names the same root',
    async (name) => {
      const { rootCauses } = diagnose(await collectFacts([join(INCIDENT, name)]));
      expect(rootCauses[0]).toMatchObject({ code: 'environment/model-type-unknown', strength: 'proven' });
    },
  );

  test('under two seconds', async () => {
    const start = performance.now();
    diagnose(await collectFacts([INCIDENT]));
    expect(performance.now() - start).toBeLessThan(2000);
  });
});
