import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { causes } from '../../causes/index.ts';
import { diagnose } from '../../diagnose.ts';
import { collectFacts } from '../../evidence/collect-facts.ts';
import { localise } from '../localise.ts';
import { zh } from './index.ts';

const CAUSES = fileURLToPath(new URL('../../causes', import.meta.url));

/** The inputs of every case that an entry of the catalogue brings. */
const inputs = causes.flatMap(({ code }) => {
  const cases = join(CAUSES, code, 'cases');
  return readdirSync(cases)
    .map((name) => [`${code}: ${name}`, join(cases, name, 'input')] as const)
    .filter(([, input]) => existsSync(input));
});

test.each(inputs)('every symptom of %s is told in Chinese', async (_, input) => {
  const facts = await collectFacts(readdirSync(input).map((name) => join(input, name)));
  const original = diagnose(facts);
  const { diagnosis, untranslated } = localise(original, zh);
  expect(untranslated.filter((name) => original.symptoms.some(({ id }) => id === name))).toEqual([]);
  for (const { text, brief } of diagnosis.symptoms)
    for (const words of [text, brief]) expect(words).toMatch(/\p{Script=Han}/u);
});

test.each([
  ['source-only', /with an untrained model$/, /^加载权重时.*未经训练的模型/],
  [
    'tokenizer-only',
    /of loading the tokenizer is .* without the tokenizer$/,
    /^加载 tokenizer 时.*没有 tokenizer/,
  ],
])('a swallowed error names what was loaded: %s', async (name, english, chinese) => {
  const facts = await collectFacts([join(CAUSES, 'load/error-swallowed/cases', name, 'input/source')]);
  const original = diagnose(facts);
  const titles = [original, localise(original, zh).diagnosis].map(
    ({ findings }) => findings.find(({ code }) => code === 'load/error-swallowed')?.title,
  );
  expect(titles).toEqual([expect.stringMatching(english), expect.stringMatching(chinese)]);
});
