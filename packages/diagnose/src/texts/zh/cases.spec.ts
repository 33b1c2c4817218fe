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
