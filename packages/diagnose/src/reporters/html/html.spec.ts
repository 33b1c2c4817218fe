import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { zh } from '../../texts/zh/index.ts';
import { HOSTILE, sampleDiagnosis, sampleReport } from '../fixture-diagnosis.ts';
import { buildReport } from '../report-model.ts';
import { renderHtml } from './html.ts';

const clean = renderHtml(sampleReport());

/** Names of the elements in a document, in their order: what hostile text would change. */
function elements(html: string): string[] {
  return [...html.replace(/<(style|script)>[\s\S]*?<\/\1>/g, '<$1>').matchAll(/<\/?[a-zA-Z!][^\s>]*/g)].map(
    ([tag]) => tag,
  );
}

/** Opening tags as they stand; text holds no angle bracket, so nothing else can look like one. */
function elementsWithAttributes(html: string): string[] {
  return html.replace(/<(style|script)>[\s\S]*?<\/\1>/g, '').match(/<\w[^>]*>/g)!;
}

test('the first screen: root cause, the line that proves it, what it explains, what to type', () => {
  const header = clean.slice(clean.indexOf('<header'), clean.indexOf('</header>'));
  expect(header).toContain('<h1>transformers 4.46.3 does not know <code>qwen3</code></h1>');
  expect(header).toContain('<code>model type qwen3 is not recognised</code>');
  expect(header).toContain('<code>runs/eval.log:44</code>');
  expect(header).toContain('<dt>It explains</dt><dd>the crash at load</dd>');
  expect(header).toContain(
    '<dt>Not explained yet</dt><dd>0 of 50 episodes (a load that raises runs no episode)',
  );
  expect(header).toContain('<code>plumb check &#39;a b.pt&#39; <span>--env</span> x</code>');
});

test('every way out has its verdict, what to type, and the check after it', () => {
  const section = clean.slice(clean.indexOf('<section id="plans"'));
  const plan = section.slice(0, section.indexOf('</section>'));
  expect(plan).toContain('<span class="outcome fixes">fixes it</span> Upgrade it');
  expect(plan).toContain('<code>pip install &#39;x&gt;=1&#39;</code>');
  expect(plan).toContain('<td>✓</td><td>afterwards</td><td>loads, nothing missing</td>');
  expect(plan).toContain('2 more loads fail');
  expect(plan).toContain('in <code>x</code>. Nothing was installed or run.</p>');
  const report = sampleReport();
  const built = { ...report, plans: report.plans.map((one) => ({ ...one, source: 'src/' })) };
  expect(renderHtml(built)).toContain('in <code>x</code>, built by <code>src/</code>. Nothing');
});

test('the chain is a picture whose text is text', () => {
  const pictures = clean.match(/<svg[\s\S]*?<\/svg>/g)!;
  // the chain of the root cause, and the symptom that has a suspect only
  expect(pictures).toHaveLength(2);
  expect(pictures[0]).toContain('load_state_dict raises');
  expect(pictures[0]!.match(/class="arrow"/g)).toHaveLength(2);
  expect(pictures[1]).toContain('upside down');
});

test('every link leads to a place in the document, and every id stands once', () => {
  const ids = [...clean.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id!);
  expect(new Set(ids).size).toBe(ids.length);
  const targets = [...clean.matchAll(/href="([^"]*)"/g)].map(([, href]) => href!);
  expect(targets.length).toBeGreaterThan(0);
  for (const target of targets) expect(ids).toContain(target.replace(/^#/, ''));
});

test('one file: nothing is fetched, and only its own script and style may act', () => {
  expect(clean).not.toMatch(/ (?:src|srcset|action|style|on\w+)=|<link|@import|url\(|<iframe|<img/);
  const policy = /Content-Security-Policy" content="([^"]+)"/.exec(clean)![1]!;
  expect(policy).toContain("default-src 'none'");
  for (const tag of ['style', 'script']) {
    const text = new RegExp(`<${tag}>([\\s\\S]*?)</${tag}>`).exec(clean)![1]!;
    expect(policy).toContain(`${tag}-src 'sha256-${createHash('sha256').update(text).digest('base64')}'`);
  }
});

test('without a script everything is there; the buttons it would need are hidden', () => {
  for (const [button] of clean.matchAll(/<button[^>]*>/g)) expect(button).toContain('hidden');
});

test('the lines around a place, numbered, the one that is evidence marked', () => {
  const excerpts = new Map([
    ['runs/eval.log:44', { from: 43, at: 44, lines: ['before', 'model <type>', 'after'] }],
  ]);
  const html = renderHtml(buildReport(sampleDiagnosis(), undefined, excerpts));
  expect(html).toContain(
    '<span><i>43</i>before\n</span><span class="at"><i>44</i>model &lt;type&gt;\n</span>',
  );
});

test('in Chinese the document says so, and what has no translation is named', () => {
  const html = renderHtml(buildReport(sampleDiagnosis(), zh), zh.words);
  expect(html).toContain('<html lang="zh-Hans">');
  expect(html).toContain('<h2 id="chain-title">因果链</h2>');
  expect(html).toContain('尚无中文译文，因此以英文给出：environment/old');
});

describe('hostile text', () => {
  const dirty = renderHtml(sampleReport(HOSTILE));

  test('adds no element: pictures only gain lines', () => {
    const withoutLines = (html: string) => elements(html).filter((tag) => !/^<\/?(?:text|code)$/.test(tag));
    expect(withoutLines(dirty)).toEqual(withoutLines(clean));
  });

  test('adds no attribute: a quote cannot end one', () => {
    const names = (html: string) =>
      new Set(elementsWithAttributes(html).map((tag) => tag.replace(/"[^"]*"/g, '""')));
    expect(names(dirty)).toEqual(names(clean));
  });

  test('stays visible, without what hides or turns it', () => {
    expect(dirty).toContain('&lt;script&gt;alert(2)&lt;/script&gt;');
    expect(dirty).toContain('javascript:alert(4)');
    expect(dirty).not.toMatch(/[\x00-\x09\x0b-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff]/);
  });

  test('a line of a megabyte is cut, and the report says how long it was', () => {
    const report = sampleReport();
    const [first, ...rest] = report.findings;
    const long = { kind: 'log', place: 'a.log:1', text: 'x'.repeat(1 << 20) } as const;
    const html = renderHtml({ ...report, findings: [{ ...first!, evidence: [long] }, ...rest] });
    expect(html.length).toBeLessThan(100_000);
    expect(html).toContain('1048576 characters in all');
  });
});
