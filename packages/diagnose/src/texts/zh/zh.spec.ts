import { describe, expect, test } from 'vitest';
import { causes as catalogue } from '../../causes/index.ts';
import type { Diagnosis } from '../../diagnosis.ts';
import { sampleDiagnosis } from '../../reporters/fixture-diagnosis.ts';
import { localise } from '../localise.ts';
import { sentenceTranslator } from '../translate-sentence.ts';
import { zh } from './index.ts';

const placeholders = (text: string) => [...new Set(text.match(/\{\w+\}/g) ?? [])].sort();
/** Code, names and paths stay as they are; a sentence of English words would have been forgotten. */
const FORGOTTEN = /(?:\b[a-z]{2,} ){4}[a-z]{2,}/;

describe.each(Object.entries(zh.causes))('%s', (code, texts) => {
  const cause = catalogue.find((each) => each.code === code)!;

  test('is an entry, with the same placeholders in each text', () => {
    expect(cause).toBeDefined();
    for (const part of ['title', 'what', 'why'] as const)
      expect(placeholders(texts[part]), part).toEqual(
        // a language may leave a value out of the title only if the English one has it elsewhere: none does so far
        placeholders(cause[part]),
      );
    expect(texts.remedies).toHaveLength(cause.remedies.length);
    for (const [i, remedy] of texts.remedies.entries())
      for (const part of ['text', 'cost', 'risk'] as const)
        expect(placeholders(remedy[part]), `${part} ${i}`).toEqual(placeholders(cause.remedies[i]![part]));
  });

  test('names the same code', () => {
    const code = (text: string) => [...new Set(text.match(/`[^`]+`/g) ?? [])].sort();
    expect(code(texts.title)).toEqual(code(cause.title));
    expect(code(texts.what)).toEqual(code(cause.what));
    for (const [i, remedy] of texts.remedies.entries())
      expect(code(remedy.text), `remedy ${i}`).toEqual(code(cause.remedies[i]!.text));
  });

  test('is Chinese', () => {
    for (const text of [
      texts.title,
      texts.what,
      texts.why,
      ...texts.remedies.flatMap((each) => Object.values(each)),
    ]) {
      expect(text).toMatch(/\p{Script=Han}/u);
      expect(text.replace(/`[^`]*`|"[^"]*"/g, '')).not.toMatch(FORGOTTEN);
      // half-width punctuation between Chinese characters is what a machine leaves
      expect(text).not.toMatch(/\p{Script=Han}[,;:!?](?=\s|\p{Script=Han}|$)/u);
    }
  });
});

test.each([...zh.sentences, ...zh.remedySentences].map(([english, chinese]) => [english, chinese] as const))(
  'sentence: %s',
  (english, chinese) => {
    expect(placeholders(chinese)).toEqual(placeholders(english));
  },
);

describe('sentences', () => {
  const translate = sentenceTranslator(zh.sentences);

  test.each([
    [
      'load_state_dict raises for VLAModel: 219 tensors of another shape, 72 missing, 92 unexpected',
      'VLAModel 的 load_state_dict 报错：219 个张量形状不同，缺少（missing）72 个，多出（unexpected）92 个',
    ],
    [
      '1 of 230 episodes succeeded on libero_spatial with a.pt: 0 of 50 (3 files), 0 of 9, once 1 of 50',
      '在 libero_spatial 上用 a.pt 跑了 230 个 episode，成功 1 个，其中 0/50（3 个文件），0/9，一次 1/50',
    ],
    ['a file that counts 200 episodes and lists 50', '一个结果文件计为 200 个 episode、实际只列出 50 个'],
    ['0 of 50 episodes (libero_spatial.json)', '50 个 episode 中成功 0 个（libero_spatial.json）'],
  ])('%s', (english, chinese) => {
    expect(translate(english)).toBe(chinese);
  });

  test('a line that nobody wrote for it stays as it is', () => {
    expect(translate('RuntimeError: CUDA out of memory')).toBeUndefined();
  });
});

test('what has no translation is named, and stays in English', () => {
  const { diagnosis, untranslated } = localise(sampleDiagnosis(), zh);
  expect(untranslated).toEqual(expect.arrayContaining(['environment/old', 'load-raises-1']));
  expect(diagnosis.findings[0]!.title).toBe('transformers 4.46.3 does not know `qwen3`');
  expect(diagnosis.verdict).toContain('已证实：transformers 4.46.3 does not know `qwen3`。');
});

test('details fill the Chinese texts', () => {
  const cause = catalogue.find(({ code }) => code === 'environment/model-type-unknown')!;
  const [finding] = sampleDiagnosis().findings;
  const own = {
    ...{ ...finding!, code: cause.code, remedies: cause.remedies },
    details: { transformers: 'The installed transformers', modelType: 'qwen3', requirement: 'x' },
  };
  const diagnosis: Diagnosis = { ...sampleDiagnosis(), findings: [own], rootCauses: [own] };
  const [told] = localise(diagnosis, zh).diagnosis.findings;
  expect(told!.title).toBe('当前安装的 transformers 不认识模型类型 `qwen3`');
  expect(told!.remedies[0]!.text).toContain('安装支持 `qwen3` 的 transformers 版本');
  expect(told!.remedies[0]!.commands).toEqual(cause.remedies[0]!.commands);
});
