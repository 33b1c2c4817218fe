import { expect, test } from 'vitest';
import { causes } from '../causes/index.ts';
import { causePage } from './cause-page.ts';
import { english } from './language.ts';
import { zh } from './zh/index.ts';

const cause = causes.find(({ code }) => code === 'load/shapes-differ')!;

test('the English page is the one beside the cause', async () => {
  expect(await causePage(cause, english)).toMatch(/^# .*\n[\s\S]*## How it is proven/);
});

test('a translated page has what, why and remedies with their commands, and says what is in English only', async () => {
  const page = await causePage(cause, zh);
  expect(page).toMatch(/^# checkpoint 与构建出的模型不匹配：… 个张量形状不同\n/);
  expect(page).toContain('`plumb inspect CHECKPOINT`');
  expect(page).toContain('代价：几分钟。');
  expect(page).toContain('目前只有英文');
  expect(page).not.toMatch(/\{\w+\}/);
});

test('a page without a translation is English, and says so', async () => {
  const page = await causePage(cause, { ...zh, causes: {} });
  expect(page).toContain('该页面尚无中文译文');
  expect(page).toContain('## How it is proven');
});
