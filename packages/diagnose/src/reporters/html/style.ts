/** One restrained sheet: paper and ink, red for what is wrong, amber for what is open. No web font, no picture. */
export const STYLE = `
:root {
  color-scheme: light dark;
  --paper: #fff; --raised: #f6f7f9; --ink: #1b1f24; --soft: #59636e; --line: #d8dee4;
  --red: #b42318; --red-soft: #fef3f2; --amber: #8a5a00; --amber-soft: #fff8e6; --green: #1a7f37;
  --green-soft: #eefbf1; --link: #0b5cad; --mark: #fff3c4;
  --sans: system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", sans-serif;
  --mono: ui-monospace, "SF Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace;
}
@media (prefers-color-scheme: dark) {
  :root {
    --paper: #0f1216; --raised: #171b21; --ink: #e6e9ed; --soft: #9aa4af; --line: #2c333b;
    --red: #ff8f84; --red-soft: #2a1614; --amber: #e8b653; --amber-soft: #261e0c; --green: #6fd086;
    --green-soft: #10241a; --link: #7fb7ff; --mark: #3d3410;
  }
}
* { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; scroll-behavior: smooth; }
@media (prefers-reduced-motion: reduce) { html { scroll-behavior: auto; } }
body { margin: 0; background: var(--paper); color: var(--ink); font: 16px/1.55 var(--sans); overflow-wrap: anywhere; }
.page, main, footer { max-width: 1120px; margin: 0 auto; padding: 0 20px; }
a { color: var(--link); text-decoration-thickness: 1px; text-underline-offset: 2px; }
:focus-visible { outline: 2px solid var(--link); outline-offset: 2px; }
li a, td a { text-decoration: none; } li a:hover, td a:hover { text-decoration: underline; }
code, pre { font-family: var(--mono); font-size: .875em; }
p, li, dd { max-width: 80ch; }
header { border-bottom: 1px solid var(--line); background: var(--raised); padding: 18px 0 24px; border-top: 4px solid var(--soft); }
header.proven, header.likely { border-top-color: var(--red); }
header.open, header.possible { border-top-color: var(--amber); }
header.clean { border-top-color: var(--green); }
.brand { margin: 0 0 20px; color: var(--soft); font-size: .875rem; max-width: none; display: flex; gap: 8px; flex-wrap: wrap; }
.brand b { color: var(--ink); letter-spacing: .01em; }
.brand .counts { margin-left: auto; }
.kicker { margin: 0 0 4px; color: var(--soft); font-weight: 600; }
h1 { margin: 0 0 14px; font-size: clamp(1.35rem, 1rem + 1.8vw, 2rem); line-height: 1.25; letter-spacing: -.01em; max-width: 34em; text-wrap: balance; }
header.open h1, header.clean h1 { font-size: 1.2rem; font-weight: 500; max-width: 60em; text-wrap: pretty; }
h2 { margin: 0 0 14px; font-size: 1.25rem; line-height: 1.3; }
h3 { margin: 22px 0 8px; font-size: 1rem; }
section { padding: 30px 0; border-bottom: 1px solid var(--line); }
section:last-child { border-bottom: 0; }
footer { color: var(--soft); font-size: .875rem; padding-bottom: 24px; }
.strength { display: inline-block; padding: 0 8px; border: 1px solid currentColor; border-radius: 99px; font-size: .75rem; font-weight: 600; line-height: 1.6; white-space: nowrap; vertical-align: .1em; }
.strength.proven { color: var(--red); } .strength.likely { color: var(--amber); } .strength.possible { color: var(--soft); }
.proof { margin: 0 0 16px; padding: 10px 14px; border-left: 3px solid var(--red); background: var(--red-soft); border-radius: 0 6px 6px 0; max-width: 60rem; }
.proof blockquote { margin: 0; } .proof figcaption { margin-top: 4px; color: var(--soft); font-size: .875rem; }
.reach { margin: 0; display: grid; gap: 8px; }
.reach > div { display: grid; grid-template-columns: 11rem 1fr; gap: 0 14px; }
.reach dt, dl dt { color: var(--soft); font-weight: 600; font-size: .9375rem; }
.reach dd, dl dd { margin: 0; } .reach .warn dt { color: var(--amber); }
.reach ul { margin: 0; padding: 0; list-style: none; } .of { color: var(--soft); font-size: .9375rem; }
.next { margin: 0 0 18px; } .next h2 { font-size: .9375rem; margin: 0 0 6px; color: var(--soft); }
.command { display: flex; align-items: flex-start; gap: 8px; margin: 6px 0; border: 1px solid var(--line); border-radius: 6px; background: var(--paper); max-width: 60rem; }
.command pre { flex: 1; min-width: 0; margin: 0; padding: 9px 12px; white-space: pre-wrap; }
.command code { user-select: all; } .command span { white-space: nowrap; }
.command button { margin: 5px 5px 5px 0; padding: 4px 12px; font: 600 .8125rem/1.5 var(--sans); color: var(--ink); background: var(--raised); border: 1px solid var(--line); border-radius: 5px; cursor: pointer; }
.command button:hover { border-color: var(--soft); }
.lead { margin: 0; max-width: 90ch; } .note { color: var(--soft); font-size: .9375rem; }
.symptoms, .remedies { margin: 0; padding: 0; list-style: none; columns: 2 440px; column-gap: 14px; }
.symptoms > li, .remedies > li { break-inside: avoid; margin: 0 0 14px; max-width: none; }
.symptoms > li { border: 1px solid var(--line); border-left: 3px solid var(--green); border-radius: 6px; padding: 12px 14px; font-size: .9375rem; }
.symptoms > li.open { border-left-color: var(--amber); } .symptoms p { margin: 0; } .symptoms ul.evidence { padding: 4px 0 0; } .symptoms details { margin: 4px 0 0; } .symptoms summary { color: var(--soft); font-size: .8125rem; padding: 2px 0; }
.symptoms > li > p:not(.by) + p:not(.by), .symptoms > li > details + p:not(.by) { margin-top: 8px; padding-top: 8px; border-top: 1px solid var(--line); }
.symptoms .by { margin-top: 8px; color: var(--soft); font-weight: 600; font-size: .8125rem; } .symptoms .by.warn { color: var(--amber); }
.symptoms ul { margin: 0; padding: 0 0 0 1.1em; }
.pictures { columns: 3 340px; column-gap: 28px; }
svg.chain { display: block; max-width: 100%; height: auto; break-inside: avoid; margin: 0 0 24px; }
.chain rect { fill: var(--paper); stroke: var(--line); }
.chain text { font-family: var(--sans); fill: var(--ink); }
.chain .label { font-size: 11.5px; font-weight: 600; fill: var(--soft); }
.chain .title { font-size: 13px; } .chain .root .title { font-weight: 650; font-size: 13px; }
.chain .where { font-family: var(--mono); font-size: 11px; fill: var(--soft); }
.chain .root rect { fill: var(--red-soft); stroke: var(--red); stroke-width: 1.5; } .chain .root .label { fill: var(--red); }
.chain .symptom rect { fill: var(--raised); stroke: var(--soft); }
.chain .open rect { fill: var(--amber-soft); stroke: var(--amber); } .chain .open .label { fill: var(--amber); }
.chain .suspect rect { stroke-dasharray: 4 3; stroke: var(--soft); }
.chain path { fill: none; stroke: var(--soft); stroke-width: 1.5; stroke-linejoin: round; } .chain path.maybe { stroke: var(--amber); stroke-dasharray: 4 3; }
.chain a:hover rect { stroke: var(--link); }
.remedies > li { border: 1px solid var(--line); border-radius: 6px; padding: 12px 14px; background: var(--raised); }
.remedies p { margin: 0 0 6px; } .remedies dl { margin: 8px 0 0; display: grid; gap: 2px; font-size: .9375rem; }
.remedies dl div { display: grid; grid-template-columns: 4.5rem 1fr; gap: 0 10px; }
.scroll { overflow-x: auto; border: 1px solid var(--line); border-radius: 6px; }
table { border-collapse: collapse; width: 100%; font-size: .9375rem; }
th { text-align: left; color: var(--soft); font-weight: 600; font-size: .8125rem; background: var(--raised); white-space: nowrap; }
th, td { padding: 7px 12px; border-bottom: 1px solid var(--line); vertical-align: top; min-width: 5.5rem; overflow-wrap: break-word; }
tbody tr:last-child td { border-bottom: 0; } td:first-child { min-width: 15rem; }
del, ins { text-decoration: none; white-space: nowrap; } del { color: var(--green); } ins { color: var(--red); }
details.group > summary { font-weight: 600; font-size: 1rem; margin: 8px 0; } details { margin: 10px 0; } details > summary { cursor: pointer; padding: 6px 0; font-size: .9375rem; }
details.plan { border: 1px solid var(--line); border-radius: 6px; padding: 2px 14px; }
details.plan > summary { padding: 9px 0; font-size: 1rem; font-weight: 600; } details.plan[open] { padding-bottom: 14px; }
details.plan .scroll { margin: 12px 0; } .plan .what { margin: 10px 0 0; color: var(--soft); font-size: .875rem; }
.plan td:first-child { min-width: 0; } .plan .checks td:first-child { width: 1%; } .plan dl { display: grid; gap: 4px; margin: 12px 0; } .plan dl div { display: grid; grid-template-columns: 4.5rem 1fr; gap: 0 10px; }
.outcome { display: inline-block; min-width: 7.5em; font-size: .8125rem; color: var(--soft); } .outcome.fixes { color: var(--green); } .outcome.trains, .outcome.not-a-fix { color: var(--amber); } .outcome.impossible { color: var(--red); }
details.finding { border: 1px solid var(--line); border-radius: 6px; padding: 2px 14px; scroll-margin-top: 12px; }
details.finding > summary { padding: 9px 0; font-size: 1rem; font-weight: 600; }
details.finding[open] { padding-bottom: 14px; } details.finding:target { border-color: var(--link); }
.id { color: var(--soft); font-size: .875rem; margin: 0; } .id span { margin-left: 10px; }
.place { color: var(--soft); font-size: .875rem; } .evidence .place { margin: 0; } .times { color: var(--soft); white-space: nowrap; }
.evidence, .names { margin: 0; padding: 0; list-style: none; } .evidence > li { margin: 0 0 14px; max-width: none; } .evidence p { margin: 0 0 4px; }
.kind { display: inline-block; min-width: 6em; font-weight: 600; }
.excerpt { margin: 4px 0 0; padding: 8px 0; overflow-x: auto; border: 1px solid var(--line); border-radius: 6px; background: var(--raised); line-height: 1.5; }
.excerpt code { display: block; width: max-content; min-width: 100%; }
.excerpt span { display: block; padding: 0 12px 0 0; } .excerpt .at { background: var(--mark); }
.excerpt i { display: inline-block; width: 4.5em; margin-right: 1em; text-align: right; font-style: normal; color: var(--soft); user-select: none; }
@media (max-width: 640px) {
  body { font-size: 15px; } .brand { margin-bottom: 12px; } .brand .counts { margin-left: 0; width: 100%; }
  header { padding: 12px 0 18px; } .reach > div, .remedies dl div { grid-template-columns: 1fr; }
  section { padding: 22px 0; } .remedies dl { gap: 0; } .remedies dt { margin-top: 6px; } th { white-space: normal; } th, td { padding: 6px 8px; min-width: 0; } td:first-child { min-width: 10rem; } #summary td:last-child { min-width: 12rem; }
  td code { overflow-wrap: break-word; } del, ins { white-space: normal; } table { font-size: .875rem; }
  details.plan > summary .outcome { display: block; }
  .excerpt i { width: 3em; margin-right: .8em; }
}
@media print {
  @page { margin: 14mm; }
  :root { --paper: #fff; --raised: #fff; --ink: #000; --soft: #444; --line: #bbb; --red: #9b1c12; --red-soft: #fff; --amber: #6b4600; --amber-soft: #fff; --green: #136029; --green-soft: #fff; --link: #000; --mark: #eee; }
  html { font-size: 9.5pt; } body { font-size: 1rem; } .page, main, footer { max-width: none; padding: 0; } .command button { display: none; }
  details::details-content { content-visibility: visible; display: block; height: auto; }
  .scroll, .excerpt { overflow: visible; } .excerpt code { width: auto; white-space: pre-wrap; }
  .symptoms, .remedies { columns: 2 280px; }
  del, ins { white-space: normal; } section { padding: 14pt 0; }
  h2, h3, summary { break-after: avoid; } tr, svg, .remedies > li, .symptoms > li, .evidence > li { break-inside: avoid; }
}
`;
