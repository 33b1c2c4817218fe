import { describe, expect, test } from 'vitest';
import { en } from '../texts/en.ts';
import { HOSTILE, sampleReport } from './fixture-diagnosis.ts';
import type { Report } from './report-model.ts';
import { renderTerminal } from './terminal.ts';
import { columns } from './text.ts';

test('the first screen holds the cause, the line that proves it, what is open, and the command', () => {
  const lines = renderTerminal(sampleReport(), en, { width: 80 }).split('\n');
  expect(lines.slice(0, 13)).toEqual([
    'Root cause (proven)',
    '  transformers 4.46.3 does not know `qwen3`',
    '  runs/eval.log:44',
    '    model type qwen3 is not recognised',
    '  It explains the crash at load.',
    'Not explained yet',
    '  0 of 50 episodes: a load that raises runs no episode',
    '  Next suspects: upside down',
    'Type next',
    "  plumb check 'a b.pt' --env x",
    '  plumb explain environment/old',
    '  plumb diagnose a SOURCE',
    '',
  ]);
});

test('then the chain down to its symptom, suspects, and what was read', () => {
  const text = renderTerminal(sampleReport(), en, { width: 80 });
  expect(text).toContain(
    `Chain
  transformers 4.46.3 does not know \`qwen3\` (proven, environment/old)
  runs/eval.log:44  model type qwen3 is not recognised
  └─ shapes differ (proven, load/shapes)
     └─ load_state_dict raises
`,
  );
  expect(text).toContain('  ? 0 of 50 succeeded\n    suspect: upside down (possible, observation/flip)\n');
  expect(text).toContain('checkpoint.pt.br: packed (brotli): left alone');
  expect(text).toContain('! b.pt: cannot be read');
});

test.each([40, 60, 80, 140])('no line is wider than %i columns, but for commands', (width) => {
  const diagnosis = sampleReport(' 缺失 '.repeat(30));
  for (const line of renderTerminal(diagnosis, en, { width }).split('\n'))
    if (!line.startsWith('  plumb ')) expect(columns(line), line).toBeLessThanOrEqual(width);
});

test('nothing from a file reaches the terminal as an escape or a change of direction', () => {
  const text = renderTerminal(sampleReport(HOSTILE), en, { width: 80 });
  expect(text).toContain('evil.test');
  expect(text.replaceAll('\n', '')).not.toMatch(/[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]/);
});

test('colour is the caller’s: with marks the words are the same', () => {
  const mark = (text: string) => `\x1b[1m${text}\x1b[0m`;
  const style = { bold: mark, dim: mark, red: mark, green: mark, yellow: mark, cyan: mark };
  const coloured = renderTerminal(sampleReport(), en, { width: 80, style });
  expect(coloured).not.toBe(renderTerminal(sampleReport(), en, { width: 80 }));
  expect(coloured.replace(/\x1b\[[01]m/g, '')).toBe(renderTerminal(sampleReport(), en, { width: 80 }));
});

test('further root causes stand on the first screen with what they explain, two of them by name', () => {
  const sample = sampleReport();
  const [root, , other] = sample.findings;
  const report: Report = {
    ...sample,
    roots: [root!, other!, root!, root!],
    symptoms: sample.symptoms.map((symptom, i) =>
      i === 1 ? { ...symptom, explainedBy: [other!] } : symptom,
    ),
  };
  expect(renderTerminal(report, en, { width: 80 })).toContain(`  It explains the crash at load.
Other root causes
  upside down (possible): 0 of 50 episodes
  transformers 4.46.3 does not know \`qwen3\` (proven): the crash at load
  and 1 more
Type next`);
});

describe('without a root cause', () => {
  const sample = sampleReport();
  const none: Report = {
    ...{ ...sample, verdict: 'Nothing wrong found in 1 log.' },
    ...{ symptoms: [], roots: [], findings: [], chains: [], next: [] },
  };

  test('the verdict is the answer', () => {
    expect(renderTerminal(none).split('\n')[0]).toBe('Nothing wrong found in 1 log.');
  });

  test('a symptom that nothing explains stands with its suspects', () => {
    const symptoms = sample.symptoms.slice(1);
    const text = renderTerminal({ ...none, symptoms, findings: sample.findings.slice(2) });
    expect(text).toContain('Not explained yet\n  ? 0 of 50 succeeded');
  });
});
