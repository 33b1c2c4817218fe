import { describe, expect, test } from 'vitest';
import { HOSTILE, sampleReport } from './fixture-diagnosis.ts';
import { renderGithub } from './github.ts';
import type { Report } from './report-model.ts';

/** GitHub's limit for the body of an issue or a comment. */
const LIMIT = 65_536;

test('the answer is open, the rest is folded', () => {
  const text = renderGithub(sampleReport());
  const open = text.slice(0, text.indexOf('<details>'));
  expect(open).toContain('### transformers 4.46.3 does not know `qwen3` (proven)');
  expect(open).toContain('> `runs/eval.log:44`');
  expect(open).toContain("plumb check 'a b.pt' --env x");
  expect(text.match(/^<summary>.*<\/summary>$/gm)).toEqual(
    expect.arrayContaining([
      '<summary>Symptoms</summary>',
      '<summary>Remedies</summary>',
      '<summary>Shapes</summary>',
      '<summary>upside down (possible)</summary>',
    ]),
  );
  expect(text.match(/^<details>$/gm)!.length).toBe(text.match(/^<\/details>$/gm)!.length);
  // Markdown inside is only read after an empty line
  expect(text).not.toMatch(/<\/summary>\n[^\n]/);
});

test('it fits an issue, and says what was left out', () => {
  const report = sampleReport();
  const evidence = Array.from({ length: 50 }, (_, i) => ({
    kind: 'log' as const,
    place: `a.log:${i}`,
    text: 'long '.repeat(60),
  }));
  const finding = { ...report.findings[0]!, evidence };
  const many: Report = {
    ...{ ...report, verdict: 'v'.repeat(100_000) },
    findings: Array.from({ length: 200 }, (_, i) => ({ ...finding, code: `x/y-${i}` })),
  };
  const text = renderGithub(many);
  expect(text.length).toBeLessThanOrEqual(LIMIT);
  expect(text).toMatch(/Left out to fit into one issue: \d+ sections/);
});

describe('hostile text', () => {
  const text = renderGithub(sampleReport(HOSTILE));
  const bare = text
    .replace(/^ *(`{3,})sh\n[\s\S]*?\n *\1$/gm, '')
    .replace(/(?<![\\`])(`+)(?!`)[\s\S]*?(?<!`)\1(?!`)/g, '');

  test('mentions nobody, links nowhere, refers to no issue', () => {
    expect(bare).toContain('evil.test');
    expect(bare).not.toMatch(/@someone|(?<!\\)#12|https:\/\/|www\.evil|GH-7/);
    expect(bare).not.toMatch(/(?<!\\)\[a(?<!\\)\]\(/);
  });

  test('opens and closes nothing', () => {
    const tags = (markdown: string) => markdown.match(/(?<!\\)<\/?[a-z!][^>]*>?/g);
    const clean = renderGithub(sampleReport());
    expect(new Set(tags(bare))).toEqual(new Set(['<details>', '<summary>', '</summary>', '</details>']));
    expect(tags(bare)!.length).toBe(tags(clean)!.length);
  });
});
