import type { CheckResult } from '@plumb/architecture';
import type { Evidence } from '@plumb/contract';
import { plural } from '../terminal/format-numbers.ts';
import { safeLine } from '../terminal/print-safe.ts';
import { bold, cyan, dim, green, red, yellow } from '../terminal/style.ts';
import { renderTable } from '../terminal/table.ts';
import { cutMiddle, wrapText } from '../terminal/wrap.ts';
import { groupNames, type NameGroup } from './group-names.ts';

// the whole list is in --json; a reader wants the pattern
const MOST_ROWS = 24;
const LABEL = 10;
// what two shapes and a number take beside a name
const SHAPES = 46;

/** False where a load over there meets anything that the checkpoint's author did not mean. */
export function isFine(result: CheckResult): boolean {
  return (
    result.loads &&
    !result.importFailure &&
    !result.constructionError &&
    !result.substitution &&
    isComplete(result) &&
    (result.consequences ?? []).length === 0
  );
}

/** `from_pretrained` raises for neither: it leaves what is missing at random and drops what is left over. */
const isComplete = ({ missing, unexpected, mismatched }: CheckResult) =>
  missing.length === 0 && unexpected.length === 0 && mismatched.length === 0;

/** What stops the load, in the words of whoever raises it. */
export function raisedText(result: CheckResult): string | null {
  return result.importFailure?.error ?? result.constructionError ?? result.error;
}

/** The answer for a reader: first screen the outcome, why, the proof and what to type next; then the tables. */
export function printCheck(result: CheckResult, next: readonly string[], width: number): string {
  const sections = [
    firstScreen(result, next, width),
    configTable(result, width),
    shapeTable(result, width),
    nameTable('Missing: the model over there has it, the checkpoint does not', result.missing, width),
    nameTable('Unexpected: the checkpoint has it, the model over there does not', result.unexpected, width),
    consequenceList(result, width),
    evidenceList(result, width),
    assumptionList(result, width),
  ];
  return sections.filter((section) => section !== '').join('\n\n');
}

function firstScreen(result: CheckResult, next: readonly string[], width: number): string {
  const line = (label: string, value: string) =>
    value === '' ? '' : wrapText(`  ${dim(label.padEnd(LABEL - 2))}${value}`, width, LABEL);
  return [
    wrapText(describeOutcome(result), width, 2),
    '',
    line('model', safeLine(result.architecture)),
    line('why', describeReason(result)),
    ...proofs(result).map((proof, i) =>
      line(i === 0 ? 'proof' : '', `${dim(safeLine(proof.place))} ${safeLine(proof.text)}`),
    ),
    // a command stays in one piece, so that it can be copied
    ...next.map((command, i) => `  ${dim((i === 0 ? 'next' : '').padEnd(LABEL - 2))}${cyan(command)}`),
  ]
    .filter((text, i) => text !== '' || i === 1)
    .join('\n');
}

function describeOutcome(result: CheckResult): string {
  const cross = red('✗');
  if (result.importFailure)
    return `${cross} ${bold('It will not load: the source cannot be imported over there.')}`;
  if (result.constructionError)
    return `${cross} ${bold('It will not load: the model cannot be built over there.')}`;
  if (!result.loads) return `${cross} ${bold('It will not load:')} ${describeCounts(result)}.`;
  if (result.substitution)
    return `${yellow('!')} ${bold('It loads, but into another model than the config names.')}`;
  if (!isComplete(result))
    return `${yellow('!')} ${bold('It loads without an error, but not whole:')} ${describeGaps(result)}.`;
  if (result.consequences?.length)
    return `${yellow('!')} ${bold('It loads, every tensor in its place, but does not run as it is:')} see what comes of it.`;
  return `${green('✓')} ${bold('It will load:')} every tensor has its place and its shape.`;
}

function describeCounts(result: CheckResult): string {
  const { missing, unexpected, mismatched } = result;
  const counts = [
    mismatched.length > 0 ? `${plural(mismatched.length, 'tensor')} of another shape` : '',
    missing.length > 0 ? `${missing.length} missing` : '',
    unexpected.length > 0 ? `${unexpected.length} unexpected` : '',
  ];
  return `load_state_dict raises RuntimeError, ${counts.filter((text) => text !== '').join(', ')}`;
}

function describeGaps({ missing, unexpected }: CheckResult): string {
  const gaps = [
    missing.length > 0 ? `${plural(missing.length, 'tensor')} of the model stay at random values` : '',
    unexpected.length > 0 ? `${plural(unexpected.length, 'tensor')} of the checkpoint are dropped` : '',
  ];
  return gaps.filter((text) => text !== '').join(', ');
}

function describeReason(result: CheckResult): string {
  if (result.importFailure) return safeLine(result.importFailure.error);
  if (result.constructionError) return safeLine(result.constructionError);
  const { substitution } = result;
  if (substitution)
    return `${bold(safeLine(substitution.built))} is built in place of ${bold(safeLine(substitution.wanted))}: ${safeLine(firstSentence(substitution.reason))}`;
  if (result.loads) return '';
  return 'names and shapes in the checkpoint are not those of the model that this source and these versions build';
}

/** The library's words go on with what might be the cause; that is known here. */
const firstSentence = (text: string) => /^.*?[.!?](?=\s|$)/.exec(text)?.[0] ?? text;

/** What the library cannot do and the line that answers to it, or else the first there is. */
function proofs(result: CheckResult): readonly Evidence[] {
  const all = allEvidence(result);
  if (result.importFailure) return all.slice(0, 1);
  const telling = [
    all.find(({ kind, text }) => kind === 'environment' && (result.loads || text.includes('does not know'))),
    all.find(({ kind }) => kind === 'source'),
  ].filter((evidence) => evidence !== undefined);
  return telling.length > 0 ? telling : all.slice(0, 1);
}

function allEvidence(result: CheckResult): readonly Evidence[] {
  const all = [
    ...(result.importFailure?.evidence ?? []),
    ...(result.substitution?.evidence ?? []),
    ...result.evidence,
  ];
  const seen = new Set<string>();
  return all.filter(({ place, text }) => {
    const key = `${place}\n${text}`;
    return !seen.has(key) && seen.add(key);
  });
}

function configTable(result: CheckResult, width: number): string {
  if (result.config.length === 0) return '';
  const rows = result.config.map((row) => [
    row.differs ? red('≠') : ' ',
    safeLine(row.field),
    safeLine(row.saved),
    row.differs ? bold(safeLine(row.there)) : safeLine(row.there),
  ]);
  const columns = [{ title: '' }, { title: 'field' }, { title: 'saved' }, { title: 'over there' }];
  return `${bold('Config')}\n${renderTable(columns, rows, { indent: 0, width })}`;
}

function shapeTable(result: CheckResult, width: number): string {
  if (result.mismatched.length === 0) return '';
  const groups = groupNames(
    result.mismatched,
    (item) => item.name,
    (item) => `${item.checkpoint}|${item.model}`,
  );
  const rows = byModule(groups.slice(0, MOST_ROWS), ({ items }) => [
    `[${items[0]!.checkpoint.join(', ')}]`,
    red(`[${items[0]!.model.join(', ')}]`),
    String(items.length),
  ]);
  const room = Math.max(24, width - SHAPES);
  for (const row of rows) row[0] = cutMiddle(row[0]!, room);
  const columns = [
    { title: '' },
    { title: 'checkpoint' },
    { title: 'model over there' },
    { title: 'tensors', align: 'right' as const },
  ];
  return `${bold(`Other shapes (${result.mismatched.length})`)}\n${renderTable(columns, rows, { width })}${more(groups.length)}`;
}

function nameTable(title: string, names: readonly string[], width: number): string {
  if (names.length === 0) return '';
  const groups = groupNames(names, (name) => name);
  const rows = byModule(groups.slice(0, MOST_ROWS), ({ items }) => [String(items.length)]);
  const columns = [{ title: '' }, { title: 'tensors', align: 'right' as const }];
  const [head = '', tail = ''] = title.split(/(?=:)/);
  return `${bold(`${head} (${names.length})`)}${dim(tail)}\n${renderTable(columns, rows, { width })}${more(groups.length)}`;
}

/** Rows under the module that they belong to, its path said once. */
function byModule<Item>(groups: readonly NameGroup<Item>[], cells: (group: NameGroup<Item>) => string[]) {
  const modules = new Map<string, string[][]>();
  for (const group of groups) {
    const segments = group.label.split('.');
    const depth = segments.length > 3 ? 2 : Math.min(1, segments.length - 1);
    const module = segments.slice(0, depth).join('.');
    const rows = modules.get(module) ?? [];
    if (rows.length === 0) modules.set(module, rows);
    rows.push([`  ${safeLine(segments.slice(depth).join('.'))}`, ...cells(group)]);
  }
  return [...modules].flatMap(([module, rows]) => [[cyan(safeLine(module || '(top)'))], ...rows]);
}

const more = (groups: number) =>
  groups > MOST_ROWS ? dim(`\n  … ${groups - MOST_ROWS} more patterns: --json`) : '';

function evidenceList(result: CheckResult, width: number): string {
  const evidence = allEvidence(result);
  if (evidence.length === 0) return '';
  const lines = evidence.map(({ place, text }) =>
    wrapText(`  ${cyan(safeLine(place))}  ${safeLine(text)}`, width, 6),
  );
  return `${bold('Evidence')}\n${lines.join('\n')}`;
}

function consequenceList({ consequences = [] }: CheckResult, width: number): string {
  if (consequences.length === 0) return '';
  return `${bold('What comes of it')}\n${consequences.map((text) => wrapText(`  ${safeLine(text)}`, width, 4)).join('\n')}`;
}

function assumptionList(result: CheckResult, width: number): string {
  if (result.assumptions.length === 0) return '';
  return `${bold('Assumed')}\n${result.assumptions.map((text) => wrapText(`  ${safeLine(text)}`, width, 4)).join('\n')}`;
}
