import { expect, test } from 'vitest';
import { planRemedies, type RemedyQuestion } from '../remedies/plan-remedies.ts';
import { atlasCheckpoint, environmentOf } from '../remedies/spec-checkpoints.ts';
import { english } from './language.ts';
import { localiseRemedies } from './localise-remedies.ts';
import { zh } from './zh/index.ts';

const OLD = { transformers: '4.46.3', tokenizers: '0.20.3', torch: '2.8.0', 'huggingface-hub': '0.36.2' };
/** A sentence of English words; names, commands and what a program raises stay. */
const FORGOTTEN = /(?:\b[a-z]{2,} ){3}[a-z]{2,}/;

const questions: readonly (readonly [string, RemedyQuestion])[] = [
  ['old transformers', { checkpoint: atlasCheckpoint(), environment: environmentOf(OLD) }],
  [
    'transformers that knows the model',
    { checkpoint: atlasCheckpoint(), environment: environmentOf({ ...OLD, transformers: '4.57.1' }) },
  ],
  [
    'a model that the old one knows, under a wrapper',
    { checkpoint: wrapped(), environment: environmentOf(OLD) },
  ],
];

function wrapped() {
  const checkpoint = atlasCheckpoint('Qwen/Qwen2-0.5B');
  const tensors = checkpoint.tensors.map((tensor) => ({ ...tensor, name: `module.${tensor.name}` }));
  return { ...checkpoint, tensors, prefixes: ['module.'] };
}

test.each(questions)('every sentence of every plan is Chinese: %s', async (_, question) => {
  const planned = await planRemedies(question);
  const { remedies, untranslated } = localiseRemedies(planned, zh);
  expect(untranslated).toEqual([]);
  expect(remedies.plans).toHaveLength(5);
  for (const plan of remedies.plans) {
    const texts = [
      plan.title,
      plan.summary,
      plan.cost,
      plan.risk,
      ...plan.notes,
      ...plan.commands.map(({ what }) => what),
      ...plan.checks.map(({ label }) => label),
      ...plan.tables.flatMap(({ title, columns, rows }) => [title, ...columns, ...rows.flat()]),
    ];
    for (const text of texts)
      expect(text.replace(/`[^`]*`|“[^”]*”|报错：The checkpoint.*/g, '')).not.toMatch(FORGOTTEN);
    expect(plan.title).toMatch(/\p{Script=Han}/u);
  }
});

test('commands, verdicts and order are those of the English plans', async () => {
  const planned = await planRemedies(questions[0]![1]);
  const { remedies } = localiseRemedies(planned, zh);
  const same = (plans: typeof remedies.plans) =>
    plans.map(({ way, verdict, commands }) => ({ way, verdict, typed: commands.map(({ text }) => text) }));
  expect(same(remedies.plans)).toEqual(same(planned.plans));
  expect(localiseRemedies(planned, english).remedies).toBe(planned);
});

test('a sentence without a translation is named by its way, and stays', async () => {
  const planned = await planRemedies({ ...questions[0]![1], way: 'partial' });
  const plans = planned.plans.map((plan) => ({ ...plan, summary: 'Nobody has written this one yet.' }));
  const { remedies, untranslated } = localiseRemedies({ ...planned, plans }, zh);
  expect(untranslated).toEqual(['partial']);
  expect(remedies.plans[0]!.summary).toBe('Nobody has written this one yet.');
});
