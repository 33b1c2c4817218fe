import type { CheckpointStatistics, MeasuredTensor, StatisticsFinding } from '@plumb/checkpoint/statistics';
import { groupNames } from '../check/group-names.ts';
import { plural } from '../terminal/format-numbers.ts';
import { safeLine } from '../terminal/print-safe.ts';
import { bold, dim, red, yellow } from '../terminal/style.ts';
import { renderTable } from '../terminal/table.ts';
import { cutMiddle, wrapText } from '../terminal/wrap.ts';

const MOST_GROUPS = 6;
const GRAVE: ReadonlySet<string> = new Set(['nan', 'inf', 'zero', 'constant']);

/** What is odd about the values, for the first screen. */
export function printFindings({ findings }: CheckpointStatistics, width: number): string {
  const told = findings.map((finding) => printFinding(finding, width)).join('\n');
  return `${bold('Values')}\n${told || '  nothing odd: no NaN, no infinity, no empty or fresh layer, one dtype'}`;
}

/** A line for each tensor, or for each that differs only in the number of its layer. */
export function printStatistics({ tensors }: CheckpointStatistics, all: boolean, width: number): string {
  return `${bold('Statistics')}\n${renderTable(COLUMNS, rowsOf(tensors, all, width))}`;
}

function printFinding({ kind, text, tensors }: StatisticsFinding, width: number): string {
  const colour = GRAVE.has(kind) ? red : yellow;
  const groups = groupNames(tensors, (name) => name).map(({ label }) => safeLine(label));
  const list = groups.slice(0, MOST_GROUPS).join(', ');
  const more = groups.length > MOST_GROUPS ? `, and ${groups.length - MOST_GROUPS} more kinds (--json)` : '';
  const verb =
    tensors.length === 1
      ? text
          .replace(/^hold\b/, 'holds')
          .replace(/^are\b/, 'is')
          .replace(/^have\b/, 'has')
      : text;
  return wrapText(
    `  ${colour(plural(tensors.length, 'tensor'))} ${safeLine(verb)}: ${dim(list + more)}`,
    width,
    4,
  );
}

const COLUMNS = [
  { title: 'tensor' },
  { title: 'mean', align: 'right' },
  { title: 'std', align: 'right' },
  { title: 'min', align: 'right' },
  { title: 'max', align: 'right' },
  { title: '' },
] as const;

function rowsOf(tensors: readonly MeasuredTensor[], all: boolean, width: number): string[][] {
  const groups = all
    ? tensors.map((item) => ({ label: item.tensor.name, items: [item] }))
    : groupNames(
        tensors,
        ({ tensor }) => tensor.name,
        ({ tensor }) => `${tensor.dtype} ${tensor.shape}`,
      );
  return groups.map(({ label, items }) => [
    cutMiddle(safeLine(label), Math.max(24, width - 56)),
    range(items.map(({ found }) => found.mean)),
    range(items.map(({ found }) => found.std)),
    extreme(items, ({ found }) => found.min, Math.min),
    extreme(items, ({ found }) => found.max, Math.max),
    remarks(items),
  ]);
}

type Figure = number | null;

const short = (value: number) => Number(value.toPrecision(3)).toString().replace('e-0', 'e-');

/** `0.02`, or `0.018…0.024` over the layers. */
function range(values: readonly Figure[]): string {
  const known = values.filter((value) => value !== null);
  if (known.length === 0) return '–';
  const from = short(Math.min(...known));
  const to = short(Math.max(...known));
  return from === to ? from : `${from}…${to}`;
}

function extreme(
  items: readonly MeasuredTensor[],
  of: (item: MeasuredTensor) => Figure,
  pick: (...values: number[]) => number,
): string {
  const known = items.map(of).filter((value) => value !== null);
  return known.length === 0 ? '–' : short(pick(...known));
}

function remarks(items: readonly MeasuredTensor[]): string {
  const sum = (of: (item: MeasuredTensor) => number) => items.reduce((total, item) => total + of(item), 0);
  const nan = sum(({ found }) => found.nan);
  const inf = sum(({ found }) => found.inf);
  const fresh = items.filter(({ initial }) => initial !== undefined);
  const kinds = [...new Set(fresh.map(({ initial }) => initial!.text))];
  return [
    nan > 0 && red(`${nan} NaN`),
    inf > 0 && red(`${inf} infinite`),
    kinds.length > 0 && yellow(kinds.length === 1 ? kinds[0]! : 'as initialised'),
    fresh.length > 0 && fresh.length < items.length && dim(`(${fresh.length} of ${items.length})`),
  ]
    .filter((text) => typeof text === 'string')
    .join(' ');
}

/** NaN, infinities, matrices of one value: no forward pass works through them. */
export function hasGraveFinding({ findings }: CheckpointStatistics): boolean {
  return findings.some(({ kind }) => GRAVE.has(kind));
}

/** For `--json`. */
export function statisticsToJson({ tensors, findings, dtypes }: CheckpointStatistics) {
  return {
    findings,
    dtypes,
    tensors: tensors.map(({ tensor, found, initial }) => ({
      name: tensor.name,
      ...found,
      initial: initial?.recipe ?? null,
    })),
  };
}
