import { describe, expect, test } from 'vitest';
import { HOSTILE, sampleReport } from './fixture-diagnosis.ts';
import { renderMarkdown } from './markdown.ts';
import { code, prose } from './markdown-text.ts';

test('its sections, in their order', () => {
  const headings = renderMarkdown(sampleReport()).match(/^##? .*$/gm);
  expect(headings).toEqual([
    '# Diagnosis',
    '## Chain',
    '## Config: as saved, and as it will be there',
    '## Shapes',
    '## Findings and their evidence',
    '## Remedies',
    '## Ways out, each verified by prediction',
    '## Verification',
    '## Summary',
    '## What was read',
  ]);
});

test('the chain, the config and the shapes side by side', () => {
  const text = renderMarkdown(sampleReport());
  expect(text).toContain(`- **transformers 4.46.3 does not know \`qwen3\`** (proven, \`environment/old\`)
  - **shapes differ** (proven, \`load/shapes\`)
    - explains: load_state_dict raises`);
  expect(text).toContain('| `hidden_size` | `1024` | `896` | **differs** |');
  expect(text).toContain('| `output_dim` | `768` | `768` |  |');
  expect(text).toContain('| `m.layers.*.q.weight` | 2 | `[2, 3]` | `[4]` |');
  expect(text).toContain('| `head.0.weight` | 1 | `[7]` | `[8]` |');
  expect(text).toContain('- `m.layers.*.q.bias` (2)');
  // seen in the log and predicted alike: one table
  expect(text.match(/\| Tensors \|/g)).toHaveLength(1);
});

test('remedies in their order, each once, with cost and risk', () => {
  const text = renderMarkdown(sampleReport());
  expect(text.indexOf('### Now, before the next run')).toBeLessThan(
    text.indexOf('### So that it does not come back'),
  );
  expect(text.match(/Upgrade\./g)).toHaveLength(1);
  expect(text).toContain('Cost: Minutes. Risk: Some.');
  expect(text).toContain("  ```sh\n  plumb check 'a b.pt' --env x\n  ```");
});

test('the summary names the impact of each cause', () => {
  const text = renderMarkdown(sampleReport());
  expect(text).toContain('| shapes differ | proven | in the chain | through its root cause |');
  expect(text).toContain('| upside down | possible | beside the chain | may explain 0 of 50 episodes |');
  expect(text).toContain('root cause | the crash at load |');
});

describe('hostile text', () => {
  /** What is left when code spans and blocks are taken out as CommonMark reads them. */
  function outsideCode(text: string): string {
    return text
      .replace(/^ *(`{3,})sh\n[\s\S]*?\n *\1$/gm, '')
      .replace(/(?<![\\`])(`+)(?!`)[\s\S]*?(?<!`)\1(?!`)/g, '');
  }

  test('cannot become markup', () => {
    const bare = outsideCode(renderMarkdown(sampleReport(HOSTILE)));
    expect(bare).toContain('evil.test');
    expect(bare).not.toMatch(/(?<!\\)<img/);
    expect(bare).not.toMatch(/(?<!\\)\[a(?<!\\)\]\(/);
    expect(bare).not.toMatch(/(?<!\\)\*\*b(?<!\\)\*\*/);
    expect(bare).not.toMatch(/@someone|(?<!\\)#12|https:\/\/evil/);
    expect(bare).not.toMatch(/^# heading/m);
    expect(bare).not.toMatch(/[\x00-\x09\x0b-\x1f\x7f-\x9f\u202e]/);
  });

  test('cannot break a table', () => {
    const clean = renderMarkdown(sampleReport())
      .split('\n')
      .filter((line) => line.startsWith('|'));
    const dirty = renderMarkdown(sampleReport(HOSTILE))
      .split('\n')
      .filter((line) => line.startsWith('|'));
    const cells = (line: string) => line.replaceAll('\\|', '').split('|').length;
    expect(dirty.map(cells)).toEqual(clean.map(cells));
  });

  test.each([
    ['a`b', '``a`b``'],
    ['`a`', '`` `a` ``'],
    ['a|b', '`a\\|b`'],
    ['a\nb', '`a b`'],
    ['', ''],
  ])('code(%j)', (text, expected) => {
    expect(code(text)).toBe(expected);
  });

  test.each([
    ['model type `qwen3` of snake_case_name', 'model type `qwen3` of snake_case_name'],
    ['_x_ *y* a ` b', '\\_x\\_ \\*y\\* a \\` b'],
    ['- item', '\\- item'],
    ['1. item', '\\1. item'],
    ['a & b <c>', 'a &amp; b \\<c\\>'],
  ])('prose(%j)', (text, expected) => {
    expect(prose(text)).toBe(expected);
  });
});
