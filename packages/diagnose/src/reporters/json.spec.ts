import { expect, test } from 'vitest';
import { sampleDiagnosis } from './fixture-diagnosis.ts';
import { toJson } from './json.ts';

test('the shape that scripts rely on', () => {
  const json = JSON.parse(JSON.stringify(toJson(sampleDiagnosis())));
  expect(json).toMatchObject({
    verdict: 'Proven: it is old.',
    symptoms: [
      { text: 'load_state_dict raises', explainedBy: ['environment/old'] },
      { text: '0 of 50 succeeded', explainedBy: [] },
    ],
    next: expect.arrayContaining(['plumb explain environment/old']),
  });
  expect(json.rootCauses).toEqual([
    { code: 'environment/old', title: expect.any(String), strength: 'proven', covers: ['A16'] },
  ]);
  for (const finding of json.findings)
    expect(Object.keys(finding)).toEqual(
      expect.arrayContaining(['code', 'title', 'strength', 'covers', 'explainedBy', 'evidence']),
    );
  expect(json.findings[0].evidence[0]).toEqual({
    kind: 'environment',
    place: 'pip-freeze.txt:90',
    text: 'transformers==4.46.3',
  });
});
